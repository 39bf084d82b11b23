"""What the commands on traces, comparisons and statuses say around their answers, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

import typer

from api.cli.consoles import LanguageChoice
from queries.catalogue import Language, Text

LanguageOption = Annotated[LanguageChoice, typer.Option("--lang", help="Language of headings and notes.")]

_WORDS: Final[Mapping[str, Text]] = {
    "up": Text(vi="dựa trên", en="up"),
    "down": Text(vi="được thực hiện qua", en="down"),
    "count.document": Text(vi="văn bản", en="documents"),
    "count.known_by_citation": Text(vi="chỉ biết qua viện dẫn", en="known by citation only"),
    "count.annex": Text(vi="phụ lục", en="annexes"),
    "count.task": Text(vi="nhiệm vụ", en="tasks"),
    "count.duty": Text(vi="trách nhiệm", en="duties"),
    "count.duty_section": Text(vi="mục trách nhiệm", en="sections of duties"),
    "count.measure": Text(vi="giải pháp", en="measures"),
    "count.indicator": Text(vi="chỉ tiêu", en="indicators"),
    "count.assignment": Text(vi="phân công", en="assignments"),
    "count.deadline": Text(vi="thời hạn", en="deadlines"),
    "mandate": Text(vi="Nhiệm vụ", en="Mandate"),
    "best": Text(vi="Tương ứng nhất", en="Best counterpart"),
    "score": Text(vi="Điểm", en="Score"),
    "shared": Text(vi="Cùng dựa trên: {names}.", en="Both rest on: {names}."),
    "not-shared": Text(
        vi="{first} và {second} không cùng dựa trên văn bản nào; điểm cao nhất tìm được là {best}.",
        en="{first} and {second} rest on no common act; the highest score found is {best}.",
    ),
    "gaps.alone": Text(
        vi="Không văn bản nào khác trong đồ thị cùng thực hiện điều mà {name} thực hiện.",
        en="No other document of the graph carries out what {name} does.",
    ),
    "gaps.left-out": Text(
        vi="Không so: {names}. Hãy nêu tên những kế hoạch cần so.",
        en="Left out: {names}. Name the plans to compare.",
    ),
    "gaps.counted": Text(
        vi="{rows} nhiệm vụ, {gaps} chưa có chỗ nào có vẻ tương ứng.",
        en="{rows} mandates, {gaps} without a likely counterpart.",
    ),
    "later": Text(vi="Văn bản sau", en="Later"),
    "earlier": Text(vi="Văn bản trước", en="Earlier"),
    "deadline": Text(vi="Thời hạn", en="Deadline"),
    "ground": Text(vi="Căn cứ", en="Ground"),
    "carried.counted": Text(
        vi="{n} gợi ý, không phải dữ kiện: nhiệm vụ của văn bản sau, cùng cơ quan ban hành, có thể lặp lại"
        " nhiệm vụ của năm trước. Kết luận bằng nhiemvu verdict.",
        en="{n} suggestions, not facts: a task of a later document of the same issuer that may repeat one of"
        " an earlier year. Verdicts are given by nhiemvu verdict.",
    ),
    "state": Text(vi="Tình trạng", en="State"),
    "state.suggested": Text(vi="gợi ý", en="suggested"),
    "state.accepted": Text(vi="đã xác nhận", en="accepted"),
    "state.rejected": Text(vi="đã bác", en="rejected"),
    "state.reported": Text(vi="có báo cáo", en="reported"),
    "task": Text(vi="Nhiệm vụ", en="Task"),
    "due": Text(vi="Hạn", en="Due"),
    "reported": Text(vi="Cơ quan báo cáo", en="Reported"),
    "outcome": Text(vi="Kết quả", en="Outcome"),
    "words": Text(vi="Lời văn chứng minh", en="Words that speak for it"),
    "ground.replaces": Text(vi="thay thế", en="replaces"),
    "ground.amends": Text(vi="sửa đổi", en="amends"),
    "ground.title": Text(vi="tên gần giống", en="title"),
    "ground.person": Text(vi="do người nêu", en="person"),
    "cited-only": Text(vi="chỉ biết qua viện dẫn", en="known only by citation"),
    "time.on-time": Text(vi="đúng hạn", en="on time"),
    "time.late": Text(vi="sau hạn", en="late"),
    "time.no-deadline": Text(
        vi="không rõ đúng hạn: không nêu hạn", en="in time unknown: no deadline is stated"
    ),
    "time.several": Text(
        vi="không rõ đúng hạn: nêu nhiều hạn", en="in time unknown: several deadlines are stated"
    ),
    "time.recurring": Text(vi="không rõ đúng hạn: hạn định kỳ", en="in time unknown: the deadline recurs"),
    "time.no-date": Text(
        vi="không rõ đúng hạn: hạn không phải ngày", en="in time unknown: the deadline is no date"
    ),
    "time.imprecise": Text(
        vi="không rõ đúng hạn: ngày chưa đủ rõ", en="in time unknown: the dates are too coarse"
    ),
    "sheet.read-as": Text(
        vi="Đọc theo bảng mã {encoding}; nên lưu lại ở dạng CSV UTF-8.",
        en="Read as {encoding}; better save it as CSV UTF-8.",
    ),
    "sheet.other-headings": Text(
        vi="Các cột không có nghĩa ở đây: {names}.", en="Columns that mean nothing here: {names}."
    ),
    "sheet.unjoined": Text(
        vi="{n} trong {rows} dòng không chỉ đúng một nhiệm vụ; chưa lưu gì. Hãy sửa lại, hoặc bỏ qua bằng"
        " --partial.",
        en="{n} of {rows} rows name no task for certain; nothing was kept. Put them right, or leave them out"
        " with --partial.",
    ),
    "sheet.nothing": Text(
        vi="không dòng nào chỉ một nhiệm vụ; chưa lưu gì.", en="no row names a task; nothing was kept."
    ),
    "sheet.not-listed": Text(
        vi="Giữ nguyên văn, vì danh mục tình trạng không có: {names}.",
        en="Kept as written, for the list of statuses has them not: {names}.",
    ),
    "sheet.kept": Text(
        vi="Đã lưu tình trạng của {n} nhiệm vụ từ {file}.", en="Kept the status of {n} tasks from {file}."
    ),
    "sheet.kept-part": Text(
        vi="Đã lưu tình trạng của {n} nhiệm vụ từ {file}; bỏ qua {left} dòng.",
        en="Kept the status of {n} tasks from {file}; {left} left out.",
    ),
    "sheet.again": Text(
        vi="{file} vừa được nhập lần trước, với cùng các dòng; không có gì mới.",
        en="{file} was taken in last, with the same rows; there is nothing new.",
    ),
    "sheet.undone": Text(
        vi="Đã rút lại {file} nhập lúc {at}: tình trạng của {n} nhiệm vụ.",
        en="Took back {file} of {at}: the status of {n} tasks.",
    ),
    "verdict.kept": Text(vi="Đã lưu: {verdict}, {names}.", en="Kept: {verdict}, {names}."),
    "verdict.kept-all": Text(vi="Đã lưu {n} kết luận.", en="Kept {n} verdicts."),
    "verdict.count": Text(
        vi="kết luận về {kind} nêu {n} đối tượng, rồi nêu kết luận.",
        en="a verdict on a {kind} names {n} and then says what it is.",
    ),
    "verdict.unknown": Text(vi="Đồ thị không biết gì về {name}.", en="The graph knows nothing of {name}."),
    "status.lost": Text(
        vi="{n} kết luận về nhiệm vụ hoặc văn bản mà đồ thị không có; vẫn được giữ.",
        en="{n} verdicts are on tasks or documents that the graph lacks; they are kept.",
    ),
}


class Say:
    """Say phrases in the language that was chosen."""

    def __init__(self, choice: LanguageChoice) -> None:
        self.language: Language = "vi" if choice is LanguageChoice.VI else "en"

    def __call__(self, name: str, /, **values: object) -> str:
        """Give a phrase with its places filled; raises KeyError for a name that is none."""
        said = _WORDS[name][self.language]
        return said.format(**values) if values else said
