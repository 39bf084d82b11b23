"""Who opens a text: bodies of schools, hospitals, courts, the Party and companies, and how far names go."""

from __future__ import annotations

import pytest

from graph_build.actors import ActorContext
from graph_build.duty_signs import acts
from graph_build.extract import unit_book
from graph_build.opening_actors import breaks_off, heading_actor, opening_actors


@pytest.fixture(scope="module")
def context() -> ActorContext:
    return ActorContext(unit_book(), "Ủy ban nhân dân tỉnh Quảng Trị")


CASES = {
    "Đoàn trường chủ trì": ["Đoàn trường"],
    "Các Trường, Khoa, Viện cử người dự": ["Các Trường, Khoa, Viện"],
    "Trưởng các cụm, khối thi đua chủ trì bình xét": ["Các cụm, khối thi đua"],
    "Thường trực HĐND, các Ban của HĐND, Tổ đại biểu và đại biểu HĐND tỉnh giám sát": [
        "Thường trực HĐND",
        "Các Ban của HĐND",
        "Tổ đại biểu",
        "Đại biểu HĐND tỉnh",
    ],
    "Ban Chỉ đạo chuyển đổi số Bệnh viện: kiểm tra": ["Ban Chỉ đạo chuyển đổi số Bệnh viện"],
    "Khoa Nội tổng hợp, Khoa Ngoại chấn thương: tiếp đón": ["Khoa Nội tổng hợp", "Khoa Ngoại chấn thương"],
    "UBND các xã, phường có đê đi qua tập trung hộ đê": ["UBND các xã, phường có đê đi qua"],
    "UBND các xã, phường có lò gạch: di dời lò": ["UBND các xã, phường có lò gạch"],
    "UBND các xã, phường có trách nhiệm hộ đê": ["UBND các xã, phường"],
    "UBND các xã, phường có văn bản gửi Sở": ["UBND các xã, phường"],
    "Các đơn vị: Sở Nội vụ, Sở Tài chính cử người dự": [
        "Sở Nội vụ",
        "Sở Tài chính",
    ],
    "Các đơn vị: tổ chức diễn tập": ["Các đơn vị"],
    "Cục Quản lý, giám sát giống lúa, ngô và khoai chủ trì": [
        "Cục Quản lý, giám sát giống lúa, ngô và khoai"
    ],
    "Trung tâm Xúc tiến đầu tư, thương mại và du lịch tổ chức hội chợ": [
        "Trung tâm Xúc tiến đầu tư, thương mại và du lịch"
    ],
    "Phòng Xây dựng phong trào bảo vệ an ninh Tổ quốc (Công an tỉnh) và Phòng Chính trị (Sở Y tế) gửi": [
        "Phòng Xây dựng phong trào bảo vệ an ninh Tổ quốc",
        "Phòng Chính trị",
    ],
    "Trung tâm Tin học cấp tài khoản cho lớp": ["Trung tâm Tin học"],
    "Phòng Kinh tế giải ngân vốn nuôi ong": ["Phòng Kinh tế"],
    "Ban Dân tộc nắm tình hình từng bản": ["Ban Dân tộc"],
    "Hội Nông dân xã niêm yết giá phân": ["Hội Nông dân xã"],
    "Ban Giám hiệu chỉ đạo các tổ": ["Ban Giám hiệu"],
    "Tổ Ngữ văn phụ trách câu lạc bộ": ["Tổ Ngữ văn"],
    "Giáo viên chủ nhiệm": ["Giáo viên chủ nhiệm"],
    "Các trường học trên địa bàn xã: Trồng cây": ["Các trường học trên địa bàn xã"],
    "Các trường tiểu học tổ chức": ["Các trường tiểu học"],
    "Khoa Dược: Kiểm tra thuốc": ["Khoa Dược"],
    "Khoa học phát triển": [],
    "Phòng Kế hoạch tổng hợp chủ trì": ["Phòng Kế hoạch tổng hợp"],
    "Điện lực Bảo Yên bảo đảm nguồn điện": ["Điện lực Bảo Yên"],
    "Tập đoàn Điện lực Việt Nam: hoàn thành": ["Tập đoàn Điện lực Việt Nam"],
    "Các huyện, thành, thị ủy, đảng ủy trực thuộc Tỉnh ủy tổ chức": [
        "Các huyện, thành, thị ủy, đảng ủy trực thuộc Tỉnh ủy"
    ],
    "Các huyện ủy, thị ủy lãnh đạo": ["Các huyện ủy, thị ủy"],
    "Các ban đảng Tỉnh ủy theo dõi": ["Các ban đảng Tỉnh ủy"],
    "Đề nghị UBMTTQ và các đoàn thể xã: Vận động": ["UBMTTQ", "Các đoàn thể xã"],
    "Văn phòng Thường trực Ban Chỉ huy Phòng thủ dân sự tỉnh theo dõi": [
        "Văn phòng Thường trực Ban Chỉ huy Phòng thủ dân sự tỉnh"
    ],
    "UBND các huyện ven biển kiểm đếm tàu": ["UBND các huyện ven biển"],
    "UBND các tỉnh Trà Vinh, Bình Phước tập trung": [
        "Ủy ban nhân dân tỉnh Trà Vinh",
        "Ủy ban nhân dân tỉnh Bình Phước",
    ],
    "Hội Chữ thập đỏ Việt Nam hiến kế cho các xã": ["Hội Chữ thập đỏ Việt Nam"],
    "Ban Nội chính Tỉnh ủy nắm các vụ việc": ["Ban Nội chính Tỉnh ủy"],
    "Tập đoàn Viễn thông Quân đội chủ động phát sóng": ["Tập đoàn Viễn thông Quân đội"],
    "Bộ Tư lệnh Bộ đội Biên phòng chỉ đạo": ["Bộ Tư lệnh Bộ đội Biên phòng"],
    "Ban quản lý chợ Vòm thu dọn": ["Ban quản lý chợ Vòm"],
    "Ban Chỉ đạo tổng hợp số liệu": ["Ban Chỉ đạo"],
    "Cục Thủy lợi nhanh chóng bơm nước": ["Cục Thủy lợi"],
    "Đảng ủy các bộ, ngành Trung ương lãnh đạo": ["Đảng ủy các bộ, ngành Trung ương"],
    "Ban Thường vụ các huyện ủy, thị ủy kiểm tra": ["Ban Thường vụ các huyện ủy, thị ủy"],
    "Giao cho Sở Tài chính - Vật giá, Sở Y tế tiến hành": ["Sở Tài chính - Vật giá", "Sở Y tế"],
}


