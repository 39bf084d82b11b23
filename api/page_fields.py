"""The fields that a page reads from its address; those that it does not know are told, not passed over.

A field that a parameter of the page's function declares is known by that; `reads` names those that are
read from the query itself. A page says which fields of its address it made no use of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

from fastapi import Request

F = TypeVar("F", bound=Callable[..., Any])
Named = Callable[[Request], Iterable[str]]
"""What tells the fields of a page by its path."""

EVERYWHERE: Final = frozenset({"lang"})
_READ: Final = "fields_of_page"
_LONGEST: Final = 40
_MOST: Final = 5


def reads(*names: str, by_path: Named | None = None) -> Callable[[F], F]:
    """Say which fields a page's function reads from the query beside its parameters."""

    def mark(page: F) -> F:
        setattr(page, _READ, (frozenset(names), by_path))
        return page

    return mark


def known(request: Request) -> frozenset[str] | None:
    """Give the fields that the page asked for reads; None where the address is that of no page."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    if dependant is None:
        return None
    names, by_path = getattr(request.scope.get("endpoint"), _READ, (frozenset(), None))
    more = by_path(request) if by_path else ()
    return EVERYWHERE | names | frozenset(more) | frozenset(_declared(dependant))


def unknown(request: Request) -> tuple[str, ...]:
    """List the fields of an address that its page does not read, each once, shortened where it is long."""
    if not request.query_params or request.method not in {"GET", "HEAD"}:
        return ()
    read = known(request)
    if read is None:
        return ()
    told = dict.fromkeys(name for name in request.query_params if name not in read)
    return tuple(name[:_LONGEST] for name in list(told)[:_MOST])


def _declared(dependant: Any) -> Iterator[str]:
    for parameter in dependant.query_params:
        yield parameter.alias
    for part in dependant.dependencies:
        yield from _declared(part)
