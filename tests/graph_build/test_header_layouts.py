"""Headings in every layout that readers give: each value is read, and proved by the text."""

from __future__ import annotations

import pytest

from graph_build.header import read_header
from tests.graph_build.headings import LINES, MOTTO, NATION

CELLS = f"""|
**ỦY BAN NHÂN
DÂN **
TỈNH AN GIANG
--------
|
**{NATION[:11]}
{NATION[12:]}**
{MOTTO}
---------------
|
|
Số:
12/KH-UBND
|
*An
Giang, ngày 09
tháng 7 năm 2021*
|


**KẾ HOẠCH**

TRỒNG CÂY TRÊN ĐỊA
BÀN TỈNH AN GIANG

Căn cứ Luật Giá;
"""

ROWS = f"""# Trồng cây

| BỘ TÀI CHÍNH CỤC THUẾ ------- | {NATION} {MOTTO} --------------- |
|---|---|
| Số: 12/TB-CT | An Giang, ngày 0 9 tháng 0 7 năm 2021 |

THÔNG BÁO

VỀ CÂY
"""

GLUED = f"""CHÍNH PHỦ_____ Số: 12/2021/NĐ-CP | {NATION}{MOTTO}______ An Giang, ngày 9 tháng 7 năm 2021 |

**NGHỊ ĐỊNH****Quy định về cây**

**Quy định về cây**

*Căn cứ Luật Giá;*
"""

TABS = f""" \t ỦY BAN NHÂN DÂN

TỈNH AN GIANG


Số:             /KH-UBND

\t{NATION}

{MOTTO}


An Giang, ngày       tháng      năm 2021


KẾ HOẠCH\x20
Trồng cây ven đường\x20

trên địa bàn tỉnh An Giang

Căn cứ Luật Giá. Ủy ban nhân dân tỉnh An Giang ban hành
"""

GAZETTE = f"""CÔNG BÁO/Số 23/Ngày 21-09-2021\x20
7
\x20
CHÍNH PHỦ\x20
\x20
{NATION}\x20
{MOTTO}\x20
Số: 12/NQ-CP An Giang, ngày 09 tháng 7 năm 2021\x20
NGHỊ QUYẾT\x20
Sửa đổi Chương trình của Chính phủ\x20
thực hiện Nghị quyết số 6-NQ/TW của
Bộ Chính trị về cây\x20
_____________\x20
CHÍNH PHỦ\x20
Căn cứ Luật Giá;\x20
"""

PARTY = """|
**TỈNH ỦY AN GIANG**
*
|
**ĐẢNG CỘNG SẢN
VIỆT NAM**
---------------
|
|
Số 12-KH/TU
|
*An Giang, ngày 09 tháng 7 năm 2021*
|

**KẾ HOẠCH**

TRỒNG CÂY

-----

- Căn cứ Điều lệ Đảng;
"""

LETTER = f"""|
**BỘ Y TẾ**
-------
|
**{NATION}**
{MOTTO}
|
|
Số: 12/BYT-DP
*V/v trồng cây theo Nghị định
số 5/2020/NĐ-CP*
|
*An Giang, ngày 09 tháng 7 năm 2021*
|
**Kính gửi:** Sở Y tế tỉnh An Giang
Bộ Y tế nhận được thư.
"""

WITHOUT_NATION = """

Số: 12 /QĐ-BYT

An Giang, ngày 09 tháng 7 năm 2021

QUYẾT ĐỊNH

**Ban hành Kế hoạch
Trồng cây của Bộ Y tế.**

BỘ TRƯỞNG BỘ Y TẾ

*Căn cứ Luật Giá;*
"""

# layout: number, kind, date, place, issuer, parent, title
LAYOUTS = {
    "lines": (
        LINES,
        "12/QĐ-SYT",
        "Quyết định",
        "2021-07-09",
        "An Giang",
        "Sở Y tế tỉnh An Giang",
        None,
        "Về việc trồng cây",
    ),
    "cells": (
        CELLS,
        "12/KH-UBND",
        "Kế hoạch",
        "2021-07-09",
        "An Giang",
        "Ủy ban nhân dân tỉnh An Giang",
        None,
        "TRỒNG CÂY TRÊN ĐỊA BÀN TỈNH AN GIANG",
    ),
    "rows": (
        ROWS,
        "12/TB-CT",
        "Thông báo",
        "2021-07-09",
        "An Giang",
        "Cục Thuế",
        "Bộ Tài chính",
        "VỀ CÂY",
    ),
    "glued": (
        GLUED,
        "12/2021/NĐ-CP",
        "Nghị định",
        "2021-07-09",
        "An Giang",
        "Chính phủ",
        None,
        "Quy định về cây",
    ),
    "tabs": (
        TABS,
        None,
        "Kế hoạch",
        "2021",
        "An Giang",
        "Ủy ban nhân dân tỉnh An Giang",
        None,
        "Trồng cây ven đường trên địa bàn tỉnh An Giang",
    ),
    "gazette": (
        GAZETTE,
        "12/NQ-CP",
        "Nghị quyết",
        "2021-07-09",
        "An Giang",
        "Chính phủ",
        None,
        "Sửa đổi Chương trình của Chính phủ thực hiện Nghị quyết số 6-NQ/TW của Bộ Chính trị về cây",
    ),
    "party": (PARTY, "12-KH/TU", "Kế hoạch", "2021-07-09", "An Giang", "Tỉnh ủy An Giang", None, "TRỒNG CÂY"),
    "letter": (
        LETTER,
        "12/BYT-DP",
        "Công văn",
        "2021-07-09",
        "An Giang",
        "Bộ Y tế",
        None,
        "V/v trồng cây theo Nghị định số 5/2020/NĐ-CP",
    ),
    "without nation": (
        WITHOUT_NATION,
        "12/QĐ-BYT",
        "Quyết định",
        "2021-07-09",
        "An Giang",
        "Bộ Y tế",
        None,
        "Ban hành Kế hoạch Trồng cây của Bộ Y tế",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_reads_every_layout(name: str) -> None:
    text, *expected = LAYOUTS[name]
    header = read_header(text)
    assert header.official
    found = [
        header.number,
        header.type,
        header.date,
        header.place,
        header.issuer,
        header.parent_issuer,
        header.title,
    ]
    assert found == expected


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_value_is_proved_by_the_text(name: str) -> None:
    text = LAYOUTS[name][0]
    header = read_header(text)
    for evidence in (
        header.number_evidence,
        header.date_evidence,
        header.title_evidence,
        header.issuer_evidence,
    ):
        if evidence is not None:
            assert text[evidence.start : evidence.end] == evidence.exact
    assert (header.number is None) == (header.number_evidence is None)
