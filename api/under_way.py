"""One query under way: what it waits for, and the few moments at which it needs to be looked at.

Nearly all queries are answered within milliseconds, so that what long ones need costs short ones next to
nothing: one timer in all, and nobody listens for a client that goes away until the query has taken a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final

from api.protocol import ClientGone
from api.query_errors import QueryTimeout, ServerBusy
from api.worker_link import Worker

LISTEN_AFTER: Final = 0.05
"""Seconds from which a query is stopped when its client goes away; a shorter one ends by itself."""

SLOW_AFTER: Final = 0.5
"""Seconds of processor time from which a query yields the processor to the ones that are faster.

Where other work takes the processors, fast queries last long too; by elapsed time they would all yield.
"""

_AGAIN: Final = 0.01

Gone = Callable[[], Coroutine[None, None, None]]
"""What returns when the client has gone."""


class UnderWay:
    """Watch over one query: its deadline, its client, its share of the processor.

    It waits either in the queue or for the reply of a worker; the watch ends either wait with an error:
    QueryTimeout, ServerBusy where no worker came in time, or ClientGone. `demote` is called with a worker
    that is slow. To be closed when the query has ended.
    """

    def __init__(self, timeout: float, gone: Gone | None, demote: Callable[[Worker], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._timeout = timeout
        self._deadline = self._loop.time() + timeout
        self._gone = gone
        self._demote = demote
        self._slow_at = 0.0
        self._began = 0.0
        self._worked: float | None = None
        self._listening: asyncio.Task[None] | None = None
        self._worker: Worker | None = None
        self._waiting: asyncio.Future[Worker] | None = None
        self._timer = self._loop.call_later(min(LISTEN_AFTER, timeout), self._look)

    def queue(self, place: asyncio.Future[Worker]) -> None:
        """Tell that the query waits in the queue from now on, for what will be a worker."""
        self._worker, self._waiting = None, place

    def begin(self, worker: Worker) -> None:
        """Tell that a worker is at work on the query from now on."""
        self._worker, self._waiting = worker, None
        self._began = self._loop.time()
        self._slow_at = self._began + SLOW_AFTER
        self._worked = None

    def close(self) -> None:
        """End the watch."""
        self._timer.cancel()
        if self._listening is not None:
            self._listening.cancel()

    def _look(self) -> None:
        now = self._loop.time()
        if now >= self._deadline:
            self._stop(QueryTimeout(self._timeout) if self._waiting is None else ServerBusy(2))
            self._timer = self._loop.call_later(_AGAIN, self._look)
            return
        if self._gone is not None and self._listening is None:
            self._listening = self._loop.create_task(self._listen(self._gone))
        if (worker := self._worker) is not None and self._worked is None:
            # the system is asked about queries that take a moment alone; that long they may have worked
            self._worked = (worker.worked() or 0.0) - min(now - self._began, LISTEN_AFTER)
        if worker is None:
            again = now + LISTEN_AFTER
        elif now < self._slow_at:
            again = self._slow_at
        elif not worker.demoted and (left := self._left(worker)) > 0:
            again = self._slow_at = now + max(left, _AGAIN)
        else:
            if not worker.demoted:
                self._demote(worker)
            again = self._deadline
        self._timer = self._loop.call_at(min(again, self._deadline), self._look)

    def _left(self, worker: Worker) -> float:
        """Give the processor time that a query has left before it is slow; none where nobody tells it."""
        worked = worker.worked()
        return 0.0 if worked is None else SLOW_AFTER - (worked - (self._worked or 0.0))

    async def _listen(self, gone: Gone) -> None:
        await gone()
        while True:  # until the one who runs the query has heard of it, and closes
            self._stop(ClientGone())
            await asyncio.sleep(_AGAIN)

    def _stop(self, error: Exception) -> None:
        """End what is waited for; does nothing while a query goes from one wait to the next."""
        if self._waiting is not None:
            if not self._waiting.done():
                self._waiting.set_exception(error)
        elif self._worker is not None:
            self._worker.fail(error)
