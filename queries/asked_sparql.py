"""A question built from parts as one SPARQL query, as a sentence, and as the rules of its count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import indent
from typing import Final

from graph_build.terms import iri
from ontology.vocab import DEFAULT_BASE
from queries.asked import Listed, Parts
from queries.asked_clauses import FOLDER, KIND_RULE, Clause, clauses
from queries.bilingual import Language, Text
from queries.catalogue import rebase
from queries.patterns import pattern

_PREFIXES: Final = {
    "codes": f"{DEFAULT_BASE}codes/",
    "nv": f"{DEFAULT_BASE}ontology#",
    "role": f"{DEFAULT_BASE}codes/role/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MARK: Final = re.compile(r"^(?P<space> *)#(?P<name>asked|due|found|named|proof|rank|these)#\n", re.MULTILINE)

COLUMNS: Final[dict[Listed, tuple[str, ...]]] = {
    "tasks": (
        *(
            "task",
            "code",
            "section",
            "title",
            "leads",
            "coordinators",
            "start",
            "due",
            "due_latest",
            "due_text",
        ),
        *("output", "document", "document_number", "document_label"),
        *("quote", "quote_start", "quote_end", "source"),
    ),
    "unit": ("actor", "name", "kind", "led", "coordinated", "tasks"),
    "document": ("document", "document_number", "document_label", "tasks"),
    "month": ("month", "tasks"),
    "output": ("output_name", "tasks"),
}
"""The variables of the rows of each list, in order."""

TABLE: Final[dict[Listed, tuple[str, ...]]] = {
    "tasks": ("code", "title", "leads", "coordinators", "due", "output", "document_label", "quote"),
    "unit": ("name", "kind", "led", "coordinated", "tasks"),
    "document": ("document_label", "tasks"),
    "month": ("month", "tasks"),
    "output": ("output_name", "tasks"),
}
"""Those of them that a table for people shows."""

_COUNTED: Final[dict[Listed, Text]] = {
    "tasks": Text(vi="; mỗi dòng là một nhiệm vụ", en="; one row a task"),
    "unit": Text(
        vi=", đếm theo đơn vị chủ trì hoặc phối hợp; mỗi dòng là một đơn vị",
        en=", counted by the units that lead or coordinate them; one row a unit",
    ),
    "document": Text(
        vi=", đếm theo văn bản nêu nhiệm vụ; mỗi dòng là một văn bản",
        en=", counted by the documents that state them; one row a document",
    ),
    "month": Text(
        vi=", đếm theo tháng đến hạn; mỗi dòng là một tháng", en=", counted by the month due; one row a month"
    ),
    "output": Text(
        vi=", đếm theo loại sản phẩm; mỗi dòng là một loại",
        en=", counted by the kind of output; one row a kind",
    ),
}
_LIST_RULES: Final[dict[Listed, Text]] = {
    "tasks": Text(
        vi="Mỗi nhiệm vụ tính một lần, dù nhiều đơn vị cùng làm.",
        en="A task counts once, however many take part in it.",
    ),
    "unit": Text(
        vi="Nhiệm vụ được tính một lần cho mỗi đơn vị hoặc nhóm đơn vị tham gia, nên tổng các dòng có thể"
        " lớn hơn số nhiệm vụ.",
        en="A task counts once for each unit or collective that takes part, so that the rows may add up to"
        " more than there are tasks.",
    ),
    "document": Text(
        vi="Mỗi nhiệm vụ tính một lần, ở văn bản nêu nó.",
        en="A task counts once, in the document that states it.",
    ),
    "month": Text(
        vi="Mỗi nhiệm vụ tính một lần, ở tháng có ngày cuối của thời hạn: hạn “quý IV/2022” tính vào tháng"
        " 12.",
        en="A task counts once, in the month of the last day of its due time: “the fourth quarter” counts in"
        " December.",
    ),
    "output": KIND_RULE,
}


def sentence(parts: Parts, language: Language) -> str:
    """Say in one sentence what is asked and what a row is."""
    said = [clause.says[language] for clause in clauses(parts)]
    if language == "vi":
        opening = f"Các nhiệm vụ {said[0]}" if said else "Tất cả các nhiệm vụ"
    else:
        opening = f"Tasks {said[0]}" if said else "All tasks"
    return ", ".join((opening, *said[1:])) + _COUNTED[parts.listed][language] + "."


def rules(parts: Parts, language: Language) -> tuple[str, ...]:
    """Say how what is asked is understood and counted, each rule once."""
    found = [_LIST_RULES[parts.listed], *(clause.rule for clause in clauses(parts))]
    return tuple(dict.fromkeys(rule[language] for rule in found if rule is not None))


def sparql(parts: Parts, base: str = DEFAULT_BASE) -> str:
    """Write the query: it stands alone, and gives the same rows on any endpoint over the same graph.

    What a person wrote is in it as RDF terms alone; the comments above it say the sentence.
    """
    opening = "".join(f"# {_comment(sentence(parts, language))}\n" for language in ("vi", "en"))
    return f"{opening}\n{_query(parts, f'list-{parts.listed}', base)}"


def count_sparql(parts: Parts, base: str = DEFAULT_BASE) -> str:
    """Write the query that counts the rows of a list of tasks, as `?rows`."""
    return _query(parts, "count-keys", base)


def keys_sparql(parts: Parts, first: int, most: int, base: str = DEFAULT_BASE) -> str:
    """Write the query for the tasks of some rows of a list: so many, from row `first` (0-based) on."""
    return f"{_query(parts, 'list-keys', base)}LIMIT {most}\nOFFSET {first}\n"


def rows_sparql(parts: Parts, tasks: Sequence[str], base: str = DEFAULT_BASE) -> str:
    """Write the query for the rows of some of the tasks that are asked for, given by IRI."""
    these = pattern(FOLDER, "these", {"task": " ".join(str(iri(task)) for task in tasks)})
    return _query(parts, "list-tasks", base, these)


def words_sparql(parts: Parts, tasks: Sequence[str], base: str = DEFAULT_BASE) -> str:
    """Write the query for the words that prove the rows of some tasks, where no time is asked for."""
    these = pattern(FOLDER, "these", {"task": " ".join(str(iri(task)) for task in tasks)})
    if parts.unit is not None:
        these += pattern(FOLDER, "unit", {"unit": str(iri(parts.unit.iri))})
    return _query(parts, "list-words", base, these)


def names_sparql(listed: Listed, things: Sequence[str], base: str = DEFAULT_BASE) -> str:
    """Write the query for what a list of counts says of documents or of units, given by IRI."""
    name, slot = ("actors", "actor") if listed == "unit" else ("documents", "document")
    these = pattern(FOLDER, name, {slot: " ".join(str(iri(thing)) for thing in things)})
    return _query(Parts(), "names-unit" if listed == "unit" else "names-document", base, these)


def found_sparql(base: str = DEFAULT_BASE) -> str:
    """Write the query for the tasks in which a contradiction or gap was found, and for what proves it."""
    return _query(Parts(), "list-found", base)


def kinds_sparql(base: str = DEFAULT_BASE) -> str:
    """Write the query for the kinds of documents, as `?kind` and `?name`."""
    return _query(Parts(), "list-kinds", base)


def unproved_sparql(base: str = DEFAULT_BASE) -> str:
    """Write the query that counts the tasks that no words state."""
    return _query(Parts(), "count-unproved", base)


def _query(parts: Parts, listed: str, base: str, these: str = "") -> str:
    """Fill the marks of a list; `these` stands wherever the engine would else read all tasks of the graph."""
    proof = _proof(parts)
    marks = {
        "asked": these + _asked(clauses(parts), proof if parts.listed == "tasks" else ""),
        "due": pattern(FOLDER, "keys-due", {}) if proof == "proof-deadline" else "",
        "these": these,
        "found": pattern(FOLDER, "finding", {}),
        "proof": pattern(FOLDER, proof, {}),
        "rank": pattern(FOLDER, "rank-deadline" if proof == "proof-deadline" else "rank-first", {}),
        "named": pattern(FOLDER, "kind-names", {}),
    }
    body = _MARK.sub(lambda mark: indent(marks[mark["name"]], mark["space"]), pattern(FOLDER, listed, {}))
    if parts.listed == "tasks" and proof == "proof-deadline":
        body = body.replace("ORDER BY ?document ?sequence", "ORDER BY ?due_latest ?document ?sequence")
    used = "".join(f"PREFIX {name}: <{stem}>\n" for name, stem in _PREFIXES.items() if f"{name}:" in body)
    return f"{rebase(used, base)}\n{body}"


def _asked(asked: tuple[Clause, ...], proof: str) -> str:
    pieces = [pattern(FOLDER, "task", {})]
    for clause in asked:
        pieces += [f"# {_comment(clause.says.en)}\n", *clause.asks]
    if proof:
        pieces.append(pattern(FOLDER, proof, {}))
    return "".join(pieces)


def _proof(parts: Parts) -> str:
    """Choose the words that prove a row: of the time asked for, else of the unit's part, else of the task."""
    if parts.due is not None or parts.timing in {"overdue", "ahead", "recurring", "open"}:
        return "proof-deadline"
    if parts.unit is not None:
        return {"lead": "proof-lead", "joint": "proof-lead", "coordinate": "proof-coordinate"}.get(
            parts.role or "either", "proof-either"
        )
    return "proof-partner" if parts.partner is not None else "proof-task"


def _comment(text: str) -> str:
    """Bring a text onto one line without a backslash: a comment ends at a line end, escaped or not."""
    return " ".join(text.replace("\\", "/").split())
