"""Content negotiation: which of the formats that an answer has does a client want?

Follows RFC 9110, section 12.5.1: every format takes its quality from the most specific range of the
Accept field that covers it; the format with the highest quality is chosen, and between equals the one
that the server lists first. A part of the field that is malformed is passed over, and a field with no
good part counts as absent, for the standard lets a server disregard the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"?')  # one that nothing closes reaches to the end
_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(?:;|$)")  # text/html, text/*, */*
_WEIGHT = re.compile(r";\s*q\s*=\s*([^;\s]*)\s*(?:;|$)", re.IGNORECASE)
_QVALUE = re.compile(
    r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?|\.\d{1,3}"
)  # ".5" is common, though not by the standard


@dataclass(frozen=True, eq=False)  # each is there once, so it is told by itself and quickly looked up
class Format:
    """A way to write an answer.

    `media_type` is the standard's name, which the engine knows too; `aliases` are other media types under
    which clients ask for the same bytes; `names` are what the query parameter `format` may say.
    """

    media_type: str
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()


JSON = Format("application/sparql-results+json", ("json", "srj"), ("application/json",))
XML = Format("application/sparql-results+xml", ("xml", "srx"), ("application/xml", "text/xml"))
CSV = Format("text/csv", ("csv",))
TSV = Format("text/tab-separated-values", ("tsv",))
TURTLE = Format("text/turtle", ("turtle", "ttl"), ("application/turtle", "application/x-turtle", "text/n3"))
N_TRIPLES = Format("application/n-triples", ("ntriples", "nt"), ("text/plain",))
RDF_XML = Format("application/rdf+xml", ("rdfxml", "rdf", "xml"), ("application/xml", "text/xml"))
JSON_LD = Format("application/ld+json", ("jsonld", "json"), ("application/json",))
TRIG = Format("application/trig", ("trig",))
N_QUADS = Format("application/n-quads", ("nquads", "nq"))

ROWS = (JSON, XML, CSV, TSV)
"""The formats of SELECT and, as the engine writes `true` or `false` in the last two, of ASK."""
TRIPLES = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS)
"""The formats of CONSTRUCT and DESCRIBE."""

DATASET = (N_QUADS, TRIG, JSON_LD)
"""The formats of a whole dataset, each triple in its graph."""

_LONGEST = 4096
"""Characters of an Accept field that are looked at: browsers send 200, and what was chosen is remembered."""
_CHARSET = frozenset({"text"})  # of these types the default charset is another one, so it must be named


@dataclass(frozen=True)
class Choice:
    """A chosen format, and the media type to answer with (the standard one or the alias asked for)."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """Give the value of the Content-Type field; every answer is UTF-8."""
        kind = self.media_type.partition("/")[0]
        return f"{self.media_type}; charset=utf-8" if kind in _CHARSET else self.media_type


@dataclass(frozen=True)
class Range:
    """One media range of an Accept field with its weight: `text/*;q=0.5`."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """Rank a range: 0 for any type, 1 for any subtype, 2 for one media type."""
        return (self.type != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        """Say whether a media type, in small letters and without parameters, lies in the range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def parse_accept(field: str) -> tuple[Range, ...]:
    """Read an Accept field; malformed parts and all parameters but the weight are disregarded."""
    ranges = []
    for part in _QUOTED.sub('""', field).split(","):
        found = _RANGE.match(part)
        if found is None or (found[1] == "*" and found[2] != "*"):
            continue
        weight = _WEIGHT.search(part)
        if weight is not None and not _QVALUE.fullmatch(weight[1]):
            continue
        ranges.append(Range(found[1].lower(), found[2].lower(), float(weight[1]) if weight else 1.0))
    return tuple(ranges)


def quality(media_type: str, ranges: Iterable[Range]) -> float:
    """Give the quality of a media type: that of the most specific range that covers it, 0 where none does."""
    covering = [(r.specificity, r.quality) for r in ranges if r.covers(media_type)]
    return max(covering, default=(0, 0.0))[1]


def _bounded(field: str) -> str:
    """Leave out the ranges that begin or end beyond `_LONGEST`."""
    return field if len(field) <= _LONGEST else field[:_LONGEST].rpartition(",")[0]


def prefers_html(field: str) -> bool:
    """Say whether an Accept field names HTML and wants nothing more: what a browser sends for a page."""
    return _prefers_html(_bounded(field))


@lru_cache(maxsize=256)
def _prefers_html(field: str) -> bool:
    ranges = parse_accept(field)
    html = max((r.quality for r in ranges if (r.type, r.subtype) == ("text", "html")), default=0.0)
    return html > 0 and all(r.quality <= html for r in ranges)


def choose(field: str | None, formats: tuple[Format, ...]) -> Choice | None:
    """Choose a format by an Accept field; None where the client accepts none of them.

    A media type by its standard name is taken before any alias of the same quality. An absent or empty
    field accepts everything.
    """
    return _choose(_bounded(field or ""), formats)


@lru_cache(maxsize=256)
def _choose(field: str, formats: tuple[Format, ...]) -> Choice | None:
    ranges = parse_accept(field)
    if not ranges:
        return Choice(formats[0], formats[0].media_type)
    best: tuple[float, Choice] | None = None
    standard = [Choice(f, f.media_type) for f in formats]
    aliases = [Choice(f, alias) for f in formats for alias in f.aliases]
    for choice in [*standard, *aliases]:
        found = quality(choice.media_type, ranges)
        if found > 0 and (best is None or found > best[0]):
            best = (found, choice)
    return best[1] if best else None


def by_media_type(media_type: str, formats: Sequence[Format]) -> Format | None:
    """Find the format of a body by its media type, in small letters and without parameters."""
    standard = (form for form in formats if form.media_type == media_type)
    aliased = (form for form in formats if media_type in form.aliases)
    return next(standard, None) or next(aliased, None)


def by_name(name: str, formats: Sequence[Format]) -> Choice | None:
    """Choose a format by what the parameter `format` says: a short name, or a media type."""
    wanted = name.strip().lower()
    for form in formats:
        if wanted in form.names or wanted == form.media_type:
            return Choice(form, form.media_type)
    for form in formats:
        if wanted in form.aliases:
            return Choice(form, wanted)
    return None
