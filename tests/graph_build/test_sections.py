"""The outline follows the numbering of the document through every quirk of its layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build import markers
from graph_build.markers import marker_of, roman_value
from graph_build.sections import Outline, outline


def paths(found: Outline) -> list[tuple[str, str]]:
    return [(block.path, block.text) for block in found.blocks]


@pytest.mark.parametrize(
    ("line", "style", "value"),
    [
        ("II. NHIỆM VỤ", "roman", "II"),
        ("**IV. TỔ CHỨC**", "roman", "IV"),
        ("1. Mục đích", "decimal", "1"),
        ("2.10. Xét nghiệm", "decimal", "2.10"),
        ("8.2 Về công nghệ", "decimal", "8.2"),
        ("a) Nhiệm vụ", "alpha", "a"),
        ("Điều 3. Các ông, bà", "article", "3"),
        ("PHỤ LỤC II", "annex", "II"),
        ("Phụ lục 1", "annex", "1"),
        ("- Rà soát", "dash", ""),
        ("+ Rà soát", "plus", ""),
        ("A. CƠ CHẾ", "letter", "A"),
        ("1- Các cấp ủy", "decimal", "1"),
        ("B- TỔ CHỨC THỰC HIỆN", "letter", "B"),
        ("C – **GIẢI PHÁP**", "letter", "C"),
        ("(ii) Kiểm đếm đàn ong", "paren", ""),
        ("(12) Rào trại ong", "paren", ""),
        ("II- NHIỆM VỤ", "roman", "II"),
        ("## Mục III. TỔ CHỨC", "chapter", "III"),
    ],
)
def test_markers(line: str, style: str, value: str) -> None:
    found = marker_of(line)
    assert found is not None
    assert (found.style, found.value) == (style, value)


@pytest.mark.parametrize(
    "line",
    [
        "2021 và năm 2022",
        "17/3/2022 của Chính phủ",
        "168/NQ-CP ngày 31",
        "--------",
        "Phụ lục 2 kèm theo quyết định",
        "Bộ Y tế",
        "5- 7 ngày",
        "a. đến nay đã rà soát",
        "1/ ông Nam rà soát",
    ],
)
def test_lines_that_only_look_numbered(line: str) -> None:
    assert marker_of(line) is None


def test_paths_nest_by_style_in_order_of_appearance() -> None:
    text = "I. MỘT\n1. Hai\n1.1. Ba\n- bốn.\nb) Năm\n2. Sáu\nII. BẢY\n1. Tám\nPhụ lục 2\n1. Chín"
    assert [path for path, _ in paths(outline(text))] == [
        "I", "I.1", "I.1.1", "I.1.1", "I.1.1.b", "I.2", "II", "II.1", "PL2", "PL2.1",
    ]  # fmt: skip


def test_a_heading_glued_to_the_line_before() -> None:
    found = paths(outline("I. MỤC ĐÍCH, YÊU CẦU**1. Mục đích**\n\nNội dung.\n"))
    assert found == [("I", "MỤC ĐÍCH, YÊU CẦU"), ("I.1", "Mục đích"), ("I.1", "Nội dung.")]


def test_a_paragraph_cut_by_a_page_goes_on() -> None:
    text = "1. Vụ A\n\n- Rà soát các quy định để sửa đổi, bổ\n\nsung kịp thời.\n\n- Việc khác."
    assert paths(outline(text))[1:] == [
        ("1", "Rà soát các quy định để sửa đổi, bổ sung kịp thời."),
        ("1", "Việc khác."),
    ]


def test_a_heading_line_is_not_joined_with_the_paragraph_below() -> None:
    assert paths(outline("2. Bộ Chỉ huy tỉnh\nTiếp tục huy động lực lượng.")) == [
        ("2", "Bộ Chỉ huy tỉnh"),
        ("2", "Tiếp tục huy động lực lượng."),
    ]


RUN_IN = """**Điều 1. **Ủy quyền cho Lãnh đạo
Bộ Xây dựng ký Hiệp định.
**Điều 2. **Bộ Ngoại giao hoàn
tất các thủ tục.
**Điều 3. **Bộ trưởng các Bộ:
Xây dựng, Ngoại giao chịu trách nhiệm thi hành."""


def test_words_behind_a_bold_article_number_are_no_title() -> None:
    assert paths(outline(RUN_IN))[:2] == [
        ("Điều 1", "Ủy quyền cho Lãnh đạo Bộ Xây dựng ký Hiệp định."),
        ("Điều 2", "Bộ Ngoại giao hoàn tất các thủ tục."),
    ]


@pytest.mark.parametrize(
    ("article", "after"),
    [
        ("**Điều 1. Phạm vi điều chỉnh**", "Nghị định này quy định về giá."),
        ("**Điều 1. **Phạm vi điều chỉnh", "Nghị định này quy định về giá."),
        ("**Điều 1. **Bãi bỏ các văn bản sau:", "Quyết định số 12/QĐ-TTg."),
    ],
)
def test_titles_of_articles_stay_titles(article: str, after: str) -> None:
    titled = f"{article}\n{after}\n**Điều 2. Đối tượng áp dụng**\nNgười mua và người bán."
    assert len(paths(outline(titled))) == 4


@pytest.mark.parametrize(
    ("before", "after", "blocks"),
    [
        ("Điều 2 Nghị quyết số 196/2025/QH15 ngày", "17 tháng 5 năm 2025.", 1),
        ("theo quy định tại khoản", "2 Điều 5.", 1),
        ("Thời hạn là 30 ngày", "Bộ A trình.", 2),
    ],
)
def test_a_date_broken_by_a_line_end_goes_on(before: str, after: str, blocks: int) -> None:
    assert len(outline(f"1. {before}\n{after}").blocks) == blocks


def test_recipients_are_no_part_of_the_body_and_a_plan_after_them_is() -> None:
    text = "Điều 1. Ban hành.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKẾ HOẠCH\n\nI. NHIỆM VỤ\n\n- Làm."
    found = outline(text)
    assert [b.text for b in found.blocks if not b.body][:3] == ["Nơi nhận:", "Như trên;", "Lưu: VT."]
    assert ("I", "Làm.") in paths(found)


@pytest.mark.parametrize(
    "recipients",
    [
        "- Chính phủ; - Các Bộ; - Lưu: VT. | TM. ỦY BAN",
        "- Chính phủ;\n\n- Các Bộ, cơ quan ngang Bộ;\n\n- Lưu: VT, TH.",
        "- Chính phủ; - Ban Dân tộc; - Các Bộ; |\n\n(đã ký)",
    ],
)
def test_recipients_without_their_heading_are_no_part_of_the_body(recipients: str) -> None:
    found = outline(f"Điều 1. Ban hành.\n\n1. Giao các sở:\n\n- Trồng cây.\n\n{recipients}")
    assert [b.text for b in found.blocks if b.body][-1] == "Trồng cây."


def test_a_heading_broken_behind_the_word_for_article_is_one() -> None:
    text = "**Điều\n7. Hồ sơ**\n\n1. Tờ trình.\n\nQuy định tại Điều\n8 của Luật."
    assert paths(outline(text))[0] == ("Điều 7", "Hồ sơ")


def test_a_number_that_the_line_before_asks_for_opens_nothing() -> None:
    assert len(outline("1. Danh mục theo Mẫu số\n01: Dùng cho các sở.").blocks) == 1


def test_a_list_of_bodies_goes_on_after_a_semicolon_on_the_next_line() -> None:
    listed = "3. Các bộ, cơ quan ngang bộ;\nỦy ban nhân dân các tỉnh làm ngay."
    assert len(outline(listed).blocks) == 1
    assert len(outline("3. Bãi bỏ các văn bản;\nNghị quyết số 1 hết hiệu lực.").blocks) == 2


def test_quotes_lead_back_to_the_source() -> None:
    text = "1. Vụ A\n\n- Rà soát để sửa đổi, bổ\n\nsung kịp thời."
    block = outline(text).blocks[-1]
    quote = block.passage.quote()
    assert text[quote.start : quote.end] == quote.exact
    assert [text[p.start : p.end] for p in quote.parts] == [p.exact for p in quote.parts]


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("XIX", 19), ("", None), ("IVA", None)])
def test_roman(numeral: str, value: int | None) -> None:
    assert roman_value(numeral) == value


@given(st.text(alphabet="IVX1.2a)-+ *\nBộĐiều", max_size=200))
def test_any_text_has_an_outline(text: str) -> None:
    for block in outline(text).blocks:
        quote = block.passage.quote() if block.passage.text.strip(" *\n\t") else None
        assert quote is None or text[quote.start : quote.end] == quote.exact


@given(st.text("PIĐabđ1٣-–•+*T(“ \u00a0CMV.)", max_size=6), st.booleans())
def test_looking_at_the_first_letter_changes_no_marker(text: str, words: bool) -> None:
    line = f"{text} Điều 3. Nội dung" if words else f"{text}) nội dung"
    quick = marker_of(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markers, "_opened_by", lambda _: markers._MARKERS)
        assert marker_of(line) == quick


def test_an_article_without_words_of_its_own_holds_the_items_below_it() -> None:
    found = outline("Điều 7. Hồ đập\n\n1. Sở A lập sổ.\n\nĐiều 8.\n\n1. Sở B cắm mốc.\n")
    assert [(path, text) for path, text in paths(found) if text.startswith("Sở")] == [
        ("Điều 7.1", "Sở A lập sổ."),
        ("Điều 8.1", "Sở B cắm mốc."),
    ]
