"""`nhiemvu trace`: what a document or task rests on and what rests on it, with the words that prove it."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, console, usage_errors
from api.cli.interrupts import ends_on_interrupt

if TYPE_CHECKING:
    from queries.catalogue import Language
    from queries.trace_model import Trace


class TraceFormat(StrEnum):
    """How a trace is written."""

    TREE = "tree"
    JSON = "json"
    TURTLE = "turtle"


class Way(StrEnum):
    """Where a trace goes."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


def command(
    thing: Annotated[
        list[str],
        typer.Argument(metavar="THING…", help="A document's number, name or file, a task, or an IRI."),
    ],
    graph: Annotated[
        Path, typer.Option("-g", "--graph", metavar="DIR", envvar="NHIEMVU_GRAPH", help="Folder of a graph.")
    ] = Path("graph"),
    direction: Annotated[
        Way, typer.Option("--direction", help="Up to what it rests on, down to what rests on it, or both.")
    ] = Way.BOTH,
    depth: Annotated[
        int | None, typer.Option("--depth", metavar="N", min=0, help="Hops at most; by default all.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND,…", help="Only these kinds, and what lies on the way to them."),
    ] = None,
    form: Annotated[
        TraceFormat, typer.Option("--format", help="How the trace is written.")
    ] = TraceFormat.TREE,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of the words between.")
    ] = LanguageChoice.EN,
) -> None:
    """Trace a mandate across levels, with the words that prove every hop.

    Up: the document that states a task, what that implements, is based on, is annexed to, amends or
    replaces. Down: the documents of which that holds, their tasks, duties and measures, who they are assigned
    to and by when. Kinds: document, task, duty, measure, assignment, deadline, and citation for documents
    that are named only. A document that was not read is shown as known by citation, with who cites it.

    \b
    Examples:
      nhiemvu trace 38/NQ-CP -g graph/
      nhiemvu trace 2182/QĐ-BYT B/2.7 -g graph/ --direction up
      nhiemvu trace 38/NQ-CP -g graph/ --kind task,duty --depth 2 --format json
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.trace import Asked, trace
    from queries.trace_text import turtle

    with usage_errors("--kind", InvalidValue):
        asked = Asked.read(direction.value, "" if depth is None else str(depth), ",".join(kind or ()))
    with (
        open_snapshot(graph) as store,
        usage_errors("THING", UnknownName, AmbiguousName),
        ends_on_interrupt(),
    ):
        from queries.names import Names

        names = Names(store)
        found = trace(store, " ".join(thing), asked, names=names)
        match form:
            case TraceFormat.JSON:
                typer.echo(json.dumps(found.as_object(), ensure_ascii=False, indent=1))
            case TraceFormat.TURTLE:
                sys.stdout.write(turtle(store, found, names.base).decode("utf-8"))
            case TraceFormat.TREE:
                _print_tree(found, "vi" if language is LanguageChoice.VI else "en")


def _print_tree(found: Trace, language: Language) -> None:
    from rich.text import Text
    from rich.tree import Tree

    from queries.trace_text import lines

    printed = console()
    branches: list[Tree] = []
    for line in lines(found, language):
        text = Text(line.text)
        if line.proof:
            text.append(f"\n{line.proof}", "dim")
        if line.depth == 0:
            if branches:
                printed.print(branches[0])
            branches = [Tree(text)]
        else:
            del branches[line.depth :]
            branches.append(branches[-1].add(text))
    printed.print(branches[0])
    told = [
        f"{way}: " + ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in held.items())
        for way, held in found.as_object()["counts"].items()
        if held
    ]
    if told:
        printed.print("; ".join(told) + ".")
