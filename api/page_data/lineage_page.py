"""The page of the map of documents: what carries out, rests on, amends, corrects or replaces what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from api.i18n import Catalogue
from api.page_data.load_query import LoadProblem, as_filled, document_named, one_of, written
from api.page_data.picture_page import Asking, Cell, Field, Mark, PicturePage, Rows, Shown, left_out, outside
from api.question_pages import MOST_SUGGESTED
from api.site import View
from queries.document_network import (
    MOST_AROUND,
    MOST_DEPTH,
    RELATIONS,
    Relation,
    document_network,
    relations,
    relations_around,
    sparql,
)
from queries.picture import Picture

PATH: Final = "/network/documents"

USUAL: Final[Mapping[str, str]] = {"document": "", "depth": "2", "relation": "all", "focus": ""}
"""The fields of the page and what each means when it is absent."""


def all_relations(view: View) -> tuple[Relation, ...]:
    """Give how documents stand to one another, read once."""
    return view.keep_whole(("document-relations",), lambda: relations(view.graph.store, view.base))


def lineage_page(view: View, query: Mapping[str, str], messages: Catalogue) -> PicturePage:
    """Make a state of the page; raises LoadProblem."""
    fields, t = written(query, USUAL), messages.text
    relation = one_of(fields, "relation", ("all", *RELATIONS))
    depth = fields["depth"]
    if not (depth.isascii() and depth.isdigit() and len(depth) < 3 and 1 <= int(depth) <= MOST_DEPTH):
        raise LoadProblem("picture.bad.depth", "depth", depth, most=str(MOST_DEPTH))
    document = document_named(fields, "document", view.names)
    focus = document_named(fields, "focus", view.names) or ""
    among = RELATIONS if relation == "all" else (relation,)
    found = _relations(view, document, int(depth), among)
    picture = document_network(
        found, lambda shown: _kinds(view, shown, document), focus=document, depth=int(depth), among=among
    )
    refs = [view.directory.document(node.iri) for node in picture.nodes]
    asked = view.directory.document(document) if document else None
    notes = outside(picture, focus, view.directory.document(focus).label if focus else "", messages)
    return PicturePage(
        title=t("picture.lineage.title"),
        heading=t("picture.lineage.around" if asked else "picture.lineage.title"),
        lede=t("picture.lineage.lede"),
        address=PATH,
        fields=fields,
        usual=USUAL,
        form=_form(view, fields, messages),
        legend=_legend(picture, messages),
        legend_note=t("picture.lineage.note"),
        count=t(
            "picture.lineage.count",
            documents=messages.number(len(picture.nodes)),
            relations=messages.number(len(picture.edges)),
        ),
        nothing=t("picture.nothing"),
        columns=tuple(t(f"picture.lineage.{one}") for one in ("from", "relation", "to")),
        rows=_rows(view, picture, messages),
        row_count=len(picture.edges),
        picture=picture,
        shown=tuple(
            Shown(
                ref.number or ref.label,
                ref.url,
                ref.title[:200] or ref.label,
                f"{PATH}?" + urlencode({"document": ref.iri}),
            )
            for ref in refs
        ),
        file="documents-network",
        look="layers",
        sparql=sparql(view.base),
        subject=asked.label if asked else "",
        above=(asked.url, asked.label) if asked and asked.url else None,
        focus=focus,
        notes=(*notes, *left_out(picture, messages)),
        suggestions=_suggestions(view),
        beside=(("/network", t("picture.all.title")),),
    )


def _relations(view: View, document: str | None, depth: int, among: Sequence[str]) -> tuple[Relation, ...]:
    """Give all relations, or of a graph of very many documents those around one; raises LoadProblem."""
    if not view.directory.documents.are_many:
        return all_relations(view)
    if document is None:
        raise LoadProblem("picture.lineage.whole", "document", "", status=422)
    key = ("relations-around", document, str(depth), *among)
    found = view.keep(key, lambda: relations_around(view.graph.store, view.base, document, depth, among))
    if found is None:
        raise LoadProblem(
            "picture.lineage.too-many",
            "depth",
            str(depth),
            status=422,
            most=str(MOST_AROUND),
            nearest=((str(depth - 1), str(depth - 1)),) if depth > 1 else (),
        )
    return found


def _kinds(view: View, shown: Sequence[str], document: str | None) -> dict[str, str]:
    known = view.directory.documents
    known.read(shown)
    kinds = {one: "document" for one in shown if (ref := known.get(one)) is not None and ref.in_corpus}
    return kinds if document is None else kinds | {document: "asked"}


def asking(view: View, query: Mapping[str, str], messages: Catalogue) -> Asking:
    """Give the form alone, as it was filled in."""
    fields = as_filled(query, USUAL)
    return Asking(PATH, _form(view, fields, messages), _suggestions(view), fields["focus"])


def _suggestions(view: View) -> dict[str, list[str]]:
    return {"documents": view.directory.numbers(MOST_SUGGESTED)}


def _form(view: View, fields: Mapping[str, str], messages: Catalogue) -> tuple[Field, ...]:
    t = messages.text
    words = [("all", t("picture.relation.all")), *((one, t(f"picture.relation.{one}")) for one in RELATIONS)]
    return (
        Field(
            "document", t("picture.lineage.document"), view.typed(fields["document"]), suggestions="documents"
        ),
        Field("depth", t("picture.lineage.depth"), fields["depth"], number=(1, MOST_DEPTH)),
        Field("relation", t("picture.lineage.relation"), fields["relation"], tuple(words)),
    )


def _legend(picture: Picture, messages: Catalogue) -> tuple[Mark, ...]:
    kinds = {node.kind for node in picture.nodes}
    drawn = {edge.kind for edge in picture.edges}
    boxes = (
        Mark(f"dot is-{kind}", messages.text(f"picture.legend.{kind}"))
        for kind in ("asked", "document", "cited")
        if kind in kinds
    )
    lines = (
        Mark(f"edge is-{kind}", messages.text(f"picture.relation.{kind}"))
        for kind in RELATIONS
        if kind in drawn
    )
    return (*boxes, *lines)


def _rows(view: View, picture: Picture, messages: Catalogue) -> Rows:
    refs = [view.directory.document(node.iri) for node in picture.nodes]
    return lambda start, stop: [
        (
            Cell(refs[edge.source].label, refs[edge.source].url, said=True),
            Cell(messages.text(f"picture.relation.{edge.kind}")),
            Cell(refs[edge.target].label, refs[edge.target].url, said=True),
        )
        for edge in picture.edges[start:stop]
    ]
