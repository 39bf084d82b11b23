"""What is read in the background: the pages that need it find it there, of a later snapshot too."""

from __future__ import annotations

import gc
import re
import shutil
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import pytest

from api import ahead
from api.ahead import read_ahead
from api.page_data.load_page import load_table
from api.page_data.load_rows_page import task_names
from api.pages_ahead import read_examples, read_pages
from api.site import Site
from api.status_pages import outcomes_in
from graph_build.store_errors import GraphMissing
from queries.catalogue import library
from queries.coordination import NetworkChoice
from tests.waiting import PATIENCE, beside, wait_until

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.pooled_store import PooledStore
    from api.site import View
    from graph_build.store import Store
    from tests.api.conftest import Running, Serve


NETWORK = ("coordination", repr(NetworkChoice()))


def view_of(server: Running) -> View:
    view: View = server.app.state.site.view(server.app.state.store)
    return view


def is_read(view: View) -> bool:
    whole = {("load-table",), ("outcomes",), ("graphs",), ("example-bodies",), NETWORK} <= view._whole.keys()
    return (
        whole
        and "corpus" in vars(view)
        and "latest" in vars(view.corpus)
        and {"units", "documents"} <= vars(view.names).keys()
    )


def held(stores: list[weakref.ref[PooledStore]]) -> list[bool]:
    gc.collect()  # what was a page has references in a ring
    return [one() is not None for one in stores]


def test_what_rests_on_the_whole_graph_is_read_ahead(
    sample_graph: Path, serve: Serve, until: Callable[..., bool]
) -> None:
    with serve(sample_graph) as server:
        read_ahead(server.app)
        assert until(lambda: is_read(view_of(server)))
        view = view_of(server)
        table, found = load_table(view), outcomes_in(view)
        for address in ("/", "/load", "/status", "/graphs", "/query?lang=en", "/network"):
            assert server.client.get(address).status_code == 200
        assert load_table(view) is table
        assert outcomes_in(view) is found


def shown(server: Running, address: str) -> str:
    """Give a page without the nonce, which is another one every time."""
    return re.sub('nonce="[^"]*"', "", server.client.get(address).text)


def test_examples_of_the_library_are_answered_ahead(sample_graph: Path, serve: Serve) -> None:
    addresses = [
        f"/questions/{one.name}?" + urlencode(one.example) for one in library().values() if one.example
    ]
    with serve(sample_graph) as server:
        before = [shown(server, one) for one in addresses]
        read_examples(view_of(server), lambda: None)
        asked = server.app.state.pool.tally.queries
        assert [shown(server, one) for one in addresses] == before
        assert server.app.state.pool.tally.queries == asked
        other = server.client.get("/questions/documents-as-of?date=2023-01-01")
        assert "2023-01-01" in other.text
        assert server.app.state.pool.tally.queries > asked


def test_a_graph_of_other_terms_is_served_all_the_same(small_directory: Path, serve: Serve) -> None:
    with serve(small_directory) as server:
        read_ahead(server.app)
        assert server.query("ASK {}").status_code == 200


def test_a_later_snapshot_is_read_ahead(
    sample_graph: Path,
    tmp_path: Path,
    serve: Serve,
    publish_quads: Callable[..., str],
    until: Callable[..., bool],
) -> None:
    directory = tmp_path / "graph"
    shutil.copytree(sample_graph, directory)
    with serve(directory, watch_interval=0.05) as server:
        told = threading.Event()
        server.app.state.ahead = lambda graph: told.set()
        publish_quads(directory, "<urn:a> <urn:b> <urn:c> <urn:g> .\n")
        assert told.wait(PATIENCE)


