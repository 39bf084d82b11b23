"""Derive what the documents imply: rules run to a fixpoint, results in a graph of their own.

A rule is a SPARQL CONSTRUCT query. Rounds go on until no rule gives a triple that no graph holds. Rules
make no new terms, so there is always an end.

Reads every graph of a `Database`; gives the derived triples in its inferred graph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from graph_build.errors import FixpointNotReached, GraphTooLarge, ResourceInvalid
from graph_build.store import Database
from graph_build.store_errors import QueryError
from graph_build.terms import Triple

MAX_ROUNDS = 64
OWLRL_LIMIT = 100_000
"""The most triples that owlrl is given: it needs about a minute for them (docs/decisions)."""


@dataclass(slots=True)
class Inference:
    """What a run of the rules did: rounds, and triples derived by each rule."""

    rounds: int = 0
    derived: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Count all derived triples."""
        return sum(self.derived.values())

    def note(self, rule: str, count: int) -> None:
        """Add to the triples of a rule."""
        self.derived[rule] = self.derived.get(rule, 0) + count


def infer(database: Database, rules: Mapping[str, str], into: str) -> Inference:
    """Run rules (name to CONSTRUCT query) to a fixpoint; the derived triples go to the graph `into`.

    Raises ResourceInvalid for a rule that is no CONSTRUCT query or cannot be run, FixpointNotReached
    after `MAX_ROUNDS` rounds.
    """
    result = Inference()
    prepared = {name: _prepare(name, text) for name, text in sorted(rules.items())}
    while True:
        result.rounds += 1
        new = {name: len(_derive(database, name, text, into)) for name, text in prepared.items()}
        for name, count in new.items():
            result.note(name, count)
        unfinished = [name for name, count in new.items() if count]
        if not unfinished:
            return result
        if result.rounds == MAX_ROUNDS:
            raise FixpointNotReached(unfinished[0], MAX_ROUNDS)


def infer_owlrl(database: Database, rules: Mapping[str, str], into: str) -> Inference:
    """Compute the full OWL 2 RL closure (W3C, OWL 2 Profiles, section 4.3) together with the rules.

    For small graphs: raises GraphTooLarge above `OWLRL_LIMIT` triples. Entailments that this store
    cannot hold (literals as subjects, blank nodes) are left out. Further errors are as in `infer`.
    """
    result = infer(database, rules, into)
    while True:
        new = _owlrl_closure(database)
        database.load_ntriples(new, into, "The OWL 2 RL closure")
        count = new.count(b"\n")
        result.note("owlrl", count)
        again = infer(database, rules, into)
        for name, number in again.derived.items():
            result.note(name, number)
        result.rounds += again.rounds
        if not count or not again.total:
            return result


def _owlrl_closure(database: Database) -> bytes:
    """Give as N-Triples what OWL 2 RL entails and no graph holds."""
    if len(database) > OWLRL_LIMIT:
        raise GraphTooLarge(len(database), OWLRL_LIMIT)
    import owlrl  # noqa: PLC0415 - heavy, and wanted only here
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    with TemporaryDirectory() as folder:
        written = Path(folder) / "graph.nt"
        database.write_ntriples(written)
        graph.parse(written, format="nt")
    before = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    new = (
        triple
        for triple in graph
        if triple not in before
        and isinstance(triple[0], rdflib.URIRef)
        and isinstance(triple[1], rdflib.URIRef)
        and not isinstance(triple[2], rdflib.BNode)
    )
    return "".join(sorted(" ".join(term.n3() for term in triple) + " .\n" for triple in new)).encode("utf-8")


def _derive(database: Database, name: str, text: str, into: str) -> list[Triple]:
    try:
        return database.derive(text, into)
    except (QueryError, TypeError) as error:
        raise ResourceInvalid(f"The rule {name}", str(error).rstrip(".")) from error


def _prepare(name: str, text: str) -> str:
    try:
        return only_new(text)
    except ValueError as error:
        raise ResourceInvalid(f"The rule {name}", str(error)) from error


_CONSTRUCT = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}", re.IGNORECASE)


def only_new(rule: str) -> str:
    """Make a rule leave out what is there already: FILTER NOT EXISTS its own conclusion.

    The engine then hands over new triples only, not the whole closure again in every round. Raises
    ValueError where the text is not one CONSTRUCT with a template and a group pattern.
    """
    template = _CONSTRUCT.search(rule)
    end = rule.rfind("}")
    if template is None or end < template.end():
        raise ValueError("a rule must be CONSTRUCT { … } WHERE { … }")
    return f"{rule[:end]}  FILTER NOT EXISTS {{ {template[1].strip()} }}\n{rule[end:]}"
