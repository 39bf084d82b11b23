"""Who may read, where that is not everybody: users with passwords, and a token for programs.

    NHIEMVU_AUTH_USERS    lines `user:hash`, the hash made by `nhiemvu hash-password`
    auth_file             a setting: a file of such lines
    NHIEMVU_READ_TOKEN    shown as `Authorization: Bearer …`

Any of them closes the whole site but /health. Browsers ask for user and password by themselves (Basic,
RFC 7617). The write token opens the site too, for a request carries only one Authorization field; users and
the read token never open writing. A password that was right is remembered for some minutes by a keyed digest,
because checking one takes long on purpose; wrong ones are counted for each client and, past a number, not
looked at.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from api.clients import Allowance, client_of
from api.errors import send_problem
from api.passwords import PasswordHash
from api.refusals import CredentialsRefused, TooManyRequests
from api.settings import SettingInvalid, Settings
from api.write_token import TOKEN_VARIABLE
from queries.bilingual import Text

USERS_VARIABLE = "NHIEMVU_AUTH_USERS"
TOKEN_TO_READ = "NHIEMVU_READ_TOKEN"  # noqa: S105 - the name of a variable
_WRONG_A_MINUTE = 10
_TOO_OFTEN = Text(
    vi=f"{_WRONG_A_MINUTE} lần sai mật khẩu mỗi phút", en=f"{_WRONG_A_MINUTE} wrong passwords a minute"
)
_SO_MANY = Text(vi="một số ít lần kiểm tra mật khẩu cùng lúc", en="so many passwords at once")
_AT_ONCE = 2  # checks of passwords, each of which takes a core and some memory
_WAITING = 16  # checks that may wait for those
_REMEMBERED = 1024
_MINUTES = 10
_LONGEST_FIELD = 8192  # bytes


@dataclass(frozen=True)
class Keys:
    """What opens the site: users with the hashes of their passwords, and digests of tokens."""

    users: Mapping[str, PasswordHash] = field(default_factory=dict)
    tokens: frozenset[bytes] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.users or self.tokens)


def keys(settings: Settings, environment: Mapping[str, str] | None = None) -> Keys:
    """Read what opens the site; empty where reading is open to all.

    Raises SettingInvalid, in which no secret is shown.
    """
    environment = os.environ if environment is None else environment
    users: dict[str, PasswordHash] = {}
    sources = {USERS_VARIABLE: environment.get(USERS_VARIABLE, "")}
    if settings.auth_file:
        try:
            sources[settings.auth_file] = Path(settings.auth_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = "a file of UTF-8 text that can be read"
            raise SettingInvalid("auth_file", settings.auth_file, reason) from error
    for source, text in sources.items():
        users.update(_users(source, text))
    if settings.auth_file and not users:
        raise SettingInvalid("auth_file", settings.auth_file, "a file with at least one user")
    if USERS_VARIABLE in environment and not users:
        raise SettingInvalid(USERS_VARIABLE, "", "lines 'user:hash'; unset it where everybody may read")
    token = environment.get(TOKEN_TO_READ)
    if token is not None and (not token or token != token.strip() or not token.isascii()):
        raise SettingInvalid(TOKEN_TO_READ, "", "a secret text of ASCII; unset it where there is none")
    tokens = {_digest(token)} if token else set()
    if (users or tokens) and settings.writable and environment.get(TOKEN_VARIABLE):
        tokens.add(_digest(environment[TOKEN_VARIABLE]))
    return Keys(users, frozenset(tokens))


def _users(source: str, text: str) -> dict[str, PasswordHash]:
    found: dict[str, PasswordHash] = {}
    for number, line in enumerate(text.replace(";", "\n").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        user, colon, written = line.strip().partition(":")
        place = f"{source}, line {number},"
        if not user or not colon or user in found:
            raise SettingInvalid(place, user if colon else "", "'user:hash' with another user in every line")
        try:
            found[user] = PasswordHash.parse(written)
        except ValueError as error:
            raise SettingInvalid(place, f"{user}:…", f"'user:hash'; of the hash, {error}") from error
    return found


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


class Authentication:
    """Middleware that lets in who shows a key; everybody else gets 401, or 429 after too many wrong ones."""

    def __init__(self, app: ASGIApp, *, keys: Keys, open_addresses: frozenset[str]) -> None:
        self._app = app
        self._keys = keys
        self._open = open_addresses
        self._wrong = Allowance(_WRONG_A_MINUTE)
        self._right: OrderedDict[bytes, float] = OrderedDict()
        self._key = secrets.token_bytes(32)
        self._nobody = PasswordHash.of(secrets.token_hex(16)) if keys.users else None
        self._checks = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0
        self._schemes = [
            *(['Basic realm="nhiemvu", charset="UTF-8"'] if keys.users else []),
            *(['Bearer realm="nhiemvu"'] if keys.tokens else []),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in self._open:
            await self._app(scope, receive, send)
            return
        fields = [value for name, value in scope["headers"] if name == b"authorization"]
        if len(fields) != 1 or len(fields[0]) > _LONGEST_FIELD:
            await self._refuse(scope, send)
            return
        scheme, _, shown = fields[0].decode("latin-1").partition(" ")
        digest = hmac.digest(self._key, fields[0], "sha256")
        client = client_of(scope)
        if self._remembers(digest):
            await self._app(scope, receive, send)
        elif seconds := self._wrong.wait(client):
            await send_problem(scope, send, TooManyRequests(seconds, _TOO_OFTEN))
        elif scheme.lower() == "bearer" and self._is_token(shown.strip()):
            await self._app(scope, receive, send)
        elif scheme.lower() == "basic" and self._nobody is not None:
            await self._by_password(scope, receive, send, shown.strip(), digest, client)
        else:
            self._wrong.take(client)
            await self._refuse(scope, send)

    async def _by_password(
        self, scope: Scope, receive: Receive, send: Send, shown: str, digest: bytes, client: str
    ) -> None:
        if self._waiting >= _WAITING:
            await send_problem(scope, send, TooManyRequests(1, _SO_MANY))
            return
        self._waiting += 1
        try:
            async with self._checks:
                # a client's tries that came at once are counted by now
                seconds = 0 if self._remembers(digest) else self._wrong.wait(client)
                right = not seconds and (self._remembers(digest) or await self._is_right(shown))
        finally:
            self._waiting -= 1
        if seconds:
            await send_problem(scope, send, TooManyRequests(seconds, _TOO_OFTEN))
        elif right:
            self._right[digest] = time.monotonic() + _MINUTES * 60
            while len(self._right) > _REMEMBERED:
                self._right.popitem(last=False)
            await self._app(scope, receive, send)
        else:
            self._wrong.take(client)
            await self._refuse(scope, send)

    def _remembers(self, digest: bytes) -> bool:
        until = self._right.get(digest)
        if until is not None and until < time.monotonic():
            del self._right[digest]
        return digest in self._right

    def _is_token(self, shown: str) -> bool:
        digest = _digest(shown)
        found = False
        for token in self._keys.tokens:  # all of them, so that the time tells nothing
            found |= hmac.compare_digest(digest, token)
        return found

    async def _is_right(self, shown: str) -> bool:
        """Check a user's password in a thread; an unknown user takes as long as a known one."""
        try:
            user, _, password = base64.b64decode(shown, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        assert self._nobody is not None  # noqa: S101 - where there are users
        kept = self._keys.users.get(user, self._nobody)
        fits = await asyncio.to_thread(kept.fits, password)
        return fits and user in self._keys.users

    async def _refuse(self, scope: Scope, send: Send) -> None:
        extra = [(b"www-authenticate", scheme.encode("ascii")) for scheme in self._schemes]
        await send_problem(scope, send, CredentialsRefused(), [*extra, (b"cache-control", b"no-store")])
