"""What is wrong with a request itself, told in both languages; `api.errors` says how each is answered."""

from __future__ import annotations

from collections.abc import Sequence

from api.i18n import catalogue
from api.settings import show_bytes
from graph_build.errors import NhiemvuError
from queries.bilingual import Language, Text, counted

METHODS = "GET, HEAD, POST, OPTIONS"


class RequestRefused(NhiemvuError):
    """Be the base of what is wrong with a request itself; the whole sentence is told in both languages."""

    def __init__(self, *, en: str, vi: str) -> None:
        super().__init__(en)
        self.sentence = Text(vi=vi, en=en)

    def told(self, language: Language) -> str:
        """Give the sentence."""
        return self.sentence[language]


class BadRequest(RequestRefused):
    """Say that a request is malformed."""


class RequestUnreadable(BadRequest):
    """Say that what came over a connection is no request."""

    def __init__(self) -> None:
        super().__init__(
            en="What was sent is not a request of HTTP/1.1.",
            vi="Nội dung gửi đến không phải là yêu cầu HTTP/1.1.",
        )


class HeadTooLarge(RequestRefused):
    """Say that the request line and the header fields are over the limit."""

    def __init__(self, most: int) -> None:
        super().__init__(
            en=f"The address and the header fields take more than {show_bytes(most)}."
            " Send a long query by POST.",
            vi=f"Địa chỉ và các trường đầu vượt quá {show_bytes(most)}. Câu truy vấn dài hãy gửi bằng POST.",
        )


class RequestLate(RequestRefused):
    """Say that a request did not come whole in the time that a client has."""

    def __init__(self) -> None:
        super().__init__(
            en="The request did not come whole in time. Send it again, in smaller parts.",
            vi="Yêu cầu không đến trọn vẹn trong thời gian cho phép. Hãy gửi lại, chia thành phần nhỏ hơn.",
        )


class MethodUnknown(RequestRefused):
    """Say that the method of a request is none that the server knows, at whatever address."""

    def __init__(self, method: str) -> None:
        super().__init__(
            en=f"This server knows no method {method}. Methods are written in capitals.",
            vi=f"Máy chủ này không biết phương thức {method}. Tên phương thức viết hoa.",
        )


class UpdateAsQuery(BadRequest):
    """Say that what was sent as a query is an update."""

    def __init__(self) -> None:
        super().__init__(
            en="This is an update and no query. Where this server takes updates, send it as the parameter"
            " 'update' with the write token.",
            vi="Đây là lệnh cập nhật, không phải câu truy vấn. Nếu máy chủ cho ghi, hãy gửi trong tham số"
            " 'update' kèm mã được ghi.",
        )


class ThingMissing(RequestRefused):
    """Say that the graph has no such thing."""


class WritingOff(RequestRefused):
    """Say that a request would change the graph of a read-only server."""

    def __init__(self) -> None:
        super().__init__(
            en="This server is read-only: it takes queries and no updates.",
            vi="Máy chủ này chỉ cho đọc: nhận câu truy vấn, không nhận lệnh cập nhật.",
        )


class TokenRequired(RequestRefused):
    """Say that a request would change the graph and shows no token."""

    def __init__(self) -> None:
        super().__init__(
            en="Changing the graph needs the write token: send it as 'Authorization: Bearer TOKEN'.",
            vi="Muốn thay đổi đồ thị cần mã ghi: gửi trong 'Authorization: Bearer TOKEN'.",
        )


class TokenRefused(RequestRefused):
    """Say that the token of a request is not the one of this server."""

    def __init__(self) -> None:
        super().__init__(en="The write token is wrong.", vi="Mã ghi không đúng.")


class CrossSite(RequestRefused):
    """Say that a form was posted from a page of another site."""

    def __init__(self) -> None:
        super().__init__(
            en="The form was sent from a page of another site. Send it from the page of this server.",
            vi="Biểu mẫu được gửi từ trang của nơi khác. Hãy gửi từ trang của máy chủ này.",
        )


