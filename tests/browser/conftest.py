"""A real browser on real pages: Chromium, cut off from every host but the server under test."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from api.app import create_app
from api.passwords import PasswordHash
from api.settings import Settings
from tests.unmeasured import unmeasured
from tests.waiting import PATIENCE, wait_until

ALONE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""Lets the browser find this machine only. To hold up every request for a look costs a fifth of a page."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let the tests of whole pages run unmeasured: those of the API measure what pages are made of."""
    item.add_marker(pytest.mark.unmeasured)


@dataclass
class Watch:
    """What went wrong or went out while pages were open."""

    origin: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Record a request that does not go to the server under test; the browser finds no other host."""
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:", "file:")):
            self.outside.append(request.url)

    def watch(self, page: Page) -> None:
        """Record what a page complains about."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        if kind in {"error", "warning"} and "the server responded with a status of 4" not in text:
            self.complaints.append(f"{kind}: {text}")


@dataclass
class Visitor:
    """A browser window at the server under test."""

    context: BrowserContext
    page: Page
    origin: str
    watch: Watch

    def open(self, address: str) -> Page:
        """Open an address of the server."""
        self.page.goto(self.origin + address)
        return self.page


@contextlib.contextmanager
def running(directory: Path, settings: Settings | None = None) -> Iterator[str]:
    """Run the application on a free port, in a thread, and give its origin."""
    app = create_app(directory, settings or Settings(query_workers=2))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        with unmeasured():
            thread.start()
        try:
            assert wait_until(lambda: server.started or not thread.is_alive())
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


@pytest.fixture(scope="session")
def origin(sample_graph: Path) -> Iterator[str]:
    """Give the address of a server over the bundled sample."""
    with running(sample_graph) as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium_path: Path, chromium_arguments: list[str]) -> Iterator[Browser]:
    """Give a headless Chromium."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium_path, args=[*chromium_arguments, ALONE])
        yield made
        made.close()


@pytest.fixture
def visitor(request: pytest.FixtureRequest, browser: Browser, origin: str) -> Iterator[Visitor]:
    """Give a window; at the end nothing must have left the machine and nothing must have gone wrong.

    Parametrised indirectly with options of the window, such as `{"viewport": …}`.
    """
    with visiting(browser, origin, **getattr(request, "param", {})) as made:
        yield made


@pytest.fixture
def closed(browser: Browser, sample_graph: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """Give a window of a user who knows the password of a site that is closed to all others."""
    monkeypatch.setenv("NHIEMVU_AUTH_USERS", f"mai:{PasswordHash.of('mật khẩu', ln=10)}")
    credentials = {"username": "mai", "password": "mật khẩu"}
    with running(sample_graph) as address, visiting(browser, address, http_credentials=credentials) as made:
        yield made


@contextlib.contextmanager
def visiting(browser: Browser, origin: str, **given: Any) -> Iterator[Visitor]:
    """Give a window, as `visitor` does, at an address of one's own."""
    options = {"viewport": {"width": 1280, "height": 900}, **given}
    watch = Watch(origin)
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    context.on("request", watch.asked)
    page = context.new_page()
    watch.watch(page)
    yield Visitor(context, page, origin, watch)
    context.close()
    assert watch.outside == []
    assert watch.complaints == []
