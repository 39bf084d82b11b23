"""Provisions that no task takes up: what counts as taken up in the document itself and in those under it."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from api.cli import app
from api.cli.consoles import LanguageChoice
from api.cli.spoken import Say
from graph_build.store import Database, EmbeddedStore, open_snapshot
from ontology.vocab import DEFAULT_BASE as BASE
from queries.errors import DocumentUnread, InvalidValue, UnknownDocument
from queries.untaken import Untaken, untaken
from queries.untaken_table import COLUMNS, as_csv, write_workbook
from queries.verdicts import Verdict, Verdicts

runner = CliRunner()
UPPER = "5/NQ-CP"

_HEAD = f"""@base <{BASE}> .
@prefix nv: <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
_DOCUMENTS = """
<id/document/upper> a nv:Document ; rdfs:label "Nghị quyết 5/NQ-CP" ; nv:number "5/NQ-CP" ;
  nv:numberKey "5/NQ-CP" ;
  nv:inCorpus true ; nv:hasSnapshot <id/snapshot/upper> .
<id/document/plan> a nv:Document ; rdfs:label "Kế hoạch 6/KH-UBND" ; nv:number "6/KH-UBND" ;
  nv:numberKey "6/KH-UBND" ;
  nv:inCorpus true ; nv:hasSnapshot <id/snapshot/plan> ; nv:implements <id/document/upper> .
<id/document/resting> a nv:Document ; rdfs:label "Quyết định 7/QĐ-BYT" ; nv:number "7/QĐ-BYT" ;
  nv:numberKey "7/QĐ-BYT" ; nv:inCorpus true ; nv:hasSnapshot <id/snapshot/resting> ;
  nv:basedOn <id/document/upper> .
<id/document/bare> a nv:Document ; rdfs:label "Chỉ thị 8/CT-UBND" ; nv:number "8/CT-UBND" ;
  nv:numberKey "8/CT-UBND" ;
  nv:inCorpus true ; nv:hasSnapshot <id/snapshot/bare> .
<id/document/cited> a nv:Document ; rdfs:label "Luật 1/QH" ; nv:number "1/QH" ;
  nv:numberKey "1/QH" ; nv:inCorpus false .
<id/unit/a> a nv:Unit ; skos:prefLabel "Cục A"@vi ; nv:participatesIn <id/task/own2> .
<id/unit/b> a nv:Unit ; skos:prefLabel "Cục B"@vi .
"""
_MORE = " ".join(f"thôn{number} bản{number} xóm{number}" for number in range(60))
_STATED = (
    ("Measure", "placed", "upper", "II.1.a", "", "Khảo sát nguồn nước ở vùng cao"),
    ("Measure", "worded", "upper", "II.3", "", "Mua sắm máy thở cho các bệnh viện huyện"),
    (
        "Measure",
        "shared",
        "upper",
        "II.4",
        "",
        "Đào tạo bác sĩ gia đình cho trạm y tế xã " + _MORE,
    ),
    ("Measure", "lonely", "upper", "III", "", "Trồng rừng phòng hộ ven biển"),
    ("Duty", "assigned", "upper", "IV.1", "", "Theo dõi giá vàng trong nước"),
    ("Duty", "idle", "upper", "IV.2", "", "Kiểm tra cầu đường nông thôn"),
    ("Duty", "bare", "bare", "I", "", "Báo cáo hằng quý"),
    ("Task", "own1", "upper", "II", "1", "Một việc hoàn toàn khác"),
    ("Task", "own2", "upper", "PL", "2", "Mua máy thở cho bệnh viện huyện"),
    ("Task", "own3", "upper", "PL", "3", "Đào tạo bác sĩ gia đình cho trạm y tế xã"),
    ("Task", "wood", "plan", "PL", "1", "Trồng rừng phòng hộ ven biển tại hai huyện"),
    ("Task", "bridge", "resting", "PL", "1", "Kiểm tra cầu đường nông thôn hằng năm"),
)


def _turtle() -> str:
    made = [_HEAD, _DOCUMENTS]
    for kind, name, document, section, code, text in _STATED:
        told = f'nv:statedIn <id/document/{document}> ; nv:sectionPath "{section}" ; rdfs:label "{text}"'
        coded = f' ; nv:code "{code}"' if code else ""
        made.append(f"<id/{kind.lower()}/{name}> a nv:{kind} ; {told}{coded} .")
    made.append("<id/duty/assigned> nv:dutyOf <id/unit/a> . <id/duty/idle> nv:dutyOf <id/unit/b> .")
    return "\n".join(made)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    database = Database()
    graph = f"{BASE}graph/document/all"
    database.load_turtle(_turtle().encode(), graph, graph)
    return EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), database)


