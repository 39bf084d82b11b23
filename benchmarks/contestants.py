"""One contestant of `stores.py` in a process of its own: loads a graph and answers the questions about it.

    python benchmarks/contestants.py NAME GRAPH.nq FOLDER

Prints a line of JSON for every measurement as soon as it is done, so what a limit ends keeps what it has.
`seconds` is wall time, `processor` the processor time of the process that did the work, `peak` its largest
resident memory in MB.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.stores.servers import find, free_port, oxigraph  # noqa: E402 - the folder must be known first

MEGABYTE = 1 << 20
QUESTION_SECONDS = 60
"""A question that has no answer after so long is given up."""
ROUNDS_SECONDS = 20
"""Rounds of a question go on for about so long, five at most."""
QUESTIONS = "questions.json"
XSD = "http://www.w3.org/2001/XMLSchema#"
COUNTED = ("coordination-load", "co-work-pairs")
Ask = Callable[[str], list[tuple[str, ...]]]
Count = Callable[[], list[tuple[str, ...]]]


def tell(what: str, **measured: Any) -> None:
    """Print one measurement."""
    print(json.dumps({"what": what, **measured}, ensure_ascii=False), flush=True)


def measured(what: str, work: Callable[[], object]) -> None:
    """Do some work in this process and tell what it took; `peak` is that of the process so far."""
    before, begun = _processor(resource.RUSAGE_SELF), time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    own = resource.getrusage(resource.RUSAGE_SELF)
    tell(what, seconds=seconds, processor=_processor(resource.RUSAGE_SELF) - before, peak=own.ru_maxrss >> 10)


def _processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def run(what: str, *command: str) -> None:
    """Run a command to its end and tell what it took; raises CalledProcessError."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None  # noqa: S101
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tell("failed", why=f"{Path(command[0]).name}: {said.strip()[-300:]}")
        raise SystemExit(1)
    tell(
        what,
        seconds=time.perf_counter() - begun,
        processor=used.ru_utime + used.ru_stime,
        peak=used.ru_maxrss >> 10,
    )


