"""Names in two spellings, and names that were probably misread by a scanner.

Reads sources and the unit register; gives findings, each with the odd spelling first. Two spellings of a
person belong together where the names are equal without marks and the posts are the same; two people of
one name are left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph_build.finding_codes import found
from graph_build.finding_facts import Facts, PersonNamed, Source, UnitNamed
from graph_build.records import Assignment, Finding, Person, Quote
from graph_build.text import bare, fold, joined


class _Printed(NamedTuple):
    """A person as printed at one spot."""

    name: str
    person: Person
    quote: Quote


def _people(source: Source) -> list[_Printed]:
    """List the people of a document under the spelling printed, not the one settled on in reading."""
    variants = {one.start: one for one in source.record.skipped if one.code == "name-variant"}
    printed = []
    for one in _assignments(source):
        person = one.actor.person
        if person is not None:
            here = (variants.get(start) for start in range(one.evidence.start, one.evidence.end))
            name = next((variant.text for variant in here if variant is not None), person.name)
            printed.append(_Printed(name, person, source.proof(one.evidence)))
    return [*printed, *_signers(source)]


def _signers(source: Source) -> Iterator[_Printed]:
    """Give who signed an official document, as a person in a post of the body that issued it."""
    header = source.record.header
    for signer in (header.signer, *header.joint_signers) if header.official else ():
        body = signer.organisation if signer and header.joint_issuers else header.issuer
        if signer and signer.name and signer.post and signer.evidence and body:
            person = Person(name=signer.name, post=signer.post, organisation=body)
            yield _Printed(signer.name, person, source.proof(signer.evidence))


def people_named(source: Source) -> tuple[PersonNamed, ...]:
    """Give every spelling of a person's name with every post, how often it is printed and where first."""
    spots: defaultdict[tuple[str, str, str], list[_Printed]] = defaultdict(list)
    for one in _people(source):
        post, body = fold(one.person.post or ""), fold(one.person.organisation or "")
        spots[fold(one.name), post, body].append(one)
    return tuple(
        PersonNamed(same[0].name, post, body, len(same), same[0].quote)
        for (_, post, body), same in spots.items()
    )


def units_named(source: Source) -> tuple[UnitNamed, ...]:
    """Give every spelling of a unit's name that tasks and targets print, with its first spot."""
    spots: dict[tuple[str, str, bool], UnitNamed] = {}
    for one in _assignments(source):
        if one.actor.kind == "unit":
            actor, written = one.actor, joined(one.evidence.exact).strip(" .,;:")
            key = fold(written), actor.name, actor.known
            if key not in spots:
                spots[key] = UnitNamed(written, actor.name, actor.known, source.proof(one.evidence))
    return tuple(spots.values())


_PLACE = re.compile(
    r"(?:hành phố|ỉnh)\s([A-ZĐÂÁÔÀ]\w{1,6}(?:\s?-\s?|\s)[A-ZĐÂÁÔÀÊ]\w{1,6})(?!\w)(?!\s[A-ZĐ])"
)
_FOREIGN = re.compile(r"k(?!\w)")
_USUAL = 3
"""How often the usual spelling of a place must stand beside one odd one."""


