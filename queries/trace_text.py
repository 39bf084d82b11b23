"""A trace as people and other programs read it: as lines that hang together, and as Turtle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Final

from graph_build.store import Store
from graph_build.terms import iri
from graph_build.text import brief
from ontology.vocab import vocabulary
from queries.as_of import sentences
from queries.bilingual import Language, Text
from queries.catalogue import rebase
from queries.trace_indicators import target_words
from queries.trace_model import More, Node, Quote, Trace

_LONGEST: Final = 120

LINKS: Final[Mapping[str, Text]] = {
    "implements": Text(vi="triển khai", en="implements"),
    "basedOn": Text(vi="căn cứ", en="is based on"),
    "annexOf": Text(vi="kèm theo", en="is annexed to"),
    "amends": Text(vi="sửa đổi", en="amends"),
    "corrects": Text(vi="đính chính", en="corrects"),
    "replaces": Text(vi="thay thế", en="replaces"),
    "consolidates": Text(vi="hợp nhất", en="consolidates"),
    "establishedBy": Text(vi="được thành lập theo", en="is established by"),
    "cites": Text(vi="viện dẫn", en="cites"),
    "implementedBy": Text(vi="được triển khai bởi", en="is implemented by"),
    "basisOf": Text(vi="là căn cứ của", en="is the basis of"),
    "hasAnnex": Text(vi="có phụ lục", en="has the annex"),
    "amendedBy": Text(vi="được sửa đổi bởi", en="is amended by"),
    "correctedBy": Text(vi="được đính chính bởi", en="is corrected by"),
    "replacedBy": Text(vi="bị thay thế bởi", en="is replaced by"),
    "consolidatedBy": Text(vi="được hợp nhất trong", en="is consolidated by"),
    "establishes": Text(vi="thành lập", en="establishes"),
    "citedBy": Text(vi="được viện dẫn trong", en="is cited by"),
    "statedIn": Text(vi="nêu trong", en="is stated in"),
    "states": Text(vi="nêu", en="states"),
    "assignment": Text(vi="giao", en="assigns"),
    "deadline": Text(vi="thời hạn", en="sets the time"),
}
"""How a relation is told from the thing above to the one below."""
_KINDS: Final[Mapping[str, Text]] = {
    "task": Text(vi="nhiệm vụ", en="task"),
    "duty": Text(vi="trách nhiệm", en="duty"),
    "measure": Text(vi="giải pháp", en="measure"),
    "indicator": Text(vi="chỉ tiêu", en="indicator"),
}
ROLES: Final[Mapping[str, Text]] = {
    "lead": Text(vi="chủ trì", en="lead"),
    "focal": Text(vi="đầu mối", en="focal point"),
    "coordinate": Text(vi="phối hợp", en="coordinate"),
    "perform": Text(vi="thực hiện", en="perform"),
    "monitor": Text(vi="theo dõi", en="monitor"),
    "report": Text(vi="báo cáo", en="report"),
}
_WORDS: Final[Mapping[str, Text]] = {
    "up": Text(vi="Dựa trên", en="Rests on"),
    "down": Text(vi="Được thực hiện qua", en="Carried out through"),
    "nothing": Text(vi="không có gì trong phạm vi đã hỏi", en="nothing within what was asked"),
    "cited": Text(vi="chỉ biết qua viện dẫn", en="known by citation only"),
    "times": Text(vi="lần", en="times"),
    "repeated": Text(vi="xem ở trên", en="shown elsewhere"),
    "cycle": Text(vi="quay vòng", en="goes round in a circle"),
    "incomplete": Text(vi="Chưa đầy đủ: đã tới giới hạn.", en="Not complete: a limit was reached."),
    "circle": Text(vi="Vòng lặp", en="Circle"),
    "more": Text(vi="và {number} {what} nữa", en="and {number} more {what}"),
    "document": Text(vi="văn bản", en="documents"),
    "mandate": Text(
        vi="nhiệm vụ, trách nhiệm, giải pháp, chỉ tiêu", en="tasks, duties, measures and indicators"
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tree: how deep it stands, what it says, and the words behind it, short and whole."""

    depth: int
    text: str
    proof: str = ""
    quotes: tuple[Quote, ...] = ()


def lines(trace: Trace, language: Language) -> Iterator[Line]:
    """Give the lines of a trace, each below the one that it hangs on."""
    yield _line(0, "", trace.root, language)
    yield from _citing(trace.root, 1, language)
    yield from (Line(1 if at == 0 else 2, said) for at, said in enumerate(sentences(trace.as_of, language)))
    for name, nodes, more in (("up", trace.up, trace.more_up), ("down", trace.down, trace.more_down)):
        told = "" if nodes or more else f": {_WORDS['nothing'][language]}"
        yield Line(1, f"{_WORDS[name][language]}{told}")
        yield from _below(nodes, 2, language)
        yield from _left_out(more, 2, language)
    for cycle in trace.cycles:
        yield Line(0, f"{_WORDS['circle'][language]}: {' → '.join((*cycle, cycle[0]))}")
    if not trace.complete:
        yield Line(0, _WORDS["incomplete"][language])