@contextlib.contextmanager
def give_up_after(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in Python code that takes longer; compiled code ends first."""

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def answer(ask: Ask, folder: Path, counted: dict[str, Count] | None = None, *, ends: bool = False) -> None:
    """Ask every question a few times; tells the median, the number of rows and a digest of them, sorted.

    `ends` stops at the first question that is given up, as a server goes on with it and would be slow.
    """
    questions: dict[str, list[str]] = json.loads((folder / QUESTIONS).read_text(encoding="utf-8"))
    for name, texts in questions.items():
        own = (counted or {}).get(name)

        def by_sparql(asked: list[str] = texts) -> list[tuple[str, ...]]:
            return [row for text in asked for row in ask(text)]

        ways = {name: by_sparql} if own is None else {name: own, f"{name} by SPARQL": by_sparql}
        for what, way in ways.items():
            try:
                with give_up_after(QUESTION_SECONDS):
                    rows, times, used = _rounds(way)
            except (TimeoutError, MemoryError, OSError, RuntimeError) as error:
                tell(what, given_up=f"{type(error).__name__} {error}".strip()[:200])
                if ends:
                    return
                continue
            digest = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()[:16]
            found = {"rounds": len(times), "rows": len(rows), "digest": digest}
            tell(what, seconds=statistics.median(times), processor=statistics.median(used), **found)


def _rounds(way: Count) -> tuple[list[tuple[str, ...]], list[float], list[float]]:
    """Give the rows, and the wall and processor times of the rounds; the latter are of this process alone."""
    times: list[float] = []
    used: list[float] = []
    while True:
        begun, before = time.perf_counter(), time.process_time()
        rows = way()
        times.append(time.perf_counter() - begun)
        used.append(time.process_time() - before)
        if len(times) == 5 or sum(times) > ROUNDS_SECONDS:
            return rows, times, used


def _texts(rows: Any) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else str(term) for term in row) for row in rows]


def nhiemvu(graph: Path, folder: Path) -> None:
    """Import with the command; ask the snapshot, and answer from its tables what the library does."""
    run("load", sys.executable, "-m", "api.cli", "import", str(graph), "-o", str(folder / "nhiemvu"))
    from graph_build.store import open_snapshot  # noqa: PLC0415 - not needed by the others
    from queries import counted, task_rows, trace  # noqa: PLC0415

    with open_snapshot(folder / "nhiemvu") as store:
        given, task = write_questions(store, folder)

        def count(name: str) -> list[tuple[str, ...]]:
            return _texts(counted.counted(store, name, {}))

        def list_tasks(name: str) -> list[tuple[str, ...]]:
            return _texts(task_rows.task_rows(store, *given[name]))

        begun = time.perf_counter()
        counted.held_table(store)
        tell("read the table", seconds=time.perf_counter() - begun)
        _, times, used = _rounds(lambda: [(str(trace.trace(store, task)),)])
        told = {"seconds": statistics.median(times), "processor": statistics.median(used)}
        tell("trace, by `nhiemvu trace`", **told)
        answer(
            lambda text: _texts(store.query(text)),
            folder,
            {
                **{name: (lambda asked=name: count(asked)) for name in COUNTED},  # type: ignore[misc]
                **{name: (lambda asked=name: list_tasks(asked)) for name in given},  # type: ignore[misc]
            },
        )


def write_questions(store: Any, folder: Path) -> tuple[dict[str, tuple[str, dict[str, Any]]], str]:
    """Write the questions for all: about the resolution most drawn on, and a unit that leads much.

    Gives those about tasks as the library asks them, the name of the question and its terms, and the task
    that is traced.
    """
    from graph_build.terms import iri, literal  # noqa: PLC0415
    from ontology.vocab import DEFAULT_BASE  # noqa: PLC0415
    from queries.catalogue import find as question  # noqa: PLC0415
    from queries.trace import trace  # noqa: PLC0415

    nv = f"PREFIX nv: <{DEFAULT_BASE}ontology#>"

    def one(select: str, order: str) -> Any:
        return next(iter(store.query(f"{nv} SELECT {select} {order}")))[0]

    most = "ORDER BY DESC(COUNT(*)) LIMIT 1"
    act = one("?a { ?d nv:implements ?a . ?a nv:inCorpus false } GROUP BY ?a", most)
    unit = one("?u { ?u a nv:Unit ; nv:leads ?t } GROUP BY ?u", f"{most} OFFSET 9")
    task = one(f"?t {{ {unit} nv:leads ?t . ?t nv:statedIn/nv:implements {act} }}", "ORDER BY ?t LIMIT 1")
    asked: list[str] = []

    class Listening:
        snapshot_id = ""

        def query(self, sparql: str) -> Any:
            asked.append(sparql)
            return store.query(sparql)

    trace(Listening(), task.value)  # type: ignore[arg-type]
    first, last = (literal(day, datatype=f"{XSD}date") for day in ("2015-12-31", "2024-12-31"))
    lead = iri(f"{DEFAULT_BASE}codes/role/lead")
    given = {
        "tasks-led": ("tasks-led", {"resolution": act, "unit": unit}),
        "tasks-coordinated": ("tasks-coordinated", {"resolution": act, "unit": unit}),
        "overdue by lead": ("tasks-due", {"unit": unit, "role": lead, "from": first, "to": last}),
    }
    texts = {
        **{
            name: [question(asked).bind({one: str(term) for one, term in terms.items()}, DEFAULT_BASE)]
            for name, (asked, terms) in given.items()
        },
        "trace": asked,
        **{name: [question(name).bind({}, DEFAULT_BASE)] for name in COUNTED},
    }
    (folder / QUESTIONS).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return given, task.value


def nhiemvu_store(graph: Path, folder: Path) -> None:
    """Do only what the others do: fill the store on disk and order its files, without search and tables."""
    from graph_build.line_loading import load_lines  # noqa: PLC0415

    def work() -> None:
        store = ox.Store(folder / "store-alone")
        with graph.open("rb") as data:
            load_lines(store, data, ox.RdfFormat.N_QUADS, None, folder)
        store.flush()
        store.optimize()

    measured("load", work)


def in_memory(graph: Path, folder: Path) -> None:
    """Load into pyoxigraph in memory, and ask there."""
    store = ox.Store()
    measured("load", lambda: store.bulk_load(path=graph, format=ox.RdfFormat.N_QUADS))
    answer(lambda text: _texts(store.query(text, use_default_graph_as_union=True)), folder)


def rdflib_like(kind: str, form: str) -> Callable[[Path, Path], None]:
    """Give the contestant that loads into a dataset of rdflib with a kind of store."""

    def contestant(graph: Path, folder: Path) -> None:
        import rdflib  # noqa: PLC0415

        data = rdflib.Dataset(store=kind, default_union=True)
        measured("load", lambda: data.parse(str(graph), format=form))

        def ask(text: str) -> list[tuple[str, ...]]:
            found: Any = data.query(text)
            return [tuple("" if term is None else term.n3() for term in row) for row in found]

        answer(ask, folder)

    return contestant


def over_http(url: str) -> Ask:
    """Give a way to ask an endpoint by POST of a form; Virtuoso never answers one of the query alone."""

    def ask(text: str) -> list[tuple[str, ...]]:
        form = urllib.parse.urlencode({"query": text}).encode()
        request = urllib.request.Request(url, form, {"Accept": "application/sparql-results+json"})  # noqa: S310 - our own server
        try:
            with urllib.request.urlopen(request, timeout=QUESTION_SECONDS) as response:  # noqa: S310
                found = ox.parse_query_results(response.read(), format=ox.QueryResultsFormat.JSON)
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode("utf-8", "replace")[:200]) from error
        except (SyntaxError, ValueError) as error:
            raise RuntimeError(str(error)[:200]) from error
        return _texts(found)

    return ask


def oxigraph_server(graph: Path, folder: Path) -> None:
    """Load with `oxigraph load`, order with `oxigraph optimize`, serve, and ask over HTTP."""
    program = find("oxigraph")
    if program is None:
        tell("failed", why="there is no program oxigraph")
        return
    location = str(folder / "oxigraph" / "data")
    (folder / "oxigraph").mkdir()
    run("load", program, "load", "--location", location, "--file", str(graph))
    run("optimize", program, "optimize", "--location", location)
    with oxigraph(program, folder / "oxigraph", "--union-default-graph") as server:
        answer(over_http(server.url), folder, ends=True)


def virtuoso_server(graph: Path, folder: Path) -> None:
    """Load with Virtuoso's bulk loader and a checkpoint, and ask over HTTP."""
    from tests.stores import servers  # noqa: PLC0415

    program, shell = find("virtuoso-t"), find("isql-vt")
    if program is None or shell is None:
        tell("failed", why="there is no virtuoso-t or no isql-vt")
        return
    home = folder / "virtuoso"
    home.mkdir()
    own = free_port()
    servers._VIRTUOSO_INI = (  # the server of the tests, with the memory that a large graph wants
        servers._VIRTUOSO_INI.replace("{own_port}", str(own))
        .replace("NumberOfBuffers = 10000", "NumberOfBuffers = 250000\nMaxDirtyBuffers = 180000")
        .replace("DirsAllowed = {folder}", f"DirsAllowed = {graph.parent}")
    )
    servers.VIRTUOSO_ROWS = 10_000_000
    statement = f"ld_dir('{graph.parent}', '{graph.name}', 'urn:graph'); rdf_loader_run(); checkpoint;"
    with servers.virtuoso(program, home) as server:
        begun = time.perf_counter()
        subprocess.run(
            [shell, str(own), "dba", "dba", f"exec={statement}"], check=True, capture_output=True, text=True
        )
        status = Path(f"/proc/{server.process}/status").read_text(encoding="utf-8")
        peak = int(status.partition("VmHWM:")[2].split()[0]) >> 10
        tell("load", seconds=time.perf_counter() - begun, peak=peak)
        answer(over_http(server.url), folder, ends=True)


CONTESTANTS: dict[str, Callable[[Path, Path], None]] = {
    "nhiemvu": nhiemvu,
    "nhiemvu, store alone": nhiemvu_store,
    "oxigraph": oxigraph_server,
    "pyoxigraph in memory": in_memory,
    "Virtuoso": virtuoso_server,
    "rdflib": rdflib_like("default", "nquads"),
    "oxrdflib": rdflib_like("Oxigraph", "ox-nquads"),
}


def main(arguments: Sequence[str]) -> None:
    """Run one contestant."""
    name, graph, folder = arguments
    most = int(os.environ.get("MEMORY_GB", "12")) << 30
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    CONTESTANTS[name](Path(graph), Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
