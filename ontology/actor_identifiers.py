"""Mint the IRIs of those who take part: units, their changes, collectives, posts, persons, scoped names.

They are placed by slugs from the outermost body inwards, so that a unit's path shows where it belongs:
`id/unit/bo-quoc-phong/tong-cuc-hau-can/cuc-quan-y`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ontology.numbers import slug
from ontology.segments import UNKNOWN, IriError, Resource, check_segments

GOVERNMENT = "Chính phủ"
"""The root of the state's units, left out of the paths of what stands below it."""

NAMED_BY = "named-by/"
"""Stands between a unit and the issuer whose documents give it short names."""


@dataclass(frozen=True, slots=True)
class _Named(Resource):
    """A thing placed by slugs from the outermost body inwards."""

    parts: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise IriError("A unit, group or post needs a name.")
        check_segments(*self.parts)


def _named_parts(name: str, within: Sequence[str]) -> tuple[str, ...]:
    outer = [part for part in within if part != GOVERNMENT]
    parts = tuple(slug(part) for part in (*outer, name))
    if not all(parts):
        raise IriError(f"{name!r} in {list(within)!r} holds no letter that a path can keep.")
    return parts


@dataclass(frozen=True, slots=True)
class UnitId(_Named):
    """A unit: `id/unit/bo-quoc-phong/tong-cuc-hau-can/cuc-quan-y`."""

    @classmethod
    def of(cls, name: str, within: Sequence[str] = ()) -> UnitId:
        """Name a unit from its name and those of its ancestors, outermost first.

        The government, root of all state bodies, is left out of the path.
        """
        return cls(_named_parts(name, within))

    @property
    def path(self) -> str:
        return "id/unit/" + "/".join(self.parts)


@dataclass(frozen=True, slots=True)
class GroupId(_Named):
    """A collective kept as written: `id/group/bo-y-te/cac-vu-cuc`."""

    @classmethod
    def of(cls, name: str, within: Sequence[str] = ()) -> GroupId:
        """Name a collective from its words and the bodies that give it its context, outermost first."""
        return cls(_named_parts(name, within))

    @property
    def path(self) -> str:
        return "id/group/" + "/".join(self.parts)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ChangeId(Resource):
    """A merger, split or renaming: `id/change/2025-03-01/bo-tai-chinh`, by its day and its first result."""

    day: str
    unit: UnitId

    def __post_init__(self) -> None:
        if not _DAY.fullmatch(self.day):
            raise IriError(f"{self.day!r} is not a day of a year.")

    @property
    def path(self) -> str:
        return f"id/change/{self.day}/{'/'.join(self.unit.parts)}"


@dataclass(frozen=True, slots=True)
class PostId(Resource):
    """A post in a unit: `id/post/<unit path>/<slug>`."""

    unit: UnitId
    name: str

    def __post_init__(self) -> None:
        check_segments(self.name)

    @classmethod
    def of(cls, unit: UnitId, post: str) -> PostId:
        """Name a post from its words ("Cục trưởng") and its unit."""
        return cls(unit, slug(post) or UNKNOWN)

    @property
    def path(self) -> str:
        return "id/post/" + "/".join((*self.unit.parts, self.name))


@dataclass(frozen=True, slots=True)
class PersonId(Resource):
    """A person, told apart from others of the same name by the organisation stated with it."""

    name: str
    organisation: str = UNKNOWN

    def __post_init__(self) -> None:
        check_segments(self.name, self.organisation)

    @classmethod
    def of(cls, name: str, organisation: str | None = None) -> PersonId:
        """Name a person from the name and the organisation as stated."""
        return cls(slug(name) or UNKNOWN, slug(organisation or "") or UNKNOWN)

    @property
    def path(self) -> str:
        return f"id/person/{self.name}/{self.organisation}"


@dataclass(frozen=True, slots=True)
class ScopedNameId(Resource):
    """The short names that one issuer's documents use for a unit: `<unit>#named-by/<issuer path>`."""

    of_actor: UnitId | GroupId
    issuer: UnitId

    @property
    def path(self) -> str:
        return f"{self.of_actor.path}#{NAMED_BY}{'/'.join(self.issuer.parts)}"
