"""Which thing a written name means: spellings, near misses, doubles."""

from __future__ import annotations

import unicodedata

import pytest

from graph_build.store import EmbeddedStore
from ontology.vocab import DEFAULT_BASE
from queries.errors import (
    AmbiguousName,
    UnknownDocument,
    UnknownName,
    UnknownTask,
    UnknownThing,
    UnknownUnit,
)
from queries.names import Names, base_of
from queries.scenarios import UnknownScenario

DPM = "bo-y-te/cuc-y-te-du-phong"


@pytest.fixture(scope="module")
def names(small_graph: EmbeddedStore) -> Names:
    return Names(small_graph)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Cục Y tế dự phòng", f"unit/{DPM}"),
        ("CỤC Y TẾ DỰ PHÒNG", f"unit/{DPM}"),
        (unicodedata.normalize("NFD", "Cục Y tế dự phòng"), f"unit/{DPM}"),
        ("  Cục  Y tế dự phòng ", f"unit/{DPM}"),
        ("Cục YTDP", f"unit/{DPM}"),
        ("cuc y te du phong", f"unit/{DPM}"),
        ("Vụ Pháp chế", "unit/bo-y-te/vu-phap-che"),
        ("Sở Y tế", "group/so-y-te"),
        ("Sở Y tế tỉnh Bắc Giang", "unit/so-y-te-tinh-bac-giang"),
        (f"{DEFAULT_BASE}id/unit/bo-y-te/van-phong", "unit/bo-y-te/van-phong"),
    ],
)
def test_a_unit_by_name(names: Names, written: str, unit: str) -> None:
    assert names.unit(written).value == f"{DEFAULT_BASE}id/{unit}"


@pytest.mark.parametrize(
    ("written", "document"),
    [
        ("38/NQ-CP", "cp/2022/nq-38"),
        ("38/nq-cp", "cp/2022/nq-38"),
        ("38 / NQ – CP", "cp/2022/nq-38"),
        ("Nghị quyết 38/NQ-CP", "cp/2022/nq-38"),
        ("Nghị quyết số 38/NQ-CP", "cp/2022/nq-38"),
        ("nghị quyết số: 38/NQ-CP", "cp/2022/nq-38"),
        ("2182/QĐ-BYT", "byt/2022/qd-2182"),
        ("2182/QÐ-BYT", "byt/2022/qd-2182"),  # Ð, as some keyboards type Đ
        ("2182/qđ-byt", "byt/2022/qd-2182"),
        ("2182/QD-BYT", "byt/2022/qd-2182"),
        ("qd-2182.txt", "byt/2022/qd-2182"),
        ("kh-bac-giang.txt", "uy-ban-nhan-dan-tinh-bac-giang/2022/ke-hoach-0a1b2c3d"),
        ("Kế hoạch Tiêm chủng", "uy-ban-nhan-dan-tinh-bac-giang/2022/ke-hoach-0a1b2c3d"),
        (f"{DEFAULT_BASE}id/document/byt/2023/qd-7", "byt/2023/qd-7"),
    ],
)
def test_a_document_by_number_name_or_file(names: Names, written: str, document: str) -> None:
    assert names.document(written).value == f"{DEFAULT_BASE}id/document/{document}"


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Cục Y tế dự fòng", "Cục Y tế dự phòng"),
        ("Vụ Fáp chế", "Vụ Pháp chế"),
        ("Sở Y tế Bắc Giang", "Sở Y tế tỉnh Bắc Giang"),
    ],
)
def test_an_unknown_unit_gets_the_nearest_names(names: Names, written: str, nearest: str) -> None:
    with pytest.raises(UnknownUnit) as raised:
        names.unit(written)
    assert raised.value.nearest[0] == nearest
    assert nearest in str(raised.value)


@pytest.mark.parametrize("written", ["Ngân hàng Thế giới", "…", "https://w3id.org/nhiemvu/id/unit/nowhere"])
def test_an_unknown_unit_without_a_near_name(names: Names, written: str) -> None:
    with pytest.raises(UnknownUnit) as raised:
        names.unit(written)
    assert written in str(raised.value)


def test_an_unknown_number_gets_the_nearest_numbers(names: Names) -> None:
    with pytest.raises(UnknownDocument) as raised:
        names.document("39/NQ-CP")
    assert "38/NQ-CP" in raised.value.nearest
    assert str(raised.value).startswith("The graph knows no document '39/NQ-CP'. Did you mean: ")


@pytest.mark.parametrize("written", ["nq38", "NQ 38", "nq số 38", "NQ-38", "nq. so 38"])
def test_a_kind_in_short_with_a_serial_comes_near_the_document(names: Names, written: str) -> None:
    with pytest.raises(UnknownDocument) as raised:
        names.document(written)
    assert raised.value.nearest[0] == "Nghị quyết 38/NQ-CP"


def test_what_is_wrong_with_a_name_is_told_in_both_languages(names: Names) -> None:
    with pytest.raises(UnknownDocument) as unknown:
        names.document("39/NQ-CP")
    assert unknown.value.told("vi").startswith("Đồ thị không có văn bản '39/NQ-CP'. Gần giống: ")
    assert "38/NQ-CP" in unknown.value.told("vi")
    with pytest.raises(AmbiguousName) as several:
        names.unit("Văn phòng")
    assert several.value.told("vi").startswith("'Văn phòng' là tên của 2 đơn vị; hãy nêu IRI")
    assert all(one in several.value.told("vi") for one in several.value.candidates)


@pytest.mark.parametrize("kind", [UnknownUnit, UnknownDocument, UnknownTask, UnknownThing, UnknownScenario])
def test_every_unknown_name_has_its_word(kind: type[UnknownName]) -> None:
    assert kind("x", ()).told("vi").endswith("'x'. Không có tên nào gần giống.")
    assert str(kind("x", ())) == kind("x", ()).told("en")


def test_one_name_of_two_units_is_not_guessed(names: Names) -> None:
    with pytest.raises(AmbiguousName) as raised:
        names.unit("Văn phòng")
    assert raised.value.candidates == (
        f"Văn phòng (Bộ Y tế) <{DEFAULT_BASE}id/unit/bo-y-te/van-phong>",
        f"Văn phòng (Sở Y tế tỉnh Bắc Giang) <{DEFAULT_BASE}id/unit/so-y-te-tinh-bac-giang/van-phong>",
    )


def test_one_number_of_two_documents_is_not_guessed(names: Names) -> None:
    with pytest.raises(AmbiguousName, match="names 2 documents") as raised:
        names.document("01/QĐ-UBND")
    assert len(raised.value.candidates) == 2


def test_the_base_is_told_by_the_graph(small_graph: EmbeddedStore, rebased_graph: EmbeddedStore) -> None:
    assert base_of(small_graph) == DEFAULT_BASE
    assert base_of(rebased_graph) == "https://mandates.example.vn/"
    assert Names(rebased_graph).unit("Cục YTDP").value == f"https://mandates.example.vn/id/unit/{DPM}"
