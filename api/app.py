"""The web application: every middleware, router and handler in one place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api import (
    api_pages,
    ask_api,
    ask_pages,
    compare_api,
    compare_pages,
    editor_api,
    errors,
    findings_api,
    findings_pages,
    graph_pages,
    health,
    json_api,
    load_api,
    load_pages,
    metrics,
    openapi,
    pages,
    picture_pages,
    problem_pages,
    query_page,
    question_pages,
    reference_pages,
    report_api,
    resources,
    scenario_api,
    scenario_pages,
    scenario_rows_pages,
    search,
    sheet_api,
    sheet_pages,
    status_api,
    status_pages,
    trace_api,
    trace_pages,
    untaken_pages,
)
from api.access import Front
from api.answer_cache import AnswerCache
from api.authentication import Authentication, Keys, keys
from api.compression import Compression
from api.config_file import settings as from_everywhere
from api.description import Description
from api.direct import Direct
from api.fork_link import ForkProcess
from api.graph_store import GraphStore
from api.live import Graph, Live, check
from api.metrics import Metrics
from api.misnamed import UNUSABLE, misnamed
from api.rate_limit import OPEN, RateLimit
from api.rendering import READ, StaticPages
from api.security import Security, names_for
from api.settings import SettingInvalid, Settings, setting
from api.site import Site
from api.sparql import SparqlEndpoint
from api.workers import WorkerPool
from api.write_token import WriteToken, write_token
from api.writing import Writer
from graph_build.remote_store import open_remote

_log = logging.getLogger("nhiemvu.app")


class App(FastAPI):
    """The application without what the framework puts before the first middleware of ours.

    Each is passed by every request and every answer, and none does anything here: `Front` answers errors,
    bodies are bounded where they are read, telemetry is off.
    """

    def build_middleware_stack(self) -> ASGIApp:
        """Begin with `Front`."""
        stack: Any = super().build_middleware_stack()
        while not isinstance(stack, Front):
            stack = stack.app
        return stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or what else a server says."""
        if scope["type"] == "http" and self.middleware_stack is not None and not self.root_path:
            scope["app"] = self
            await self.middleware_stack(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(
    directory: Path, settings: Settings | None = None, begun: ForkProcess | None = None
) -> FastAPI:
    """Make the application that serves the graph that a build wrote into `directory`.

    `app.state` holds the settings, the live `Graph` and the pool of workers; `begun` is the process that
    makes workers where it was started before. Raises SnapshotMissing and SnapshotBroken at once where there
    is no graph to serve, SettingInvalid where it is to be writable and has no token or what opens it for
    readers cannot be read, and what `open_remote` raises where the setting `store` names a server.
    """
    settings = settings or from_everywhere()
    token = write_token(settings)
    figures = Metrics()
    check(directory)
    asks_union = _check_store(settings)
    app = App(
        title="nhiemvu",
        version=version("nhiemvu"),
        summary="Mandates of Vietnamese administrative documents, with the words that prove them",
        openapi_url="/api/openapi.json",
        docs_url=None,  # they load scripts from other hosts
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours are at /metrics and in the log
        lifespan=_lifespan(
            directory,
            token,
            partial(WorkerPool, settings, asks_union=asks_union, begun=begun),
            settings,
        ),
        middleware=_middleware(settings, figures, keys(settings)),
    )
    app.state.settings = settings
    app.state.metrics = figures
    app.state.site = Site()
    app.state.ahead = None  # told of every snapshot that is taken up (api.ahead)
    app.state.answers = AnswerCache(settings.answer_cache)
    app.state.description = description = Description(settings)
    app.router.routes += [
        Route("/store", GraphStore(settings)),
        Route("/.well-known/void", description),
    ]
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(json_api.router, prefix="/api")
    app.include_router(ask_api.router, prefix="/api")
    app.include_router(search.api_router, prefix="/api")
    app.include_router(load_api.router, prefix="/api")
    app.include_router(report_api.router, prefix="/api")
    app.include_router(editor_api.router, prefix="/api")
    app.include_router(trace_api.router, prefix="/api")
    app.include_router(compare_api.router, prefix="/api")
    app.include_router(untaken_pages.programs, prefix="/api")
    app.include_router(findings_api.router, prefix="/api")
    app.include_router(status_api.router, prefix="/api")
    app.include_router(sheet_api.router, prefix="/api")
    app.include_router(scenario_api.router, prefix="/api")
    for part in (
        api_pages,
        ask_pages,
        *(
            compare_pages,
            findings_pages,
            load_pages,
            picture_pages,
            question_pages,
            query_page,
            search,
            untaken_pages,
        ),
        *(
            scenario_pages,
            scenario_rows_pages,
            status_pages,
            sheet_pages,
            trace_pages,
            resources,
            reference_pages,
            graph_pages,
        ),
        *(problem_pages, pages),
    ):
        app.include_router(part.router)
    app.mount("/static", StaticPages())
    errors.install(app, _error_page)
    openapi.install(app)
    return app


def _error_page(request: Request, problem: errors.Problem) -> Response:
    named = problem.cause
    lacking = (
        misnamed(request, pages.current_view(request), named)
        if isinstance(named, UNUSABLE) and request.method in READ
        else None
    )
    return pages.error_page(
        request, problem.status, problem.slug, detail=problem.detail, told=problem.told, lacking=lacking
    )


def _report_end(watching: asyncio.Task[None]) -> None:
    if not watching.cancelled() and (error := watching.exception()) is not None:
        _log.error("No new snapshot will be taken up until the server is restarted.", exc_info=error)


def _middleware(settings: Settings, figures: Metrics, opened_by: Keys) -> list[Middleware]:
    """List the middleware, the outermost first."""
    listed = [
        Middleware(
            Front,
            metrics=figures,
            security=Security(names_for(settings.host, settings.allowed_hosts)),
            log_queries=settings.log_queries,
        )
    ]
    if settings.cors_origins:
        cors: dict[str, Any] = {
            "allow_origins": settings.cors_origins,
            "allow_methods": ["GET", "HEAD", "POST", "PUT", "DELETE"],
            "allow_headers": ["Accept", "Authorization", "Content-Type", "If-None-Match", "X-Request-ID"],
            "expose_headers": ["ETag", "Retry-After", "X-Request-ID"],
        }
        listed.append(Middleware(CORSMiddleware, **cors))
    if settings.rate_limit:
        listed.append(Middleware(RateLimit, a_minute=settings.rate_limit))
    if opened_by:
        to_all = OPEN | ({"/metrics"} if settings.metrics_open else set())
        listed.append(Middleware(Authentication, keys=opened_by, open_addresses=to_all))
    sparql = SparqlEndpoint(settings)
    return [
        *listed,
        Middleware(Compression),
        Middleware(Direct, addresses={"/sparql": sparql, "/sparql/": sparql}),
    ]


def _check_store(settings: Settings) -> bool:
    """See that the store on another server answers, where there is one; tell how its union is asked for."""
    if not settings.store:
        return False
    if settings.writable:
        raise SettingInvalid(setting("writable").flag, "true", "false where the graph is on another server")
    with open_remote(settings.store, settings.query_timeout) as store:
        return store.asks_union


def _lifespan(
    directory: Path, token: WriteToken | None, make_pool: Callable[[], WorkerPool], settings: Settings
) -> Any:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool = make_pool()

        def take_up(graph: Graph) -> None:
            app.state.graph = graph
            app.state.store = graph.store
            app.state.answers.forget()
            app.state.site.forget()
            if app.state.ahead is not None:
                app.state.ahead(graph)

        live = Live(directory, settings, pool, take_up)
        app.state.pool = pool
        app.state.writer = writer = Writer(live, pool, settings, token)
        await live.open()
        watching = asyncio.create_task(live.watch())
        watching.add_done_callback(_report_end)
        if threading.current_thread() is threading.main_thread():
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, live.look_now)
        try:
            yield
        finally:
            watching.cancel()
            await writer.close()
            await pool.close()

    return lifespan
