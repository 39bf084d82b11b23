"""The days from which and until which a document is in force, as its own words state them."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.extract import extract, unit_book
from graph_build.header import read_header
from graph_build.readers import source_text
from graph_build.records import Header
from tests.graph_build.headings import LINES

ADOPTED = "\n\nNghị quyết này đã được Hội đồng nhân dân khóa I thông qua ngày 30 tháng 7 năm 2021./.\n"

# words; day of effect, day of its end, the quotation
EFFECTS = [
    (
        "Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.",
        "2021-07-09",
        None,
        "này có hiệu lực thi hành kể từ ngày ký",
    ),
    (
        "Quyết định này có hiệu lực kể từ ngày 01 tháng 8 năm 2021 đến hết ngày 31 tháng 12 năm 2022.",
        "2021-08-01",
        "2022-12-31",
        "này có hiệu lực kể từ ngày 01 tháng 8 năm 2021 đến hết ngày 31 tháng 12 năm 2022",
    ),
    (
        "3. Quyết định này thay thế Quyết định số 3/QĐ-SYT, số 4/QĐ-SYT và có hiệu lực kể từ ngày 1/9/2021.",
        "2021-09-01",
        None,
        "Quyết định này thay thế Quyết định số 3/QĐ-SYT, số 4/QĐ-SYT và có hiệu lực kể từ ngày 1/9/2021",
    ),
    (
        f"Nghị quyết này có hiệu lực từ ngày được Hội đồng nhân dân thông qua.{ADOPTED}",
        "2021-07-30",
        None,
        "này có hiệu lực từ ngày được Hội đồng nhân dân thông qua",
    ),
    (
        "Nghị quyết được Hội đồng nhân dân khóa I thông qua ngày 30/7/2021 và có hiệu lực "
        "kể từ ngày thông qua.",
        "2021-07-30",
        None,
        "Nghị quyết được Hội đồng nhân dân khóa I thông qua ngày 30/7/2021 và có hiệu lực "
        "kể từ ngày thông qua",
    ),
    (
        "Nghị quyết này có hiệu lực từ ngày được thông qua.",
        None,
        None,
        "này có hiệu lực từ ngày được thông qua",
    ),
    (
        "Thông tư này có hiệu lực thi hành sau 45 ngày, kể từ ngày ký ban hành.",
        None,
        None,
        "này có hiệu lực thi hành sau 45 ngày, kể từ ngày ký ban hành",
    ),
    (
        "Quyết định này có hiệu lực kể từ ngày đăng Công báo.",
        None,
        None,
        "này có hiệu lực kể từ ngày đăng Công báo",
    ),
    (
        "Quyết định này có hiệu lực kể từ ngày 01/8/2021 đến hết ngày 31/7/2021.",
        None,
        None,
        "này có hiệu lực kể từ ngày 01/8/2021 đến hết ngày 31/7/2021",
    ),
    (
        "Quyết định này có hiệu lực kể từ ngày 01/8/2021 đến hết ngày … tháng … năm 2021.",
        "2021-08-01",
        "2021",
        "này có hiệu lực kể từ ngày 01/8/2021 đến hết ngày … tháng … năm 2021",
    ),
    (
        "Quyết định này có hiệu lực sau 01/8/2021.",
        None,
        None,
        "này có hiệu lực sau 01/8/2021",
    ),
    (
        "Quyết định này có hiệu lực từ tỉnh đến xã. Quyết định này có hiệu lực từ ngày 01/8/2021.",
        "2021-08-01",
        None,
        "này có hiệu lực từ ngày 01/8/2021",
    ),
    (
        f"Nghị quyết này có hiệu lực từ ngày thông qua.\n\nĐã thông qua ngày họp cuối.{ADOPTED}",
        "2021-07-30",
        None,
        "này có hiệu lực từ ngày thông qua",
    ),
    ("Nghị định này có hiệu lực trên cả nước.", None, None, None),
    ("Trồng cây trước ngày Luật khác có hiệu lực từ ngày 1/1/2022.", None, None, None),
]


def read(words: str) -> Header:
    return read_header(f"{LINES}\nĐiều 1. Trồng cây.\n\nĐiều 2. {words}\n")


@pytest.mark.parametrize(("words", "day", "until", "quote"), EFFECTS)
def test_reads_the_days_of_effect(words: str, day: Any, until: Any, quote: Any) -> None:
    header = read(words)
    assert (header.effective, header.expires) == (day, until)
    said = header.effective_evidence
    assert (said and said.exact) == quote


def test_a_day_that_hangs_on_something_else_is_in_the_ledger() -> None:
    text = f"{LINES}\nĐiều 1. Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.\n"
    record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
    (entry,) = [issue for issue in record.skipped if issue.code == "effect-not-dated"]
    assert (entry.text, entry.kept) == ("này có hiệu lực sau 10 ngày kể từ ngày ký", False)


def test_a_translation_is_said_to_be_in_another_language() -> None:
    text = (
        "THE GOVERNMENT\nSOCIALIST REPUBLIC OF VIETNAM\nNo. 9/2019/ND-CP\nHanoi, August 15, 2019\n\nDECREE\n"
        "On trees in the parks of the capital\n\nPursuant to the Law on Organization of the Government;\n"
        "At the proposal of the Minister, the Government promulgates the Decree on trees.\n"
    )
    record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
    assert (record.header.official, record.header.type, record.header.title) == (False, None, "")
    assert [issue.code for issue in record.skipped] == ["not-vietnamese"]
