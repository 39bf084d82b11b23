"""The page of who takes part in the tasks of one document.

Importing this imports NumPy, which only pages that count load should wait for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode

from api.i18n import Catalogue
from api.page_data.coordination_page import months_asked, suggestions
from api.page_data.directory import ActorRef
from api.page_data.documents import DocumentPage
from api.page_data.load_page import load_table
from api.page_data.load_query import LoadProblem, as_filled, one_of, written
from api.page_data.load_rows_page import task_names
from api.page_data.picture_page import Asking, Cell, Field, Mark, PicturePage, Shown, left_out, outside
from api.page_data.tasks import Participant, TaskLine
from api.site import View
from queries.load_rows import Choice, in_time
from queries.participation import Participation, participation

USUAL: Final[Mapping[str, str]] = {"role": "all", "section": "", "when": "", "groups": "1", "focus": ""}
"""The fields of the page and what each means when it is absent."""

_ROLES: Final = ("all", "lead", "coordinate")


def participation_page(
    view: View, page: DocumentPage, query: Mapping[str, str], messages: Catalogue
) -> PicturePage:
    """Make a state of the page of a document; raises LoadProblem."""
    fields, t = written(query, USUAL), messages.text
    role = one_of(fields, "role", _ROLES)
    groups = one_of(fields, "groups", ("1", "0")) == "1"
    months = months_asked(fields)
    sections = _sections(page)
    if fields["section"] and fields["section"] not in {path for path, _ in sections}:
        near = tuple((path, path) for path, _ in list(sections)[:8])
        raise LoadProblem("picture.bad.section", "section", fields["section"], status=404, nearest=near)
    among = _in_time(view, months) if months else None
    lines = [
        line
        for line in page.tasks
        if (not fields["section"] or line.section == fields["section"])
        and (among is None or line.iri in among)
    ]
    refs: dict[str, ActorRef] = {}

    def who(parts: tuple[Participant, ...], wanted: str) -> tuple[str, ...]:
        found = [part.actor or part.person for part in parts if role in {"all", wanted}]
        kept = [ref for ref in found if ref is not None and (groups or ref.kind != "group")]
        refs.update((ref.iri, ref) for ref in kept)
        return tuple(dict.fromkeys(ref.iri for ref in kept))

    found = [
        Participation(line.iri, who(line.leads, "lead"), who(line.coordinators, "coordinate"))
        for line in lines
    ]
    found = [one for one in found if one.leads or one.coordinators]
    picture = participation(
        found, {iri: "group" if ref.kind == "group" else "unit" for iri, ref in refs.items()}
    )
    tasks = {line.iri: line for line in lines}
    ref = page.about.ref
    notes = outside(picture, fields["focus"], fields["focus"][:80], messages)
    return PicturePage(
        title=t("picture.tasks.title", document=ref.number or ref.label[:100]),
        heading=t("picture.tasks.heading"),
        lede=t("picture.tasks.lede"),
        address=f"{ref.url}/network",
        fields=fields,
        usual=USUAL,
        form=_form(fields, role, sections, messages),
        legend=_legend(messages),
        legend_note=t("picture.tasks.note"),
        count=t(
            "picture.tasks.count",
            tasks=messages.number(len(found)),
            units=messages.number(len(refs)),
            ties=messages.number(len(picture.edges)),
        ),
        nothing=t("picture.nothing"),
        columns=(t("task.code"), t("task.title"), t("role.lead"), t("role.coordinate")),
        rows=lambda start, stop: [_row(tasks[one.task], one, refs) for one in found[start:stop]],
        row_count=len(found),
        picture=picture,
        shown=tuple(_shown(node.iri, tasks, refs, messages, int(node.weight)) for node in picture.nodes),
        file=f"{ref.iri.rpartition('/')[2]}-network",
        look="columns",
        sparql=page.sparql.get("document-tasks", ""),
        subject=ref.label,
        above=(ref.url or "", ref.label),
        focus=fields["focus"],
        notes=(*notes, *left_out(picture, messages)),
        suggestions={"periods": suggestions(view)["periods"]},
        beside=_beside(ref.number, messages),
    )


def asking(view: View, page: DocumentPage, query: Mapping[str, str], messages: Catalogue) -> Asking:
    """Give the form alone, as it was filled in."""
    fields = as_filled(query, USUAL)
    made = _form(fields, fields["role"], _sections(page), messages)
    periods = {"periods": suggestions(view)["periods"]}
    return Asking(f"{page.about.ref.url}/network", made, periods, fields["focus"])


def _sections(page: DocumentPage) -> dict[tuple[str, str], None]:
    return dict.fromkeys((line.section, line.section_title) for line in page.tasks if line.section)


def _form(
    fields: Mapping[str, str], role: str, sections: Iterable[tuple[str, str]], messages: Catalogue
) -> tuple[Field, ...]:
    t = messages.text
    return (
        Field(
            "role",
            t("filter.role"),
            role,
            (("all", t("filter.any")), ("lead", t("role.lead")), ("coordinate", t("role.coordinate"))),
        ),
        Field(
            "section",
            t("filter.section"),
            fields["section"],
            (("", t("filter.any")), *((path, f"{path} {title}"[:70]) for path, title in sections)),
        ),
        Field("when", t("load.field.when"), fields["when"], suggestions="periods", why=t("picture.when.why")),
        Field(
            "groups",
            t("network.groups"),
            fields["groups"],
            (("1", t("network.groups.shown")), ("0", t("network.groups.hidden"))),
        ),
    )


def _legend(messages: Catalogue) -> tuple[Mark, ...]:
    t = messages.text
    return (
        Mark("dot is-task", t("kind.task")),
        Mark("dot is-unit", t("network.legend.unit")),
        Mark("dot is-group", t("network.legend.group")),
        Mark("edge is-lead", t("role.lead")),
        Mark("edge is-coordinate", t("role.coordinate")),
    )


def _beside(number: str, messages: Catalogue) -> tuple[tuple[str, str], ...]:
    if not number:
        return ()
    asked = urlencode({"document": number})
    return (
        (f"/network?{asked}", messages.text("picture.all.title")),
        (f"/network/documents?{asked}", messages.text("picture.lineage.title")),
    )


def _in_time(view: View, months: tuple[int, int]) -> set[str]:
    names = task_names(view)
    mask = in_time(load_table(view), Choice("tasks", months=months))
    return {names[number] for number in mask.nonzero()[0].tolist()}


def _row(line: TaskLine, one: Participation, refs: Mapping[str, ActorRef]) -> tuple[Cell, ...]:
    return (
        Cell(line.code, said=True),
        Cell(line.title[:300], line.url, said=True),
        Cell("; ".join(refs[iri].label for iri in one.leads), said=True),
        Cell("; ".join(refs[iri].label for iri in one.coordinators), said=True),
    )


def _shown(
    iri: str, tasks: Mapping[str, TaskLine], refs: Mapping[str, ActorRef], messages: Catalogue, ties: int
) -> Shown:
    if iri in tasks:
        line = tasks[iri]
        return Shown(f"{line.code} {line.title}".strip(), line.url)
    ref = refs[iri]
    centre = f"{ref.url}/network" if ref.url and ref.kind in {"unit", "group"} else None
    return Shown(ref.label, ref.url, messages.count("tasks", ties), centre)
