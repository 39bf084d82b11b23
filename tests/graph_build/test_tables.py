"""Printed tables become logical rows; columns are known by the meaning of their headings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph_build.align import align
from graph_build.columns import ColumnKind, kind_of, target_year
from graph_build.grids import Grid
from graph_build.headings import regrouped
from graph_build.readers.plain import find_tables
from graph_build.records import Cell, Table
from graph_build.tables import understand


def grids(text: str) -> list[Grid]:
    return understand(text, enumerate(find_tables(text), 1))


def shown(grid: Grid) -> list[tuple[str, str, list[str]]]:
    return [
        (
            "/".join(s.code for s in row.sections),
            row.code,
            [p.text for i, p in sorted(row.cells.items()) if i],
        )
        for row in grid.rows
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("STT", "number"),
        ("Nhiệm vụ, giải pháp", "title"),
        ("Nội dung công việc", "title"),
        ("Tên nhiệm vụ", "title"),
        ("Cơ quan chủ trì thực hiện", "lead"),
        ("Cơ quan\nđầu mối", "lead"),
        ("ĐƠN VỊ PHỐI HỢP (Bộ/ngành/địa phương)", "coordinate"),
        ("Đơn vị thực hiện", "perform"),
        ("Cơ quan chủ trì theo dõi, đánh giá", "monitor"),
        ("Thời gian triển khai", "start"),
        ("Thời gian dự kiến hoàn thành", "due"),
        ("Thời hạn", "due"),
        ("Thời hạn giải quyết", "other"),
        ("Tiến độ", "due"),
        ("Cấp trình", "submit_to"),
        ("Sản phẩm đầu ra", "output"),
        ("Kết quả", "output"),
        ("Đơn vị tính", "unit_of_measure"),
        ("Đơn vị", "unit_of_measure"),
        ("Chỉ tiêu", "indicator"),
        ("Chỉ tiêu 2024", "target"),
        ("2026-2030", "target"),
        ("Nguồn kinh phí", "funding"),
        ("Văn bản giao nhiệm vụ", "basis"),
        ("Thực hiện", "perform"),
        ("Khoa/phòng thực hiện", "perform"),
        ("Lãnh đạo phụ trách", "other"),
        ("Nội dung thực hiện", "title"),
        ("Kết quả thực hiện", "output"),
        ("Khoa, phòng hỗ trợ", "coordinate"),
        ("Giai đoạn", "period"),
        ("Tháng/quý", "period"),
        ("Kết thúc", "due"),
        ("", "other"),
    ],
)
def test_columns_are_known_by_their_words(heading: str, kind: str) -> None:
    assert kind_of(heading) == kind


def test_the_year_of_a_target_column() -> None:
    assert (target_year("Chỉ tiêu 2024"), target_year("2026-2030"), target_year("Mục tiêu")) == (
        2024,
        None,
        None,
    )


HEAD = "TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n"


def test_sections_and_rows() -> None:
    (grid,) = grids(
        HEAD
        + "A\tCơ chế\t\t\n1\tRà soát\tVụ A\t2025\nB\tY tế\t\t\n1\tTiêm\t\t\n1.1\tTiêm mũi 1\tCục B\t2026\n"
    )
    assert shown(grid) == [
        ("A", "1", ["Rà soát", "Vụ A", "2025"]),
        ("B/1", "1.1", ["Tiêm mũi 1", "Cục B", "2026"]),
    ]
    assert grid.assigns
    assert not grid.measures


def test_a_row_cut_by_a_page_is_joined_and_the_repeated_header_dropped() -> None:
    (grid,) = grids(
        HEAD
        + "1\tBố trí hệ thống màn\tÔng\t9/7\n\n"
        + HEAD
        + "\thình phù hợp\tVăn A\t\n2\tKhác\tVụ B\t2025\n"
    )
    assert shown(grid)[0] == ("", "1", ["Bố trí hệ thống màn hình phù hợp", "Ông Văn A", "9/7"])
    quote = grid.rows[0].cells[1].quote()
    assert [quote.exact, *[part.exact for part in quote.parts]] == ["Bố trí hệ thống màn", "hình phù hợp"]
    assert len(grid.rows) == 2


def test_a_row_of_its_own_under_a_merged_number_inherits_what_it_lacks() -> None:
    (grid,) = grids(HEAD + "1\tXây dựng hạ tầng.\tSở A\t2026\n\tXây dựng dự phòng.\tSở B\t\n")
    assert shown(grid)[1] == ("", "1", ["Xây dựng dự phòng.", "Sở B", "2026"])
    assert grid.rows[1].inherited == {3}


@pytest.mark.parametrize(
    ("above", "titles"),
    [("Xây dựng hạ tầng.", ["Xây dựng hạ tầng.", "Sửa chữa"]), ("Xây dựng", ["Xây dựng Sửa chữa"])],
)
def test_words_without_a_number_go_on_with_a_row_whose_sentence_has_not_ended(
    above: str, titles: list[str]
) -> None:
    (grid,) = grids(HEAD + f"1\t{above}\tSở A\t2026\n\tSửa chữa\t\t\n")
    assert [row.cells[1].text for row in grid.rows] == titles


def test_a_header_of_two_rows() -> None:
    text = "TT\tNội dung\tThời hạn\tPhân công thực hiện\t\n\t\t\tChủ trì\tPhối hợp\n1\tLàm\t2025\tA\tB\n"
    (grid,) = grids(text)
    assert [c.kind for c in grid.columns] == ["number", "title", "due", "lead", "coordinate"]
    assert grid.columns[3].heading == "Phân công thực hiện: Chủ trì"


def test_a_target_table_measures_and_assigns_nothing() -> None:
    (grid,) = grids(
        "STT\tChỉ tiêu\tĐơn vị\tChỉ tiêu 2024\tĐơn vị chủ trì\n"
        "I\tChủ yếu\t\t\t\n1\tSố giường\tGiường\t32,5\tCục A\n"
    )
    assert grid.measures
    assert not grid.assigns


def test_the_lead_may_stand_before_the_task() -> None:
    (grid,) = grids("STT\tCơ quan chủ trì\tNội dung nhiệm vụ\tThời hạn\n1\tBộ A\tLàm\t2026\n")
    assert grid.assigns
    assert grid.column("title").index == 2  # type: ignore[union-attr]


def test_a_table_of_staff_is_not_understood() -> None:
    assert grids("Họ tên\tNăm sinh\tQuê quán\nNguyễn A\t1980\tHà Nội\n") == []


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (["Xây dựng hạ tầng dự phòng cho hệ thống", "Trung tâm Chuyển đổi số"], (1, 2)),
        (["Thực hiện sao lưu dữ liệu của hệ thống", "Sở Khoa học", "Sở Tài chính"], (1, 2, 3)),
        (["- Rà soát, cập nhật hướng dẫn", "Giai đoạn 2026 - 2027", "- Bộ công cụ được ban hành"], (1, 4, 5)),
    ],
)
def test_short_rows_are_put_under_the_columns_that_fit(cells: list[str], columns: tuple[int, ...]) -> None:
    assert align(cells, ["number", "title", "lead", "coordinate", "due", "output"]).columns == columns


def test_a_cell_that_fits_two_columns_alike_is_uncertain() -> None:
    kinds: list[ColumnKind] = ["number", "title", "lead", "coordinate", "due"]
    assert align(["3", "Mua phần mềm nhận dạng chữ.", "Sở Tư pháp", "Quý IV/2026"], kinds).uncertain == {2}


def merged_table(rows: list[list[str | None]]) -> tuple[str, Table]:
    """Make a grid from rows of cells: "<" is merged with the cell to the left, "^" with the one above."""
    text, made = "", list[list[Cell]]()
    for row in rows:
        cells: list[Cell] = []
        for column, words in enumerate(row):
            if words == "<":
                cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + 1)
                cells.append(replace(cells[-1], merged=True))
            elif words == "^":
                cells.append(replace(made[-1][column], merged=True))
            else:
                cells.append(Cell(text=words or "", start=len(text), end=len(text) + len(words or "")))
                text += f"{words or ''}\t"
        made.append(cells)
        text += "\n"
    return text, Table(start=0, end=len(text), rows=tuple(map(tuple, made)))


HEADING: list[str | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]


def test_merged_cells_are_inherited_and_no_others() -> None:
    text, table = merged_table(
        [
            HEADING,
            ["I", "Xây dựng", "<", "<", "<"],
            ["1", "Làm A", "Sở X", "Sở Y", "2025"],
            ["^", "làm B", "^", "", "2026"],
            ["2", "Làm C", "Sở Z", "", "^"],
        ]
    )
    (grid,) = understand(text, [(1, table)])
    assert shown(grid) == [
        ("I", "1", ["Làm A", "Sở X", "Sở Y", "2025"]),
        ("I", "1", ["làm B", "Sở X", "2026"]),
        ("I", "2", ["Làm C", "Sở Z", "2026"]),
    ]
    assert [sorted(row.inherited) for row in grid.rows] == [[], [0, 2], [4]]
    (lead,) = grid.rows[1].cells[2].pieces
    assert (lead.row, lead.column) == (3, 3)


def test_one_cell_over_the_whole_row_is_a_section() -> None:
    text, table = merged_table(
        [
            HEADING,
            ["Bộ Y tế", "<", "<", "<", "<"],
            ["1", "Làm", "Sở X", "", ""],
            ["II. Khác", "<", "<", "<", "<"],
        ]
    )
    (grid,) = understand(text, [(1, table)])
    assert [(s.code, s.title) for s in grid.rows[0].sections] == [("", "Bộ Y tế")]
    assert len(grid.rows) == 1


def test_a_merged_title_takes_in_the_rows_beside_it() -> None:
    text, table = merged_table([HEADING, ["1", "Làm", "Sở X", "", "2025"], ["^", "^", "Sở Y", "", "^"]])
    (grid,) = understand(text, [(1, table)])
    assert [row.cells[2].text for row in grid.rows] == ["Sở X Sở Y"]


def test_a_row_beside_a_merged_title_with_a_deadline_of_its_own_is_a_task_of_its_own() -> None:
    text, table = merged_table([HEADING, ["1", "Làm", "Sở X", "", "2025"], ["^", "^", "Sở Y", "", "2026"]])
    (grid,) = understand(text, [(1, table)])
    assert [(row.cells[2].text, row.cells[4].text) for row in grid.rows] == [
        ("Sở X", "2025"),
        ("Sở Y", "2026"),
    ]


def test_a_heading_in_two_rows_may_be_merged_both_ways() -> None:
    text, table = merged_table(
        [
            ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "<"],
            ["^", "^", "^", "Bắt đầu", "Hoàn thành"],
            ["1", "Làm", "Sở X", "2025", "2026"],
        ]
    )
    (grid,) = understand(text, [(1, table)])
    assert [column.kind for column in grid.columns] == ["number", "title", "lead", "start", "due"]
    assert len(grid.rows) == 1


def test_a_first_row_in_lower_case_is_no_second_row_of_the_heading() -> None:
    (grid,) = grids(
        "TT\tNội dung công việc\tĐơn vị chủ trì\tThời hạn\n"
        "\tmở tủ sách ở thôn\tsở văn hóa\ttháng 5/2026\n"
        "2\tTập huấn thủ thư\tSở Nội vụ\tTháng 6/2026\n"
    )
    assert [column.heading for column in grid.columns][1:3] == ["Nội dung công việc", "Đơn vị chủ trì"]
    said = [piece.text for row in grid.rows for piece in row.cells.values()]
    assert "mở tủ sách ở thôn" in [*said, *(orphan.text for orphan in grid.orphans)]


def test_a_heading_broken_over_two_rows_is_one() -> None:
    (grid,) = grids(
        "TT\tNội dung\tCơ quan chủ\tThời gian\n\t\ttrì thực hiện\thoàn thành\n"
        "1\tMở tủ sách\tSở Nội vụ\t2026\n"
    )
    assert [column.heading for column in grid.columns][2:] == [
        "Cơ quan chủ trì thực hiện",
        "Thời gian hoàn thành",
    ]
    assert len(grid.rows) == 1


def test_heading_words_under_headings_of_the_same_kind_are_no_row() -> None:
    (grid,) = grids(
        "TT\tNội dung\tĐơn vị chủ trì\tThời hạn\n\tcông việc\t\thoàn thành\n1\tMở tủ sách\tSở Nội vụ\t2026\n"
    )
    assert [row.code for row in grid.rows] == ["1"]


def test_running_text_between_two_bar_tables_is_no_cell() -> None:
    def table(*rows: str) -> str:
        return "\n".join("|\n" + "\n|\n".join(row.split("/")) + "\n|" for row in rows)

    body = "II. TỔ CHỨC THỰC HIỆN\n1. Các thôn mở tủ sách trong năm nay.\n2. Trạm Y tế góp sách về sức khỏe."
    head = "TT/Nhiệm vụ/Đơn vị chủ trì"
    text = "\n".join([table(head, "1/Mở tủ sách/Sở Nội vụ"), body, table(head, "1/Góp sách/Sở Y tế")])
    tables = find_tables(text)
    assert [len(one.rows) for one in tables] == [2, 2]
    assert not any("TỔ CHỨC" in cell.text for one in tables for row in one.rows for cell in row)


def test_a_rule_line_of_single_dashes_is_no_row() -> None:
    (table,) = find_tables("| TT | Nhiệm vụ |\n| :-: | - |\n| 1 | Mở tủ sách |\n")
    assert [row[0].text for row in table.rows] == ["TT", "1"]


@pytest.mark.parametrize(
    ("headings", "due"),
    [
        (["Tiến độ (ước)", "Thời hạn"], "Thời hạn"),
        (["Thời hạn", "Tiến độ"], "Thời hạn"),
        (["Tiến độ hoàn thành", "Hạn báo cáo"], "Tiến độ hoàn thành"),
        (["Tiến độ", "Ghi chú"], "Tiến độ"),
    ],
)
def test_how_far_a_task_is_is_no_deadline_beside_one(headings: list[str], due: str) -> None:
    text = (
        "\t".join(["TT", "Nhiệm vụ", "Đơn vị chủ trì", *headings]) + "\n1\tMở tủ sách\tSở Nội vụ\t50%\t2026\n"
    )
    (grid,) = grids(text)
    column = grid.column("due")
    assert column is not None
    assert column.heading == due


def test_names_written_after_a_heading_stand_under_their_group() -> None:
    def cells(*names: str) -> list[Cell]:
        return [Cell(text=name, start=at, end=at + 1) for at, name in enumerate(names)]

    found = regrouped(cells("TT", "Nội dung", "Cơ quan thực hiện", "Thời hạn", "Chủ trì", "Phối hợp"))
    assert found is not None
    above, below = ([cell.text for cell in row] for row in found)
    assert above == ["TT", "Nội dung", "Cơ quan thực hiện", "", "Thời hạn"]
    assert below == ["", "", "Chủ trì", "Phối hợp", ""]
    assert regrouped(cells("TT", "Nội dung", "Cơ quan chủ trì", "Thời hạn", "Phối hợp", "Theo dõi")) is None
    assert regrouped(cells("TT", "Nội dung", "Thời hạn", "Cơ quan thực hiện", "Chủ trì")) is None
