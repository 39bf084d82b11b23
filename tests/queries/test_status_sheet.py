"""Status sheets: read as offices write them, joined by equal codes alone, kept, superseded and taken back."""

from __future__ import annotations

import csv
import io
import shutil
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.errors import WritingFailed
from graph_build.nquads import Quads
from graph_build.store import EmbeddedStore
from ontology.codes import codes
from queries.names import Names
from queries.outcome_read import TaskFacts, read_documents, read_tasks
from queries.stated_tasks import stated_tasks
from queries.status_join import Joined, _Join, join, key_of, keys
from queries.status_log import (
    FILE,
    NothingToUndo,
    Row,
    Sheet,
    StatusDamaged,
    StatusLog,
    add_sheet,
    read_log,
    undo_last,
)
from queries.status_rdf import graph_name, lines
from queries.status_sheet import HEADINGS, BadSheet, SheetRow, iso_date, sheet_of, status_of
from tests.queries.conftest import BASE, D99, D2182

VI = "Mã nhiệm vụ{0}Văn bản{0}Trạng thái{0}Ngày{0}Ghi chú{0}Người cập nhật\r\n"
ONE = "B/1{0}2182/QĐ-BYT{0}Hoàn thành{0}31/12/2022{0}đã trình Bộ{0}An\r\n"
VIETNAMESE = (
    "Mã nhiệm vụ;Trạng thái;Ghi chú\r\n"
    + "1.1;Đang thực hiện;Bộ Y tế đã trình Chính phủ dự thảo nghị định\r\n" * 3
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_as_excel_writes_it(separator: str, encoding: str) -> None:
    read = sheet_of("s.csv", (VI + ONE).format(separator).encode(encoding))
    (row,) = read.rows
    assert (row.row, row.code, row.document, row.status) == (2, "B/1", "2182/QĐ-BYT", "done")
    assert (row.written, row.date, row.note, row.by) == ("Hoàn thành", "2022-12-31", "đã trình Bộ", "An")


def test_an_older_encoding_is_read_and_named() -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"  # Windows-1258 has the tones as letters of their own
    taken = (unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", VIETNAMESE))
    written = "".join(
        unicodedata.normalize("NFC", "".join(c for c in letter if c not in tones))
        + "".join(c for c in letter if c in tones)
        for letter in taken
    )
    read = sheet_of("s.csv", written.encode("cp1258"))
    assert read.encoding == "Windows-1258"
    assert [row.status for row in read.rows] == ["in-progress"] * 3


def test_a_workbook_with_a_title_above_the_headings() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["BÁO CÁO TIẾN ĐỘ"], [], ["TT", "Tiến độ", "Ngày"], ["1.1", "Chậm", "15/01/2023"]):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    read = sheet_of("s.xlsx", written.getvalue())
    assert [(row.code, row.status, row.date) for row in read.rows] == [("1.1", "late", "2023-01-15")]
    assert read.encoding == "workbook"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", 'no row of headings with "Mã nhiệm vụ"'),
        ("Mã nhiệm vụ,Ghi chú\n1,2\n", "Its first row is: Mã nhiệm vụ, Ghi chú"),
        ("Code,Status,Mã\n1,Done,2\n", "(code) twice"),
        ("Code,Status\n", "no row below"),
        ("Code,Status\n,Done\n", "Row 2: the column 'Mã nhiệm vụ' (code) is empty"),
        ("Code,Status\n1,\n", "Row 2: the column 'Trạng thái' (status) is empty"),
        ("Code,Status,Date\n\n1,Done,12/31/2022\n", "Row 3: '12/31/2022' is no date"),
        ("Code,Status\n1,Done,x\n", "more cells than the headings"),
        ('Code,Status\n1,"Done\n', "quotation mark"),
        (f"Code,Status\n1,{'x' * 2001}\n", "more than 2000 characters"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(text: str, told: str) -> None:
    with pytest.raises(BadSheet) as caught:
        sheet_of("s.csv", text.encode())
    assert told in str(caught.value)


def test_bytes_in_no_known_encoding() -> None:
    with pytest.raises(BadSheet, match="CSV UTF-8"):
        sheet_of("s.csv", b"Code,Status\n1,\xff\xfe\x81\x8d done\n")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("31/12/2022", "2022-12-31"),
        ("1-2-2023", "2023-02-01"),
        ("2022-12-31", "2022-12-31"),
        ("2022-12-31 00:00:00", "2022-12-31"),
        ("12/2022", "2022-12"),
        ("2022", "2022"),
        ("ngày 31 tháng 12 năm 2022", "2022-12-31"),
        ("Ngày 1 tháng 02 năm 2023", "2023-02-01"),
        ("Tháng 3 năm 2023", "2023-03"),
        ("tháng 12/2022", "2022-12"),
        ("năm 2022", "2022"),
        ("ngày 31.12.2022", "2022-12-31"),
        ("ngày 31 tháng 02 năm 2022", None),
        ("quý IV/2022", None),
        ("31/02/2022", None),
        ("tháng 12", None),
        ("44926", None),
    ],
)
def test_dates(written: str, date: str | None) -> None:
    assert iso_date(written) == date


