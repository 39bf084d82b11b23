"""Measure search against scanning the graph, on a made-up graph of tasks, all in one process.

    .venv/bin/python benchmarks/search.py [--titles N] [--rounds N]

Every round asks each contestant the same searches in turn, so that the noise of the machine falls on all of
them; times are of the processor. Trust the ratios of the medians. The contestants: SPARQL with CONTAINS,
and with REGEX, over titles as they are, in the store on disk; FTS5 with its own folding of diacritics; our
index, which ranks, counts and says what matched; and the same index from within a SPARQL query. Then it
counts how many of the titles that hold the words, marks or not, each finds when the words are typed without
marks.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from graph_build.search_index import write_index
from graph_build.search_words import keys
from graph_build.store import Database
from ontology.vocab import vocabulary
from queries.search import SearchIndex
from queries.search_sparql import expand
from queries.search_terms import understand

PHRASES = """
tổ chức; thực hiện; phòng, chống dịch bệnh; y tế dự phòng; dự án đầu tư; tiêm chủng mở rộng; vắc xin; kế
hoạch; báo cáo; đường sắt đô thị; bộ, ngành; tỉnh; huyện; xây dựng nông thôn mới; giáo dục và đào tạo;
nguồn nhân lực; rà soát văn bản; quy phạm pháp luật; kiểm tra; giám sát; đánh giá; hướng dẫn; triển khai;
chương trình mục tiêu; giảm nghèo bền vững; đầu tư công trung hạn; chuyển đổi số; cải cách hành chính;
môi trường; biến đổi khí hậu; bộ; năng lượng tái tạo; an toàn giao thông; chăn nuôi bò sữa; thú y; nuôi
trồng thủy sản; khai thác biển đảo; du lịch; di sản văn hóa; thể thao; lao động; việc làm; bảo hiểm xã
hội; y tế cơ sở; đường bộ; đề án; dữ liệu dân cư
""".strip().split(";")
COMMON = ("tiêm chủng mở rộng", "đường sắt", "dự án đầu tư", "bò sữa", "rà soát văn bản", "dữ liệu")
RARE = ("đường bộ đề án", "thể thao lao động", "bò sữa thú y", "di sản văn hóa du lịch", "lao động đường sắt")
PREFIXES = (
    "PREFIX nv: <https://w3id.org/nhiemvu/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
    "PREFIX nvf: <https://w3id.org/nhiemvu/function#> "
)


def titles(count: int) -> list[str]:
    """Make up titles of 4 to 12 phrases, the common ones more often, as they are in real text."""
    chosen = random.Random(20)  # noqa: S311 - nothing secret
    weights = [1 / (1 + rank) for rank in range(len(PHRASES))]
    return [
        " ".join(" ".join(chosen.choices(PHRASES, weights, k=chosen.randint(4, 12))).split())
        for _ in range(count)
    ]


def quads(made: list[str]) -> bytes:
    """Write tasks with these titles, thirty a document."""
    base = "https://w3id.org/nhiemvu/"
    lines = []
    for number, title in enumerate(made):
        task, graph = f"<{base}id/task/made/2026/kh-{number // 30}/{number}>", f"<{base}graph/made>"
        document = f"<{base}id/document/made/2026/kh-{number // 30}>"
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        lines += [
            f"{task} {kind} <{base}ontology#Task> {graph} .",
            f'{task} <http://purl.org/dc/terms/title> "{title}"@vi {graph} .',
            f"{task} <{base}ontology#statedIn> {document} {graph} .",
        ]
    return "\n".join(lines).encode()


def own_folding(made: list[str]) -> sqlite3.Connection:
    """Index titles with the folding that FTS5 brings along."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(title, tokenize='unicode61 remove_diacritics 2')")
    connection.executemany("INSERT INTO t(rowid, title) VALUES (?, ?)", enumerate(made))
    return connection


def bare(text: str) -> str:
    """Take all marks off, as somebody types who has no Vietnamese keyboard."""
    return " ".join(key.bare for key in keys(text))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure search against scanning the graph.")
    parser.add_argument("--titles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    made = titles(given.titles)
    with tempfile.TemporaryDirectory() as folder:
        loaded = Database()
        loaded.load_nquads(quads(made), "the made-up graph")
        database = loaded.saved(Path(folder) / "store")
        before = time.process_time()
        entries = write_index(database, Path(folder) / "search.sqlite", vocabulary())
        seconds = time.process_time() - before
        size = (Path(folder) / "search.sqlite").stat().st_size
        print(f"index of {entries} entries: {seconds:.2f} s, {size / entries:.0f} bytes an entry")
        compare(database, SearchIndex(Path(folder) / "search.sqlite"), own_folding(made), made, given.rounds)
        database.close()


def compare(
    database: Database, index: SearchIndex, own: sqlite3.Connection, made: list[str], rounds: int
) -> None:
    """Ask everyone everything, and print medians, ratios and what was found without marks."""

    def sparql(pattern: str) -> Callable[[str], int]:
        return lambda text: len(list(database.query(PREFIXES + pattern.replace("TEXT", text))))

    def through_sparql(text: str) -> int:
        search = f'?task nvf:search "\\"{text}\\""'
        query = f"{PREFIXES} SELECT ?task ?title {{ {search} . ?task dcterms:title ?title }}"
        return len(list(database.query(expand(query, lambda: index))))

    title = "SELECT ?task ?title WHERE { ?task a nv:Task ; dcterms:title ?title FILTER(%s) }"
    contestants: dict[str, Callable[[str], int]] = {
        "SPARQL CONTAINS": sparql(title % 'CONTAINS(LCASE(?title), "TEXT")'),
        "SPARQL REGEX": sparql(title % 'REGEX(?title, "TEXT", "i")'),
        "FTS5, its own folding": lambda text: len(
            own.execute(
                "SELECT title FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", (f'"{text}"',)
            ).fetchall()
        ),
        "our index": lambda text: index.find(understand(f'"{text}"')).total,
        "our index in SPARQL": through_sparql,
    }
    for named, searches in (("words of a few dozen titles", RARE), ("words of up to a third of all", COMMON)):
        race(named, searches, contestants, rounds)
    print("found when typed without marks, of those that hold the words with any marks:")
    for text in (*RARE, *COMMON):
        plain = bare(text)
        there = sum(f" {plain} " in f" {bare(one)} " for one in made)
        by_own = own.execute("SELECT count(*) FROM t WHERE t MATCH ?", (f'"{plain}"',)).fetchone()[0]
        by_contains = contestants["SPARQL CONTAINS"](plain)
        by_ours = contestants["our index"](plain)
        print(f"  {plain:20} {there:6}: CONTAINS {by_contains}, FTS5 itself {by_own}, our index {by_ours}")


def race(
    named: str, searches: tuple[str, ...], contestants: dict[str, Callable[[str], int]], rounds: int
) -> None:
    """Ask every contestant the same searches in turn, and print the medians."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, ask in contestants.items():
            before = time.process_time()
            for text in searches:
                ask(text)
            seconds[name].append((time.process_time() - before) / len(searches))
    ours = statistics.median(seconds["our index"])
    print(f"{named}:\n{'':24}{'a search':>12}{'ratio to our index':>22}")
    for name, measured in seconds.items():
        median = statistics.median(measured)
        print(f"{name:24}{median * 1000:9.2f} ms{median / ours:22.1f}")


if __name__ == "__main__":
    main()
