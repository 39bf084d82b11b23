"""Why a query was not answered although it may be good: the limits of the server and of its workers."""

from __future__ import annotations

from collections.abc import Sequence

from api.settings import show_bytes
from graph_build.errors import NhiemvuError
from queries.bilingual import Language


class QueryStopped(NhiemvuError):
    """Be the base of what ends a query before its answer."""


class QueryTimeout(QueryStopped):
    """Say that a query took longer than `seconds`; `calls` where it may have waited for another server."""

    def __init__(self, seconds: float, calls: bool = False) -> None:
        super().__init__(seconds, calls)
        self.seconds = seconds
        self.calls = calls

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        if self.calls:
            return (
                f"Yêu cầu bị dừng sau {self.seconds:g} giây. Yêu cầu này gọi máy chủ khác, có thể máy chủ đó"
                " trả lời quá chậm: hãy thử lại sau, hoặc hỏi máy chủ đó ít hơn."
            )
        return (
            f"Truy vấn bị dừng sau {self.seconds:g} giây. Hãy hỏi ít hơn: mẫu hẹp hơn, thêm LIMIT, hoặc bỏ"
            " ORDER BY trên toàn bộ dữ liệu."
        )

    def __str__(self) -> str:
        if self.calls:
            return (
                f"The request was stopped after {self.seconds:g} s. It calls another server, which may not "
                "have answered in time: try again later, or ask less of that server."
            )
        return (
            f"The query was stopped after {self.seconds:g} s. Ask for less: a narrower pattern, a LIMIT, "
            "or no ORDER BY over everything."
        )


class OutOfMemory(QueryStopped):
    """Say that a query needed more than `limit` bytes of memory."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return (
            f"Truy vấn cần hơn {show_bytes(self.limit)} bộ nhớ nên bị dừng. Hãy hỏi ít hơn: mẫu hẹp hơn, hoặc"
            " bỏ ORDER BY, DISTINCT hay GROUP BY trên toàn bộ dữ liệu."
        )

    def __str__(self) -> str:
        return (
            f"The query needed more than {show_bytes(self.limit)} of memory and was stopped. Ask for less: "
            "a narrower pattern, or no ORDER BY, DISTINCT or GROUP BY over everything."
        )


class NestedTooDeeply(QueryStopped):
    """Say that a query overflowed the stack of the process that read it: by its brackets or its length."""

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return (
            "Truy vấn lồng nhau quá sâu hoặc có quá nhiều phần nên không đọc được. "
            "Hãy viết ít dấu ngoặc lồng nhau hơn, hoặc chia thành nhiều truy vấn."
        )

    def __str__(self) -> str:
        return (
            "The query is nested too deeply, or has too many parts, to be read. "
            "Write it with fewer brackets inside each other, or ask in several queries."
        )


class ResultTooLarge(QueryStopped):
    """Say that an answer is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return (
            f"Câu trả lời lớn hơn {show_bytes(self.limit)}, giới hạn của máy chủ này. Hãy thêm LIMIT,"
            " OFFSET để lấy từng phần."
        )

    def __str__(self) -> str:
        return (
            f"The answer is larger than {show_bytes(self.limit)}, the limit of this server. "
            "Add LIMIT and OFFSET and fetch it in parts."
        )


class SpoolFull(QueryStopped):
    """Say that there is no room for a large answer; `reason` is what the system said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return "Hiện máy chủ không còn chỗ cho một câu trả lời lớn như vậy. Hãy thử lại sau."

    def __str__(self) -> str:
        return f"The server has no room for an answer of this size now ({self.reason}). Try again later."


class ServerBusy(QueryStopped):
    """Say that no worker became free; `retry_after` is the number of seconds to wait before another try."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return f"Mọi chỗ trả lời truy vấn đều đang dùng. Hãy thử lại sau {self.retry_after} giây."

    def __str__(self) -> str:
        return f"Everything that answers queries is in use. Try again in {self.retry_after} s."


class CallFailed(QueryStopped):
    """Say that another server, called by SERVICE or LOAD, failed; `reason` is for the server's log alone."""

    def __init__(self, endpoints: Sequence[str], reason: str) -> None:
        super().__init__(tuple(endpoints), reason)
        self.endpoints = tuple(endpoints)
        self.reason = reason

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return (
            f"Yêu cầu gọi máy chủ khác ({', '.join(self.endpoints)}), nhưng không nhận được câu trả lời dùng"
            " được. Hãy thử lại sau, hoặc viết SILENT nếu không nhất thiết cần câu trả lời đó."
        )

    def __str__(self) -> str:
        return (
            f"The request calls another server ({', '.join(self.endpoints)}), which gave no usable answer. "
            "Try again later, or write SILENT where its answer is not needed."
        )


class WorkerFault(QueryStopped):
    """Say that a worker failed in a way that no rule foresees; `reason` is for the server's log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "en":
            return str(self)
        return "Không trả lời được truy vấn vì máy chủ gặp lỗi."

    def __str__(self) -> str:
        return "The query could not be answered because of a fault of the server."
