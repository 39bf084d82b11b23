"""What can be said about a SPARQL update from its text alone.

The engine takes an update whole, and cannot be told the dataset of its WHERE clauses; the SPARQL 1.1
Protocol lets a request name one (section 2.2.3). So it is written into the update as USING clauses, which
mean the same (SPARQL 1.1 Update, section 3.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph_build.query_text import NOT_A_KEYWORD

_TOKEN = re.compile(
    rf"(?P<other>{NOT_A_KEYWORD.pattern})|(?P<open>\{{)|(?P<close>\}})|(?P<word>[A-Za-z]+)",
    re.VERBOSE | re.DOTALL,
)


class DatasetTwice(ValueError):
    """Say that an update names a dataset which the request names too."""


class Token(NamedTuple):
    """A keyword, an IRI, a prefixed name or a brace outside of all braces; the span is in the text."""

    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """Give the token in small letters."""
        return self.text.lower()


def outer_tokens(update: str) -> Iterator[Token]:
    """List what stands outside of all braces, each outermost pair of braces as two tokens."""
    depth = 0
    for match in _TOKEN.finditer(update):
        token = Token(match[0], match.start(), match.end())
        if match.lastgroup == "open":
            depth += 1
            if depth == 1:
                yield token
        elif match.lastgroup == "close":
            depth -= 1
            if depth == 0:
                yield token
        elif depth == 0 and not token.text.startswith("#"):
            yield token


def with_dataset(update: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """Write a dataset into an update: USING and USING NAMED before the WHERE of every operation.

    Operations without WHERE do not change. The IRIs must be absolute and well-formed. Raises DatasetTwice
    where the update has USING or WITH of its own (SPARQL 1.1 Protocol, section 2.2.3).
    """
    if not default_graphs and not named_graphs:
        return update
    tokens = list(outer_tokens(update))
    if any(token.keyword in ("using", "with") for token in tokens):
        raise DatasetTwice("the update has USING or WITH, and the request names a dataset too")
    using = " ".join([*_clauses("USING", default_graphs), *_clauses("USING NAMED", named_graphs)])
    parts, done = [], 0
    for index, token in enumerate(tokens):
        if token.keyword != "where":
            continue
        parts.append(update[done : token.start])
        if index and tokens[index - 1].keyword == "delete":  # DELETE WHERE {…} is DELETE {…} WHERE {…}
            pattern = update[tokens[index + 1].start : tokens[index + 2].end] if tokens[index + 2 :] else ""
            parts.append(f"{pattern} ")
        parts.append(f"{using} WHERE")
        done = token.end
    return "".join([*parts, update[done:]])


def _clauses(keyword: str, graphs: Iterable[str]) -> Iterator[str]:
    return (f"{keyword} <{graph}>" for graph in graphs)