def test_replaced_snapshots_are_let_go_where_requests_never_rest(
    tmp_path: Path, serve: Serve, publish_quads: Callable[..., str], until: Callable[..., bool]
) -> None:
    directory = tmp_path / "graph"
    publish_quads(directory, "<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    with serve(directory, watch_interval=0.05) as server:
        state = server.app.state
        state.metrics.under_way += 1  # as if there were always one more
        read_ahead(server.app)
        served = [weakref.ref(state.store)]
        for number in range(4):
            assert server.client.get("/").status_code == 200
            assert server.client.get("/metrics").status_code == 200
            name = publish_quads(directory, f"<urn:a> <urn:b> <urn:c{number}> <urn:g> .\n")
            assert until(lambda name=name: state.graph.snapshot_id == name)
            served.append(weakref.ref(state.store))
        assert until(lambda: held(served) == [False] * 4 + [True])
        assert sum(thread.name == "read-ahead" for thread in threading.enumerate()) == 1
        publish_quads(
            directory, "<urn:a> <urn:b> <urn:d> <urn:g> .\n"
        )  # which removes those that nobody holds
        assert until(lambda: state.store is not served[-1]())
        assert len(list((directory / "snapshots").iterdir())) == 2


def test_what_is_frozen_of_a_snapshot_is_given_back_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    graphs = [SimpleNamespace(store=None, directory=Path()) for _ in range(3)]
    state = SimpleNamespace(
        graph=None, metrics=SimpleNamespace(under_way=0, ended=0.0), site=SimpleNamespace(view=lambda _: None)
    )
    done: list[str] = []
    over = threading.Event()

    def serve_next() -> None:
        """Take another snapshot up just when the last one was read, and is about to be frozen."""
        state.graph = graphs.pop()
        reading.begin(state.graph)

    def collect(generation: int = 2) -> None:
        if generation == 2:
            return
        if graphs:
            serve_next()
        else:
            over.set()

    collector = SimpleNamespace(
        collect=collect, freeze=lambda: done.append("freeze"), unfreeze=lambda: done.append("unfreeze")
    )
    monkeypatch.setattr(ahead, "gc", collector)
    monkeypatch.setattr(ahead, "_steps", lambda *_: ())
    reading = ahead._Reading(cast("FastAPI", SimpleNamespace(state=state)))
    serve_next()
    assert over.wait(PATIENCE)
    assert wait_until(lambda: len(done) == 6)
    assert done == ["unfreeze", "freeze"] * 3


def test_a_view_that_is_being_made_keeps_nobody_from_forgetting() -> None:
    asked, gate = threading.Event(), threading.Event()

    class Slow:
        snapshot_id = "a"

        def query(self, sparql: str) -> None:
            asked.set()
            gate.wait(PATIENCE)
            raise GraphMissing("a")

    site = Site()
    making = beside(site.view, cast("Store", Slow()))
    asked.wait(PATIENCE)
    forgetting = beside(site.forget)
    ended = wait_until(forgetting.done, 20)
    gate.set()
    assert ended
    assert isinstance(making.exception(PATIENCE), GraphMissing)


def test_what_is_asked_for_twice_at_once_is_made_once(sample_graph: Path, serve: Serve) -> None:
    made: list[int] = []
    with serve(sample_graph) as server:
        server.client.get("/")
        view, gate = view_of(server), threading.Event()

        def make() -> int:
            gate.wait(PATIENCE)
            made.append(1)
            return 7

        asking = [beside(view.keep_whole, ("x",), make) for _ in range(3)]
        gate.set()
        assert [one.result(PATIENCE) for one in asking] == [7, 7, 7]
        assert view.keep_whole(("x",), make) == 7
    assert made == [1]


def test_traces_of_a_small_graph_are_read_ahead(
    sample_graph: Path, serve: Serve, until: Callable[..., bool]
) -> None:
    with serve(sample_graph) as server:
        read_ahead(server.app)
        assert until(lambda: server.app.state.site.view(server.app.state.store).facts)
        view = view_of(server)
        assert until(lambda: any(key[0] == "untaken" for key in view._whole))
        before = server.app.state.pool.tally.queries
        for address in ("/trace/documents/byt/2022/qd-2182", "/gaps?document=2182/QĐ-BYT", "/carried"):
            assert server.client.get(address).status_code == 200
        assert server.app.state.pool.tally.queries == before


def test_pages_of_a_small_graph_are_read_ahead(
    sample_graph: Path, serve: Serve, until: Callable[..., bool]
) -> None:
    with serve(sample_graph) as server:
        read_ahead(server.app)
        view = view_of(server)
        assert until(lambda: any(key[0] == "untaken" for key in view._whole), 60)
        before = server.app.state.pool.tally.queries
        document = "/documents/byt/2022/qd-2182"
        for address in (
            document,
            f"{document}/text",
            f"{document}/text?lang=en",
            "/units/bo-y-te/cuc-y-te-du-phong",
            "/load/rows?when=whole",
        ):
            assert server.client.get(address).status_code == 200
        assert server.app.state.pool.tally.queries == before
        tasks = task_names(view)
        assert view.facts.known("task-words", tasks).keys() == set(tasks)


def test_pages_of_a_large_graph_are_not_read_ahead(
    sample_graph: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.traces_ahead.MOST_MANDATES", 0)
    with serve(sample_graph) as server:
        view = view_of(server)
        read_pages(view, pytest.fail)
        assert not any(key[0] in {"document", "text", "actor"} for key in view._whole)
