"""Figures about the running server, in the text formats of Prometheus, at /metrics.

Labels have few values by their making: routes are templates of addresses, methods and statuses are known
ones, so that no client can fill the memory with series of its own.
"""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.types import Scope

from api.deps import LiveGraph
from api.exchange import Query
from api.live import Graph
from api.read_router import ReadRouter
from api.rendering import READ
from api.workers import WorkerPool
from graph_build.errors import NhiemvuError
from graph_build.report import told_triples
from graph_build.snapshots import CURRENT

router = ReadRouter(tags=["operation"])
_log = logging.getLogger("nhiemvu.metrics")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_OTHER: Final = "other"
_OWN: Final = frozenset({"/sparql", "/sparql/", "/store", "/.well-known/void"})
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_COUNT: Final = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
_PATIENCE: Final = 5.0  # seconds


class Metrics:
    """Count the requests of one application, and tell how its pool and its graph are.

    `under_way` is how many requests are being answered, `ended` when the last one ended (`time.monotonic`).
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "nhiemvu_http_requests", "Requests.", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "nhiemvu_http_request_seconds",
            "Seconds from the head of a request to the last byte of its answer.",
            ["route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.under_way = 0
        self.ended = time.monotonic()
        self._known: dict[tuple[str, str, int], tuple[Any, Any]] = {}
        ProcessCollector(registry=self.registry)
        self.moment = _Moment()
        self.registry.register(self.moment)

    def saw(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request that has been answered."""
        key = (scope["method"], route_of(scope), status // 100)
        known = self._known.get(key)
        if known is None:
            method = key[0] if key[0] in _METHODS else _OTHER
            known = self._requests.labels(method, key[1], f"{key[2]}xx"), self._seconds.labels(key[1])
            if method != _OTHER:
                self._known[key] = known
        known[0].inc()
        known[1].observe(seconds)


def route_of(scope: Scope) -> str:
    """Give the template of the address that a request went to: `/api/questions/{name}`, or "other"."""
    route = scope.get("route")
    path: str = scope["path"]
    if route is not None:
        template = str(getattr(route, "path", _OTHER))
        in_api = path.startswith("/api/") and not template.startswith("/api/")
        return f"/api{template}" if in_api else template
    if path in _OWN:
        return path
    return "/static" if path.startswith("/static/") else _OTHER


class _Moment(Collector):
    """What holds at one moment: workers, queue, disk, memory, snapshot."""

    def __init__(self) -> None:
        self._seen: tuple[WorkerPool, Path, str, int | None] | None = None

    def look(self, pool: WorkerPool, graph: Graph, triples: int | None) -> None:
        """Tell of these from now on; of the graph only its names are kept, for a graph holds a snapshot."""
        self._seen = (pool, graph.directory, graph.snapshot_id, triples)

    def collect(self) -> Iterable[Metric]:
        """Give the figures as families of series."""
        if self._seen is not None:
            pool, directory, snapshot_id, triples = self._seen
            yield from _of_pool(pool)
            yield from _of_graph(directory, snapshot_id, triples)


def _of_pool(pool: WorkerPool) -> Iterator[Metric]:
    workers = GaugeMetricFamily("nhiemvu_query_workers", "Processes of queries.", labels=["state"])
    workers.add_metric(["busy"], pool.busy)
    workers.add_metric(["idle"], pool.idle)
    yield workers
    yield GaugeMetricFamily("nhiemvu_query_workers_limit", "Queries that may run at once.", pool.size)
    yield GaugeMetricFamily("nhiemvu_query_queue_length", "Queries that wait.", pool.queued)
    yield CounterMetricFamily("nhiemvu_queries", "Queries taken.", pool.tally.queries)
    yield CounterMetricFamily(
        "nhiemvu_query_workers_killed",
        "Workers killed at work: time limit, client gone, end of the server.",
        pool.tally.killed,
    )
    yield CounterMetricFamily(
        "nhiemvu_query_timeouts", "Queries stopped at the time limit.", pool.tally.failed["QueryTimeout"]
    )
    failed = CounterMetricFamily("nhiemvu_query_failures", "Queries without an answer.", labels=["reason"])
    for reason, count in sorted(pool.tally.failed.items()):
        failed.add_metric([reason], count)
    yield failed
    yield GaugeMetricFamily("nhiemvu_spooled_bytes", "Bytes of answers on disk.", pool.spooled)
    memory = worker_memory(pool.fork_server_process)
    if memory is not None:
        yield GaugeMetricFamily(
            "nhiemvu_query_workers_resident_memory_bytes", "Memory of all query workers.", memory
        )


def _of_graph(directory: Path, snapshot_id: str, triples: int | None) -> Iterator[Metric]:
    snapshot = GaugeMetricFamily("nhiemvu_snapshot_info", "The snapshot that is served.", labels=["id"])
    snapshot.add_metric([snapshot_id], 1)
    yield snapshot
    try:
        published = (directory / CURRENT).stat().st_mtime
    except OSError:
        pass
    else:
        yield GaugeMetricFamily(
            "nhiemvu_snapshot_published_timestamp_seconds",
            "When the newest snapshot was published, in seconds since 1970.",
            published,
        )
    if triples is not None:
        yield GaugeMetricFamily("nhiemvu_triples", "Triples of the snapshot.", triples)


def worker_memory(parent: int | None) -> int | None:
    """Sum the resident bytes of a process's children; None where the system does not tell (not Linux)."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0 if parent is None else None
    pages = 0
    for child in children:
        try:
            pages += int(Path(f"/proc/{child}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):
            continue  # it has just ended
    return pages * _page_size()


def _page_size() -> int:
    import resource  # noqa: PLC0415 - systems that have /proc have it

    return resource.getpagesize()


async def _triples(request: Request, graph: Graph) -> int | None:
    """Tell the triples of a snapshot; those that its build did not count are counted once."""
    state = request.app.state
    known: tuple[str, int | None] | None = getattr(state, "counted_triples", None)
    if known is None or known[0] != graph.snapshot_id:
        snapshot = graph.database.parent
        told = None if state.settings.store else await asyncio.to_thread(told_triples, snapshot)
        known = (graph.snapshot_id, await _counted(state.pool, graph) if told is None else told)
        state.counted_triples = known
    return known[1]


async def _counted(pool: WorkerPool, graph: Graph) -> int | None:
    """Count the triples of a snapshot; None where that takes too long."""
    try:
        answer = await pool.run(Query(_COUNT, "text/csv", graph.database), _PATIENCE)
    except NhiemvuError as error:
        _log.info("The triples were not counted: %s", error)
        return None
    rows = list(csv.reader(io.StringIO(answer.read().decode("utf-8"))))
    answer.close()
    return int(rows[1][0])


@router.api_route("/metrics", methods=READ, include_in_schema=False)
async def metrics(request: Request, graph: LiveGraph) -> Response:
    """Give the figures in the format that Prometheus asks for."""
    held: Metrics = request.app.state.metrics
    triples = await _triples(request, graph)
    encode, media_type = choose_encoder(request.headers.get("accept", ""))
    held.moment.look(request.app.state.pool, graph, triples)
    return Response(encode(held.registry), media_type=media_type, headers={"Cache-Control": "no-store"})
