"""What a folder holds after a build, read without the build graph or asked by a pattern."""

from __future__ import annotations

from pathlib import Path

from graph_build.store import EmbeddedStore, open_snapshot
from ontology.vocab import vocabulary

NAMES = vocabulary()
BUILD_GRAPH = f" <{NAMES.graph_build}> ."


def quads(directory: Path) -> list[str]:
    """List the published quads but those of the build graph, sorted."""
    with open_snapshot(directory) as store:
        return [line for line in store.dump() if not line.endswith(BUILD_GRAPH)]


def ask(store: EmbeddedStore, pattern: str, columns: str = "*") -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMES.prefixes().items())
    rows = store.query(f"{prefixes}SELECT {columns} WHERE {{ {pattern} }}")
    return [tuple("" if term is None else term.value for term in row) for row in rows]
