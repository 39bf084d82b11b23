"""Bytes of XML without the control characters that it cannot hold (XML 1.0, section 2.2).

The form feed between the pages of a quoted text is one; RDF and query engines write it as it is.
"""

from __future__ import annotations

_FORBIDDEN = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D))
_SPACES = bytes.maketrans(_FORBIDDEN, b" " * len(_FORBIDDEN))


def well_formed(data: bytes) -> bytes:
    """Set a space in place of every control character of UTF-8 bytes that XML cannot hold."""
    return data.translate(_SPACES)
