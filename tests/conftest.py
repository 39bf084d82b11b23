"""Fixtures that the whole suite shares: data to read, graphs built from it, and the guard of the network.

What a test needs and this machine lacks makes the test skip with one plain sentence, listed again at the end
of the run; where the environment variable CI is set, the same lack is a failure.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import shutil
import signal
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import settings

from tests.later_documents import write_later
from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/nhiemvu/"
MISSING = "cannot run here: "
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


MadeOnce = Callable[[str, Callable[[Path], object]], Path]
"""Makes a folder by name and by the function that fills it, and gives its path."""

NOTES = pytest.StashKey[list[tuple[str, str]]]()
"""What tests want printed when the run is over: pairs of a title and a text."""


LONG = ("browser", "stores", "graph_build", "api")
"""The folders of tests by the time that a file of theirs takes, longest first."""


class OutsideNetworkError(RuntimeError):
    """A test tried to reach a machine other than this one."""


def lacking(what: str) -> NoReturn:
    """Skip the running test for want of `what`, or fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{MISSING}{what} (a failure, because CI is set)", pytrace=False)
    pytest.skip(f"{MISSING}{what}")


def is_this_machine(host: str) -> bool:
    """Tell whether a socket address names the loopback interface."""
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_outside_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise at a connection or a name lookup that would leave this machine (an audit hook of the process)."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    if not is_this_machine(name):
        raise OutsideNetworkError(f"tests reach no other machine, and this one asked for {name!r}")


def pytest_configure(config: pytest.Config) -> None:
    """Set up the run: no test may reach another machine (for the life of the process)."""
    sys.addaudithook(refuse_outside_network)
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # a shell starts what runs beside it so
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("COLUMNS", None)  # a parallel run sets it, and tables are then cut to that width
    config.stash[NOTES] = []
    settings.register_profile("project", deadline=None)  # machines that run this are shared and noisy
    settings.load_profile("project")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, so that processes of one run end at about the same time."""
    places = {f"tests/{folder}": place for place, folder in enumerate(LONG)}
    items.sort(key=lambda item: places.get("/".join(item.nodeid.split("/")[:2]), len(LONG)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test that is marked so without the tracer of coverage."""
    if item.get_closest_marker("unmeasured") is None:
        return (yield)
    with unmeasured():
        return (yield)


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Give the number of processes of `-n auto`: one more than processors.

    A third of the time of a process goes by in waiting for browsers, servers and other programs.
    """
    processors = yield
    return processors if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else processors + 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the notes of a worker process to the one that prints the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["notes"] = session.config.stash[NOTES]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over the notes of a worker process that has ended."""
    notes = getattr(node, "workeroutput", {}).get("notes", [])
    node.config.stash[NOTES] += [(title, text) for title, text in notes]


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Print the notes of the tests, then the tests that could not run here by what was missing."""
    for title, text in config.stash[NOTES]:
        terminalreporter.section(title, sep="-")
        terminalreporter.write_line(text)
    missing: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if MISSING in reason:
            missing.setdefault(reason.split(MISSING, 1)[1], []).append(report.nodeid)
    for what, tests in missing.items():
        count = "1 test" if len(tests) == 1 else f"{len(tests)} tests"
        terminalreporter.section(f"{count} could not run here: {what}", sep="-")
        for test in tests:
            terminalreporter.write_line(f"  {test}")


@pytest.fixture(scope="session")
def closing_notes(pytestconfig: pytest.Config) -> list[tuple[str, str]]:
    """Give the list to which a test adds (title, text) to be printed at the end of the run."""
    return pytestconfig.stash[NOTES]


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Give the folder with the full official texts and the hand-checked records (not in the repository)."""
    named = os.environ.get("NHIEMVU_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        lacking(
            f"the full official texts are not at {folder} (put the folder 'shared' beside the repository, or "
            "name it with NHIEMVU_SHARED)"
        )
    return folder


@pytest.fixture(scope="session")
def seeds_dir(shared_dir: Path) -> Path:
    """Give the folder of the five full texts."""
    return shared_dir / "corpus" / "seeds"


@pytest.fixture(scope="session")
def gold_dir(shared_dir: Path) -> Path:
    """Give the folder of the hand-checked records, of units.json and of its companions."""
    return shared_dir / "gold"


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """Give the folder of the five digests that the package ships."""
    return ROOT / "graph_build" / "sample"


def build_graph(sources: Path, out: Path) -> Path:
    """Build the `.txt` documents of a folder; give the directory that holds the snapshot."""
    from graph_build.pipeline import build

    build(sorted(sources.glob("*.txt")), out, base=BASE, workers=1, progress=None)
    return out


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Give the function that makes a folder by name, once for all processes of a run; tests only read it.

    Whoever comes first makes it, and the others wait; where making it failed, the next one tries anew.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, whole = shared / f"once-{name}", shared / f"once-{name}.whole"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                whole.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def sample_graph(sample_dir: Path, made_once: MadeOnce) -> Path:
    """Give a snapshot directory built from the bundled sample; tests only read it."""
    return made_once("sample", lambda folder: build_graph(sample_dir, folder / "graph")) / "graph"


@pytest.fixture(scope="session")
def answered_graph(sample_dir: Path, made_once: MadeOnce) -> Path:
    """Give a snapshot directory of the sample and documents that answer its tasks; tests only read it."""

    def make(folder: Path) -> None:
        shutil.copytree(sample_dir, folder / "in")
        build_graph(write_later(folder / "in"), folder / "graph")

    return made_once("answered", make) / "graph"


@pytest.fixture(scope="session")
def seed_graph(seeds_dir: Path, made_once: MadeOnce) -> Path:
    """Give a snapshot directory built from the five full texts; tests only read it."""
    return made_once("seeds", lambda folder: build_graph(seeds_dir, folder / "graph")) / "graph"


@pytest.fixture(scope="session")
def years_graph(made_once: MadeOnce) -> Path:
    """Give a snapshot directory of made-up decisions of 2022 and 2024: the later replaces the earlier.

    They name ministries of their time, repeat two tasks, and a third decision corrects the second.
    """
    sources = ROOT / "tests" / "years"
    return made_once("years", lambda folder: build_graph(sources, folder / "graph")) / "graph"


def find_chromium() -> Path | None:
    """Find a Chromium: the one that NHIEMVU_CHROMIUM names, the system's, or the one Playwright installed.

    The shell without windows comes first: it opens a page at a quarter of the processor time.
    """
    named = os.environ.get("NHIEMVU_CHROMIUM")
    if named:
        return Path(named)
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Give the program file of a Chromium; browser tests pass it to Playwright as executable_path."""
    found = find_chromium()
    if found is None or not found.is_file():
        lacking("no Chromium was found (run 'make test', which installs one, or set NHIEMVU_CHROMIUM)")
    return found


@pytest.fixture(scope="session")
def chromium_arguments() -> list[str]:
    """Give the flags that keep headless Chromium from calling its maker and let it run as root."""
    return [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
