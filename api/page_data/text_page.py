"""The text of a document as its page shows it, with every span that something was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from api.links import place_of, tells_place
from api.page_data.directory import Directory, DocumentRef
from api.page_data.documents import METADATA, Metadata, ask_about, read_metadata
from api.page_data.graph import Graph, Row
from api.page_data.passages import Block, Span, asked_span, blocks
from graph_build.store_errors import TextMissing


@dataclass(frozen=True, slots=True)
class TextPage:
    """The text of a document and its spans; `text` is None where the store keeps no texts.

    `counts` tells of every kind of span how many things were read from such spans.
    """

    about: Metadata
    text: str | None
    spans: tuple[Span, ...]
    counts: Mapping[str, int]
    sparql: str

    def asked(self, at: str) -> Span | None:
        """Give the place that a link points to ("1042-1066"), None where it is not in the text."""
        return None if self.text is None else asked_span(at, len(self.text))

    def blocks(self, asked: Span | None) -> tuple[Block, ...] | None:
        """Give the text with its spans and the place asked for marked."""
        marked = self.spans if asked is None else (*self.spans, asked)
        return None if self.text is None else blocks(self.text, marked)


_SPAN_TARGETS: Final = ("document-span-tasks", "document-span-cited")
_TEXT_PARTS: Final = ("document-spans", *_SPAN_TARGETS, "document-ledger", *METADATA)
"""The queries of the page of a text, the longest first."""


def text_page(graph: Graph, directory: Directory, iri: str) -> TextPage | None:
    """Read the text of a document and its spans; None where the graph has no such document."""
    ref = directory.documents.get(iri)
    if ref is None:
        return None
    answers = ask_about(graph, _TEXT_PARTS, iri)
    about, answer = read_metadata(graph, directory, ref, answers), answers["document-spans"]
    of_thing = {row["thing"]: row for name in _SPAN_TARGETS for row in answers[name].rows}
    nothing = Row()
    rows = [row for row in answer.rows if tells_place(row)]
    spans = [_span(graph, row, of_thing.get(row["thing"], nothing), ref) for row in rows]
    spans += [
        Span(place[0], place[1], "ledger", f"{ref.url}#ledger")
        for place in _ledger_spans(answers["document-ledger"].rows)
    ]
    things = {(span.kind, row["thing"]) for span, row in zip(spans, rows, strict=False)}
    counts = Counter(kind for kind, _ in things)
    counts["ledger"] = len(spans) - len(rows)
    return TextPage(about, _text(graph, about), tuple(spans), counts, answer.sparql)


def _text(graph: Graph, about: Metadata) -> str | None:
    if about.snapshot is None:
        return None
    try:
        return graph.store.text(about.snapshot.text_sha256)
    except TextMissing:
        return None


def _ledger_spans(rows: Iterable[Row]) -> list[tuple[int, int]]:
    return [(int(row["start"]), int(row["end"])) for row in rows if tells_place(row)]


_ASSIGNMENT_KINDS: Final = {"lead": "lead", "focal": "lead", "perform": "lead", "coordinate": "coordinate"}


def _span(graph: Graph, row: Row, target: Row, document: DocumentRef) -> Span:
    kind = row["kind"].removeprefix(graph.term("")).lower()
    thing = target["task"] or target["cited"] or row["thing"]
    if kind == "assignment":
        role = target["role"].rpartition("/")[2]
        kind = _ASSIGNMENT_KINDS.get(role, "other")
    page = place_of(thing, graph.base) or ""
    if kind == "citation" and not target["cited"]:
        page = f"{document.url}#citations"
    return Span(int(row["start"]), int(row["end"]), kind, page)
