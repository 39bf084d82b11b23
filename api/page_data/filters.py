"""Sort, filter and page a table of tasks by the query string, so that every state of it has an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from api.page_data.directory import LONGEST_SEARCH, ActorRef
from api.page_data.tasks import TaskLine
from graph_build.text import bare

PAGE_SIZE: Final = 100
FIELDS: Final = ("words", "actor", "role", "section", "sort", "page")
SORTS: Final = ("order", "title", "lead", "start", "due", "output")
T = TypeVar("T")
_MOST_DIGITS: Final = 8
_LAST: Final = "￿"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a reader asked of a table; every field is text from the query string, "" where absent."""

    words: str = ""
    unit: str = ""
    role: str = ""
    section: str = ""
    sort: str = "order"
    descending: bool = False
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> TaskFilter:
        """Read a filter from a query string; values that mean nothing count as absent."""
        sort = query.get("sort", "")
        name, descending = (sort[1:], True) if sort.startswith("-") else (sort, False)
        return cls(
            words=query.get("words", "")[:LONGEST_SEARCH],
            unit=query.get("actor", "")[:LONGEST_SEARCH],
            role=query.get("role", "") if query.get("role") in {"lead", "coordinate"} else "",
            section=query.get("section", "")[:LONGEST_SEARCH],
            sort=name if name in SORTS else "order",
            descending=descending and name in SORTS,
            page=page_number(query.get("page", "")),
        )

    @property
    def active(self) -> bool:
        """Tell whether anything narrows the table."""
        return bool(self.words or self.unit or self.role or self.section)

    def address(self, **changes: object) -> str:
        """Give the query string of this filter with some fields changed, "?" included; "" for none."""
        sort = str(changes.get("sort", ("-" if self.descending else "") + self.sort))
        fields = {
            "words": self.words,
            "actor": self.unit,
            "role": self.role,
            "section": self.section,
            "sort": "" if sort == "order" else sort,
            "page": str(changes.get("page", "")),
        }
        kept = {name: value for name, value in fields.items() if value and value != "1"}
        return "?" + urlencode(kept) if kept else "?"


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """One page of a list: its lines, how many lines there are in all, and where the page stands."""

    lines: tuple[T, ...]
    matching: int
    page: int
    pages: int


def cut(lines: Sequence[T], page: str, size: int = PAGE_SIZE) -> Cut[T]:
    """Cut a page out of a list; `page` is text from the query string, the first page where it is none."""
    return cut_of(len(lines), page, lambda first, most: tuple(lines[first : first + most]), size)


def cut_of(
    matching: int, page: str, read: Callable[[int, int], tuple[T, ...]], size: int = PAGE_SIZE
) -> Cut[T]:
    """Cut a page out of a list of which `read` gives so many lines from one (0-based) on."""
    pages = max(1, -(-matching // size))
    number = min(page_number(page), pages)
    return Cut(read((number - 1) * size, size), matching, number, pages)


def page_number(written: str) -> int:
    """Read the number of a page from a query string; the first page where it is none."""
    usable = written.isascii() and written.isdigit() and len(written) < _MOST_DIGITS
    return max(int(written), 1) if usable else 1


@dataclass(frozen=True, slots=True)
class TaskTable:
    """One page of a filtered table, with what its controls need."""

    lines: tuple[TaskLine, ...]
    asked: TaskFilter
    total: int
    matching: int
    pages: int
    actors: tuple[ActorRef, ...]
    sections: tuple[tuple[str, str], ...]
    anchor: str = "tasks"

    def sort_address(self, column: str) -> str:
        """Give the address that sorts by a column, or turns its order round when it is sorted by it."""
        turned = self.asked.sort == column and not self.asked.descending
        return self.asked.address(sort=("-" if turned else "") + column) + "#" + self.anchor

    def sort_state(self, column: str) -> str:
        """Give the value of aria-sort of a column."""
        if self.asked.sort != column:
            return "none"
        return "descending" if self.asked.descending else "ascending"

    def page_address(self, page: int) -> str:
        """Give the address of another page of the same table."""
        return self.asked.address(page=page) + "#" + self.anchor


def task_table(lines: Sequence[TaskLine], asked: TaskFilter, anchor: str = "tasks") -> TaskTable:
    """Filter, sort and cut a list of tasks as asked; sections and actors offered are those of all of it."""
    matching = [line for line in lines if _matches(line, asked)]
    if asked.sort != "order":
        matching.sort(key=lambda line: _sort_key(line, asked.sort), reverse=asked.descending)
    elif asked.descending:
        matching.reverse()
    pages = max(1, -(-len(matching) // PAGE_SIZE))
    page = min(asked.page, pages)
    taking_part = {p.actor for line in lines for p in line.participants if p.actor}
    return TaskTable(
        lines=tuple(matching[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        asked=TaskFilter(
            asked.words, asked.unit, asked.role, asked.section, asked.sort, asked.descending, page
        ),
        total=len(lines),
        matching=len(matching),
        pages=pages,
        actors=by_name(taking_part),
        sections=tuple({line.section: line.section_title for line in lines if line.section}.items()),
        anchor=anchor,
    )


def by_name(actors: Iterable[ActorRef]) -> tuple[ActorRef, ...]:
    """Order actors by their names, each once."""
    return tuple(sorted(set(actors), key=lambda ref: (bare(ref.label), ref.iri)))


def _matches(line: TaskLine, asked: TaskFilter) -> bool:
    if asked.section and line.section != asked.section:
        return False
    roles = {"lead": ("lead", "focal", "perform"), "coordinate": ("coordinate",)}.get(asked.role)
    if asked.unit or roles:
        names = [p for p in line.participants if roles is None or p.role in roles]
        if asked.unit and not any(p.actor and asked.unit in {p.actor.iri, p.actor.label} for p in names):
            return False
        if not names:
            return False
    if not asked.words:
        return True
    held = bare(" ".join([line.code, line.title, line.output, *_names(line)]))
    return all(word in held for word in bare(asked.words).split())


def _names(line: TaskLine) -> list[str]:
    return [ref.label for p in line.participants for ref in (p.actor, p.person) if ref]


def _sort_key(line: TaskLine, column: str) -> tuple[str, int]:
    lead = next((p.actor or p.person for p in line.leads), None)
    value = {
        "title": bare(line.title),
        "lead": bare(lead.label) if lead else _LAST,
        "start": line.when.start or _LAST,
        "due": line.when.due or _LAST,
        "output": bare(line.output) or _LAST,
    }[column]
    return value, line.sequence
