"""How much of a task's words another task of the same issuer repeats, found without comparing every pair.

The runs of syllables that two texts share are added up for one text and all others at once; only the few
pairs that come near enough are weighed exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from queries.shared_runs import Floats, Ints, RunTable

LIKELY: Final = 0.3
"""The least share of the lighter text that makes a pair worth a look."""
_FEWEST_SYLLABLES: Final = 4
"""A text of fewer different syllables says too little to be told again."""
_SLACK: Final = 1e-9  # sums in another order differ in the last places

Near = tuple[str, str, str, str]
"""The later document and its task, the earlier document and its task, as IRIs."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document: its IRI, its name, who issued it and the day or year of it."""

    iri: str
    label: str
    issuer: str
    date: str


class Shares:
    """The shares of the texts of tasks, by document; a run weighs by its rarity among them and its length.

    `texts` are those of all tasks, `tasks` the tasks of each document, all named by IRI.
    """

    def __init__(self, texts: Mapping[str, str], tasks: Mapping[str, Iterable[str]]) -> None:
        self._at = {name: place for place, name in enumerate(texts)}
        self._texts = tuple(texts.values())
        self._tasks = {source: [one for one in held if one in texts] for source, held in tasks.items()}

    @cached_property
    def _table(self) -> RunTable:
        from queries.shared_runs import RunTable  # noqa: PLC0415 - NumPy is slow to import

        return RunTable(self._texts)

    @cached_property
    def _weights(self) -> Floats:
        """Give what each entry of the table weighs: nothing in a text that says too little."""
        import numpy as np  # noqa: PLC0415

        table, texts = self._table, len(self._texts)
        rarity = [math.log(1 + (texts - often + 0.5) / (often + 0.5)) for often in table.often.tolist()]
        syllables = np.bincount(table.text[table.length[table.run] == 1], minlength=texts)
        weighs = syllables[table.text] >= _FEWEST_SYLLABLES
        weights: Floats = (table.length * np.array(rarity))[table.run] * weighs
        return weights

    @cached_property
    def _totals(self) -> Floats:
        import numpy as np  # noqa: PLC0415

        totals: Floats = np.bincount(self._table.text, self._weights, len(self._texts)).astype(np.float64)
        return totals

    def contained(self, one: str, other: str) -> float:
        """Tell how much of the weight of the lighter text is in the other one, from 0 to 1."""
        left, right = self._weighed(self._at[one]), self._weighed(self._at[other])
        least = min(math.fsum(left.values()), math.fsum(right.values()))
        if least <= 0:
            return 0.0
        return min(1.0, math.fsum(weight for run, weight in left.items() if run in right) / least)

    def _weighed(self, place: int) -> dict[int, float]:
        held = self._table.entries(place)
        return dict(zip(self._table.run[held].tolist(), self._weights[held].tolist(), strict=True))

    def near(self, pairs: Sequence[tuple[Source, Source]], asked: str | None = None) -> set[Near]:
        """Give the pairs of tasks of paired documents whose share is `LIKELY` or more.

        With `asked`, a document that is in all pairs, only its tasks are looked up among the others.
        """
        found: set[Near] = set()
        for _, group in groupby(pairs, key=lambda pair: pair[0].issuer):
            paired = {(later.iri, earlier.iri) for later, earlier in group}
            sources = sorted({source for pair in paired for source in pair})
            for one_in, one, other_in, other in self._alike([asked] if asked else sources, sources):
                if (one_in, other_in) in paired:
                    found.add((one_in, one, other_in, other))
                elif (other_in, one_in) in paired and asked:
                    found.add((other_in, other, one_in, one))
        return found

    def _alike(self, left: Sequence[str], right: Sequence[str]) -> Iterator[Near]:
        """Give the tasks of some documents that come near those of others."""
        import numpy as np  # noqa: PLC0415

        from queries.shared_runs import Postings  # noqa: PLC0415

        held = [(source, task) for source in right for task in self._tasks.get(source, ())]
        if not held:
            return
        places: Ints = np.array([self._at[task] for _, task in held])
        entries = [self._table.entries(place) for place in places.tolist()]
        runs = np.concatenate([self._table.run[one] for one in entries])
        column = np.repeat(np.arange(len(held)), [one.stop - one.start for one in entries])
        weighs = np.concatenate([self._weights[one] > 0 for one in entries]).astype(float)
        postings = Postings(runs, column, weighs, len(held), len(self._table.often))
        for source in left:
            for task in self._tasks.get(source, ()):
                place = self._at[task]
                own = self._table.entries(place)
                shared = postings.shared(self._table.run[own], self._weights[own])
                least = np.minimum(self._totals[places], self._totals[place])
                for near in np.flatnonzero((least > 0) & (shared >= (LIKELY - _SLACK) * least)).tolist():
                    yield (source, task, *held[near])
