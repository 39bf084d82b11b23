"""The tasks behind a supposed figure of a scenario, counted from the table that its changes give.

Importing this imports NumPy, as `load_page` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from api.page_data.directory import ActorRef
from api.page_data.load_query import USUAL, Asked, LoadProblem, understand, unit_named
from api.page_data.load_rows_page import RowsPage, choice_of, rows_of
from api.page_data.scenario_address import FIELDS
from api.page_data.scenario_page import reader_of
from api.site import View
from queries.errors import InvalidValue
from queries.load import Filters
from queries.names import Names
from queries.scenario_changes import NEW
from queries.scenarios import Scenario

ROWS_USUAL: Final[Mapping[str, str]] = {
    name: USUAL[name] for name in (*FIELDS, "unit", "figure", "with", "page")
}
"""The fields of the page and what each means when it is absent."""


def understand_rows(fields: Mapping[str, str], names: Names) -> Asked:
    """Understand the fields; units may be those that a scenario makes up. Raises LoadProblem."""
    asked = understand({**USUAL, **fields, "unit": "", "with": ""}, names)
    unit, partner = (
        fields[name] if fields[name].startswith(NEW) else unit_named(fields, name, names)
        for name in ("unit", "with")
    )
    return replace(asked, unit=unit, partner=partner)


def supposed_rows(view: View, asked: Asked, scenario: Scenario) -> RowsPage:
    """Find the rows of a supposed figure of a unit; no SPARQL gives them.

    Raises LoadProblem where the request makes none.
    """
    reader = reader_of(view)
    _, supposed = reader.suppose(scenario.numbered)
    labels = reader.labels(change for _, change in scenario.numbered)
    if asked.unit is None:
        raise LoadProblem("load.bad.needs-unit", "unit", asked.figure)
    if asked.unit not in supposed.table.actors:
        raise LoadProblem("questions.unknown.unit", "unit", asked.unit, status=404)

    def named(iri: str) -> ActorRef:
        return ActorRef(iri, "unit", labels[iri], "") if iri.startswith(NEW) else view.directory.actor(iri)

    try:
        filters = Filters(asked.resolution, asked.document)
        return rows_of(view, supposed.table, asked, filters, choice_of(asked), named)
    except InvalidValue as error:
        raise LoadProblem("load.bad.too-many", error.parameter, error.written) from error
