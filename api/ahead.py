"""What first pages would wait for, made ready in the background while requests are answered already.

Modules that are slow to import and templates come before the first request, what rests on the whole graph
after it: the figures and lists of the home page, the table that load is counted from, the load page as it
opens, suggested outcomes.
"""

from __future__ import annotations

import importlib
import logging
import threading
from typing import Final

from fastapi import FastAPI

from api.live import Graph
from api.rendering import environment
from graph_build.errors import NhiemvuError

_SLOW_TO_IMPORT: Final = (
    "api.page_data.load_page",
    "api.page_data.coordination_page",
    "pyvis.network",
)
_MOST_TASKS: Final = 50_000
"""Tasks of a graph whose load is counted and whose outcomes are looked for before anybody asks.

Of more tasks, outcomes would take much memory and the network of a load page long.
"""
_log = logging.getLogger("nhiemvu.ahead")


def import_ahead() -> None:
    """Begin to import NumPy, rustworkx and pyvis, and to compile templates."""
    threading.Thread(target=_import, name="import-ahead", daemon=True).start()


def read_ahead(app: FastAPI) -> None:
    """Begin to read what the pages of the live snapshot need, and of every snapshot that is taken up later.

    What cannot be read is left to the page that asks for it, which tells why.
    """

    def begin(graph: Graph) -> None:
        threading.Thread(target=_read, args=(app, graph), name="read-ahead", daemon=True).start()

    app.state.ahead = begin
    begin(app.state.graph)


def _import() -> None:
    for module in _SLOW_TO_IMPORT:
        importlib.import_module(module)
    templates = environment()
    for name in templates.list_templates(["html"]):
        templates.get_template(name)


def _read(app: FastAPI, graph: Graph) -> None:
    from api.page_data.load_page import count_ahead, load_table  # noqa: PLC0415 - NumPy is slow to import
    from api.page_data.load_rows_page import task_names  # noqa: PLC0415
    from api.status_pages import outcomes_in  # noqa: PLC0415

    try:
        view = app.state.site.view(graph.store)
        corpus = view.corpus
        load_table(view)
        if corpus.figures["tasks"] <= _MOST_TASKS:
            count_ahead(view)
            task_names(view)
            outcomes_in(view)
    except (NhiemvuError, OSError, RuntimeError) as error:
        _log.debug("Not read ahead: %s", error)
