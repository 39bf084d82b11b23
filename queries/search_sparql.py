"""Search from within SPARQL: the predicate `nvf:search`.

    PREFIX nvf: <https://w3id.org/nhiemvu/function#>
    SELECT ?task ?rank WHERE {
      (?task ?rank) nvf:search "tiêm chủng kind:task" .
      ?task nv:statedIn ?document .
    }
    ORDER BY ?rank

`?thing nvf:search "text"` binds a variable to everything that a search finds; `(?thing ?rank)` also to its
place in the order, from 1. Such a predicate is how triple stores commonly offer full text (a "property
function"). Our engine has none, so the statement is replaced by VALUES with what the index finds before the
query is run: over 20,000 titles a hundred times faster than a function that is called for every one
(docs/decisions). Another endpoint over the same data does not know the predicate and finds nothing by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from graph_build.results import QueryResult
from graph_build.store_errors import QuerySyntaxError
from graph_build.terms import iri
from queries.search import SearchIndex
from queries.search_terms import understand

MOST_FOUND: Final = 10_000
"""Entries that one statement binds: the best ones."""

_PREDICATE: Final = "function#search"  # below any base
_TOKEN: Final = re.compile(
    r"""
      (?P<space>\s+|\#[^\n\r]*)                           # white space, a comment
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)                  # <http://example.org/a>
    | (?P<text>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3}    # strings: long, then short
             | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
             | \"(?:[^"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)                               # ?task
    | (?P<name>(?<![\w.-])[\w.-]*+:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*+)    # nvf:search, :a
    | (?P<word>@?\w[\w-]*)                                # PREFIX, @vi
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"""\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"'\\]))""")
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def expand(sparql: str, index: Callable[[], SearchIndex]) -> str:
    """Replace every statement with `nvf:search` by what the search finds; other queries stay as they are.

    `index` is asked for the index only where a query searches. Raises QuerySyntaxError where the predicate
    is used in another way, BadSearch for a text that cannot be searched for, and what `index` raises.
    """
    if "function#" not in sparql:  # neither the namespace nor the predicate in full
        return sparql
    tokens = [token for token in _tokens(sparql) if token.kind != "space"]
    asking = _asking(tokens)
    if not asking:
        return sparql
    found = index()
    pieces, at = [], 0
    for place in asking:
        start, end, variables, text, subject = _statement(tokens, place, sparql)
        pieces += [sparql[at:start], _values(variables, found.iris(understand(text), MOST_FOUND)), subject]
        at = end
    return "".join([*pieces, sparql[at:]])


def ask(query: Callable[[str], QueryResult], sparql: str, index: Callable[[], SearchIndex]) -> QueryResult:
    """Run a query that may search; a malformed one is explained by the places of its own text."""
    expanded = expand(sparql, index)
    try:
        return query(expanded)
    except QuerySyntaxError:
        if expanded != sparql:
            query(sparql)
        raise


class Token:
    """A token of a query, with its kind and place."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, match: re.Match[str]) -> None:
        self.kind = match.lastgroup or "sign"
        self.text = match.group()
        self.start, self.end = match.span()


def _tokens(sparql: str) -> Iterator[Token]:
    return map(Token, _TOKEN.finditer(sparql))


def _asking(tokens: list[Token]) -> list[int]:
    """Give the places of the predicate among the tokens, under whatever prefix."""
    spaces: dict[str, str] = {}
    places = []
    for number, token in enumerate(tokens):
        if token.text.upper() == "PREFIX" and number + 2 < len(tokens) and tokens[number + 2].kind == "iri":
            spaces[tokens[number + 1].text.removesuffix(":")] = tokens[number + 2].text[1:-1]
        full = token.text[1:-1] if token.kind == "iri" else ""
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            full = spaces.get(prefix, "") + local if spaces.get(prefix) else ""
        if full.endswith(_PREDICATE) and full.startswith(("http://", "https://")):
            places.append(number)
    return places


def _statement(tokens: list[Token], place: int, sparql: str) -> tuple[int, int, list[str], str, str]:
    """Read the statement around the predicate.

    Gives where it starts and ends, the variables, the text, and the subject to go on with after ";".
    """
    before, after = tokens[:place], tokens[place + 1 : place + 3]
    variables = _subject(before)
    if not variables or not after or after[0].kind != "text":
        raise _misused(sparql, tokens[place])
    end, subject = after[0].end, ""
    follows = after[1].text if len(after) > 1 else ""
    if follows == ";" and len(variables) == 1:
        end, subject = after[1].end, f" {variables[0].text}"
    elif follows == ".":
        end = after[1].end
    elif follows in {";", ","} or follows.startswith(("@", "^")):
        raise _misused(sparql, tokens[place])
    names = [token.text for token in variables]
    start = before[-1].start if len(names) == 1 and before[-1].text != ")" else before[-2 - len(names)].start
    return start, end, names, _unescaped(after[0].text), subject


def _subject(before: list[Token]) -> list[Token]:
    """Give the variables that stand before the predicate: `?thing`, `(?thing)` or `(?thing ?rank)`."""
    if before and before[-1].kind == "variable":
        return [before[-1]] if _starts_statement(before[:-1]) else []
    for size in (1, 2):
        part = before[-2 - size :]
        if (
            len(part) == 2 + size
            and part[0].text == "("
            and part[-1].text == ")"
            and all(token.kind == "variable" for token in part[1:-1])
            and _starts_statement(before[: -2 - size])
        ):
            return part[1:-1]
    return []


def _starts_statement(before: list[Token]) -> bool:
    return bool(before) and before[-1].text in {"{", "}", ".", ")"}


def _misused(sparql: str, token: Token) -> QuerySyntaxError:
    line = sparql.count("\n", 0, token.start) + 1
    column = token.start - (sparql.rfind("\n", 0, token.start) + 1) + 1
    why = 'a search is a statement of its own, ?thing nvf:search "words" or (?thing ?rank) nvf:search "words"'
    return QuerySyntaxError(why, line, column)


def _unescaped(written: str) -> str:
    quotes = 3 if written.startswith(('"""', "'''")) else 1

    def plain(match: re.Match[str]) -> str:
        if match[3]:
            return _ESCAPED[match[3]]
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"

    return _ESCAPE.sub(plain, written[quotes:-quotes])


def _values(variables: list[str], found: list[str]) -> str:
    terms = (str(iri(name)) for name in found)
    if len(variables) == 1:
        return f"VALUES {variables[0]} {{ {' '.join(terms)} }}"
    rows = " ".join(f"({term} {rank})" for rank, term in enumerate(terms, start=1))
    return f"VALUES ({' '.join(variables)}) {{ {rows} }}"
