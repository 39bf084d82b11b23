"""The words of problems: in which language a client wants them, and in Vietnamese what others say in English.

The language is the one that the address asks for (`lang`), else the one chosen on the pages (a cookie), else
the one that Accept-Language prefers (RFC 9110, section 12.5.4), else English: programs send none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.types import Scope

from api.protocol import cookie_of
from graph_build import store_errors
from queries.bilingual import Language, Text, Told

_LANGUAGES: Final[Mapping[str, Language]] = {"vi": "vi", "en": "en"}


def language_of_problem(scope: Scope) -> Language:
    """Give the language of what a request is told."""
    fields: dict[bytes, bytes] = dict(scope.get("headers", ()))
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    kept = cookie_of(scope, "lang")
    for chosen in (asked, kept):
        if chosen in _LANGUAGES:
            return _LANGUAGES[chosen]
    return preferred(fields.get(b"accept-language", b"").decode("latin-1"))


def preferred(accepted: str) -> Language:
    """Give the language that an Accept-Language field prefers; English where it names neither."""
    best: tuple[float, Language] = (0.0, "en")
    for part in accepted[:500].lower().split(","):
        range_, _, weight = part.partition(";")
        language = _LANGUAGES.get(range_.strip().partition("-")[0])
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if language and quality > best[0]:
            best = (quality, language)
    return best[1]


def in_language(language: Language) -> dict[str, str]:
    """Give the header fields that say in which language an answer is, and on what that rests."""
    return {"Content-Language": language, "Vary": "Accept, Accept-Language, Cookie"}


def told_in_both(error: Exception) -> Text | None:
    """Give what an error says in both languages; None where it is told in English alone."""
    if isinstance(error, Told):
        return Text(vi=error.told("vi"), en=str(error))
    for kind, told in _STORE.items():
        if isinstance(error, kind):
            return Text(vi=told(error), en=str(error))
    return None


_SYNTAX: Final = (
    (r"the prefix (\S*:) is not declared", "chưa khai báo tiền tố “{}”"),
    ("there are two queries", "có hai câu truy vấn; mỗi lần chỉ chạy được một câu"),
    ("it does not begin like a query", "không bắt đầu như một câu truy vấn SELECT, ASK, CONSTRUCT, DESCRIBE"),
    (r"it cannot be read on after ['\"](.*)['\"]", "không đọc tiếp được sau “{}”"),
    ("a search is a statement of its own, (.*) or (.*)", "tìm kiếm là một mệnh đề riêng: {} hoặc {}"),
    ("it is nested too deeply", "lồng nhau quá sâu"),
    ("it holds a term that cannot be read", "có một từ không đọc được"),
)
"""What our own readers of queries say is wrong with one, and the same in Vietnamese."""


def _syntax(error: Any) -> str:
    where = "" if error.line is None else f" ở dòng {error.line}, cột {error.column}"
    for pattern, said in _SYNTAX:
        if found := re.match(pattern, error.reason):
            return f"Không đúng cú pháp SPARQL{where}: {said.format(*found.groups())}."
    return f"Không đúng cú pháp SPARQL{where}; máy truy vấn nói: “{error.reason}”."


def _conflict(reason: str) -> str:
    graph, _, rest = reason.removeprefix("The graph ").partition("> ")
    return f"đồ thị {graph}> {'đã có' if rest == 'already exists' else 'không có'}"


_STORE: Final[Mapping[type[Exception], Callable[[Any], str]]] = {
    store_errors.QuerySyntaxError: _syntax,
    store_errors.UpdateFailed: lambda error: (
        f"Lệnh cập nhật không thực hiện được: {_conflict(error.reason)}. Không có gì thay đổi. Thêm SILENT"
        " nếu không cần báo."
    ),
    store_errors.FormatUnsupported: lambda error: (
        f"Không ghi được kết quả dưới dạng {error.media_type}. Có: {error.known}."
    ),
    store_errors.DataInvalid: lambda error: (
        f"{error.origin} không đọc được như RDF: {error.reason}. Không có gì thay đổi."
    ),
    store_errors.GraphMissing: lambda error: f"Không có đồ thị <{error.graph}>.",
    store_errors.TextMissing: lambda error: (
        f"Đồ thị không giữ văn bản nào có mã băm {error.sha256!r}. Hãy dựng lại từ các văn bản."
    ),
    store_errors.SearchIndexAwaited: lambda error: (
        f"Đồ thị vừa thay đổi, chỉ mục tìm kiếm đang được lập. Hãy thử lại sau {error.retry_after} giây."
    ),
    store_errors.SearchIndexMissing: lambda error: (
        f"Không tìm được trong đồ thị: {error.reason}. Hãy dựng lại bằng phiên bản này."
    ),
}
"""What errors of stores, which know no language, say in Vietnamese; what engines say is quoted."""


_INVALID: Final[Mapping[str, str]] = {
    "missing": "còn thiếu",
    "literal_error": "phải là {expected}",
    "enum": "phải là {expected}",
    "int_parsing": "phải là số nguyên",
    "float_parsing": "phải là số",
    "bool_parsing": "phải là true hoặc false",
    "greater_than_equal": "phải từ {ge} trở lên",
    "greater_than": "phải lớn hơn {gt}",
    "less_than_equal": "nhiều nhất là {le}",
    "less_than": "phải nhỏ hơn {lt}",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_too_short": "cần ít nhất {min_length} ký tự",
}
"""What the kinds of errors of Pydantic mean."""


def invalid_in_vietnamese(error: Mapping[str, Any]) -> str:
    """Say what is wrong with a value, by the kind of error that Pydantic gives."""
    said = _INVALID.get(error["type"], "giá trị không hợp lệ")
    return said.format(**error.get("ctx", {})).replace(" or ", " hoặc ")
