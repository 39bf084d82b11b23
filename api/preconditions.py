"""Preconditions of requests: If-Match and If-None-Match (RFC 9110, section 13.1).

`*` stands for whatever is there. If-Match compares strongly, so that a weak tag is like no other;
If-None-Match compares weakly (section 8.8.3.2). A member of a list that is no entity tag is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from starlette.types import Scope

from api.protocol import field_of
from api.refusals import PreconditionFailed

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request wants of the state of its target: the values of the two fields, "" for none."""

    match: str = ""
    none_match: str = ""

    @classmethod
    def of(cls, scope: Scope) -> Conditions:
        """Read them off a request."""
        return cls(field_of(scope, b"if-match").strip(), field_of(scope, b"if-none-match").strip())

    def __bool__(self) -> bool:
        return bool(self.match or self.none_match)

    def is_known(self, tag: str) -> bool:
        """Say whether If-None-Match names the entity tag of what is there; "" for one that has none."""
        return self.none_match == _ANYTHING or (bool(tag) and _opaque(tag) in _opaque_tags(self.none_match))

    def require_match(self, tags: Collection[str], *, there: bool = True) -> None:
        """Raise PreconditionFailed where If-Match names none of the tags of what is there."""
        if not self.match:
            return
        met = self.match == _ANYTHING or not _strong_tags(self.match).isdisjoint(tags)
        if not (there and met):
            raise PreconditionFailed("If-Match")

    def require(self, tags: Collection[str], *, there: bool) -> None:
        """Raise PreconditionFailed where a request that changes its target must not be carried out."""
        self.require_match(tags, there=there)
        if there and self.none_match and (self.none_match == _ANYTHING or any(map(self.is_known, tags))):
            raise PreconditionFailed("If-None-Match")


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _opaque_tags(field: str) -> set[str]:
    return {found[2] for found in _TAG.finditer(field)}


def _strong_tags(field: str) -> set[str]:
    return {found[2] for found in _TAG.finditer(field) if not found[1]}
