"""Measure which lines and branches of our packages the tests reach: a plugin of pytest, `-p tests.reach`.

SlipCover puts probes into the code of our packages as it is imported, so code of others runs at its own pace.
Up to Python 3.11 a tracer is told of every line of every program instead, which takes half as long again.
Measured is what runs in the processes of the tests themselves. The run fails below `LEAST` percent.
"""

from __future__ import annotations

import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

AVAILABLE = importlib.util.find_spec("slipcover") is not None
"""False where SlipCover has no wheel (pyproject.toml): the tests run there all the same."""

if AVAILABLE or TYPE_CHECKING:
    from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage, print_coverage
if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ontology", "graph_build", "queries", "api")
SOURCES = [str(ROOT / room) for room in ROOMS]
LEAST = 85
"""Percent of lines and branches together that the whole suite must reach."""
STAY = -1
"""Probes that were reached stay: taking them out of the code looks through all objects, again and again."""
SENT = "reach"

Coverage = dict[str, Any]
"""What SlipCover measured: executed and missing lines and branches by file, and their sums."""


class Reach:
    """The probes of one process and, where that leads the run, what all processes reached."""

    def __init__(self) -> None:
        self.missed = sorted(name for name in sys.modules if name.partition(".")[0] in ROOMS)
        self.probes = Slipcover(branch=True, d_miss_threshold=STAY, exclude_also=["@overload"])
        ImportManager(self.probes, FileMatcher(sources=SOURCES)).__enter__()
        self.whole: Coverage = {}

    def add(self, other: Coverage) -> None:
        """Take over what another process reached."""
        self.whole = merge_coverage(self.whole, other) if self.whole else other

    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker process reached when it has ended."""
        if sent := getattr(node, "workeroutput", {}).get(SENT):
            self.add(json.loads(sent))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send what this process reached to the one that leads the run; that one weighs the sum."""
        own = self.probes.get_coverage()
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[SENT] = json.dumps(own)
            return
        self.add(own)
        self.add(Slipcover(branch=True, source=SOURCES, exclude_also=["@overload"]).get_coverage())
        if self.percent < LEAST and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def percent(self) -> float:
        """Give the lines and branches that were reached, of a hundred."""
        return float(self.whole["summary"]["percent_covered"])

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Print the files that were not reached wholly, and the sum."""
        table = io.StringIO()
        print_coverage(self.whole, outfile=table, skip_covered=True)
        terminalreporter.section("what the tests reached", sep="-")
        terminalreporter.write_line(table.getvalue())
        told = f"{self.percent:.2f} % of lines and branches reached; {LEAST} % wanted"
        terminalreporter.write_line(told, red=self.percent < LEAST)


class Unmeasured:
    """Says at the end of a run that nothing was measured."""

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say so."""
        terminalreporter.section("what the tests reached", sep="-")
        terminalreporter.write_line("not measured: SlipCover has no wheel for this Python and machine")


REACH = Reach() if AVAILABLE else None  # before the files of tests are looked at, for those import ours


def pytest_configure(config: pytest.Config) -> None:
    """Begin to measure; a process that works for another one sees this only after the first conftest.py."""
    if REACH is None:
        if hasattr(config, "workerinput"):
            return
        config.pluginmanager.register(Unmeasured(), "reach-of-tests")
        return
    if REACH.missed:
        raise pytest.UsageError(
            f"cannot measure what was imported before: {', '.join(REACH.missed)} (test all of 'tests')"
        )
    config.pluginmanager.register(REACH, "reach-of-tests")
