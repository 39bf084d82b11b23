"""The whole graph in the formats of others: RDF, tables, and networks for drawing programs.

Tables are the queries of `queries/tables/`, one a kind of thing. Networks have documents, tasks and units
as nodes and implements, basedOn, cites, leads, coordinates, statedIn … as edges.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any

from graph_build.store import Database, Store
from graph_build.terms import Row
from ontology.vocab import STANDARD_PREFIXES
from queries.bilingual import Language
from queries.catalogue import rebase
from queries.cells import FORMULA, cell, fitting, for_spreadsheets, sheets_for_rows
from queries.export_formats import DATASET_FORMATS, TABLES, TRIPLE_FORMATS, WITH_MORE, Format
from queries.format import as_csv, heading, text, value

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Table:
    """One table: the variables of its query, and its rows, which are computed as they are read."""

    name: str
    variables: tuple[str, ...]
    rows: Iterator[Row]


def table(store: Store, name: str, base: str) -> Table:
    """Ask for one table of `TABLES`; the graph's names stand under `base`."""
    query = (files("queries") / "tables" / f"{name}.rq").read_text(encoding="utf-8")
    result = store.query(rebase(query, base))
    return Table(name, result.variables, iter(result))


def write_table(store: Store, name: str, base: str, output: IO[str]) -> None:
    """Write one table as CSV (RFC 4180, UTF-8), as `queries.format` writes answers."""
    asked = table(store, name, base)
    output.writelines(as_csv(asked.variables, asked.rows))


def write_tables(store: Store, base: str, output: IO[bytes]) -> None:
    """Write every table as CSV for spreadsheets into a ZIP archive."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in TABLES:
            entry = zipfile.ZipInfo(f"{name}.csv", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (
                archive.open(entry, "w", force_zip64=True) as member,
                TextIOWrapper(member, encoding="utf-8", newline="") as written,
            ):
                asked = table(store, name, base)
                written.writelines(for_spreadsheets(as_csv(asked.variables, asked.rows)))


def write_workbook(store: Store, base: str, output: IO[bytes], language: Language = "vi") -> None:
    """Write every table as a sheet of an XLSX workbook, with headings in a language.

    Cells hold text or whole numbers, never formulas; text above 32,767 characters is cut and ends in "…".
    Rows that a sheet has no room for go on in a second one.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most exports do without

    book = Workbook(write_only=True)
    for name in TABLES:
        asked = table(store, name, base)
        headings = [heading(name, language) for name in asked.variables]
        for sheet, row in zip(sheets_for_rows(book, name, headings, ()), asked.rows, strict=False):
            sheet.append([_cell(sheet, term) for term in row])
    book.save(output)


def _cell(sheet: Any, term: object) -> Any:
    """Give a number or text as it is, which is cheaper, and a cell where it must be one."""
    plain = value(term)
    if plain is None or isinstance(plain, int):
        return plain
    written = fitting(str(plain))
    return cell(sheet, written) if written.startswith(FORMULA) else written


def network(store: Store, base: str) -> nx.MultiDiGraph:
    """Make the network of documents, tasks and units, with `kind` and `label` on nodes, `link` on edges."""
    import networkx as nx  # noqa: PLC0415 - slow to import, and most exports do without

    query = (files("queries") / "lookups" / "graph.rq").read_text(encoding="utf-8")
    graph = nx.MultiDiGraph()
    for row in store.query(rebase(query, base)):
        source, source_kind, source_label, link, target, target_kind, target_label = map(text, row)
        graph.add_node(source, kind=source_kind, label=source_label or source)
        graph.add_node(target, kind=target_kind, label=target_label or target)
        graph.add_edge(source, target, key=link, link=link)
    return graph


def write_network(store: Store, base: str, output: IO[bytes], form: Format) -> None:
    """Write the network as GraphML or GEXF 1.2; raises ValueError for another format."""
    import networkx as nx  # noqa: PLC0415

    if form is Format.GRAPHML:
        nx.write_graphml(network(store, base), output, named_key_ids=True)
    elif form is Format.GEXF:
        nx.write_gexf(network(store, base), output, version="1.2draft")
    else:
        raise ValueError(f"{form} is no format of networks")


def prefixes(base: str) -> dict[str, str]:
    """Give the prefixes that an export declares, where its format has any."""
    return {**STANDARD_PREFIXES, "nv": f"{base}ontology#"}


def write_rdf(
    store: Store, base: str, output: IO[bytes], form: Format, reported: Iterable[bytes] = ()
) -> None:
    """Write the graph as RDF, straight from the engine; raises ValueError for another format.

    `reported` are lines of N-Quads in a graph of their own that go with it, in formats of `WITH_MORE` only.
    """
    more = b"".join(reported)
    if more and form not in WITH_MORE:
        raise ValueError(f"{form} does not keep reports in a graph of their own")
    if form in DATASET_FORMATS:
        store.dump_to(output, DATASET_FORMATS[form], prefixes(base))
    elif form in TRIPLE_FORMATS:
        result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        result.serialize(TRIPLE_FORMATS[form], output, prefixes(base))
    else:
        raise ValueError(f"{form} is no format of RDF")
    if more:
        own = Database()
        own.load_nquads(more, "reports")
        own.dump_to(output, DATASET_FORMATS[form])
        own.close()
