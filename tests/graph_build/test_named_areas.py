"""All bodies of several kinds of area, of which one is named; posts that open like the name of a body."""

from pathlib import Path

import pytest

from graph_build.actors import ActorContext, unknown_unit
from graph_build.extract import unit_book
from graph_build.instructions import begins_with_work
from graph_build.opening_actors import heading_actor, opening_actors
from graph_build.prose_signs import DUE
from graph_build.records import Evidence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND các huyện, thành phố Huế chủ trì", ["UBND các huyện, thành phố Huế"]),
        (
            "Các sở, ngành tỉnh, Uỷ ban nhân dân các huyện, thành phố Huế lập kế hoạch",
            ["Các sở, ngành tỉnh", "Uỷ ban nhân dân các huyện, thành phố Huế"],
        ),
        ("UBND các xã Bình Hòa, An Phú chủ trì", ["UBND xã Bình Hòa", "UBND xã An Phú"]),
        ("Các Tổ trưởng chuyên môn: lập danh sách", None),
        ("Trưởng thôn, trưởng khu dân cư vận động", ["Trưởng thôn", "Trưởng khu dân cư"]),
        ("Các tổ trưởng tổ dân phố vận động", ["Các tổ trưởng tổ dân phố"]),
        ("Trưởng Công an xã chỉ đạo", ["Công an xã"]),
        ("các trường mầm non, tiểu học và THCS dạy", ["Các trường mầm non, tiểu học và THCS"]),
        ("Ban Hành chính lập sổ", ["Ban Hành chính"]),
        ("Ban hành quy chế", None),
        ("BAN HÀNH CHÍNH SÁCH MỚI", None),
        ("Phòng Hành chính - Tổ chức chủ trì", ["Phòng Hành chính - Tổ chức"]),
        ("Ban Dân vận - Văn phòng Tỉnh ủy chủ trì", ["Ban Dân vận", "Văn phòng Tỉnh ủy"]),
        ("Phòng Công tác học sinh, sinh viên chủ trì", ["Phòng Công tác học sinh, sinh viên"]),
        ("Trường Giáo dục thường xuyên Ba Vì chủ trì", ["Trường Giáo dục thường xuyên Ba Vì"]),
        ("các doanh nghiệp nuôi ong, Hội Nông dân gửi", ["Các doanh nghiệp nuôi ong", "Hội Nông dân"]),
        ("các cơ quan khác thúc giục", ["Các cơ quan khác"]),
        ("Sở Y tế, UBND các xã, phường: Ba Vì, Sơn Tây lập", ["Sở Y tế", "UBND Ba Vì", "UBND Sơn Tây"]),
        ("các sở giáo dục và đào tạo chủ trì", ["Các sở giáo dục và đào tạo"]),
        ("các sở xây dựng kế hoạch", ["Các sở"]),
        ("UBND các tỉnh từ Ba Vì đến Sơn Tây sơ tán", ["UBND các tỉnh từ Ba Vì đến Sơn Tây"]),
        ("UBND các xã từ năm 2025 chủ trì", ["UBND các xã"]),
        ("Bí thư, Chủ tịch UBND các xã chủ trì", ["UBND các xã"]),
        ("Tập đoàn Ba Vì (BVG), Tập đoàn Sơn Tây (STG)", ["Tập đoàn Ba Vì", "Tập đoàn Sơn Tây"]),
        ("Chi nhánh Ngân hàng Nông nghiệp huyện cho vay", ["Chi nhánh Ngân hàng Nông nghiệp huyện"]),
    ],
)
def test_areas_and_posts(text: str, names: list[str] | None) -> None:
    heads = opening_actors(ActorContext(unit_book()), text)
    assert (None if heads is None else [actor.name for actor in heads.actors]) == names


SEVERAL_KINDS = "name;parent\nỦy ban nhân dân huyện Ba Ao;UBND tỉnh Nam Định\n"


@pytest.mark.parametrize(
    ("more", "issuer", "names"),
    [
        ("", "Ủy ban nhân dân tỉnh Nam Định", ["Ủy ban nhân dân huyện Ba Ao", "UBND Lá Sen"]),
        (
            "Ủy ban nhân dân thị xã Ba Ao;UBND tỉnh Nam Định\n",
            "Ủy ban nhân dân tỉnh Nam Định",
            ["UBND Ba Ao", "UBND Lá Sen"],
        ),
        ("", "Ủy ban nhân dân tỉnh An Giang", ["UBND Ba Ao", "UBND Lá Sen"]),
        ("", None, ["UBND Ba Ao", "UBND Lá Sen"]),
    ],
)
def test_a_place_without_its_kind_is_the_only_one_below_the_issuer(
    more: str, issuer: str | None, names: list[str], tmp_path: Path
) -> None:
    register = tmp_path / "units.csv"
    register.write_text(SEVERAL_KINDS + more, "utf-8")
    heads = opening_actors(
        ActorContext(unit_book((register,)), issuer), "UBND các huyện, thị xã Ba Ao, Lá Sen rà soát đê"
    )
    assert heads is not None
    assert [actor.name for actor in heads.actors] == names


def test_a_place_without_its_kind_is_in_the_ledger() -> None:
    for names, code in (
        ("UBND các huyện, thị xã Ba Ao, Lá Sen", "ambiguous-unit"),
        ("UBND các huyện Ba Ao, Lá Sen", "unresolved-unit"),
        ("Hội đồng nhân dân", "unresolved-unit"),
    ):
        heads = opening_actors(ActorContext(unit_book()), f"{names} rà soát đê")
        assert heads is not None
        issues = [unknown_unit(actor, Evidence(exact="", start=0, end=0)) for actor in heads.actors]
        assert {issue.code for issue in issues} == {code}


def test_titles_about_things_name_nobody() -> None:
    context = ActorContext(unit_book())
    assert heading_actor(context, "Những nội dung chủ yếu của kế hoạch") is None
    assert heading_actor(context, "Các hộ kinh doanh cá thể:") is not None
    assert not begins_with_work("Yêu cầu về hồ sơ.")


def test_an_hour_before_a_day_is_part_of_a_deadline() -> None:
    found = DUE.search("Hoàn thành việc nhập số liệu trước 17h00 ngày 25/9/2026.")
    assert found is not None
    assert found["when"] == "trước 17h00 ngày 25/9/2026"