@pytest.mark.parametrize("text", CASES)
def test_bodies_that_open_a_text(context: ActorContext, text: str) -> None:
    heads = opening_actors(context, text)
    assert [actor.name for actor in (heads.actors if heads is not None else ())] == CASES[text]


def test_a_heading_in_capitals_about_work_names_nobody(context: ActorContext) -> None:
    assert heading_actor(context, "CÁC CÔNG VIỆC CẦN THỰC HIỆN") is None
    assert heading_actor(context, "Các cơ quan đăng ký đầu tư") is not None


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (" trong tháng 3 năm 2019.", False),
        (" trong quý I/2020 trồng cây xanh", True),
        (" trồng cây xanh.", True),
    ],
)
def test_a_time_alone_behind_a_name_is_no_work(rest: str, *, said: bool) -> None:
    assert acts(rest, listed=False) is said


@pytest.mark.parametrize(
    ("rest", "broken"),
    [
        (" cây xanh, Sở Y tế tiến hành", True),
        (" chủ trì, phối hợp với Sở Y tế", False),
        (", Sở Y tế tiến hành", False),
        (" lập kế hoạch trồng cây", False),
    ],
)
def test_a_name_that_goes_on_before_more_of_the_list_is_not_whole(rest: str, *, broken: bool) -> None:
    assert breaks_off(f"Sở Tài chính{rest}", len("Sở Tài chính")) is broken


@pytest.mark.parametrize(
    "rest",
    [
        " nghiêm túc triển khai thực hiện./.",
        " khẩn trương, nghiêm túc thực hiện Kế hoạch này.",
        " tổ chức thực hiện tốt./.",
    ],
)
def test_to_carry_the_document_out_is_work_only_where_an_item_opens_so(rest: str) -> None:
    assert acts(rest, listed=False)
    assert not acts(rest, listed=False, later=True)
    assert acts(rest.rstrip("./") + " việc trồng rừng.", listed=False, later=True)
