"""`nhiemvu export`: the whole graph in the formats of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.cli.consoles import LanguageChoice, note
from api.cli.interrupts import ends_on_interrupt
from api.cli.outputs import replace_file
from api.cli.query import GraphOption
from queries.export_formats import ENDINGS, TABLES, WITH_MORE, Format, of_file

if TYPE_CHECKING:
    from graph_build.store import EmbeddedStore
    from queries.status_log import StatusLog
    from queries.verdicts import Verdicts

_GRAPH = Path("graph")


def command(
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="File to write; by default standard output."),
    ] = None,
    graph: GraphOption = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="The format; by default what the file's ending says.")
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="NAME", help=f"One table as CSV: {', '.join(TABLES)}."),
    ] = None,
    language: Annotated[
        LanguageChoice, typer.Option("--lang", help="Language of the headings of a workbook.")
    ] = LanguageChoice.VI,
    with_status: Annotated[
        bool,
        typer.Option(
            "--with-status",
            help="Add reports of offices and accepted outcomes, in graphs of their own (nquads, trig).",
        ),
    ] = False,
) -> None:
    """Write the whole graph as RDF, as tables or as a network.

    RDF: nquads, trig and jsonld keep the named graphs, turtle, ntriples and rdfxml merge them. Tables: xlsx
    is a workbook with a sheet a kind of thing, csv a ZIP archive of the same tables, or one of them with
    --table. Networks of documents, tasks and units for Gephi and the like: graphml, gexf. A file that
    exists is replaced when the new one is whole. What offices reported of tasks (nhiemvu status), and which
    documents readers accepted as outcomes, is no part of the graph and is left out, but for --with-status:
    then it stands in the graphs …/graph/status and …/graph/verdicts, labelled as reported and as decided.

    \b
    Examples:
      nhiemvu export -g graph/ -o graph.nq
      nhiemvu export -g graph/ -o graph.trig --with-status
      nhiemvu export -g graph/ -o tasks.xlsx
      nhiemvu export -g graph/ --table assignments > assignments.csv
      nhiemvu export -g graph/ -o network.gexf
    """
    if table is not None and table not in TABLES:
        raise typer.BadParameter(f"{table!r} is not one of {', '.join(TABLES)}", param_hint="--table")
    if table is not None and form not in (None, Format.CSV):
        raise typer.BadParameter("a table is written as csv", param_hint="--format")
    chosen = Format.CSV if table is not None else form or (of_file(out) if out is not None else Format.NQUADS)
    if chosen is None:
        raise typer.BadParameter(
            f"give --format, or a file that ends in one of {', '.join(ENDINGS)}", param_hint="--out"
        )
    if out is None and table is None and chosen in (Format.CSV, Format.XLSX) and sys.stdout.isatty():
        raise typer.BadParameter("give a file: this format is not for the screen", param_hint="--out")
    if with_status and chosen not in WITH_MORE:
        raise typer.BadParameter(
            f"reports are written as {' or '.join(WITH_MORE)}, which keep them in a graph of their own",
            param_hint="--with-status",
        )
    from graph_build.store import open_snapshot
    from queries.status_log import read_log
    from queries.verdicts import read_verdicts

    folder = graph or _GRAPH
    beside = (read_log(folder), read_verdicts(folder)) if with_status else None
    with open_snapshot(folder) as store, ends_on_interrupt():

        def write(output: IO[bytes]) -> None:
            _write(store, output, chosen, table, language, beside)

        if out is None:
            write(sys.stdout.buffer)
        else:
            replace_file(out, write)
            note(f"Wrote {out} ({out.stat().st_size} bytes).")


def _write(
    store: EmbeddedStore,
    output: IO[bytes],
    form: Format,
    table: str | None,
    language: LanguageChoice,
    beside: tuple[StatusLog, Verdicts] | None,
) -> None:
    from io import TextIOWrapper
    from itertools import chain

    from queries import export, outcome_rdf, status_rdf
    from queries.names import Names
    from queries.status_log import StatusLog
    from queries.verdicts import Verdicts

    base = Names(store).base
    if table is not None:
        written = TextIOWrapper(output, encoding="utf-8", newline="", write_through=True)
        export.write_table(store, table, base, written)
        written.detach()
    elif form is Format.CSV:
        export.write_tables(store, base, output)
    elif form is Format.XLSX:
        export.write_workbook(store, base, output, "vi" if language is LanguageChoice.VI else "en")
    elif form in (Format.GRAPHML, Format.GEXF):
        export.write_network(store, base, output, form)
    else:
        log, verdicts = beside or (StatusLog(), Verdicts())
        more = chain(status_rdf.as_nquads(log, base), outcome_rdf.as_nquads(verdicts, base))
        export.write_rdf(store, base, output, form, more)
