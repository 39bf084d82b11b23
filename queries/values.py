"""Written values of parameters as RDF terms, one rule a type.

| Type | Written | Term |
|---|---|---|
| document-number, document | 38/NQ-CP, Nghị quyết 38/NQ-CP, a file name, an IRI | the document's IRI |
| unit | a name or alias, with or without marks, or an IRI | the IRI of the unit or collective |
| role | lead, chủ trì, coordinate, phối hợp … | the IRI of the role concept |
| date | 2022-08-24, 24/8/2022 | xsd:date |
| month | 2022-08, 8/2022 | xsd:gYearMonth |
| year | 2022 | xsd:gYear |
| integer | 5 | xsd:integer |
| string | anything | xsd:string |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from graph_build.terms import Term, iri, literal
from graph_build.text import bare
from ontology.vocab import XSD, vocabulary
from queries.bilingual import Text
from queries.catalogue import Parameter, ParameterType
from queries.errors import InvalidValue
from queries.names import Names
from queries.period import MONTHS, month_number

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lead": ("chủ trì",),
        "focal": ("đầu mối",),
        "coordinate": ("phối hợp",),
        "perform": ("thực hiện",),
        "monitor": ("theo dõi",),
        "report": ("báo cáo",),
    }
)
"""The roles of an assignment, and what Vietnamese documents call them."""

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")  # 2022-08-24
_WRITTEN_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")  # 24/8/2022
_NAMED_DAY = re.compile(  # 24 August 2022
    rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}),? (?P<year>\d{{4}})", re.IGNORECASE
)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")  # 2022-08
_WRITTEN_MONTH = re.compile(r"(?P<month>\d{1,2})[/-](?P<year>\d{4})")  # 8/2022
_YEAR = re.compile(r"(?P<year>\d{4})")  # 2022
_INTEGER = re.compile(r"-?\d{1,18}")  # 5


def term(parameter: Parameter, written: str, names: Names) -> Term:
    """Give the RDF term that a written value of a parameter means.

    Raises InvalidValue, UnknownUnit, UnknownDocument or AmbiguousName.
    """
    text = written.strip()
    if not text:
        raise InvalidValue(
            parameter.name,
            written,
            Text(
                vi="một giá trị; bỏ tham số đi để hỏi tất cả",
                en="a value; leave the parameter out to ask for all",
            ),
        )
    match parameter.type:
        case ParameterType.DOCUMENT_NUMBER | ParameterType.DOCUMENT:
            return names.document(text)
        case ParameterType.UNIT:
            return names.unit(text)
        case ParameterType.ROLE:
            return iri(vocabulary(names.base).role(_role(parameter.name, text)))
        case ParameterType.STRING:
            return literal(text)
        case other:
            form = _FORMS[other]
            value = form.read(text)
            if value is None:
                raise InvalidValue(parameter.name, written, form.expected)
            return literal(value, datatype=form.datatype)


def _role(parameter: str, text: str) -> str:
    for role, called in ROLES.items():
        if bare(text) in {role, *(bare(name) for name in called)}:
            return role
    known = ", ".join(f"{role} ({called[0]})" for role, called in ROLES.items())
    raise InvalidValue(parameter, text, Text(vi=f"một vai trò: {known}", en=f"a role: {known}"))


def day(text: str) -> str | None:
    """Give the day that a text means, as ISO 8601; None where it means none."""
    found = _DAY.fullmatch(text) or _WRITTEN_DAY.fullmatch(text) or _NAMED_DAY.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found["year"]), month_number(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return None


def month(text: str) -> str | None:
    """Give the month that a text means, as ISO 8601; None where it means none."""
    found = _MONTH.fullmatch(text) or _WRITTEN_MONTH.fullmatch(text)
    if not found or not 1 <= int(found["month"]) <= 12 or not int(found["year"]):
        return None
    return f"{int(found['year']):04}-{int(found['month']):02}"


def year(text: str) -> str | None:
    """Give the year that a text is; None where it is none."""
    return f"{int(text):04}" if _YEAR.fullmatch(text) and int(text) else None


def _integer(text: str) -> str | None:
    return str(int(text)) if _INTEGER.fullmatch(text) else None


class _Form(NamedTuple):
    """How values of a type are read into the lexical form of a datatype, and what to write."""

    read: Callable[[str], str | None]
    datatype: str
    expected: Text


_FORMS = {
    ParameterType.DATE: _Form(
        day,
        XSD.date,
        Text(vi="một ngày như 24/8/2022 hoặc 2022-08-24", en="a day such as 2022-08-24 or 24/8/2022"),
    ),
    ParameterType.MONTH: _Form(
        month,
        XSD.gYearMonth,
        Text(vi="một tháng như 8/2022 hoặc 2022-08", en="a month such as 2022-08 or 8/2022"),
    ),
    ParameterType.YEAR: _Form(year, XSD.gYear, Text(vi="một năm như 2022", en="a year such as 2022")),
    ParameterType.INTEGER: _Form(_integer, XSD.integer, Text(vi="một số nguyên", en="a whole number")),
}