def test_statuses_of_the_list_in_any_of_its_names() -> None:
    for code in codes("task-status"):
        for name in (code.vi, code.en, code.vi.upper(), code.notation, *code.other_names):
            assert status_of(name) == code.notation
    for unknown in ("", "70%", "Chưa hoàn thành", "không"):
        assert status_of(unknown) == ""


CELL = st.text(st.sampled_from("aạăâđ Đ1.,;\t\"'/-=+()"), max_size=12)


@given(
    st.lists(st.tuples(CELL.filter(str.strip), CELL.filter(str.strip), CELL), min_size=1, max_size=8),
    st.sampled_from(",;\t"),
)
def test_what_is_written_is_read_again(rows: list[tuple[str, str, str]], separator: str) -> None:
    written = io.StringIO()
    table = csv.writer(written, delimiter=separator)
    table.writerow(HEADINGS[role][0] for role in ("code", "status", "note"))
    table.writerows(rows)
    read = sheet_of("s.csv", written.getvalue().encode("utf-8-sig"))
    kept = [tuple(unicodedata.normalize("NFC", cell).strip() for cell in row) for row in rows]
    assert [(row.code, row.written, row.note) for row in read.rows] == kept


def joined(store: EmbeddedStore, text: str, document: str = "") -> Joined:
    return join(store, sheet_of("s.csv", text.encode()).rows, document)


def test_rows_are_joined_by_code_and_document(small_graph: EmbeddedStore) -> None:
    found = joined(small_graph, "Code,Document,Status\n1.1,2182/QĐ-BYT,Done\nC/2,,Late\n2,99/KH-SYT,70%\n")
    assert found.unjoined == ()
    assert [(row.task.rpartition("/")[2], row.status) for row in found.rows] == [
        ("b1", "done"),
        ("c2", "late"),
        ("i2", ""),
    ]
    assert joined(small_graph, "Code,Status\n2,Done\n", "99/KH-SYT").rows[0].task.endswith("/i2")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Code,Status\n1,Done\n", "3 tasks bear the code '1'; the row needs the document. Perhaps: "),
        ("Code,Status\n1.2,Done\n", "no task bears the code '1.2'. Perhaps: Quyết định 2182/QĐ-BYT B/1.1"),
        ("Code,Document,Status\n1.1,99/KH-SYT,Done\n", "no task in Kế hoạch 99/KH-SYT bears the code '1.1'."),
        ("Code,Document,Status\n1,5555/QĐ-BYT,Done\n", "no document '5555/QĐ-BYT'"),
        ("Code,Document,Status\n1,01/QĐ-UBND,Done\n", "01/QĐ-UBND"),
        ("Code,Status\n1.1,Done\nB/1.1,Late\n", "rows 2, 3 name the same task."),
        (
            "Code,Status\nhttps://example.org/none,Done\n",
            "no task bears the code 'https://example.org/none'.",
        ),
        ('Code,Status\n"1,1",Done\n', "no task bears the code '1,1'."),
    ],
)
def test_what_is_not_certain_is_listed_and_not_joined(
    small_graph: EmbeddedStore, text: str, told: str
) -> None:
    found = joined(small_graph, text)
    assert found.rows == ()
    assert told in str(found.unjoined[0])


@given(
    st.text(max_size=12) | st.sampled_from(["1.1", "1.10", "11", "1", "C/1", "b/1.1", " 2. ", "I 1", "6.1)"])
)
def test_no_row_is_joined_to_a_task_of_another_code(small_graph: EmbeddedStore, code: str) -> None:
    tasks = {task.iri: task for task in _all_tasks(small_graph)}
    held = _JOIN.setdefault("held", _joiner(small_graph, tuple(tasks.values())))
    for document in ("", D2182, D99):
        held.document = document
        row = sheet_row(code)
        for made in held.joined([row]).rows:
            task = tasks[made.task]
            assert key_of(code) in keys(task)
            assert key_of(code).endswith(key_of(task.code)) or code.strip() == task.iri or "/" in code
            assert document in ("", task.document)


_JOIN: dict[str, _Join] = {}


def _all_tasks(store: EmbeddedStore) -> tuple[TaskFacts, ...]:
    return read_tasks(store, BASE, (one.iri for one in stated_tasks(store, BASE)))


def _joiner(store: EmbeddedStore, tasks: tuple[TaskFacts, ...]) -> _Join:
    return _Join(Names(store), "", tasks, read_documents(store, BASE))


