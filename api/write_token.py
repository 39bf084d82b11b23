"""The secret that lets a client change the graph. It comes from the environment and is in no setting."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping

from api.refusals import TokenRefused, TokenRequired
from api.settings import SettingInvalid, Settings

TOKEN_VARIABLE = "NHIEMVU_WRITE_TOKEN"  # noqa: S105 - the name of a variable


class WriteToken:
    """The secret that a client shows to change the graph (RFC 6750, section 2.1)."""

    def __init__(self, secret: str) -> None:
        self._digest = _digest(secret)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> WriteToken:
        """Read the token from NHIEMVU_WRITE_TOKEN; raises SettingInvalid where it is missing or blank."""
        secret = (os.environ if environment is None else environment).get(TOKEN_VARIABLE, "")
        if not secret.strip() or secret != secret.strip() or not secret.isascii():
            shown = "of other characters than ASCII or with spaces around" if secret.strip() else ""
            raise SettingInvalid(TOKEN_VARIABLE, shown, "set to a secret text where the server is writable")
        return cls(secret)

    def check(self, field: str) -> None:
        """Read an Authorization field; raises TokenRequired for one without, TokenRefused for a wrong one."""
        scheme, _, shown = field.partition(" ")
        if scheme.lower() != "bearer" or not shown.strip():
            raise TokenRequired
        if not hmac.compare_digest(_digest(shown.strip()), self._digest):
            raise TokenRefused


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def write_token(settings: Settings) -> WriteToken | None:
    """Give the token of a writable server, None for a read-only one; raises SettingInvalid."""
    return WriteToken.from_environment() if settings.writable else None