def _named(found: tuple[Untaken, ...]) -> list[tuple[str, str]]:
    return [(one.scope, one.near.iri.rpartition("/")[2]) for one in found]


def test_within_place_words_share_and_body_take_up(store: EmbeddedStore) -> None:
    found = untaken(store, UPPER, scope="within")
    assert _named(found) == [("within", "idle"), ("within", "lonely")]
    assert {one.tasks for one in found} == {3}
    assert {one.document.name for one in found} == {"Nghị quyết 5/NQ-CP"}


def test_below_only_words_do_and_what_rests_on_it_counts(store: EmbeddedStore) -> None:
    found = untaken(store, UPPER, scope="below")
    assert {name for _, name in _named(found)} == {"assigned", "placed", "shared", "worded"}
    assert [one.name for one in found[0].compared] == ["Kế hoạch 6/KH-UBND", "Quyết định 7/QĐ-BYT"]
    assert found[0].tasks == 2


def test_without_tasks_to_compare_with_nothing_is_said(store: EmbeddedStore) -> None:
    assert untaken(store, "8/CT-UBND") == ()
    assert untaken(store, "6/KH-UBND") == ()
    assert untaken(store) == untaken(store, UPPER)


def test_a_verdict_stands_above_the_words(store: EmbeddedStore) -> None:
    def said(verdict: str, first: str, second: str) -> Verdicts:
        return Verdicts(
            [Verdict("counterpart", f"{BASE}id/{first}", verdict, "r", "An", f"{BASE}id/{second}")]
        )

    taken = untaken(store, UPPER, scope="within", verdicts=said("broader", "measure/lonely", "task/own1"))
    assert _named(taken) == [("within", "idle")]
    apart = untaken(store, UPPER, scope="within", verdicts=said("different", "measure/worded", "task/own2"))
    assert ("within", "worded") in _named(apart)


def test_what_is_wrong_is_told(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownDocument):
        untaken(store, "9/QĐ-XYZ")
    with pytest.raises(DocumentUnread):
        untaken(store, "1/QH")
    with pytest.raises(InvalidValue):
        untaken(store, scope="above")
    with pytest.raises(InvalidValue):
        untaken(store, most_tasks=4)
    assert untaken(store, UPPER, most_tasks=4)


def test_tables_hold_every_row(store: EmbeddedStore) -> None:
    found = untaken(store, UPPER)
    rows = list(csv.DictReader(StringIO(as_csv(found))))
    assert [row["section"] for row in rows] == [one.section for one in found]
    assert {row["gap"] for row in rows} == {"provision-without-task"}
    for language, heading in (("vi", "Loại"), ("en", "Kind")):
        written = BytesIO()
        write_workbook(found, written, "en" if language == "en" else "vi")
        sheet = load_workbook(written).worksheets[0]
        assert (sheet.max_row, sheet.max_column) == (len(found) + 1, len(COLUMNS))
        assert sheet.cell(1, 1).value == heading


def test_the_plan_of_2024_has_measures_that_its_annex_leaves_out(seed_graph: Path) -> None:
    """The annex of 164/QĐ-BYT holds six acts to be drafted; food safety (II.2.4) is none of them."""
    with open_snapshot(seed_graph) as opened:
        found = untaken(opened, "164/QĐ-BYT")
        assert untaken(opened, "2182/QĐ-BYT") == ()
    assert "II.2.4" in {one.section for one in found}
    assert all(one.near.evidence and one.nearest and one.nearest.score < 0.25 for one in found)


def test_the_command_answers_in_every_form(sample_graph: Path) -> None:
    def asked(*given: str) -> str:
        made = runner.invoke(app, ["untaken", "164/QĐ-BYT", "-g", str(sample_graph), *given])
        assert made.exit_code == 0, made.output
        return made.stdout

    told = json.loads(asked("--format", "json"))
    assert told
    assert all(one["suggestion"] and one["stated"][0]["evidence"] for one in told)
    assert len(list(csv.DictReader(StringIO(asked("--format", "csv"))))) == len(told)
    assert "Nhiệm vụ gần nhất" in asked("--lang", "vi")
    for name in ("untaken", "carried"):
        assert Say(LanguageChoice.EN).count(f"{name}.counted", 1).startswith("1 suggestion, not a fact")
    wrong = runner.invoke(app, ["untaken", "--scope", "above", "-g", str(sample_graph)])
    assert (wrong.exit_code, "within or below" in wrong.output) == (2, True)
