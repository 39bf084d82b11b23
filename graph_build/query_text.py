"""What can be said about a SPARQL query from its text alone.

The engine ignores FROM when it is told to take the union of all graphs as default graph, and does not
tell whether a query had FROM; so this has to be known before it is asked. And where a query is
malformed it lists what its grammar could have taken there, which helps nobody; the words around the
place do.
"""

from __future__ import annotations

import re
from typing import NoReturn

from graph_build.store_errors import QuerySyntaxError

NOT_A_KEYWORD = re.compile(
    r"""
      \#[^\n\r]*                                   # a comment
    | <[^<>"{}|^`\\\x00-\x20]*>                    # an IRI: <http://example.org/from>
    | \"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*+(?:\"{3})?  # a long string, of double or single quotes
    | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*+(?:'{3})?
    | \"(?:[^"\\\n\r]|\\.)*+\"?                    # a string: "from"
    | '(?:[^'\\\n\r]|\\.)*+'?
    | [?$@][\w-]+                                  # a variable or a language tag: ?from
    | (?<![\w.-])[\w.-]*+:(?:[\w.:%-]|\\.)*+       # a prefixed name: ex:from, from:ex
    """,
    re.VERBOSE | re.DOTALL,
)
"""What may hold the letters of a keyword without being one: comments, IRIs, strings, variables, names.

A string that nothing closes reaches to the end, so that time stays linear.
"""

_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")


def has_dataset_clause(sparql: str) -> bool:
    """Say whether a query names its own dataset by FROM or FROM NAMED (SPARQL 1.1 Query, section 13.2).

    Comments, IRIs, strings, variables and prefixed names are passed over; elsewhere FROM can only be
    that keyword.
    """
    if "from" not in sparql.casefold():
        return False
    return _FROM.search(NOT_A_KEYWORD.sub(" ", sparql)) is not None


def undo_escapes(sparql: str) -> str:
    """Put the characters in the place of code point escapes (SPARQL 1.1 Query, section 19.2)."""
    if "\\" not in sparql:
        return sparql
    return _CODE_POINT.sub(lambda match: chr(int(match[1] or match[2], 16)), sparql)


_PHRASE = re.compile(r"(?:expected (?:one of )?|, )([A-Z][A-Za-z]* [A-Za-z ]*[a-z]{2,}[A-Za-z ]*?)(?=,|$)")
_LAST_PREFIX = re.compile(r"(?<![?$<\w-])([\w-]*):[\w.%-]*\s*\Z")
_FORM_OR_BRACE = re.compile(r"[{}]|\b(?:SELECT|CONSTRUCT|DESCRIBE|ASK)\b", re.IGNORECASE)
_SHOWN = 30


def explain_syntax(sparql: str, line: int, column: int, engine_says: str) -> str:
    """Say in one line why a query is malformed at a place (counted from 1).

    Keeps a whole phrase of the engine ("IRI parsing failed"), names a prefix that was not declared, and
    else quotes the words before the place.
    """
    lines = sparql.split("\n")[:line]
    before = "\n".join([*lines[:-1], lines[-1][: column - 1]]) if lines else ""
    prefix = _LAST_PREFIX.search(before)
    if prefix and not re.search(rf"\bPREFIX\s+{re.escape(prefix[1])}:", sparql, re.IGNORECASE):
        return f"the prefix {prefix[1]}: is not declared"
    if _holds_two_queries(sparql):
        return "there are two queries; send one at a time"
    if phrase := _PHRASE.search(engine_says):
        return phrase[1][0].lower() + phrase[1][1:] if phrase[1].startswith("The ") else phrase[1]
    shown = " ".join(before.split())
    if not shown:
        return "it does not begin like a query"
    if len(shown) > _SHOWN:
        shown = "…" + shown[-_SHOWN:]
    return f"it cannot be read on after {shown!r}"


def _holds_two_queries(sparql: str) -> bool:
    """Say whether a second query begins outside of all braces of the first."""
    depth = forms = 0
    for found in _FORM_OR_BRACE.finditer(NOT_A_KEYWORD.sub(" ", sparql)):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif depth == 0:
            forms += 1
    return forms > 1


_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def raise_syntax_error(error: SyntaxError, sparql: str) -> NoReturn:
    """Raise a QuerySyntaxError with the place that the engine's error names."""
    found = _POSITION.match(str(error))
    if found is None:
        raise QuerySyntaxError(sentence(error)) from error
    line, column = int(found[1]), int(found[2])
    raise QuerySyntaxError(explain_syntax(sparql, line, column, found[3]), line, column) from error


def sentence(error: BaseException) -> str:
    """Give the message of an engine's error as one line without a full stop."""
    return " ".join(str(error).split()).rstrip(".")
