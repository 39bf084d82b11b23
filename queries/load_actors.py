"""A load table with other actors in the place of its own: mergers, successors, and what people suppose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph_build.load_table import LoadTable, Numbers


def renamed(table: LoadTable, becomes: Numbers) -> LoadTable:
    """Put actor `becomes[n]` in the place of actor n, in tasks and collectives; each pair stays once."""
    return replace(
        table,
        leads=_renamed(table.leads, becomes),
        coordinates=_renamed(table.coordinates, becomes),
        members=np.unique(becomes[table.members], axis=0) if len(table.members) else table.members,
    )


def in_order(pairs: Numbers) -> Numbers:
    """Give every pair (actor, task) once, by task and then by actor, as a load table holds them."""
    if not len(pairs):
        return pairs
    ordered: Numbers = np.unique(pairs[:, ::-1], axis=0)[:, ::-1].copy()
    return ordered


def _renamed(pairs: Numbers, becomes: Numbers) -> Numbers:
    return in_order(np.column_stack((becomes[pairs[:, 0]], pairs[:, 1])))
