"""Where the name of a body ends in running text, told by the word before: "Hội Nông dân Việt Nam | sớm …".

Reads the words of a passage; gives yes or no.
"""

from __future__ import annotations

from graph_build.name_words import AND, NameWords
from graph_build.text import fold
from graph_build.unit_names import BELONGING, GROUP_ARTICLES, folded, starts_with

_VERBAL_HEADS = frozenset(
    fold(w) for w in ("Ban", "ban", "Tổ", "Ủy ban", "Đội", "Cục", "Chi cục", "Trung tâm", "Hội đồng", "Phòng")
)
_LAST_WORDS = frozenset(
    tuple(fold(w).split())
    for w in ("Việt Nam", "Tỉnh ủy", "Thành ủy", "Trung ương", "Chính phủ", "Quốc hội", "Quân đội")
)
"""The words that end names of the country's bodies and of those of its committees."""
_PLACED = folded("chi nhánh; khu vực; miền; phía; vùng; văn phòng; sở giao dịch; chi cục; khóa; nhiệm kỳ; về")
"""How a branch, a region or a term is named behind them: "Ngân hàng B Việt Nam chi nhánh tỉnh C"."""
_BOARD = fold("Ban Chỉ đạo")
_FOLLOWS_UP = folded("tổng hợp; kiểm tra; giám sát; đánh giá; thống kê; công bố")
"""What a steering board does, though other bodies are named for it: "Ban Chỉ đạo | tổng hợp …"."""


def behind_last(words: NameWords, start: int, position: int) -> bool:
    """Tell whether a name ends behind a word that no name goes on after: "Hội Nông dân Việt Nam | sớm …".

    Only a place, a branch or what ties it to a body may follow.
    """
    if words.listed or not words.lower(position) or words.apart(position) or words.area(position):
        return False
    if words.keys[position] in {*BELONGING, *GROUP_ARTICLES, AND}:
        return False
    first = position - 2
    last = first >= start and words.upper(first) and tuple(words.keys[first:position]) in _LAST_WORDS
    return last and not starts_with(words.keys, position, _PLACED)


def names_its_work(words: NameWords, start: int, position: int) -> bool:
    """Tell whether a kind word stands right before a verb, which then says what the body is for.

    "Ban | quản lý", "Văn phòng | điều phối"; "Biên phòng | chỉ đạo" and "Quân đội | chủ động" end in none.
    """
    if words.keys[position - 1] not in _VERBAL_HEADS or words.apart(position):
        return False
    compound = position > start and words.lower(position - 1) and words.upper(position - 2)
    return not compound or words.apart(position - 1)


def board_acts(words: NameWords, index: int, start: int, position: int) -> bool:
    """Tell whether running text goes on with what a steering board does: "Ban Chỉ đạo | tổng hợp …"."""
    board = position == start and " ".join(words.keys[index:start]) == _BOARD
    return board and not words.listed and starts_with(words.keys, position, _FOLLOWS_UP) > 0
