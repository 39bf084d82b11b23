"""What first pages would wait for, made ready in the background while requests are answered already.

Modules that are slow to import and the templates of graph views come at once. What rests on the whole graph
(names, the figures and lists of the home page, the table that load is counted from, the load page as it
opens and its network, examples of queries, the triples of named graphs, suggested outcomes, pages, the facts
of traces and comparisons, the networks of all periods) and all other templates come when no request is under
way: they would take the processor from it. One thread reads, one snapshot at a time, and lets go of one that
is replaced: under a load that never rests, snapshots follow one another and none finds a quiet moment.

What was made ready lives as long as its snapshot is served. The collector of cycles is told to leave it
alone: it would else go through all of it every now and then, while somebody waits for a page.
"""

from __future__ import annotations

import gc
import importlib
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from api.heap import give_back
from api.live import Graph
from api.metrics import Metrics
from api.page_data.pyvis_alone import pyvis_network
from api.rendering import environment
from api.site import View
from graph_build.errors import NhiemvuError
from queries.stated_tasks import MANY
from queries.verdicts import read_verdicts

_SLOW_TO_IMPORT: Final = ("api.page_data.load_page", "api.page_data.coordination_page", "numpy.ma")
_FIRST_TEMPLATES: Final = ("base.html", "parts.html", "picture.html", "picture-parts.html")
MOST_TASKS: Final = MANY
"""Tasks of a graph whose load is counted and whose outcomes are looked for before anybody asks.

Of more tasks, outcomes would take much memory, so that a server looks for them in no larger lot at all
(`api.status_pages`), and the network of a load page long.
"""
_QUIET: Final = 0.2  # seconds without a request
_LOOK: Final = 0.02  # seconds
_log = logging.getLogger("nhiemvu.ahead")


def import_ahead() -> None:
    """Begin to import rustworkx and pyvis, and to make the templates of graph views ready."""
    threading.Thread(target=_import, name="import-ahead", daemon=True).start()


def read_ahead(app: FastAPI) -> None:
    """Begin to read what the pages of the live snapshot need, and of every snapshot that is taken up later.

    What cannot be read is left to the page that asks for it, which tells why.
    """
    app.state.ahead = _Reading(app).begin
    app.state.ahead(app.state.graph)


class _Replaced(Exception):
    """Say that a snapshot is served no more, so that nobody will ask for what is read of it."""


class _Reading:
    """Read one snapshot after the other, in a thread that is there while there is one to read."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._next: Graph | None = None
        self._thread: threading.Thread | None = None

    def begin(self, graph: Graph) -> None:
        """Read a snapshot when the thread lets go of the one before."""
        with self._lock:
            self._next = graph
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="read-ahead", daemon=True)
                self._thread.start()

    def _take(self) -> Graph | None:
        with self._lock:
            graph, self._next = self._next, None
            if graph is None:
                self._thread = None
            return graph

    def _work(self) -> None:
        while (graph := self._take()) is not None:
            gc.unfreeze()  # what was read of the one before; here, as this thread froze it
            _read(self._app, graph)


def _import() -> None:
    for module in _SLOW_TO_IMPORT:
        importlib.import_module(module)
    pyvis_network()
    for name in _FIRST_TEMPLATES:
        environment().get_template(name)
    gc.freeze()


def _wait_for_quiet(app: FastAPI, graph: Graph) -> None:
    """Wait until no request has been under way for a moment; raises _Replaced as soon as that is so."""
    figures: Metrics = app.state.metrics
    while app.state.graph is graph:
        if not figures.under_way and time.monotonic() >= figures.ended + _QUIET:
            return
        time.sleep(_LOOK)
    raise _Replaced


def _read(app: FastAPI, graph: Graph) -> None:
    def wait() -> None:
        _leave_alone()
        _wait_for_quiet(app, graph)

    try:
        _wait_for_quiet(app, graph)
        gc.collect()  # what is left of the snapshot before
        for step in _steps(app.state.site.view(graph.store), graph.directory, wait):
            wait()
            step()
        _leave_alone()
        give_back()
    except _Replaced:
        return
    except (NhiemvuError, OSError, RuntimeError) as error:
        _log.debug("Not read ahead: %s", error)


def _leave_alone() -> None:
    """Take what was read out of the sight of the collector, with what is young and can go taken out before.

    At every rest, as one full collection at the end would stop whoever asks just then for a tenth of a
    second, and so would those that come by themselves until then.
    """
    gc.collect(1)
    gc.freeze()


def _steps(view: View, directory: Path, wait: Callable[[], None]) -> tuple[Callable[[], object], ...]:
    """List what is read, one step after the other; long ones wait in between."""
    from api.ask_pages import proved  # noqa: PLC0415 - with them
    from api.findings_pages import found_in  # noqa: PLC0415
    from api.graph_pages import counted  # noqa: PLC0415
    from api.page_data.coordination_page import draw_ahead  # noqa: PLC0415
    from api.page_data.lineage_page import all_relations  # noqa: PLC0415
    from api.page_data.load_page import (  # noqa: PLC0415 - NumPy is slow to import
        count_ahead,
        load_table,
        measure_ahead,
    )
    from api.page_data.load_rows_page import task_names  # noqa: PLC0415
    from api.pages_ahead import read_examples, read_pages  # noqa: PLC0415
    from api.query_examples import write_ahead  # noqa: PLC0415
    from api.status_pages import outcomes_in  # noqa: PLC0415
    from api.traces_ahead import read_traces  # noqa: PLC0415

    def of_few(make: Callable[[View], object]) -> None:
        if view.corpus.figures["tasks"] <= MOST_TASKS:
            make(view)

    return (
        lambda: view.directory.codes,
        partial(_corpus, view),
        lambda: load_table(view),
        *(
            partial(of_few, make)
            for make in (
                *(count_ahead, draw_ahead, task_names, _names, write_ahead, proved, counted, outcomes_in),
                *(found_in, all_relations),
            )
        ),
        lambda: read_pages(view, wait),
        lambda: read_examples(view, wait),
        lambda: read_traces(view, read_verdicts(directory), wait),
        *_templates(),
        partial(of_few, lambda view: measure_ahead(view, wait)),
    )


def _corpus(view: View) -> None:
    """Read the figures and lists of the home page."""
    view.corpus.read()


def _names(view: View) -> None:
    """Read how units and documents may be called, which every question asks."""
    view.names.prepare()


def _templates() -> tuple[Callable[[], object], ...]:
    templates = environment()
    return tuple(partial(templates.get_template, name) for name in templates.list_templates(["html"]))