class MethodRefused(RequestRefused):
    """Say that the endpoint does not take the method; `allowed` is the value of the Allow field."""

    def __init__(self, *, en: str, vi: str, allowed: str = METHODS) -> None:
        super().__init__(en=en, vi=vi)
        self.allowed = allowed


class NotAcceptable(RequestRefused):
    """Say that no format of the answer is one that the client accepts."""


class BodyTooLarge(RequestRefused):
    """Say that the body of a request is over the limit."""


class MediaTypeRefused(RequestRefused):
    """Say that the body of a request has a media type or a coding that the endpoint does not take.

    `accepted` and `codings` are those that it takes, told in header fields (RFC 9110, section 15.5.16).
    """

    def __init__(
        self, *, en: str, vi: str, accepted: Sequence[str] = (), codings: Sequence[str] = ()
    ) -> None:
        super().__init__(en=en, vi=vi)
        taken = ", ".join(accepted)
        self.fields = {"Accept": taken, "Accept-Post": taken, "Accept-Encoding": ", ".join(codings)}


class PreconditionFailed(RequestRefused):
    """Say that a request is for another state of its target; `field` is the header field that says so."""

    def __init__(self, field: str) -> None:
        super().__init__(
            en=f"What is here is not in the state that {field} of the request wants. Read it again first.",
            vi=f"Nội dung ở đây không ở trạng thái mà {field} của yêu cầu muốn. Hãy đọc lại trước.",
        )


class TooManyTasks(RequestRefused):
    """Say that a request looks at more tasks than the server goes through at once, and how to narrow it."""

    def __init__(self, tasks: int, most: int) -> None:
        numbered = catalogue("vi").number
        super().__init__(
            en=f"This looks for the outcome of {tasks:,} tasks; the server does so for {most:,} at most."
            " Ask /status or /api/status by 'document', 'resolution' or 'unit', or use 'nhiemvu status'.",
            vi=f"Phải tìm kết quả của {numbered(tasks)} nhiệm vụ; mỗi lần tối đa {numbered(most)}."
            " Hỏi /status, /api/status theo 'document', 'resolution', 'unit' hoặc dùng 'nhiemvu status'.",
        )


class WorkbookTooLarge(RequestRefused):
    """Say that a list is too long to be written as a workbook by the server."""

    def __init__(self, rows: int, most: int) -> None:
        numbered = catalogue("vi").number
        super().__init__(
            en=f"The list has {rows:,} rows; the server writes workbooks of {most:,} at most."
            " Take it as CSV (format=csv), which spreadsheets open too, or narrow it.",
            vi=f"Danh sách có {numbered(rows)} dòng; máy chủ chỉ ghi bảng tính tối đa {numbered(most)} dòng."
            " Hãy lấy dạng CSV (format=csv), bảng tính vẫn mở được, hoặc thu hẹp lại.",
        )


class HostRefused(RequestRefused):
    """Say that a request names a host that this server does not serve under."""


class CredentialsRefused(RequestRefused):
    """Say that reading needs a password or a token, and the request shows none that is right."""

    def __init__(self) -> None:
        super().__init__(
            en="This server is not open to everybody: show a user's password or a token.",
            vi="Máy chủ này không mở cho mọi người: cần mật khẩu của người dùng hoặc mã truy cập.",
        )


class TooManyRequests(RequestRefused):
    """Say that a client asks too often; it may ask again after `retry_after` seconds."""

    def __init__(self, retry_after: int, allowed: Text) -> None:
        super().__init__(
            en=f"This server takes {allowed.en} from one client."
            f" Ask again in {counted(retry_after, 'second')}.",
            vi=f"Máy chủ này chỉ nhận {allowed.vi} từ một máy khách. Hãy thử lại sau {retry_after} giây.",
        )
        self.retry_after = retry_after
