"""`nhiemvu import`: serve RDF data of any origin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.consoles import console, note_replaced, progress_bar
from queries.bilingual import counted

_STAGES = {"read": "Loading data", "publish": "Publishing"}


def command(
    *,
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="DIR", help="Folder to publish the graph in.", show_default=False
        ),
    ],
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="RDF", help="RDF files, or folders of them.", show_default=False),
    ],
    graph: Annotated[
        str | None,
        typer.Option(
            "--graph", metavar="IRI", help="Graph for data that names none; else the default graph."
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="IRI", help="Base of relative IRIs; else the file's address."),
    ] = None,
    replace_changes: Annotated[
        bool, typer.Option("--replace-changes", help="Replace a graph that users have changed since.")
    ] = False,
) -> None:
    """Publish RDF data as a graph to query and serve.

    Takes Turtle (.ttl), N-Triples (.nt), N-Quads (.nq), TriG (.trig), RDF/XML (.rdf, .owl, .xml), JSON-LD
    (.jsonld) and N3 (.n3), each also compressed (.gz). Quads stay in their graphs; nothing is derived. A file
    that cannot be read stops the import, and the graph that was in DIR stays. One that users have changed by
    updates is replaced only with --replace-changes.

    \b
    Examples:
      nhiemvu import export.nq -o graph/
      nhiemvu import data/ more.ttl.gz -o graph/ \\
        --graph https://example.org/graph/more
    """
    from graph_build import snapshots, task_table
    from graph_build.rdf_import import import_rdf
    from graph_build.terms import iri

    for name, given in (("--graph", graph), ("--base", base)):
        try:
            if given is not None:
                iri(given)
        except ValueError as error:
            raise typer.BadParameter(f"{given!r} is not an absolute IRI", param_hint=name) from error
    with progress_bar(_STAGES) as progress:
        report = import_rdf(
            paths, out, graph=graph, base=base, replace_changes=replace_changes, progress=progress
        )
    note_replaced(report)
    console().print(
        f"{counted(report.triples, 'triple')} in {out}, snapshot {report.snapshot_id}; "
        f"{report.seconds:.1f} s."
    )
    if not (snapshots.live(out) / task_table.FILE).exists():
        console().print(
            "There is no table of tasks, as the graph states triples about tasks or is too large for it; "
            "questions about tasks take longer."
        )
