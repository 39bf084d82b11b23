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