def misread_places(source: Source) -> Iterator[Finding]:
    """Find a name after "tỉnh" or "thành phố" that once differs in marks from its usual spelling ("Hà Nôi").

    Names that other languages gave ("Đăk Nông", "Đắk Nông") are written in several ways and left alone.
    """
    spellings: defaultdict[str, defaultdict[str, list[re.Match[str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for match in _PLACE.finditer(source.text):
        spellings[bare(match[1])][fold(match[1])].append(match)
    for written in spellings.values():
        usual = max(written.values(), key=len)
        for spots in written.values():
            if len(spots) == 1 and len(usual) >= _USUAL and not _FOREIGN.search(usual[0][1]):
                quotes = [source.quote(*one.span(1)) for one in (spots[0], usual[0])]
                yield found("misread-unit-name", quotes, odd=spots[0][1], usual=usual[0][1])


def _assignments(source: Source) -> Iterator[Assignment]:
    for task in source.record.tasks:
        yield from task.assignments
    for indicator in source.record.indicators:
        yield from indicator.leads


def people_in_two_spellings(documents: Iterable[Facts]) -> Iterator[Finding]:
    """Find people of one post whose names differ in marks only, within a document or across several."""
    groups: defaultdict[tuple[str, str, str], list[PersonNamed]] = defaultdict(list)
    for one in (one for document in documents for one in document.people):
        if one.post or one.body:
            groups[bare(one.name), one.post, one.body].append(one)
    for printed in groups.values():
        counts: Counter[str] = Counter()
        for one in printed:
            counts[fold(one.name)] += one.times
        usual = next(one for one in printed if fold(one.name) == counts.most_common(1)[0][0])
        for spelling in counts:
            odd = next(one for one in printed if fold(one.name) == spelling)
            if odd is not usual:
                quotes = (odd.quote, usual.quote)
                yield found("person-in-two-spellings", quotes, odd=odd.name, usual=usual.name)


def people_in_two_posts(source: Source) -> Iterator[Finding]:
    """Find people who hold two posts in one body within one document."""
    groups: defaultdict[tuple[str, str], list[_Printed]] = defaultdict(list)
    for one in _people(source):
        if one.person.post and one.person.organisation:
            groups[fold(one.name), fold(one.person.organisation)].append(one)
    for printed in groups.values():
        counts = Counter(fold(one.person.post or "") for one in printed)
        usual = next(one for one in printed if fold(one.person.post or "") == counts.most_common(1)[0][0])
        for post in counts:
            odd = next(one for one in printed if fold(one.person.post or "") == post)
            if odd is not usual:
                yield found(
                    "person-in-two-posts",
                    (odd.quote, usual.quote),
                    name=odd.name,
                    body=odd.person.organisation,
                    odd=odd.person.post,
                    usual=usual.person.post,
                )


def misread_units(documents: Sequence[Facts], names: Sequence[str]) -> Iterator[Finding]:
    """Find units whose name as printed is one letter or mark from a name of the register.

    `names` are the proper names of the register's units. The right spelling is quoted beside it, where a
    document prints it; a name that is itself in the register is never a misreading.
    """
    proper = {fold(name) for name in names}
    shapes: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for name in names:
        for shape in _shapes(fold(name)):
            shapes[shape].append(name)
    printed = [one for document in documents for one in document.units]
    right = {fold(one.written): one.quote for one in reversed(printed)}
    told = set()
    for one in printed:
        key = fold(one.written)
        if key in proper or (one.quote.document, key) in told:
            continue
        meant = _nearest(one, key, shapes)
        if meant is not None:
            told.add((one.quote.document, key))
            quotes = [one.quote, *(right[k] for k in [fold(meant)] if k in right)]
            yield found("misread-unit-name", quotes, odd=one.written, usual=meant)


def _shapes(key: str) -> Iterator[tuple[int, str]]:
    """Give a folded name with each of its words left out: two names that differ in one word share one."""
    words = key.split()
    for at in range(len(words) if len(words) > 2 else 0):
        yield at, " ".join([*words[:at], *words[at + 1 :]])


def _nearest(unit: UnitNamed, key: str, shapes: dict[tuple[int, str], list[str]]) -> str | None:
    """Find the register's name that differs in one letter or mark of one word; None where there is none."""
    for at, shape in _shapes(key):
        for name in shapes.get((at, shape), ()):
            word, other = key.split()[at], fold(name).split()[at]
            if (not unit.known or unit.name == name) and _one_letter(word, other):
                return name
    return None


def _one_letter(word: str, other: str) -> bool:
    """Tell whether two folded words differ as a misread letter does: in marks, or in one of four letters."""
    word, other = word.replace("y", "i"), other.replace("y", "i")
    if word == other or word.isdigit() or other.isdigit():
        return False
    if bare(word).rstrip("0123456789") == bare(other).rstrip("0123456789"):
        return True
    plain, plain_other = word.rstrip("0123456789"), other.rstrip("0123456789")
    same_length = len(plain) == len(plain_other) >= 4 and word[len(plain) :] == other[len(plain_other) :]
    return same_length and sum(a != b for a, b in zip(plain, plain_other, strict=True)) == 1
