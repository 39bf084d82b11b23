"""The tokens of RTF: control words, symbols, braces, text (RTF Specification 1.9.1, "RTF Syntax")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph_build.errors import BrokenFile, LimitExceeded
from graph_build.issues import skipped
from graph_build.readers.limits import MAX_DEPTH, MAX_TOKENS
from graph_build.records import Issue

KIND = "RTF"
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?\x20?"  # \cellx1200
    rb"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"  # \'e1\'bb
    rb"|\\(?P<symbol>.)"  # \~ \* \{
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_LINE_ENDS = b"\r\n\x00"
"""Bytes that are no text of their own; null bytes fill up a file in some mail programs."""
_SHOWN = 200


class Token(NamedTuple):
    """A piece of RTF.

    `kind` is "word" (its name in `word`, its parameter in `number`), "symbol" (`word`), "bytes" (text given
    in hexadecimal, in `data`), "text" (in `data`), "{", "}", or "binary" for the bytes behind \\bin.
    """

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE, _BINARY = Token("{"), Token("}"), Token("binary")


def tokens(name: str, data: bytes, issues: list[Issue]) -> Iterator[Token]:
    """Give the tokens of a file from its first brace to the one that closes it.

    What stands behind is told in `issues`. Raises BrokenFile where the file ends within a group or within
    binary data, LimitExceeded for groups too deep in each other and for too many tokens.
    """
    depth = count = 0
    place = data.index(b"{")
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:  # a lone backslash at the end
            break
        place = match.end()
        count += 1
        token = _token(match)
        if token.kind == "{":
            depth += 1
        elif token.kind == "}":
            depth -= 1
        elif token.word == "bin" and token.kind == "word":
            place += max(0, token.number or 0)
            if place > len(data):
                raise BrokenFile(name, KIND, "it is cut short within binary data")
            token = _BINARY
        if depth > MAX_DEPTH:
            raise LimitExceeded(name, "the depth of groups", depth, MAX_DEPTH)
        if count > MAX_TOKENS:
            raise LimitExceeded(name, "the number of control words and groups", count, MAX_TOKENS)
        yield token
        if depth == 0:
            issues.extend(_behind(data[place:]))
            return
    raise BrokenFile(name, KIND, f"{depth} of its groups are not closed")


def _token(match: re.Match[bytes]) -> Token:
    kind = match.lastgroup
    if kind == "text":
        return Token("text", data=match["text"].translate(None, _LINE_ENDS))
    if kind == "brace":
        return _OPEN if match["brace"] == b"{" else _CLOSE
    if kind == "bytes":
        return Token("bytes", data=bytes.fromhex(match["bytes"].replace(b"\\'", b"").decode("ascii")))
    if kind == "symbol":
        return Token("symbol", match["symbol"].decode("latin-1"))
    number = match["number"]
    return Token("word", match["word"].decode("ascii"), None if number is None else int(number))


def _behind(rest: bytes) -> Iterator[Issue]:
    """Tell what stands behind the last group, as a brace too many leaves it there."""
    words = " ".join(rest.replace(b"\x00", b" ").decode("latin-1").split())
    if any(char.isalnum() for char in words):
        yield skipped(
            "part-not-read", "What stands behind the end of the RTF text is not read.", text=words[:_SHOWN]
        )
