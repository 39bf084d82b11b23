"""The log: lines on standard error, as text for people or as one JSON object each for programs.

Nothing that a client sends can end a line or move a terminal's cursor: JSON escapes control characters, and
the text form writes them as `\\x0a`. Fields of a line are those that a call gives as `extra={"fields": {…}}`;
the identifier of the request under way is added to every line that is written during it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from api.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The identifier of the request that is being answered; "" outside of one."""

# C0, DEL, C1, line and paragraph separators, and the marks that turn the direction of text around
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Write control characters as escapes, so that a text stays on its line."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _when(record: logging.LogRecord) -> str:
    return (
        datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields = dict(getattr(record, "fields", {}))
    if (running := request_id.get()) and "request_id" not in fields:
        fields["request_id"] = running
    return fields


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r'[\s"=]', text) else text


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, the fields, and the trace of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        line = {
            "time": _when(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)  # ASCII only: what is no character of UTF-8 is escaped as well


class TextLines(logging.Formatter):
    """One line for people: time, level, logger, message, the fields; a trace follows, set in."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        head = f"{_when(record)} {record.levelname} {record.name}: {record.getMessage()}"
        told = "".join(f" {name}={_quoted(value)}" for name, value in _fields(record).items() if value != "")
        lines = [plain(head + told)]
        if record.exc_info:
            lines += ["  | " + plain(line) for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(lines).encode("utf-8", "backslashreplace").decode("utf-8")


def configure(settings: Settings) -> None:
    """Send every log line of this process to standard error in the form that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    root.setLevel(max(level, logging.WARNING))  # libraries tell of what goes wrong only
    logging.getLogger("nhiemvu").setLevel(level)
    logging.captureWarnings(True)