def _below(nodes: tuple[Node, ...], depth: int, language: Language) -> Iterator[Line]:
    for (kind, section, title), group in groupby(nodes, section_of):
        held = list(group)
        deeper = depth
        if kind:
            yield Line(depth, f"{section} {title} ({len(held)})".strip())
            deeper += 1
        for node in held:
            told = "" if node.link == "states" else f"{LINKS[node.link][language]}: "
            yield _line(deeper, told, node, language)
            yield from _citing(node, deeper + 1, language)
            yield from _below(node.children, deeper + 1, language)
            yield from _left_out(node.more, deeper + 1, language)


def _left_out(more: More, depth: int, language: Language) -> Iterator[Line]:
    for kind, number in more.items():
        yield Line(depth, _more(number, kind, language))


def _more(number: int, kind: str, language: Language) -> str:
    return _WORDS["more"][language].format(number=number, what=_WORDS[kind][language])


def _line(depth: int, told: str, node: Node, language: Language) -> Line:
    text = told + _named(node, language) + _status(node, language)
    return Line(depth, text, _proof(node.evidence), node.evidence)


def section_of(node: Node) -> tuple[str, str, str]:
    """Tell the section that a duty is shown under: kind, path and title, each "" for anything else."""
    if node.kind != "duty":
        return ("", "", "")
    return ("duty", str(node.facts.get("section", "")), _cut(str(node.facts.get("section_title", ""))))


def _named(node: Node, language: Language) -> str:
    facts = node.facts
    if node.kind in _KINDS:
        if node.kind == "duty" and facts.get("section") and not facts.get("code"):
            return _cut(node.label)
        code, section = facts.get("code") or "", facts.get("section") or ""
        place = f"{section} {code}".strip() if node.kind in {"task", "indicator"} else code or section
        return f"{_KINDS[node.kind][language]} {place}: {_cut(node.label)}{_aim(node, language)}"
    if node.kind == "assignment":
        role = str(facts.get("role", ""))
        return f"{ROLES[role][language] if role in ROLES else role} {_cut(node.label)}"
    if node.kind == "document":
        day = f" ({facts['date']})" if facts.get("date") else ""
        title = facts.get("title", "")
        return f"{_cut(node.label)}{day}{': ' + _cut(title) if title and title not in node.label else ''}"
    return _cut(node.label)


def _aim(node: Node, language: Language) -> str:
    """Tell what an indicator is to reach and who is in charge of it; "" for anything else."""
    targets = "; ".join(target_words(one) for one in node.facts.get("targets", ()))
    leads = ", ".join(one["label"] or one["iri"] for one in node.facts.get("leads", ()))
    told = [targets, f"{ROLES['lead'][language]} {leads}" if leads else ""]
    return "".join(f" — {one}" for one in told if one)


def _status(node: Node, language: Language) -> str:
    told = [_WORDS["cited"][language]] if node.facts.get("known_by_citation") else []
    if node.cyclic:
        told.append(_WORDS["cycle"][language])
    elif node.repeated:
        told.append(_WORDS["repeated"][language])
    return f" [{'; '.join(told)}]" if told else ""


def _citing(node: Node, depth: int, language: Language) -> Iterator[Line]:
    for citing in node.facts.get("cited_by", ()) if not node.repeated else ():
        name = ": ".join(citing[key] for key in ("label", "title") if citing[key]) or citing["iri"]
        yield Line(
            depth, f"{LINKS['citedBy'][language]} {_cut(name)}: {citing['times']} {_WORDS['times'][language]}"
        )
    further = (
        0 if node.repeated else node.facts.get("cited_by_count", 0) - len(node.facts.get("cited_by", ()))
    )
    if further > 0:
        yield Line(depth, f"{LINKS['citedBy'][language]} {_more(further, 'document', language)}")


def _proof(evidence: tuple[Quote, ...]) -> str:
    if not evidence:
        return ""
    first = evidence[0]
    more = f" +{len(evidence) - 1}" if len(evidence) > 1 else ""
    return f"“{first.cut(_LONGEST)}” {first.source} {first.start}–{first.end}{more}"


def _cut(text: str) -> str:
    return brief(" ".join(text.split()), _LONGEST)


def turtle(store: Store, trace: Trace, base: str) -> bytes:
    """Write the things of a trace and the words that prove each hop as Turtle, as documents state them."""
    text = rebase((files("queries") / "lookups" / "trace-triples.rq").read_text(encoding="utf-8"), base)
    things: set[str] = set()
    quotes: set[str] = set()
    for node in trace.nodes:
        things.update((node.iri, *(target["iri"] for target in node.facts.get("targets", ()))))
        quotes.update(quote.iri for quote in node.evidence)
        things.update(name for name in (quote.document for quote in node.evidence) if name)
    filled = text.replace("VALUES ?subject { UNDEF }", _values("subject", things | quotes))
    filled = filled.replace("VALUES ?evidence { UNDEF }", _values("evidence", quotes))
    return store.query(filled).serialize("text/turtle", prefixes=vocabulary(base).prefixes())


def _values(name: str, things: set[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(str(iri(thing)) for thing in sorted(things))} }}"
