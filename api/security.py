"""What every answer carries and every request must pass, whatever it asks for.

The Content-Security-Policy lets a page load from this server only. Inline scripts and styles run when they
carry the nonce of the page, `request.state.csp_nonce`, which is another one for every request. The check of
the Host field keeps pages of other sites from reading a server on loopback by DNS rebinding.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from starlette.types import Scope

from api.refusals import HostRefused

Field = tuple[bytes, bytes]

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_LOOPBACK_ADDRESSES = ("127.", "::1", "localhost")
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_NAMES = frozenset(name for name, _ in _FIXED) | {b"content-security-policy"}
_NONCE = "{nonce}"
_POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' 'nonce-{_NONCE}'",
        f"style-src 'self' 'nonce-{_NONCE}'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_AROUND_NONCES = [part.encode("ascii") for part in _POLICY.split(_NONCE)]


def names_for(host: str, allowed: Sequence[str]) -> frozenset[str] | None:
    """Give the names that a request may address this server by; None for any.

    Without a setting those are the names of loopback where the server listens there, else any.
    """
    if "*" in allowed:
        return None
    if allowed:
        return frozenset(name.lower() for name in allowed)
    return frozenset(LOOPBACK_NAMES) if host.startswith(_LOOPBACK_ADDRESSES) else None


def host_name(field: str) -> str:
    """Take the port off a Host field: `[::1]:8000` is `[::1]`."""
    name, colon, port = field.rpartition(":")
    return (name if colon and port.isdigit() else field).lower()


def is_same_site(headers: Mapping[str, str]) -> bool:
    """Tell whether a request that changes something comes from a page of this server, or from no page at all.

    Browsers say so in Sec-Fetch-Site (Fetch Metadata, section 2.4) or, where the connection is not secure, in
    Origin (RFC 6454, section 7); programs send neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        site = urlsplit(origin).netloc
    except ValueError:  # "http://[", which no browser sends
        return False
    return site.lower() == headers.get("host", "").lower() != ""


class Security:
    """Check the Host field of requests, and make the header fields that every answer carries.

    `names` are those that a request may address the server by, None for any.
    """

    def __init__(self, names: frozenset[str] | None) -> None:
        self._names = names

    def admits(self, scope: Scope) -> bool:
        """Say whether a request addresses this server."""
        if self._names is None:
            return True
        fields = [value for name, value in scope["headers"] if name == b"host"]
        return len(fields) == 1 and host_name(fields[0].decode("latin-1")) in self._names

    @staticmethod
    def refusal() -> HostRefused:
        """Make the error for a request that is not admitted."""
        return HostRefused(
            en="The request names a host that this server does not answer for. "
            "Allow it with the setting NHIEMVU_ALLOWED_HOSTS.",
            vi="Yêu cầu nêu một tên máy chủ mà máy chủ này không phục vụ. "
            "Cho phép bằng thiết đặt NHIEMVU_ALLOWED_HOSTS.",
        )


_drawn: deque[bytes] = deque()
_PIECE = 8
_DRAWN_AT_ONCE = 512


def drawn(size: int) -> bytes:
    """Give so many bytes, a multiple of 8, that nobody can guess.

    The system is asked for those of many requests at a time; safe to call from several threads.
    """
    pieces: list[bytes] = []
    while len(pieces) * _PIECE < size:
        try:
            pieces.append(_drawn.popleft())
        except IndexError:
            fresh = secrets.token_bytes(_PIECE * _DRAWN_AT_ONCE)
            _drawn.extend(fresh[first : first + _PIECE] for first in range(0, len(fresh), _PIECE))
    return b"".join(pieces)


def new_policy(scope: Scope) -> Field:
    """Give a request its nonce, and make the header field that lets what carries it run."""
    nonce = urlsafe_b64encode(drawn(16)).rstrip(b"=")
    scope.setdefault("state", {})["csp_nonce"] = nonce.decode("ascii")
    return b"content-security-policy", nonce.join(_AROUND_NONCES)


def secured(fields: Iterable[Field], policy: Field) -> list[Field]:
    """Add to the header fields of an answer what every answer carries; its own ones stay."""
    own = list(fields)
    present = {name for name, _ in own}
    if present.isdisjoint(_NAMES):
        return [*own, *_FIXED, policy]
    return own + [pair for pair in (*_FIXED, policy) if pair[0] not in present]
