"""`nhiemvu trace`: what a document or task rests on and what rests on it, with the words that prove it."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, console, note, usage_errors
from api.cli.interrupts import ends_on_interrupt
from api.cli.options import GraphFolder
from api.cli.outputs import replace_file
from api.cli.spoken import Say

if TYPE_CHECKING:
    from queries.bilingual import Language
    from queries.trace_model import Trace


class TraceFormat(StrEnum):
    """How a trace is written."""

    TREE = "tree"
    JSON = "json"
    TURTLE = "turtle"
    HTML = "html"
    DOCX = "docx"


_ENDINGS = {".json": TraceFormat.JSON, ".ttl": TraceFormat.TURTLE, ".html": TraceFormat.HTML}
_ENDINGS |= {".htm": TraceFormat.HTML, ".docx": TraceFormat.DOCX, ".txt": TraceFormat.TREE}


class Way(StrEnum):
    """Where a trace goes."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


def command(  # noqa: PLR0913 - the options of the command
    thing: Annotated[
        list[str],
        typer.Argument(metavar="THING", help="A document's number, name or file, a task, or an IRI."),
    ],
    *,
    graph: GraphFolder = Path("graph"),
    direction: Annotated[
        Way, typer.Option("--direction", help="Up to what it rests on, down to what rests on it, or both.")
    ] = Way.BOTH,
    depth: Annotated[
        int | None, typer.Option("--depth", metavar="N", min=0, help="Hops at most; by default all.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar="N",
            min=1,
            help="Documents and mandates each way; as usual 500, in a pack 10000.",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND,…", help="Only these kinds, and what lies on the way to them."),
    ] = None,
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DAY", help="Leave out what was not issued by then, or replaced."),
    ] = "",
    form: Annotated[
        TraceFormat | None,
        typer.Option("--format", help="How the trace is written; by default as the file ends, or tree."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="File to write; by default standard output."),
    ] = None,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of the words between.")
    ] = LanguageChoice.EN,
) -> None:
    """Trace a mandate across levels, with the words that prove every hop.

    Up: the document that states a task, what that implements, is based on, is annexed to, amends, corrects or
    replaces. Down: the documents of which that holds, their tasks, duties, measures and indicators, who they
    are assigned to and by when. Kinds: document, task, duty, measure, indicator, assignment, deadline, and
    citation for documents that are named only. A document that was not read is shown as known by citation,
    with who cites it.
    html and docx are a citation pack: the trace as an outline, and every quote, numbered and whole.

    \b
    Examples:
      nhiemvu trace 38/NQ-CP -g graph/
      nhiemvu trace 2182/QĐ-BYT B/2.7 -g graph/ --direction up
      nhiemvu trace 38/NQ-CP -g graph/ --kind task,duty --depth 2 --format json
      nhiemvu trace 38/NQ-CP -g graph/ --lang vi -o memo.docx
      nhiemvu trace 38/NQ-CP -g graph/ --as-of 2023-12-31
    """
    from graph_build.store import open_snapshot
    from queries.errors import AmbiguousName, InvalidValue, UnknownName
    from queries.pack import as_docx, as_html, pack
    from queries.trace import Asked, trace
    from queries.trace_model import MOST
    from queries.trace_text import turtle

    chosen = _chosen(form, out)
    spoken: Language = "vi" if language is LanguageChoice.VI else "en"
    if limit is None and chosen in {TraceFormat.HTML, TraceFormat.DOCX}:
        limit = MOST
    hops, most = ("" if given is None else str(given) for given in (depth, limit))
    with usage_errors("--kind / --as-of", InvalidValue, language=language):
        asked = Asked.read(direction.value, hops, ",".join(kind or ()), as_of, most)
    with (
        open_snapshot(graph) as store,
        usage_errors("THING", UnknownName, AmbiguousName, language=language),
        ends_on_interrupt(),
    ):
        from queries.names import Names

        names = Names(store)
        found = trace(store, " ".join(thing), asked, names=names)

        def write(output: IO[bytes]) -> None:
            match chosen:
                case TraceFormat.JSON:
                    text = json.dumps(found.as_object(), ensure_ascii=False, indent=1)
                    output.write(f"{text}\n".encode("utf-8", "surrogatepass"))
                case TraceFormat.TURTLE:
                    output.write(turtle(store, found, names.base))
                case TraceFormat.HTML:
                    output.write(as_html(pack(found, spoken, store.snapshot_id)).encode())
                case TraceFormat.DOCX:
                    output.write(as_docx(pack(found, spoken, store.snapshot_id)))
                case TraceFormat.TREE:
                    printed = TextIOWrapper(output, "utf-8", write_through=True)
                    _print_tree(found, spoken, printed)
                    printed.detach()

        if out is not None:
            replace_file(out, write)
            note(f"Wrote {out} ({out.stat().st_size} bytes).")
        elif chosen is TraceFormat.TREE:
            _print_tree(found, spoken)
        else:
            write(sys.stdout.buffer)


def _chosen(form: TraceFormat | None, out: Path | None) -> TraceFormat:
    """Tell the format: as asked for, else as the file ends."""
    if form is None and out is not None and out.suffix.lower() not in _ENDINGS:
        raise typer.BadParameter(
            f"give --format, or a file that ends in one of {', '.join(_ENDINGS)}", param_hint="--out"
        )
    chosen = form or (_ENDINGS[out.suffix.lower()] if out is not None else TraceFormat.TREE)
    if chosen is TraceFormat.DOCX and out is None and sys.stdout.isatty():
        raise typer.BadParameter("give a file: this format is not for the screen", param_hint="--out")
    return chosen


def _print_tree(found: Trace, language: Language, stream: IO[str] | None = None) -> None:
    from rich.text import Text
    from rich.tree import Tree

    from queries.trace_text import lines

    printed = console(stream)
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
    say = Say(LanguageChoice(language))
    told = [
        f"{say(way)}: " + ", ".join(f"{number} {say(f'count.{name}')}" for name, number in held.items())
        for way, held in found.as_object()["counts"].items()
        if held
    ]
    if told:
        printed.print("; ".join(told) + ".")
