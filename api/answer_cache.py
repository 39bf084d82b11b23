"""Answers that were given before, kept for as long as their snapshot is served.

A key names the snapshot, the query with its dataset, and the media type (`api.answers`), or is an entity tag
that stands for the like, so what it leads to never changes. Only small answers are kept, those used last.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from api.exchange import Answer

LARGEST: Final = 1 << 20
"""Bytes of the largest answer that is kept."""

Key = str | bytes

_OVERHEAD: Final = 512  # bytes that an entry takes beside its body


class AnswerCache:
    """Keep answers in up to `limit` bytes; a limit of 0 keeps none."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._answers: OrderedDict[Key, tuple[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, name: Key) -> Answer | None:
        """Give an answer that was kept."""
        with self._lock:
            kept = self._answers.get(name)
            if kept is None:
                return None
            self._answers.move_to_end(name)
        kind, body = kept
        return Answer(kind, len(body), body, None, _nothing)

    def keep(self, name: Key, answer: Answer) -> None:
        """Keep an answer, if it is small and in memory, and forget others where there is no room."""
        size = answer.size + len(name) + _OVERHEAD
        if answer.size > LARGEST or len(answer.body) < answer.size or size > self._limit:
            return
        with self._lock:
            if name in self._answers:
                return
            self._answers[name] = answer.kind, answer.body
            self._held += size
            while self._held > self._limit:
                other, (_, body) = self._answers.popitem(last=False)
                self._held -= len(body) + len(other) + _OVERHEAD

    def forget(self) -> None:
        """Let go of every answer, as when another snapshot is served: nobody can ask for them any more."""
        with self._lock:
            self._answers.clear()
            self._held = 0

    def keep_body(self, name: str, body: bytes) -> None:
        """Keep an answer that no worker made."""
        self.keep(name, Answer("json", len(body), body, None, _nothing))


def _nothing(_: int) -> None:
    """Take no notice: an answer in memory has no file to let go of."""
