"""What can be said about a SPARQL query from its text alone.

The engine ignores FROM when it is told to take the union of all graphs as default graph, and does not
tell whether a query had FROM; so this has to be known before it is asked.
"""

from __future__ import annotations

import re

_NOT_A_KEYWORD = re.compile(
    r"""
      \#[^\n\r]*                                   # a comment
    | <[^<>"{}|^`\\\x00-\x20]*>                    # an IRI: <http://example.org/from>
    | \"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3}      # a long string, of double or single quotes
    | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
    | \"(?:[^"\\\n\r]|\\.)*\"                      # a string: "from"
    | '(?:[^'\\\n\r]|\\.)*'
    | [?$@][\w-]+                                  # a variable or a language tag: ?from
    | [\w.-]*:(?:[\w.:%-]|\\.)*                    # a prefixed name: ex:from, from:ex
    """,
    re.VERBOSE | re.DOTALL,
)
_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)


def has_dataset_clause(sparql: str) -> bool:
    """Say whether a query names its own dataset by FROM or FROM NAMED (SPARQL 1.1 Query, section 13.2).

    Comments, IRIs, strings, variables and prefixed names are passed over; elsewhere FROM can only be
    that keyword.
    """
    return _FROM.search(_NOT_A_KEYWORD.sub(" ", sparql)) is not None
