"""The columns of answers: what every variable of a question means, once for all questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """How a column is shown: as the IRI of a thing, words, a list of names, a number, a date, a quote."""

    IRI = "iri"
    TEXT = "text"
    LIST = "list"
    NUMBER = "number"
    DATE = "date"
    QUOTE = "quote"


LIST_SEPARATOR = "; "
"""What stands between the names of a list, as the queries join them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading in Vietnamese and English, and how its values are shown."""

    vi: str
    en: str
    kind: Kind = Kind.TEXT


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        # a task and where it stands
        "task": Column("IRI nhiệm vụ", "Task IRI", Kind.IRI),
        "item_kind": Column("Loại", "Kind"),
        "missing": Column("Còn thiếu", "Missing"),
        "gap": Column("Chỗ trống", "Gap"),
        "mandate": Column("IRI việc", "Mandate IRI", Kind.IRI),
        "duty": Column("IRI trách nhiệm", "Duty IRI", Kind.IRI),
        "duty_text": Column("Trách nhiệm", "Duty"),
        "code": Column("TT", "Code"),
        "section": Column("Mục", "Section"),
        "title": Column("Nhiệm vụ", "Task"),
        "leads": Column("Chủ trì", "Leads", Kind.LIST),
        "coordinators": Column("Phối hợp", "Coordinators", Kind.LIST),
        "start": Column("Bắt đầu", "Start", Kind.DATE),
        "due": Column("Hạn", "Due", Kind.DATE),
        "due_text": Column("Hạn (nguyên văn)", "Due as written"),
        "due_latest": Column("Hạn muộn nhất", "Latest day", Kind.DATE),
        "output": Column("Sản phẩm", "Output"),
        # what became of units
        "succession": Column("Kế thừa", "Succession"),
        "former_unit": Column("IRI đơn vị trong văn bản", "IRI of the unit as written", Kind.IRI),
        "former_name": Column("Đơn vị nêu trong văn bản", "Unit as written"),
        "ended": Column("Hoạt động đến trước", "In being until", Kind.DATE),
        "changed_on": Column("Thay đổi từ", "Changed on", Kind.DATE),
        "change_act": Column("Theo văn bản", "By act"),
        "part": Column("Vai trò", "Part"),
        # documents
        "state": Column("Tình trạng", "State"),
        "issued": Column("Ngày ban hành", "Issued", Kind.DATE),
        "effective": Column("Có hiệu lực từ", "In effect from", Kind.DATE),
        "expires": Column("Có hiệu lực đến", "In effect until", Kind.DATE),
        "document": Column("IRI văn bản", "Document IRI", Kind.IRI),
        "document_number": Column("Số, ký hiệu", "Document"),
        "document_label": Column("Văn bản", "Document name"),
        "related": Column("IRI văn bản liên quan", "Related document IRI", Kind.IRI),
        "related_number": Column("Số, ký hiệu", "Number"),
        "related_label": Column("Văn bản liên quan", "Related document"),
        "related_date": Column("Ngày ban hành", "Issued", Kind.DATE),
        "direction": Column("Hướng", "Direction"),
        "relation": Column("Quan hệ", "Relation"),
        "depth": Column("Bậc", "Depth", Kind.NUMBER),
        "in_corpus": Column("Có toàn văn", "Full text here"),
        # findings
        "finding": Column("IRI phát hiện", "Finding IRI", Kind.IRI),
        "finding_code": Column("Mã phát hiện", "Finding code"),
        "finding_kind": Column("Phát hiện", "Finding (vi)"),
        "finding_kind_en": Column("Phát hiện (tiếng Anh)", "Finding"),
        "severity": Column("Mức độ", "Severity"),
        "message_vi": Column("Nội dung", "Message (vi)"),
        "message_en": Column("Nội dung (tiếng Anh)", "Message"),
        "quoted_document": Column("IRI văn bản được trích", "Quoted document IRI", Kind.IRI),
        # the words that prove a row
        "quote": Column("Trích dẫn", "Quoted words", Kind.QUOTE),
        "quote_start": Column("Từ vị trí", "Quote start", Kind.NUMBER),
        "quote_end": Column("Đến vị trí", "Quote end", Kind.NUMBER),
        "source": Column("Tệp nguồn", "Source file"),
        # who takes part, and how often
        "actor": Column("IRI đơn vị", "Unit IRI", Kind.IRI),
        "name": Column("Đơn vị", "Unit"),
        "kind": Column("Loại", "Kind"),
        "led": Column("Chủ trì", "Led", Kind.NUMBER),
        "led_alone": Column("Chủ trì một mình", "Led alone", Kind.NUMBER),
        "coordinated": Column("Phối hợp", "Coordinated", Kind.NUMBER),
        "tasks": Column("Số nhiệm vụ", "Tasks", Kind.NUMBER),
        "lead": Column("IRI đơn vị chủ trì", "Lead IRI", Kind.IRI),
        "lead_name": Column("Chủ trì", "Lead"),
        "lead_kind": Column("Loại chủ trì", "Lead kind"),
        "coordinator": Column("IRI đơn vị phối hợp", "Coordinator IRI", Kind.IRI),
        "coordinator_name": Column("Phối hợp", "Coordinator"),
        "coordinator_kind": Column("Loại phối hợp", "Coordinator kind"),
        # what tasks are counted by
        "month": Column("Tháng đến hạn", "Month due", Kind.DATE),
        "output_name": Column("Loại sản phẩm", "Kind of output"),
        # the profile of a unit
        "aspect": Column("Nội dung", "Aspect"),
        "value": Column("Giá trị", "Value"),
        "thing": Column("IRI", "IRI", Kind.IRI),
        "count": Column("Số lượng", "Count", Kind.NUMBER),
    }
)
