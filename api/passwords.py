"""Passwords as they are kept: scrypt (RFC 7914) of the standard library, written in one line.

    $scrypt$ln=15,r=8,p=1$c2FsdA$aGFzaA

`ln` is the binary logarithm of the cost; salt and hash are base64 without padding. The form is that of the
PHC string format, which other programs write too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

_COST = 15  # 32 MB and about 80 ms
_HASH = re.compile(
    r"\$scrypt\$ln=(?P<ln>\d{1,2}),r=(?P<r>\d{1,2}),p=(?P<p>\d)\$(?P<salt>[\w+/]{8,88})\$(?P<key>[\w+/]{22,88})",
    re.ASCII,
)
_LARGEST = 64 << 20  # bytes of memory that one check may take
LONGEST_PASSWORD = 1024
"""Code points of a password; longer ones are refused unread."""


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """A password that cannot be read back."""

    ln: int
    r: int
    p: int
    salt: bytes
    key: bytes

    @classmethod
    def parse(cls, text: str) -> PasswordHash:
        """Read the written form; raises ValueError, which never holds the text."""
        match = _HASH.fullmatch(text.strip())
        if match is None:
            raise ValueError("it is not of the form that 'nhiemvu hash-password' writes")
        ln, r, p = int(match["ln"]), int(match["r"]), int(match["p"])
        if not 10 <= ln <= 20 or r < 1 or p < 1 or 128 * r * (1 << ln) > _LARGEST:
            raise ValueError("its cost is too low or needs too much memory")
        try:
            return cls(ln, r, p, _decoded(match["salt"]), _decoded(match["key"]))
        except binascii.Error as error:
            raise ValueError("its base64 is broken") from error

    @classmethod
    def of(cls, password: str, *, ln: int = _COST) -> PasswordHash:
        """Hash a password with a new salt."""
        made = cls(ln, 8, 1, secrets.token_bytes(16), b"\0" * 32)
        return cls(made.ln, made.r, made.p, made.salt, made.key_of(password))

    def key_of(self, password: str) -> bytes:
        """Derive the key of a password, which takes a while; accents typed in any form are the same."""
        written = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        return hashlib.scrypt(
            written,
            salt=self.salt,
            n=1 << self.ln,
            r=self.r,
            p=self.p,
            maxmem=2 * _LARGEST,
            dklen=len(self.key),
        )

    def fits(self, password: str) -> bool:
        """Say whether a password is the one, in a time that does not tell how near it came."""
        return len(password) <= LONGEST_PASSWORD and hmac.compare_digest(self.key_of(password), self.key)

    def __str__(self) -> str:
        return f"$scrypt$ln={self.ln},r={self.r},p={self.p}${_encoded(self.salt)}${_encoded(self.key)}"


def _encoded(held: bytes) -> str:
    return base64.b64encode(held).decode("ascii").rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
