"""Problem details in the reader's language: chosen as the pages choose it, with types that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.exceptions import HTTPException

from api import errors, query_errors, refusals
from api.errors import RULES, problem_of
from api.problem_words import language_of_problem, preferred, told_in_both
from graph_build.store_errors import QuerySyntaxError
from queries.bilingual import Told
from tests.growth import assert_in_line

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import Running

MARKS = "ảắấầẩậăâđêôơưếềểệốồổộớờởợứừửựíìỉịýỳỷỹạáàãọóòỏụúùủẹéèẻ"


def problem(server: Running, address: str, **headers: str) -> tuple[httpx.Response, dict[str, Any]]:
    answer = server.client.get(address, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer, answer.json()


@pytest.mark.parametrize(
    ("address", "headers", "language"),
    [
        ("/api/load?units=soon", {}, "en"),
        ("/api/load?units=soon", {"Accept-Language": "vi-VN,vi;q=0.9,en;q=0.8"}, "vi"),
        ("/api/load?units=soon", {"Accept-Language": "fr, en;q=0.3, vi;q=0.5"}, "vi"),
        ("/api/load?units=soon", {"Accept-Language": "vi;q=0, *"}, "en"),
        ("/api/load?units=soon", {"Accept-Language": "vi;q=x"}, "en"),
        ("/api/load?units=soon&lang=en", {"Accept-Language": "vi"}, "en"),
        ("/api/load?units=soon", {"Accept-Language": "vi", "Cookie": "lang=en"}, "en"),
        ("/api/load?units=soon&lang=vi", {"Cookie": "lang=en"}, "vi"),
        ("/api/trace?thing=", {"Cookie": "a=b; lang=vi"}, "vi"),
        ("/api/trace?thing=", {"Cookie": 'a={"b":1}; c d; lang=vi'}, "vi"),
        ("/api/trace?thing=", {"Cookie": 'lang=en;lang="vi"'}, "vi"),
        ("/api/documents/x/y/z", {"Accept-Language": "vi"}, "vi"),
        ("/api/none", {"Accept-Language": "vi"}, "vi"),
        ("/sparql?query=SELEC", {"Accept-Language": "vi", "Accept": "*/*"}, "vi"),
        ("/sparql?query=ASK{}&query=ASK{}", {"Accept-Language": "vi", "Accept": "*/*"}, "vi"),
        ("/api/findings?severity=worst", {"Accept-Language": "vi"}, "vi"),
    ],
)
def test_the_language_is_chosen_and_the_type_stays(
    small_server: Running, address: str, headers: dict[str, str], language: str
) -> None:
    answer, told = problem(small_server, address, **headers)
    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]
    assert bool(set(told["title"] + told["detail"]) & set(MARKS)) is (language == "vi"), told
    _, plain = problem(small_server, address.replace("&lang=vi", ""), Accept="*/*")
    assert (told["type"], told["status"]) == (plain["type"], plain["status"])
    assert set(told) == set(plain)


def test_a_problem_of_no_type_of_ours_says_that_it_is_in_english() -> None:
    assert errors._of_http(HTTPException(418)).language("vi") == "en"
    assert errors._of_http(HTTPException(404)).language("vi") == "vi"


def test_a_wrong_value_is_explained_in_vietnamese(small_server: Running) -> None:
    _, told = problem(small_server, "/api/findings?severity=worst&lang=vi")
    assert told["detail"].startswith("severity: phải là ''")
    assert " hoặc 'low'" in told["detail"]


def test_errors_of_limits_keep_their_figures_in_both() -> None:
    for error in (
        query_errors.QueryTimeout(3),
        query_errors.ResultTooLarge(2048),
        query_errors.ServerBusy(7),
    ):
        figure = {"QueryTimeout": "3", "ResultTooLarge": "2 KB", "ServerBusy": "7"}[type(error).__name__]
        for language in ("vi", "en"):
            assert figure in problem_of(error).body(language).decode()


def test_what_is_wrong_with_requests_is_told_in_both() -> None:
    for kind in RULES:
        if issubclass(kind, refusals.RequestRefused | query_errors.QueryStopped):
            assert issubclass(kind, Told), kind


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("the prefix nv: is not declared", ": chưa khai báo tiền tố “nv:”."),
        (
            "there are two queries; send one at a time",
            ": có hai câu truy vấn; mỗi lần chỉ chạy được một câu.",
        ),
        ("it cannot be read on after 'SELECT {'", ": không đọc tiếp được sau “SELECT {”."),
        ("it cannot be read on after \"{ 'a'\"", ": không đọc tiếp được sau “{ 'a'”."),
        ("Aggregates of aggregates", "; máy truy vấn nói: “Aggregates of aggregates”."),
    ],
)
def test_what_is_wrong_with_a_query_is_told_in_vietnamese_or_quoted(reason: str, said: str) -> None:
    told = told_in_both(QuerySyntaxError(reason, 2, 15))
    assert told is not None
    assert told["vi"] == f"Không đúng cú pháp SPARQL ở dòng 2, cột 15{said}"


@pytest.mark.parametrize(("field", "language"), [("", "en"), ("VI", "vi"), ("en-GB;q=0.1,vi;q=0.1", "en")])
def test_accept_language(field: str, language: str) -> None:
    assert preferred(field) == language


def test_a_long_cookie_is_read_in_time() -> None:
    def read(size: int) -> None:
        field = b'a="' + rb"\"" * size + b'"; lang=vi'
        assert language_of_problem({"headers": [(b"cookie", field)]}) == "vi"

    assert_in_line(read, 8_000)
