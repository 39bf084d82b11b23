"""People named by what they are, with no name of their own: "Công chức Tư pháp - Hộ tịch", "Hiệu trưởng".

Plans of communes, schools, hospitals and companies hand tasks to posts. In a list of actors such an item is
whoever holds the post: a collective that stays as written. A head named for the body ("Giám đốc Sở Y tế")
counts as the body, and a post before the name of one ("Cán bộ Phòng Kinh tế") says no more than the body.

Reads the words of a passage; gives the index after an item.
"""

from __future__ import annotations

from graph_build.name_words import AND, NameWords
from graph_build.text import fold
from graph_build.unit_names import GROUP_ARTICLES, HEADS, POSTS, ROLE_VERBS, folded, starts_with

_ALONE = folded(
    """
    trưởng phòng; phó trưởng phòng; trưởng khoa; trưởng bộ phận; trưởng đơn vị; lãnh đạo đơn vị; lãnh
    đạo phòng; trưởng ban; phó trưởng ban; bảo vệ; văn thư; cán bộ
    """
)
"""Posts whose name a body may follow, which is then meant, and common words: they fill their item."""
_LONGEST, _FEWEST_LETTERS = 14, 2


def names_post(text: str) -> bool:
    """Tell whether a list of actors opens with people named by their post."""
    words = NameWords(text, listed=True)
    return bool(words.words) and item_end(words, 0) > 0


def item_end(words: NameWords, index: int) -> int:
    """Give the index after an item of a list of actors that names people by their post; 0 where none does."""
    if not words.listed or not (index == 0 or words.separator(index) or words.keys[index - 1] == AND):
        return 0
    article = int(words.keys[index] in GROUP_ARTICLES)
    post = starts_with(words.keys, index + article, POSTS)
    if article and not post and _letters(words, index + 1):
        return index + 2
    if not post:
        return 0
    post += article
    end = index + post
    while end < len(words) and not _item_ends(words, end):
        end += 1
    filled = end == index + post
    if end - index > _LONGEST or (starts_with(words.keys, index, _ALONE) == post and not filled):
        return 0
    return 0 if _names_body(words, index + post, end) or _acts(words, index + post, end) else end


def _letters(words: NameWords, index: int) -> bool:
    """Tell whether letters for a kind of body fill an item behind an article: "các CTTV"."""
    if index >= len(words) or not words.capitals(index) or words.separator(index):
        return False
    return len(words.keys[index]) > _FEWEST_LETTERS and words.chunk_end(index) == index + 1


def _item_ends(words: NameWords, index: int) -> bool:
    if words.boundary(index) or words.comma(index):
        return True
    following = index + 1 if words.keys[index] == AND else index
    if following == index and not words.spaced_dash(index):
        return False
    return words.opens(following) or starts_with(words.keys, following, POSTS) > 0


def _names_body(words: NameWords, start: int, end: int) -> bool:
    """Tell whether the item names a body; "Văn phòng" before a dash is a field ("Văn phòng - Thống kê")."""
    for at in range(start, end):
        head = starts_with(words.keys, at, HEADS) if words.upper(at) else 0
        field = at + head < end and words.spaced_dash(at + head)
        if head and not field and words.keys[at] not in _FIELDS:
            return True
    return False


_FIELDS = frozenset(fold(w) for w in ("Đội", "Đoàn", "Thư", "Thuế"))
"""Kind words that stand for what a post is about: "Tổng phụ trách Đội", "Bí thư Đoàn"."""


def _acts(words: NameWords, start: int, end: int) -> bool:
    """Tell whether the item says what people do and is no mere name of them."""
    return any(
        words.lower(at) and starts_with(words.keys, at, ROLE_VERBS)
        for at in range(start, end)
        if words.keys[at] not in _NOUNS and words.keys[at - 1] not in GROUP_ARTICLES
    )


_NOUNS = frozenset(fold(w) for w in ("phụ", "đại", "quản", "chủ", "trong", "tại"))
"""First words of verbs that belong to a post: "Nhân viên phụ trách", "Tổ trưởng quản lý"."""
