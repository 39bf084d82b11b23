"""Answers that were given before, kept for as long as their snapshot is served.

A key is the entity tag of an answer (`api.answers`): it names the snapshot, the query with its dataset, and
the media type, so what it leads to never changes. Only small answers are kept, the latest used ones.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from api.exchange import Answer

LARGEST: Final = 1 << 20
"""Bytes of the largest answer that is kept."""

_OVERHEAD: Final = 512  # bytes that an entry takes beside its body


class AnswerCache:
    """Keep answers in up to `limit` bytes; a limit of 0 keeps none."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._answers: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, tag: str) -> Answer | None:
        """Give an answer that was kept."""
        with self._lock:
            kept = self._answers.get(tag)
            if kept is None:
                return None
            self._answers.move_to_end(tag)
        kind, body = kept
        return Answer(kind, len(body), body, None, _nothing)

    def keep(self, tag: str, answer: Answer) -> None:
        """Keep an answer, if it is small and in memory, and forget others where there is no room."""
        size = answer.size + _OVERHEAD
        if answer.size > LARGEST or len(answer.body) < answer.size or size > self._limit:
            return
        with self._lock:
            if tag in self._answers:
                return
            self._answers[tag] = answer.kind, answer.body
            self._held += size
            while self._held > self._limit:
                _, (_, body) = self._answers.popitem(last=False)
                self._held -= len(body) + _OVERHEAD

    def forget(self) -> None:
        """Let go of every answer, as when another snapshot is served: nobody can ask for them any more."""
        with self._lock:
            self._answers.clear()
            self._held = 0

    def keep_body(self, tag: str, body: bytes) -> None:
        """Keep an answer that no worker made."""
        self.keep(tag, Answer("json", len(body), body, None, _nothing))


def _nothing(_: int) -> None:
    """Take no notice: an answer in memory has no file to let go of."""
