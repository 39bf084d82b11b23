"""The library of questions as a page of the documentation.

`python -m queries.reference > docs/queries.md` writes it; a test keeps the page equal to the library.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from queries.catalogue import Question, library
from queries.columns import COLUMNS

_OPENING = """\
# Questions

<!-- Written by `python -m queries.reference > docs/queries.md` from the files in queries/questions. -->

Every question is a SPARQL 1.1 file in `queries/questions/` that tells in its header what it answers. Ask
one with `nhiemvu query NAME`, or run the file as it stands on any endpoint: a parameter is a slot
`VALUES ?unit { UNDEF }`, and a slot left open restricts nothing.

How parameters are written:

| Type | Written |
|---|---|
| document-number | a number in any spelling (`38/nq-cp`, `Nghị quyết số 38/NQ-CP`), or the document's IRI |
| document | the same, or the document's name, or the name of its file |
| unit | a name or alias, marks optional (`cuc y te du phong`), or the IRI of the unit or collective |
| role | `lead`, `focal`, `coordinate`, `perform`, `monitor`, `report`, or the Vietnamese (`chủ trì` …) |
| date | `2022-08-24` or `24/8/2022` |

A name that the graph lacks is answered with the nearest names; a name that two units bear, with both
IRIs.

The tasks of a resolution are those stated in it and in every document that implements it, directly or
through others. Positions count code points of the text in Unicode NFC from 0, the end excluded.

## Search

Full-text search finds documents, tasks, duties, measures, indicators, units, collectives, posts and people,
best match first: `nhiemvu search TEXT`, `GET /api/search?q=TEXT` and the page `/search?q=TEXT`.

| Written | Finds |
|---|---|
| `duong sat` | both words, with any marks or none; the last may be the beginning of a word |
| `đường sắt` | the same, entries with these marks first |
| `"tiêm chủng mở rộng"` | the words side by side |
| `38/NQ-CP`, `nghị quyết 38`, `nq 38` | the document, and what mentions it |
| `BYT`, `UBND tỉnh` | units by abbreviation; `ủy ban nhân dân` and `UBND` mean the same |
| `kind:task rà soát` | tasks only |

Kinds: `document`, `task`, `duty`, `measure`, `indicator`, `unit`, `group`, `person`, `post`, and `thing` for
what data from elsewhere gives a label.

In SPARQL the predicate `nvf:search` binds what a search finds, at `/sparql` and with
`nhiemvu query --sparql`. The subject is a variable, or a pair of which the second is the rank, from 1:

```sparql
PREFIX nvf: <https://w3id.org/nhiemvu/function#>
PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?rank ?title ?unit WHERE {
  (?task ?rank) nvf:search "tiem chung kind:task" .
  ?task dcterms:title ?title ; nv:ledBy ?unit .
} ORDER BY ?rank
```

It binds at most the 10,000 best and must be a statement of its own with a text as object. Only this
program knows it: another server over the same data takes it for an ordinary predicate and finds nothing.
"""


def as_markdown() -> str:
    """Write the page."""
    lines = (line for question in library().values() for line in _question(question))
    return _OPENING + "\n" + "\n".join(lines).rstrip("\n") + "\n"


def _question(question: Question) -> Iterator[str]:
    yield f"## {question.name}\n"
    yield f"**{question.title.en}.** {question.description.en}\n"
    yield f"**{question.title.vi}.** {question.description.vi}\n"
    if question.parameters:
        yield "| Parameter | Type | Meaning | Nghĩa | Example |"
        yield "|---|---|---|---|---|"
        for parameter in question.parameters:
            need = "" if parameter.required else ", optional"
            meaning = f"{parameter.label.en} | {parameter.label.vi} | `{parameter.example}`"
            yield f"| `{parameter.name}` | {parameter.type}{need} | {meaning} |"
    yield ""
    columns = ", ".join(f"`{name}` ({COLUMNS[name].en} / {COLUMNS[name].vi})" for name in question.columns)
    yield f"Columns: {columns}.\n"
    given = "".join(f' --{name} "{value}"' for name, value in question.example.items())
    yield f"```sh\nnhiemvu query {question.name}{given} -g graph/\n```\n"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
