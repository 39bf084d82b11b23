"""Verdicts that readers send: read, checked, and kept beside the graph; and what their form shows.

A form shows the write token in its body, so no page of another site can post one, and a post that a browser
says comes from elsewhere is refused besides.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.forms import posted_form
from api.links import PASSING
from api.refusals import TokenRefused, TokenRequired
from api.writing import Writer
from queries.verdicts import (
    SAYINGS,
    WITHDRAWN,
    Kind,
    NothingToTakeBack,
    Verdict,
    Verdicts,
    add_verdicts,
    read_verdicts,
    take_back,
)

LONGEST: Final = 2000
"""Characters of a reason or a name."""
THINGS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "counterpart": ("here", "there"),
    "finding": ("finding",),
    "outcome": ("task", "outcome"),
}
"""The fields of a form that name what is judged."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: the fields that make a verdict, and the name of what is wrong with it, or ""."""

    kind: Kind
    told: Mapping[str, str]
    status: int = 200
    problem: str = ""

    @property
    def things(self) -> tuple[str, ...]:
        """Give the IRIs of what is judged."""
        return tuple(self.told[name] for name in THINGS[self.kind])

    @property
    def withdraws(self) -> bool:
        """Tell whether the form takes a verdict back."""
        return self.told["verdict"] == WITHDRAWN

    def verdict(self) -> Verdict:
        """Make the verdict; raises BadVerdict."""
        first, *second = self.things
        return Verdict(self.kind, first, self.told["verdict"], self.told["reason"], self.told["by"], *second)


def verdicts_of(request: Request) -> Verdicts:
    """Read the verdicts beside the graph that is served."""
    return read_verdicts(request.app.state.graph.directory)


async def posted_verdict(request: Request) -> dict[str, str]:
    """Read the form; raises what `posted_form` raises."""
    return dict(await posted_form(request))


def sent(request: Request, kind: Kind, form: Mapping[str, str]) -> Sent:
    """Check the token and the fields of a form, outer spaces off; raises WritingOff."""
    told = {name: form.get(name, "").strip() for name in (*THINGS[kind], "verdict", "reason", "by", "seen")}
    writer: Writer = request.app.state.writer
    try:
        writer.admit_token(form.get("token", ""))
    except (TokenRequired, TokenRefused):
        return Sent(kind, told, 403, "token")
    if told["verdict"] not in (*SAYINGS[kind], WITHDRAWN):
        return Sent(kind, told, 400, "verdict")
    for name in ("by",) if told["verdict"] == WITHDRAWN else ("reason", "by"):
        if not told[name]:
            return Sent(kind, told, 400, name)
    return Sent(kind, told, 400, "long") if max(map(len, told.values())) > LONGEST else Sent(kind, told)


def keep(request: Request, verdict: Verdict, seen: str = "") -> None:
    """Add a verdict to those beside the graph that is served, or take the last one back.

    `seen` is the mark of the verdict that is to be taken back. Raises VerdictsDamaged, WritingFailed and
    NothingToTakeBack.
    """
    graph = request.app.state.graph.directory
    read_verdicts(graph)
    if verdict.verdict == WITHDRAWN:
        take_back(graph, verdict, seen)
    else:
        add_verdicts(graph, [verdict])


def answer(
    request: Request,
    kind: Kind,
    form: Mapping[str, str],
    *,
    check: Callable[..., None],
    place: Callable[..., str],
    again: Callable[[Sent], Response],
) -> Response:
    """Keep the verdict of a form and lead back to its place (303), or show the page again and what is wrong.

    `check` is called with the IRIs of what is judged, and `place` gives the address for them, with the fields
    that say what was done; raises what `check`, `sent` and `keep` raise.
    """
    told = sent(request, kind, form)
    if told.problem:
        return again(told)
    check(*told.things)
    try:
        keep(request, told.verdict(), told.told["seen"])
    except NothingToTakeBack as error:
        return again(replace(told, status=409, problem="changed" if error.changed else "nothing"))
    done = {"undone" if told.withdraws else "saved": anchor(kind, *told.things)}
    return RedirectResponse(place(*told.things, **done), status_code=303)


JUDGED: Final = ("judge", *PASSING)
"""The fields of a page with verdicts: the one whose form is open, and what was done just now."""


def shown(request: Request, kind: Kind, form: Sent | None) -> dict[str, Any]:
    """Give what `judging.html` needs for verdicts of a kind, with a form that was refused if there is one."""
    writer: Writer = request.app.state.writer
    return {
        "writable": writer.takes_changes,
        "longest": LONGEST,
        "problem": form.problem if form else "",
        "posted": form.told if form else {},
        "opened": anchor(kind, *form.things) if form else request.query_params.get("judge", ""),
        "judged_kind": kind,
        "things": THINGS[kind],
        "sayings": SAYINGS[kind],
        "anchor": partial(anchor, kind),
        "command": partial(_command, kind),
        "done": None if form else _done(request, kind),
    }


@dataclass(frozen=True, slots=True)
class Done:
    """What was done just now: what was judged, and the verdict on it that is in force, None for none."""

    anchor: str
    undone: bool
    named: tuple[str, ...]
    verdict: Verdict | None


def _done(request: Request, kind: Kind) -> Done | None:
    """Read what an address says was done, where that is so: an address may be old, or made up."""
    asked = request.query_params
    undone = not asked.get("saved")
    wanted = asked.get("undone" if undone else "saved")
    if not wanted:
        return None
    verdicts = verdicts_of(request)
    for judged, *things in verdicts.judged:
        named = tuple(filter(None, things))
        for order in (named, named[::-1]):
            if judged == kind and anchor(kind, *order) == wanted:
                verdict = verdicts.on(kind, *order)
                return Done(wanted, undone, order, verdict) if undone or verdict else None
    return None


def anchor(kind: Kind, *things: str) -> str:
    """Give the fragment of what is judged on its page."""
    told = hashlib.sha256(" ".join(things).encode("utf-8", "surrogatepass"))
    return f"{kind[0]}-{told.hexdigest()[:12]}"


def _command(kind: Kind, *things: str) -> str:
    named = " ".join(map(shlex.quote, things))
    return f'nhiemvu verdict add {kind} {named} {SAYINGS[kind][0]} --reason "…" --by "…" -g DIR'
