"""The watch over one query: when it ends what the query waits for, and when it lets a worker yield."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from api.protocol import ClientGone
from api.query_errors import QueryTimeout, ServerBusy
from api.under_way import LISTEN_AFTER, SLOW_AFTER, UnderWay
from api.worker_link import Worker
from tests.waiting import PATIENCE, beside


class Working:
    """A worker that never answers; it notes what it is told. `share` is what it gets of a processor."""

    def __init__(self, share: float | None = None) -> None:
        self.demoted = False
        self.share, self.began = share, asyncio.get_running_loop().time()
        self.reply: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def worked(self) -> float | None:
        spent = asyncio.get_running_loop().time() - self.began
        return None if self.share is None else self.share * spent

    def fail(self, error: Exception) -> None:
        if not self.reply.done():
            self.reply.set_exception(error)


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await test()

    # In a thread of its own: one that drives a browser has an event loop under way.
    beside(asyncio.run, within()).result(2 * PATIENCE)


def demote(worker: Worker) -> None:
    worker.demoted = True


def begun(watch: UnderWay, share: float | None = None) -> Working:
    worker = Working(share)
    watch.begin(cast("Worker", worker))
    return worker


async def at_once() -> None:
    """Be a client that has gone."""


async def never() -> None:
    await asyncio.get_running_loop().create_future()


def test_a_query_at_work_ends_at_its_deadline() -> None:
    async def test() -> None:
        watch = UnderWay(0.1, never, demote)
        worker = begun(watch)
        with pytest.raises(QueryTimeout):
            await worker.reply
        watch.close()

    run(test)


def test_a_query_in_the_queue_is_told_at_its_deadline_that_the_server_is_busy() -> None:
    async def test() -> None:
        watch = UnderWay(0.1, None, demote)
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        watch.queue(place)
        with pytest.raises(ServerBusy):
            await place
        watch.close()

    run(test)


def test_a_deadline_that_passes_between_two_waits_is_kept() -> None:
    async def test() -> None:
        watch = UnderWay(0.05, None, demote)
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        watch.queue(place)
        place.set_result(cast("Worker", Working()))
        await asyncio.sleep(0.2)  # nobody has taken the worker yet
        worker = begun(watch)
        with pytest.raises(QueryTimeout):
            await worker.reply
        watch.close()

    run(test)


def test_a_client_that_has_gone_ends_either_wait() -> None:
    async def test() -> None:
        watch = UnderWay(PATIENCE, at_once, demote)
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        watch.queue(place)
        with pytest.raises(ClientGone):
            await place
        worker = begun(watch)
        with pytest.raises(ClientGone):
            await worker.reply
        watch.close()

    run(test)


def test_a_short_query_listens_for_nothing() -> None:
    async def test() -> None:
        tasks = asyncio.all_tasks()
        watch = UnderWay(PATIENCE, never, demote)
        begun(watch)
        assert asyncio.all_tasks() == tasks
        watch.close()
        await asyncio.sleep(2 * LISTEN_AFTER)
        assert asyncio.all_tasks() == tasks

    run(test)


@pytest.mark.parametrize(("share", "times"), [(None, 1), (1.0, 1), (0.25, 4)])
def test_a_slow_worker_is_demoted_once(share: float | None, times: int) -> None:
    """One that gets a part of a processor has that much longer; one of which nothing is told has not."""

    async def test() -> None:
        now = asyncio.get_running_loop().time
        told: list[tuple[Worker, float]] = []

        def note(worker: Worker) -> None:
            told.append((worker, now()))
            worker.demoted = True

        watch = UnderWay(PATIENCE, None, note)
        started, worker = now(), begun(watch, share)
        while not told:
            await asyncio.sleep(0.02)
        await asyncio.sleep(2 * SLOW_AFTER)
        ((one, at),) = told
        assert cast("Working", one) is worker
        assert at > started + 0.9 * SLOW_AFTER * times
        watch.close()

    run(test)
