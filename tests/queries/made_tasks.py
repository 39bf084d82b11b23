"""Made graphs of tasks: a whole one, single triples beside it, and some of its own left out."""

from __future__ import annotations

from collections.abc import Iterable, Set

from hypothesis import strategies as st

from graph_build.store import Database
from ontology.vocab import DEFAULT_BASE, XSD

NV = f"{DEFAULT_BASE}ontology#"
ROLE = f"{DEFAULT_BASE}codes/role/"
OA = "http://www.w3.org/ns/oa#"
QUOTED = "<http://www.w3.org/ns/prov#wasQuotedFrom>"
TITLE = "<http://purl.org/dc/terms/title>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"

WHOLE = f"""
<urn:s> <{NV}fileName> "a|b.docx" . <urn:u> {LABEL} "Vụ A"@vi . <urn:v> {LABEL} "Sở B" .
<urn:e> <{OA}hasSource> <urn:s> ; <{OA}hasSelector> <urn:q>, <urn:p> .
<urn:q> <{OA}exact> "Vụ A | \\"Sở\\" B" . <urn:p> <{OA}start> 30 ; <{OA}end> 41 .
<urn:f> <{OA}hasSource> <urn:s> ; <{OA}hasSelector> <urn:g> .
<urn:g> <{OA}exact> "30/6" ; <{OA}start> 44 ; <{OA}end> 48 .
<urn:d> <{NV}number> "1/QĐ" . <urn:c> <{NV}annexOf> <urn:d> . <urn:d> <{NV}implements> <urn:r> .
<urn:t> a <{NV}Task> ; <{NV}statedIn> <urn:d> ; {TITLE} "Làm"@vi ; <{NV}sequence> 2 ; <{NV}code> "1.a" .
<urn:w> a <{NV}Task> ; <{NV}statedIn> <urn:c> ; {TITLE} "Xem" ; <{NV}sequence> 1 ; {QUOTED} <urn:e> .
<urn:u> <{NV}leads> <urn:t>, <urn:w> . <urn:v> <{NV}coordinates> <urn:t> ; <{NV}leads> <urn:w> .
<urn:a> <{NV}task> <urn:t> ; <{NV}role> <{ROLE}lead> ;
  <{NV}assignee> <urn:u> ; <{NV}asWritten> "Vụ" ; {QUOTED} <urn:e> .
<urn:b> <{NV}task> <urn:t> ; <{NV}role> <{ROLE}coordinate> ;
  <{NV}assignee> <urn:v> ; <{NV}asWritten> "Sở" ; {QUOTED} <urn:e> .
<urn:h> <{NV}task> <urn:w> ; <{NV}role> <{ROLE}perform> ;
  <{NV}assignee> <urn:u>, <urn:v> ; <{NV}asWritten> "Ông"@vi ;
  {QUOTED} <urn:e>, <urn:f> .
<urn:t> <{NV}deadline> <urn:x>, <urn:y> .
<urn:x> <{NV}due> "2022-06"^^<{XSD.gYearMonth}> ; <{NV}dueLatest> "2022-06-30"^^<{XSD.date}> ;
  <{NV}deadlineText> "trước 30/6" ; {QUOTED} <urn:e>, <urn:f> .
<urn:y> <{NV}start> "2023"^^<{XSD.gYear}> ; <{NV}dueLatest> "2024-12-31"^^<{XSD.date}> .
"""

_TERMS = {
    "unit": ["<urn:u>", "<urn:v>", "<urn:o>"],
    "task": ["<urn:t>", "<urn:w>", "<urn:n>"],
    "part": ["<urn:a>", "<urn:b>", "<urn:h>", "_:p"],
    "evidence": ["<urn:e>", "<urn:f>"],
    "selector": ["<urn:q>", "<urn:p>", "<urn:g>"],
    "document": ["<urn:d>", "<urn:c>", "<urn:r>", "_:d"],
    "deadline": ["<urn:x>", "<urn:y>"],
    "role": [*(f"<{ROLE}{name}>" for name in ("lead", "focal", "perform", "coordinate", "report")), '"lead"'],
    "text": [
        '"Vụ A"@vi',
        '"Vụ A"',
        '"á"@en',
        '"z"',
        '"trước 30/6; \\\\u00e1"',
        '"a\\nb"',
        "7",
        "<urn:u>",
        '""',
    ],
    "number": [
        "1",
        "30",
        '"03"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"x"',
        "-4",
        "12345678901",
        "1.5",
    ],
    "day": ['"2022-06-30"', '"2022-02-30"', '"2022-06-30Z"', '"2024-12-31"'],
    "moment": ['"2022-06"', '"2022"', '"2022-06-01"', '"quý II"@vi', '"2022-06-30T00:00:00"'],
    "class": [f"<{NV}Task>", f"<{NV}Document>"],
}
_TYPED = {
    "day": (XSD.date, XSD.string),
    "moment": (XSD.gYearMonth, XSD.gYear, XSD.date, XSD.dateTime, XSD.string),
}


def _terms(kind: str) -> st.SearchStrategy[str]:
    plain = st.sampled_from(_TERMS[kind])
    if kind not in _TYPED:
        return plain
    datatypes = st.sampled_from(_TYPED[kind])
    return st.builds(lambda text, form: text if "@" in text else f"{text}^^<{form}>", plain, datatypes)


def _triples(subject: str, name: str, kind: str) -> st.SearchStrategy[tuple[str, str, str]]:
    predicate = name if name.startswith("<") else f"<{NV}{name}>"
    return st.tuples(_terms(subject), st.just(predicate), _terms(kind))


TRIPLE = st.one_of(
    *(_triples("task", name, "text") for name in ("code", "sectionPath", "output", TITLE)),
    *(_triples("unit", name, "task") for name in ("leads", "coordinates")),
    *(_triples("document", name, "document") for name in ("implements", "annexOf")),
    *(
        _triples("part", name, kind)
        for name, kind in (("task", "task"), ("role", "role"), ("assignee", "unit"))
    ),
    *(_triples("part", name, "text") for name in ("asWritten", "assigneePerson")),
    *(_triples(one, QUOTED, "evidence") for one in ("part", "task", "deadline")),
    *(
        _triples("deadline", name, kind)
        for name, kind in (("dueLatest", "day"), ("due", "moment"), ("start", "moment"))
    ),
    *(_triples("selector", f"<{OA}{name}>", "number") for name in ("start", "end")),
    _triples("selector", f"<{OA}exact>", "text"),
    _triples("evidence", f"<{OA}hasSelector>", "selector"),
    _triples("task", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "class"),
    _triples("task", "statedIn", "document"),
    _triples("task", "sequence", "number"),
    _triples("task", "deadline", "deadline"),
    _triples("deadline", "deadlineText", "text"),
    _triples("document", "number", "text"),
    _triples("unit", LABEL, "text"),
    _triples("unit", "<http://www.w3.org/ns/org#postIn>", "unit"),
)


def made(triples: Iterable[tuple[str, str, str]], without: Set[int]) -> Database:
    """Make a graph of some triples and of the whole graph without the lines of some numbers."""
    database = Database()
    database.load_turtle("".join(f"{s} {p} {o} .\n" for s, p, o in triples).encode(), "urn:g", "made up")
    whole = Database()
    whole.load_turtle(WHOLE.encode(), "urn:h", "made up")
    lines = [line for at, line in enumerate(whole.nquads()) if at not in without]
    database.load_nquads("\n".join(lines).encode(), "made up")
    return database