def sheet_row(code: str) -> SheetRow:
    return SheetRow(2, code, "", "done", "Done", "", "", "")


def sheet(name: str, **statuses: str) -> Sheet:
    rows = tuple(
        Row(number, f"urn:{task}", task, said, said)
        for number, (task, said) in enumerate(statuses.items(), 2)
    )
    return Sheet(name, name * 8, "UTF-8", rows)


def test_a_later_sheet_counts_and_the_earlier_is_history(tmp_path: Path) -> None:
    assert read_log(tmp_path).reported == {}
    assert add_sheet(tmp_path, sheet("a", x="done", y="late"))
    assert add_sheet(tmp_path, sheet("b", x="stopped"))
    held = read_log(tmp_path)
    assert {task: one.row.status for task, one in held.reported.items()} == {
        "urn:x": "stopped",
        "urn:y": "late",
    }
    assert [one.sheet.file for one in held.history("urn:x")] == ["b", "a"]
    assert undo_last(tmp_path).file == "b"
    assert read_log(tmp_path).reported["urn:x"].row.status == "done"
    assert len((tmp_path / FILE).read_text(encoding="utf-8").splitlines()) == 3


def test_what_the_system_refuses_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(WritingFailed):
        add_sheet(tmp_path, sheet("a", x="done"))
    with pytest.raises(WritingFailed):
        undo_last(tmp_path)


def test_the_same_sheet_twice_is_kept_once(tmp_path: Path) -> None:
    assert add_sheet(tmp_path, sheet("a", x="done"))
    assert not add_sheet(tmp_path, sheet("a", x="done"))
    assert add_sheet(tmp_path, sheet("b", x="late"))
    assert add_sheet(tmp_path, sheet("a", x="done"))
    undo_last(tmp_path)
    assert [one.file for one in read_log(tmp_path).sheets] == ["a", "b"]


SHEETS = st.lists(
    st.none() | st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["done", "late", ""]), min_size=1),
    max_size=8,
)


@given(SHEETS)
def test_the_last_word_in_force_counts(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str] | None]
) -> None:
    folder = tmp_path_factory.mktemp("log")
    force: list[dict[str, str]] = []
    for number, step in enumerate(steps):
        if step is None:
            if force:
                undo_last(folder)
                force.pop()
            else:
                with pytest.raises(NothingToUndo):
                    undo_last(folder)
        else:
            add_sheet(folder, sheet(str(number), **step))
            force.append(step)
    expected = {f"urn:{task}": said for one in force for task, said in one.items()}
    assert {task: one.row.status for task, one in read_log(folder).reported.items()} == expected
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "line",
    ["no json", "[]", "{}", '{"file": "a"}', '{"file": 1, "sha256": "", "encoding": "", "rows": []}',
     '{"file": "a", "sha256": "", "encoding": "", "rows": [{"row": "1"}]}'],
)  # fmt: skip
def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, line: str) -> None:
    add_sheet(tmp_path, sheet("a", x="done"))
    with (tmp_path / FILE).open("a", encoding="utf-8") as held:
        held.write(line + "\n")
    before = (tmp_path / FILE).read_bytes()
    for attempt in (read_log, undo_last, lambda folder: add_sheet(folder, sheet("b", x="late"))):
        with pytest.raises(StatusDamaged, match="line 2"):
            attempt(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_line_that_a_crash_cut_is_passed_over(tmp_path: Path) -> None:
    add_sheet(tmp_path, sheet("a", x="done"))
    with (tmp_path / FILE).open("a", encoding="utf-8") as held:
        held.write('{"file": "b"')
    assert len(read_log(tmp_path).sheets) == 1
    add_sheet(tmp_path, sheet("b", x="late"))
    assert [one.file for one in read_log(tmp_path).sheets] == ["a", "b"]


def test_reports_as_rdf_stand_in_a_graph_of_their_own() -> None:
    task = f"{BASE}id/task/byt/2022/qd-2182/b/1.1"
    told = Sheet("a.csv", "0" * 64, "UTF-8", (Row(2, task, "1", "done", "Xong", "2022-12", "x", "An"),))
    written = lines(StatusLog([told]), BASE)
    assert all(line.endswith(f" <{BASE}graph/status> .") for line in written)
    expected = Quads(graph_name(BASE))
    expected.link(f"{BASE}id/status/{told.name}/2", f"{BASE}ontology#reportOn", task)
    expected.link(
        f"{BASE}id/status/{told.name}/2", f"{BASE}ontology#reportedStatus", f"{BASE}codes/task-status/done"
    )
    assert set(expected.lines()) <= set(written)
    assert lines(StatusLog([sheet("b", **{"no iri": "done"})]), BASE) == []
