"""RTF becomes text as a word processor shows it: code pages, tables, notes, what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph_build.errors import BrokenFile, EmptyFile, LimitExceeded, ReadError, ScanUnread
from graph_build.readers import read_bytes
from graph_build.readers.rtf_tables import Definition
from graph_build.records import SourceText
from tests.graph_build.shown_tables import checked, shown
from tests.growth import assert_in_line

FONTS = (
    r"{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}{\f1\fnil\fcharset163 Arial{\*\falt Helvetica};}"
    r"{\f2\fnil\fcharset0 .VnTime;}{\f3\fnil\fcharset2 Wingdings;}{\f4\fcharset163 VNI-Times;}"
    r"{\f5\fcharset128 Mincho;}{\f6\fcharset1 Tahoma;}{\f7\fcharset0 .VnTimeH;}}"
)
VIETNAMESE = "Các cơ quan của Bộ thực hiện kế hoạch và nhiệm vụ được giao trong năm."
TCVN3 = r"C\'b8c c\'ac quan c\'f1a B\'e9 thùc hiÖn kÕ ho¹ch vµ nhiÖm vô ®\'adîc giao trong n¨m."


def rtf(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> SourceText:
    source = read_bytes(rb"{\rtf1" + f"{head}{FONTS}{body}}}".encode("latin-1"), "a.doc")
    assert source.media_type == "application/rtf"
    return checked(source)


def row(*cells: str, ends: tuple[int, ...] = (), flags: tuple[str, ...] = (), left: int = -108) -> str:
    """Write a row as Word does: its definition before the cells and, in a group, once more behind them."""
    ends = ends or tuple(2000 * (index + 1) for index in range(len(cells)))
    flags = flags or ("",) * len(ends)
    stated = rf"\trowd\trgaph108\trleft{left}" + "".join(
        rf"{flag}\clbrdrt\brdrs\cellx{end}" for flag, end in zip(flags, ends, strict=True)
    )
    inside = "".join(rf"\pard\plain\intbl {{{cell}}}\cell " for cell in cells)
    return rf"{stated}{inside}\pard\plain\intbl{{{stated}\row }}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Quy\u7871?t \u273\'64\u7883\'3fnh", "Quyết định"),
        (r"\uc0 Quy\u7871 t\uc2 \u273\'64\'64\u7883??nh", "Quyếtđịnh"),
        (r"{\uc0 a\u7871}\u7871?b", "aếếb"),
        (r"a\u7871\par b", "aế\n\nb"),
        (r"a\u8211\endash b", "a–b"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\u-10179?x", "\ufffdx"),
        (r"\f1 Quy\'ea\'ect \'f0i\'ea\'ccu", "Quyết điều"),
        (r"\f5 \'93\'fa\'96{\f0 \'e9}", "日\ufffdé"),
        (r"\f5 \'83A", "ア"),
        ("\\f5 \\'93\r\n\\'fa", "日"),
        (r"\f6 \'e9", "é"),
        (r"b{\f0 \'8d}a", "b a"),
        (r"{\f3 \'fc x}{\f0 y}", "y"),
        ("a\r\nb c\\\nd", "ab c\n\nd"),
        (r"a\tab b\line c\~d\_e\-f\emdash\ldblquote g\rdblquote", "a\tb\nc\u00a0d-ef—“g”"),
        (r"\{a\}\\", "{a}\\"),
        (r"a{\v b}c\v d\v0 e{\caps ngh\u7883?}", "aceNGHỊ"),
        (r"a{\deleted b\par}c{\revised d}{\mvf e}", "acd"),
        (r"a{\v b\plain c}d", "acd"),
        (
            r"{\field{\*\fldinst HYPERLINK {x}}{\fldrslt{liên} kết}}".replace("ê", r"\'ea").replace(
                "ế", r"\u7871?"
            ),
            "liên kết",
        ),
        (r"{\*\unheard of {words}}{\unheard known}", "known"),
        (r"{\header x\par}{\footerf y}{\info{\title z}}{\*\annotation{w}}{\xe v}a", "a"),
        (r"{\stylesheet{\s1 Heading;}}{\colortbl;\red0;}{\*\generator G;}a", "a"),
        (r"{\upr{a?}{\*\ud{a\u7871?}}}b", "aếb"),
        (r"a{\bin3 }{}b}c", "abc"),
        (r"a{\object\objemb{\*\objdata 0123}{\result{\pict\wmetafile8 00ff}b}}", "ab"),
        (r"{\mmath{\*\moMath{\mr\mscr0 x+y}{\mfPr{\mctrlPr z}}}{\mmathPict w}}", "x+y"),
        (
            r"\pard{\listtext\pard\plain 1.\tab}a\par\pard{\listtext\f3\'a7\tab}b\par{\pntext\f0 a)\tab}c\par"
            r"{\listtext -\tab}d\par{\listtext\u-3913?\tab}e",
            "1. a\n\n• b\n\na) c\n\n- d\n\n• e",
        ),
        (r"a\page b\sect c\column d", "a\nb\n\nc\nd"),
    ],
)
def test_characters_and_what_is_left_out(body: str, text: str) -> None:
    assert rtf(body).text == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1258\deff6", r"\'f0i\'ea\'ccu", "điều"),
        (r"\mac\deff6", r"\'8e", "é"),
        (r"\pc\deff6", r"\'82", "é"),
        (r"\ansi\ansicpg65001\deff6", r"\'e1\'ba\'bf", "ế"),
        (r"\ansi\ansicpg99999\deff6", r"\'e9", "é"),
    ],
)
def test_the_document_states_its_code_page(head: str, body: str, text: str) -> None:
    assert rtf(body, head).text == text


def test_fonts_from_before_unicode_are_spelled_in_it() -> None:
    source = rtf(rf"{{\f2 {TCVN3}\par}}{{\f7 bé}}")
    assert source.text == f"{VIETNAMESE}\n\nBỘ"
    assert [(issue.code, issue.text) for issue in source.issues] == [("other-encoding", "TCVN3")]
    vni = r"\f4 Caùc cô quan cuûa Boä thöïc hieän keá hoaïch vaø nhieäm vuï ñöôïc giao trong naêm. Nhöõng"
    assert rtf(vni).text == f"{VIETNAMESE} Những"
    assert rtf(r"{\f2 Times}").text == "Times", "without words that gain by it, the text stays"


def test_cells_are_joined_by_their_marks_and_by_where_they_end() -> None:
    start, on = r"\clvmgf", r"\clvmrg"
    (table,) = rtf(
        r"Tr\par "
        + row("TT", "Vi", "Ai", "Han")
        + row("I", "Phan", ends=(2000, 8015))
        + row("1", "A\\par B", "X", "2031", flags=(start, "", "", start))
        + row("", "C", "Y", "", flags=(on, "", "", on))
        + row("2", "D", "", "Z", flags=("", r"\clmgf", r"\clmrg", ""))
        + row("E", "F", ends=(6000, 8000), left=3990)
        + r"\pard\plain Sau\par"
    ).tables
    assert shown(table) == [
        ["TT", "Vi", "Ai", "Han"],
        ["I", "Phan", "[Phan]", "[Phan]"],
        ["1", "A\nB", "X", "2031"],
        ["[1]", "C", "Y", "[2031]"],
        ["2", "D", "[D]", "Z"],
        ["", "[]", "E", "F"],
    ]
    assert (table.rows[2][0].row_span, table.rows[1][1].column_span) == (2, 3)


def test_rows_may_be_stated_once_among_their_cells_or_not_at_all() -> None:
    once = r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row c\cell d\cell\row"
    among = r"\trowd\pard\cellx1000\intbl a\cell\pard\cellx2000\intbl b\cell\row\intbl c\cell d\cell\row"
    never = r"\pard\intbl a\cell b\cell\row\intbl c\cell d\cell\row"
    beyond = r"\trowd\cellx1000\cellx2000\intbl a\cell b\cell\cell\cell\row c\cell d\cell\row"
    for body in (once, among, never, beyond):
        (table,) = rtf(body).tables
        assert shown(table) == [["a", "b"], ["c", "d"]], body


def test_words_behind_the_last_cell_of_a_row_stay_in_it() -> None:
    stated = r"\trowd\cellx1000\cellx2000\pard\intbl"
    (table,) = rtf(rf"{stated} a\cell b\row{stated} c\cell d\cell\row\pard e\par").tables
    assert shown(table) == [["a", "b"], ["c", "d"]]


def test_rows_keep_no_more_of_a_definition_than_they_have_cells() -> None:
    definition = Definition()
    for end in range(3):
        definition.control("cellx", end)
        assert len(definition.row([()]).edges) == 1
    assert [edge.right for edge in definition.row([(), ()]).edges] == [0, 1]


def test_words_whose_paragraph_has_no_end_are_kept_before_a_table() -> None:
    source = rtf(r"\pard x{\deleted\par}" + row("a", "b") + row(r"c{\deleted\par}", "d"))
    assert shown(source.tables[0]) == [["a", "b"], ["c", "d"]]
    assert source.text.startswith("x\n\n")


def test_a_table_stands_in_a_cell_and_a_deleted_row_is_left_out() -> None:
    nested = "".join(
        rf"\pard\intbl\itap2 {a}\nestcell {b}\nestcell{{\nonesttables\par}}"
        r"\pard\intbl\itap2{{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}}"
        for a, b in ("ab", "cd")
    )
    outer, inner = rtf(
        row("1", "A")
        + row("x", "y", flags=(r"\cldel", r"\cldel"))
        + r"\trowd\cellx2000\cellx4000\pard\intbl 2\cell B\par "
        + nested
        + r"\pard\intbl \cell\row"
    ).tables
    assert shown(outer) == [["1", "A"], ["2", "B\na\tb\nc\td"]]
    assert shown(inner) == [["a", "b"], ["c", "d"]]


def test_a_blank_paragraph_parts_tables() -> None:
    assert len(rtf(row("a", "b") + row("c", "d") + r"\pard\par " + row("e", "f") + row("g", "h")).tables) == 2


def test_notes_stand_at_the_end_under_their_marks() -> None:
    source = rtf(
        r"A{\super\chftn}{\footnote\pard\plain{\super\chftn} m\u7897?t\par hai} b{\footnote\chftn ba}"
        r"{\cs1\chftn}{\footnote\ftnalt\chftn b\u7889?n}{\super *}{\footnote {\super *} sao}"
        r"{\deleted{\footnote\chftn x}}\par "
        + row(r"c{\chftn}{\footnote\chftn n\u259?m}", "d")
        + row("e", "f")
    )
    assert source.text.split("\n\n") == [
        "A[1] b[2][i]*",
        "c[3]\td\ne\tf",
        *("[1] một", "hai", "[2] ba", "[i] bốn", "* sao", "[3] năm"),
    ]


def test_what_stands_beside_the_text_is_told() -> None:
    picture = r"{\*\shppict{\pict\picscalex200\picwgoal2000\pichgoal4000\pngblip 89504e}}"
    source = rtf(
        r"a{\shp{\*\shpinst{\sp{\sn w}{\sv 1}}{\shptxt\pard {\b trong} khung\par}}{\shprslt trong khung}}"
        rf"{picture}{{\nonshppict{{\pict\picwgoal9000\pichgoal9000 00}}}}{{\pict\picwgoal900\pichgoal9000}}"
        r"{\object\objemb\objw5000\objh5000{\*\objdata 00}}"
    )
    assert source.text == "a"
    assert [(issue.code, issue.text) for issue in source.issues] == [
        ("text-box", "trong khung"),
        ("part-not-read", ""),
        ("part-not-read", ""),
    ]
    assert "holds 1 large picture" in source.issues[2].why


def test_words_behind_the_last_brace_are_told() -> None:
    source = read_bytes(b"{\\rtf1 a}\r\n\x00\x00", "a")
    assert (source.text, source.issues) == ("a", ())
    (issue,) = read_bytes(b"{\\rtf1 a}} b}", "a").issues
    assert (issue.code, issue.text) == ("part-not-read", "} b}")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"{\\rtf1 " + b"{" * 100_000, LimitExceeded),
        (b"{\\rtf1 " + b"{" * 100_000 + b"}" * 100_001, LimitExceeded),
        (b"{\\rtf1 a\\bin9999999999 b}", BrokenFile),
        (b"{\\rtf1 a\\bin" + b"9" * 5_000 + b" b}", BrokenFile),
        (b"{\\rtf1 a{\\b b}", BrokenFile),
        (b"{\\rtf1 a\\", BrokenFile),
        (b"{\\rtf1" + bytes(range(1, 91)) * 10, BrokenFile),
        (b"{\\rtf1}", EmptyFile),
        (b" {\\rtf1\\ansi{\\info{\\title x}}\\par}", EmptyFile),
        (b"{\\rtf1{\\pict\\pngblip 00}}", ScanUnread),
        (b"{\\rtf1\\intbl\\itap2147483647 a\\nestcell}", LimitExceeded),
        (
            b"{\\rtf1" + b"".join(b"\\trowd\\cellx%d a\\cell\\row" % (i * 100) for i in range(700)) + b"}",
            LimitExceeded,
        ),
    ],
)
def test_hostile_files_give_one_sentence(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, "a.rtf")
    assert "a.rtf" in str(caught.value)


def test_each_cut_and_each_lost_byte_gives_an_error_or_a_text() -> None:
    body = row("1", r"\u7871?\'e9", flags=(r"\clvmgf", "")) + row("", "b", flags=(r"\clvmrg", ""))
    data = rf"{{\rtf1{FONTS}{{\listtext 1.\tab}}a{{\footnote\chftn n}}\par {body}{{\bin2 xy}}}}".encode(
        "latin-1"
    )
    for place in range(6, len(data), 3):
        for broken in (data[:place], data[:place] + data[place + 1 :], data[:place] + b"}" + data[place:]):
            try:
                source = read_bytes(broken, "a")
            except ReadError:
                continue
            assert all(
                source.text[c.start : c.end] == c.text for t in source.tables for r in t.rows for c in r
            )


LONG: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "{a}" * n,
    "looks": lambda n: r"{\caps a}b" * n,
    "letters": lambda n: r"\u7871?" * n,
    "bytes": lambda n: r"\'e9\'ea" * n,
    "rows of one definition": lambda n: r"\trowd" + r"\cellx9" * n + r"\intbl a\cell\row" * n,
    "rows of other widths": lambda n: "".join(rf"\trowd\cellx{100 * i}\intbl a\cell\row" for i in range(n)),
    "joined to the left": lambda n: r"\trowd" + r"\clmrg\cellx9" * n + r"\intbl" + r" a\cell" * n + r"\row",
    "joined above": lambda n: r"\trowd\clvmrg\cellx9\intbl a\cell\row" * n,
    "notes": lambda n: r"\chftn{\footnote\chftn a}" * n,
    "text boxes": lambda n: r"{\shp{\*\shpinst{\shptxt a}}}" * n,
    "a font of a long name": lambda n: r"{\fonttbl{\f0 .Vn" + "a" * (400 * n) + "}}" + r"\u65?{b}" * (8 * n),
    "fonts": lambda n: "{\\fonttbl" + "".join(rf"{{\f{i} a;}}" for i in range(n)) + "}a",
    "one long paragraph in a skipped group": lambda n: r"{\info " + "a" * n + "}b",
}


@pytest.mark.unmeasured
@pytest.mark.parametrize("form", LONG)
def test_time_is_in_line_with_the_length(form: str) -> None:
    def read(count: int) -> None:
        data = rf"{{\rtf1{LONG[form](count)}x}}".encode("latin-1")
        try:
            read_bytes(data, "a")
        except LimitExceeded:
            assert form == "rows of other widths"

    assert_in_line(read, 1_000)
