"""Status sheets over HTTP: taken in by page and by program, listed, refused, taken back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from queries.status_log import read_log
from tests.api.conftest import writable_copy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
D2182 = "2182/QĐ-BYT"
SHEET = "Mã nhiệm vụ;Trạng thái;Ghi chú\nB/3.2;Đang thực hiện;<b>x</b>\nB/1.3;70%;\n"
BAD = SHEET + "99.9;Hoàn thành;\n"


@pytest.fixture(scope="module")
def server(serve: Serve, sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with writable_copy(serve, sample_graph, tmp_path_factory.mktemp("sheets"), TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def no_reports(server: Running) -> None:
    (server.directory / "status.jsonl").unlink(missing_ok=True)


def post(
    server: Running, data: bytes, name: str = "tien-do.csv", lang: str = "en", **fields: str
) -> httpx.Response:
    form = {"document": D2182, "token": TOKEN} | fields
    return server.client.post(f"/status/sheets?lang={lang}", data=form, files={"file": (name, data)})


def send(server: Running, data: bytes, token: str = TOKEN, **fields: str) -> httpx.Response:
    given = {"file": "tien-do.csv", "document": D2182} | fields
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return server.client.post("/api/status/sheets", params=given, content=data, headers=headers)


@pytest.mark.parametrize(
    "data", [SHEET.encode(), SHEET.encode("utf-8-sig"), SHEET.encode("utf-16")], ids=["utf8", "bom", "utf16"]
)
def test_a_sheet_is_taken_in_by_the_page(server: Running, data: bytes) -> None:
    answer = post(server, data, name="C:\\x\\tien-do.csv")
    assert answer.status_code == 303, answer.text
    page = server.client.get(answer.headers["location"], params={"lang": "en"}).text
    (sheet,) = read_log(server.directory).sheets
    assert (sheet.file, len(sheet.rows), sheet.left_out) == ("tien-do.csv", 2, 0)
    assert "has rows in use" in page
    assert f", {sheet.at[11:16]} UTC</time>" in page
    assert "kept as written</span>" in page or "kept as written: " in page
    assert "70%" in page
    assert "The office reports</strong>: in progress" in server.client.get("/status?lang=en").text


def test_rows_that_name_no_task_are_listed_and_keep_the_sheet_out(server: Running) -> None:
    answer = post(server, BAD.encode())
    assert answer.status_code == 409
    assert "Row 4: no task in Quyết định 2182/QĐ-BYT bears the code '99.9'." in html.unescape(answer.text)
    assert "1 row is not joined. 2 rows are." in answer.text
    assert (
        "Dòng 4: không nhiệm vụ nào trong Quyết định 2182/QĐ-BYT mang mã"
        in post(server, BAD.encode(), lang="vi").text
    )
    assert not (server.directory / "status.jsonl").exists()
    assert post(server, BAD.encode(), partial="yes").status_code == 303
    assert read_log(server.directory).sheets[0].left_out == 1


@pytest.mark.parametrize(
    ("data", "fields", "status", "told"),
    [
        (SHEET.encode(), {"token": "wrong"}, 403, "The write token is wrong"),
        (SHEET.encode(), {"document": "9999/QĐ-BYT"}, 404, "not clear which document"),
        (b"", {}, 400, "Choose a file"),
        (b"a,b\n1,2\n", {}, 400, "has no row of headings"),
        (b"\x00\x01\x02\xff" * 50, {}, 400, "has faults"),
        (b"PK\x03\x04" + b"\x00" * 200, {}, 400, "has faults"),
        ("Mã nhiệm vụ;Trạng thái;Ngày\n1;Xong;hôm qua\n".encode(), {}, 400, "is no date"),
        ('Mã nhiệm vụ;Trạng thái\n"1;Xong\n'.encode(), {}, 400, "quotation mark"),
    ],
)
def test_what_is_wrong_is_told_and_keeps_nothing(
    server: Running, data: bytes, fields: dict[str, str], status: int, told: str
) -> None:
    answer = post(server, data, **fields)
    assert answer.status_code == status, answer.text[:500]
    assert told in html.unescape(answer.text)
    assert TOKEN not in answer.text
    assert not (server.directory / "status.jsonl").exists()


def test_limits_and_strangers(server: Running) -> None:
    assert post(server, b"x" * (9 * 1024 * 1024)).status_code == 413
    assert send(server, b"x" * (9 * 1024 * 1024)).status_code == 413
    assert send(server, SHEET.encode(), token="").status_code == 401
    assert send(server, SHEET.encode(), token="wrong").status_code == 401  # noqa: S106
    headers = {"Origin": "http://evil.example"}
    form = {"token": TOKEN}
    for path in ("/status/sheets", "/status/sheets/undo"):
        assert server.client.post(path, data=form, headers=headers).status_code == 403
    assert server.client.post("/status/sheets", data=form).status_code == 415
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert server.client.post("/status/sheets", content=b"--y\r\n", headers=broken).status_code in (400, 403)
    assert not (server.directory / "status.jsonl").exists()


def test_programs_take_in_twice_and_take_back_once(server: Running) -> None:
    first = send(server, SHEET.encode())
    assert (first.status_code, first.json()["end"], first.json()["rows"]) == (201, "kept", 2)
    again = send(server, SHEET.encode())
    assert (again.status_code, again.json()["end"]) == (200, "same")
    refused = send(server, BAD.encode())
    assert refused.status_code == 409
    assert [one["row"] for one in refused.json()["unjoined"]] == [4]
    assert refused.json()["unjoined"][0]["why"]["vi"].startswith("không nhiệm vụ nào")
    assert send(server, BAD.encode(), partial="true").json()["rows"] == 2
    later, earlier = server.client.get("/api/status/sheets").json()["sheets"]
    headers = {"Authorization": f"Bearer {TOKEN}"}
    gone = server.client.delete(f"/api/status/sheets/{earlier['name']}", headers=headers)
    assert (gone.status_code, gone.json()["type"].rpartition("/")[2]) == (409, "sheet-not-last")
    assert server.client.delete(f"/api/status/sheets/{later['name']}").status_code == 401
    assert server.client.delete(f"/api/status/sheets/{later['name']}", headers=headers).json() == later
    assert server.client.delete(f"/api/status/sheets/{later['name']}", headers=headers).status_code == 409
    assert server.client.get("/api/status/sheets").json()["sheets"] == [earlier]


def test_the_page_takes_back_the_last_sheet_and_no_other(server: Running) -> None:
    assert post(server, SHEET.encode()).status_code == 303
    page = server.client.get("/status/sheets").text
    found = re.search(r'name="sheet" value="([0-9a-f]+)"', page)
    assert found
    form = {"sheet": found[1], "token": TOKEN}
    assert server.client.post("/status/sheets/undo", data=form | {"token": "no"}).status_code == 403
    assert server.client.post("/status/sheets/undo", data=form).status_code == 303
    assert read_log(server.directory).sheets == ()
    assert server.client.post("/status/sheets/undo", data=form).status_code == 409
    assert server.client.post("/status/sheets/undo", data={"token": TOKEN}).status_code == 409


def test_the_blank_sheet_comes_back(server: Running) -> None:
    blank = server.client.get("/api/status/blank", params={"document": D2182})
    assert blank.content.startswith(b"\xef\xbb\xbf")
    lines = blank.text.lstrip("\ufeff").splitlines()
    head, rows = lines[0], [line for line in lines[1:] if line.endswith(",,,,")]
    assert len(rows) > 50
    filled = "\r\n".join([head, *(line.removesuffix(",,,,") + ",Xong,,," for line in rows)])
    assert send(server, filled.encode()).json()["end"] == "kept"
    assert server.client.get("/api/status/blank?document=9999/QD").status_code == 404


def test_a_read_only_server_takes_nothing(serve: Serve, server: Running) -> None:
    with serve(server.directory, query_workers=1) as reading:
        page = reading.client.get("/status/sheets?lang=en").text
        assert 'method="post"' not in page
        assert "nhiemvu status import" in page
        assert post(reading, SHEET.encode()).status_code == 403
        assert send(reading, SHEET.encode()).status_code == 403
