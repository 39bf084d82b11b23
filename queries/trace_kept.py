"""What was read of things of one snapshot, kept so that nobody has to ask for it again.

A snapshot never changes, so what was read from it stays right for as long as it is served.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Any, Final, TypeVar

T = TypeVar("T")
Name = TypeVar("Name", str, tuple[str, str])

MOST_KEPT: Final = 24_000
"""Facts that are kept, each of some hundred bytes up to two thousand."""


class Kept:
    """Facts of things by kind and name, the absence of any too; above `most` the least used are forgotten.

    What is kept is shared by all who ask, and must not be changed. Safe to use from several threads.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._facts: OrderedDict[tuple[Hashable, Hashable], Any] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return self._weight

    def read(
        self, kind: Hashable, names: Iterable[Name], ask: Callable[[list[Name]], Mapping[Name, T]]
    ) -> dict[Name, T]:
        """Give what is known of names, in their order; `ask` is called with those that nobody asked for yet.

        A name of which `ask` tells nothing is left out, now and later. One kind always stands for one `ask`.
        """
        wanted = sorted(set(names))
        found = self.known(kind, wanted)
        missing = [name for name in wanted if name not in found]
        if missing:
            told = ask(missing)
            found.update({name: told.get(name) for name in missing})
            self.keep(kind, {name: told.get(name) for name in missing})
        return {name: fact for name in wanted if (fact := found[name]) is not None}

    def known(self, kind: Hashable, names: Iterable[Name]) -> dict[Name, Any]:
        """Give what is kept of names; None stands for what the snapshot tells nothing of."""
        facts, held = self._facts, {}
        with self._lock:
            for name in names:
                key = (kind, name)
                if key in facts:
                    facts.move_to_end(key)
                    held[name] = facts[key]
        return held

    def keep(self, kind: Hashable, told: Mapping[Name, Any]) -> None:
        """Keep what was read of names."""
        with self._lock:
            for name, fact in told.items():
                if (kind, name) not in self._facts:
                    self._facts[kind, name] = fact
                    self._weight += _weight(fact)
            while self._weight > self._most:
                self._weight -= _weight(self._facts.popitem(last=False)[1])


def _weight(fact: object) -> int:
    return 1 + (len(fact) if isinstance(fact, list | tuple) else 0)
