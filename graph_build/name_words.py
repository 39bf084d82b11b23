"""The words of one passage, with the questions that the grammars of names ask of them.

Reads a passage; gives its words by index. The grammars of single bodies (`single_names`), of collectives
(`collectives`) and of lists that share one kind word (`enumerations`) stand on it.
"""

from __future__ import annotations

import re

from graph_build.text import fold, words
from graph_build.unit_names import (
    AREAS,
    BRANCH_TRADES,
    COMPOUND_WORDS,
    GROUP_ARTICLES,
    GROUP_NOUNS,
    HEADS,
    HELD,
    POSTS,
    PREDICATES,
    ROLE_VERBS,
    VERBAL_NOUNS,
    folded,
    starts_with,
)

AND = fold("và")
_ABOUT = fold("về")
_HIGH_TECH = fold("ứng dụng công nghệ cao").split()
_IN_SERVICE = fold("giáo dục thường xuyên").split()
_ESTATE = [fold("khu")]
_MOVEMENT = fold("bảo vệ an ninh Tổ quốc").split()
"""The end of the name of a movement that bodies are named for: "Phòng Xây dựng phong trào …"."""
_COUNTRY = [fold("Việt")]
_JOINT = fold("hợp tác").split()
_SOCIAL = fold("xã hội").split()
_LOCALITIES = fold("địa phương").split()
_COOPERATIVES = fold("kinh tế hợp tác").split()
_WITH = [fold("với")]
_OFFICE = fold("Văn phòng").split()
_WITH_OFFICE = folded(
    "UBND; HĐND; Ủy ban nhân dân; Hội đồng nhân dân; Chính phủ; Quốc hội; Tỉnh ủy; Thành ủy; Đảng ủy"
)
_PROTECTED = folded(
    "bảo vệ thực vật; bảo vệ môi trường; bảo vệ rừng; bảo vệ sức khỏe; bảo vệ nguồn lợi; bảo vệ chính trị; "
    "bảo vệ người tiêu dùng; bảo vệ trẻ em; bảo vệ biên giới; bảo vệ dữ liệu"
)
"""What bodies protect: no guards, though these are called "Bảo vệ" too."""
_OF_SEVERAL = frozenset({*GROUP_ARTICLES, fold("cấp")})
_PART = fold("Bộ")
_REGIONS = frozenset(fold(w) for w in ("Nam", "Bắc", "Trung"))
_LIST_GAP = re.compile(r"^[\s*]*[,/\-\u2010-\u2015]?[\s*]*$")
_BULLET_GAP = re.compile(r"\n\s*[-+•\u2010-\u2015]")
_SPACING = " \u00a0*\n"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


class NameWords:
    """The words of a passage; `listed` says that the passage is a list of actors and nothing else."""

    __slots__ = ("keys", "listed", "text", "words")

    def __init__(self, text: str, *, listed: bool = False) -> None:
        self.text, self.listed = text, listed
        self.words = words(text)
        self.keys = [word.key for word in self.words]

    def __len__(self) -> int:
        return len(self.words)

    def lower(self, index: int) -> bool:
        """Tell whether a word begins in lower case."""
        return index < len(self.words) and self.text[self.words[index].start].islower()

    def upper(self, index: int) -> bool:
        """Tell whether a word begins with a capital or a figure."""
        if index >= len(self.words):
            return False
        first = self.text[self.words[index].start]
        return first.isupper() or first.isdigit()

    def capitals(self, index: int) -> bool:
        """Tell whether a word is in capitals throughout, as an abbreviation is."""
        word = self.words[index]
        printed = self.text[word.start : word.end]
        return len(printed) > 1 and printed.isupper()

    def apart(self, index: int) -> bool:
        """Tell whether more than spacing stands before a word."""
        return bool(self.words[index].gap.strip(_SPACING)) and not self.joined(index)

    def joined(self, index: int) -> bool:
        """Tell whether "&" joins the letters of one short name: "Phòng KT&ĐBCL"."""
        if not index or self.words[index].gap != "&":
            return False
        return all(self.text[one.start : one.end].isupper() for one in self.words[index - 1 : index + 1])

    def comma(self, index: int) -> bool:
        """Tell whether a comma or slash stands before a word."""
        gap = self.words[index].gap
        return "," in gap or "/" in gap

    def spaced_dash(self, index: int) -> bool:
        """Tell whether a dash with a space on each side stands before a word."""
        gap = self.words[index].gap
        inner = gap.strip(_SPACING)
        return len(inner) == 1 and inner in _DASHES and gap[:1].isspace() and gap[-1:].isspace()

    def boundary(self, index: int) -> bool:
        """Tell whether a name cannot go on over the gap before a word."""
        if index >= len(self.words):
            return True
        if self.joined(index):
            return False
        gap = self.words[index].gap
        waits = self._kind_alone(index - 1) or (index > 0 and self.keys[index - 1] in GROUP_ARTICLES)
        waits = waits or self._office_alone(index)
        if "\n" in gap and not waits and self.upper(index) and (self.opens(index) or self.held(index)):
            return True
        if "\n" in gap and self.listed and self._new_collective(index):
            return True
        return bool(_BULLET_GAP.search(gap)) or not _LIST_GAP.match(gap) or "\n\n" in gap

    def _new_collective(self, index: int) -> bool:
        """Tell whether a line of a list begins with a collective that is no part of a name: "các đơn vị"."""
        if self.keys[index] not in GROUP_ARTICLES or self.area(index + 1):
            return False
        if index and self.keys[index - 1] == _ABOUT:
            return False
        manages = self.keys[index + 1 : index + 2] == _ESTATE
        return not manages and starts_with(self.keys, index + 1, GROUP_NOUNS) > 0

    def _kind_alone(self, index: int) -> bool:
        """Tell whether a kind word waits for its name at the end of a line: "Bộ" before "Công an"."""
        return index >= 0 and self.upper(index) and (self.keys[index],) in HEADS.get(self.keys[index], ())

    def _office_alone(self, index: int) -> bool:
        """Tell whether "Văn phòng" waits at the end of a line for the one body that it is the office of."""
        if index < len(_OFFICE) or self.keys[index - len(_OFFICE) : index] != _OFFICE:
            return False
        body = starts_with(self.keys, index, _WITH_OFFICE)
        after = self.keys[index + body : index + body + 1]
        return bool(body) and self.upper(index - len(_OFFICE)) and not {*after} & _OF_SEVERAL

    def verb(self, index: int) -> int:
        """Count the words of the verb in lower case that stands at a word; 0 where none does."""
        if not self.lower(index) or self.keys[index : index + len(_HIGH_TECH)] == _HIGH_TECH:
            return 0
        if self.keys[index : index + len(_MOVEMENT)] == _MOVEMENT:
            return 0
        if (
            self.keys[max(0, index - 2) : index + 2] == _COOPERATIVES
            and self.keys[index + 2 : index + 3] != _WITH
        ):
            return 0
        if self.keys[max(0, index - 2) : index + 2] == _IN_SERVICE:
            return 0
        count = starts_with(self.keys, index, ROLE_VERBS)
        if not count and not self.listed:
            count = starts_with(self.keys, index, PREDICATES)
        if not all(self.lower(at) for at in range(index, index + count)):
            return 0  # "Văn phòng Thường trực | Ban …" is not "trực ban"
        if self._spoken_before(index):
            return 0  # "Văn phòng Đăng ký …"
        before, after = self.keys[max(0, index - 1) : index + 1], self.keys[index : index + 2]
        compound = " ".join(before) in COMPOUND_WORDS or " ".join(after) in COMPOUND_WORDS
        return 0 if count == 1 and compound else count

    def _spoken_before(self, index: int) -> bool:
        """Tell whether a word is the second of a name's words for doing something: "Đăng | ký"."""
        spoken = starts_with(self.keys, index - 1, VERBAL_NOUNS) if index and not self.apart(index) else 0
        return spoken > 1 and self.upper(index - 1)

    def opens(self, index: int) -> bool:
        """Tell whether a new actor may begin at a word after a comma or "và"."""
        if index >= len(self.words):
            return False
        if self.keys[index] in GROUP_ARTICLES:
            return True
        if self.upper(index) and starts_with(self.keys, index, HEADS):
            return True
        if (self.listed and self.held(index)) or self._branch(index):
            return True
        return bool(starts_with(self.keys, index, GROUP_NOUNS)) and self.lower(index)

    def _branch(self, index: int) -> bool:
        """Tell whether a trade before a kind of area names its branch: "Viễn thông tỉnh".

        Behind another trade it ends the field of one body: "Sở Bưu chính, Viễn thông tỉnh …".
        """
        trade = starts_with(self.keys, index, BRANCH_TRADES)
        before = index - (index > 0 and self.keys[index - 1] == AND)
        paired = any(
            starts_with(self.keys, at, BRANCH_TRADES) == before - at
            for at in range(max(0, before - 2), before)
        )
        return bool(trade) and self.upper(index) and self.area(index + trade) > 0 and not paired

    def held(self, index: int) -> bool:
        """Tell whether a capital opens the name of a post."""
        posts = (starts_with(self.keys, index, some) for some in (POSTS, HELD))
        return self.upper(index) and any(posts) and not starts_with(self.keys, index, _PROTECTED)

    def region(self, index: int) -> bool:
        """Tell whether "Bộ" is the last word of a region's name: "Đông Nam Bộ", "Trung Bộ"."""
        if not index or self.keys[index] != _PART or self.keys[index - 1] not in _REGIONS:
            return False
        return self.words[index].gap.strip(" \u00a0") == "" and self.keys[index - 2 : index - 1] != _COUNTRY

    def area(self, index: int) -> int:
        """Count the words of the kind of area ("tỉnh", "thành phố") at a word; 0 where there is none."""
        count = starts_with(self.keys, index, AREAS)
        no_commune = self.keys[index : index + 2] == _SOCIAL or self.keys[max(0, index - 2) : index] == _JOINT
        return 0 if count == 1 and no_commune else count

    def plural(self, index: int) -> bool:
        """Tell whether "Các" opens another actor, though its mark is lost: "Bộ Xây dựng Các bộ, ngành"."""
        return self.keys[index] in GROUP_ARTICLES and self.upper(index) and not self.capitals(index)

    def localities(self, index: int) -> bool:
        """Tell whether "địa phương" stands at a word: after "và" it is another actor, no kind of area."""
        return self.keys[index : index + 2] == _LOCALITIES and self.lower(index)

    def named(self, index: int) -> bool:
        """Tell whether a proper name goes on at a word: "Ngân hàng nhà nước" before "Việt Nam"."""
        if index >= len(self.words) or not self.upper(index) or self.separator(index):
            return False
        return not (self.apart(index) or starts_with(self.keys, index, HEADS))

    def separator(self, index: int) -> bool:
        """Tell whether a word stands behind a comma, a slash, "và", or begins a line or item."""
        return self.boundary(index) or self.comma(index) or self.keys[index] == AND

    def chunk_end(self, index: int) -> int:
        """Give the index after the last word before the next comma, break or "và" from a word on."""
        end = index + 1
        while end < len(self.words) and not self.separator(end):
            end += 1
        return end

    def printed(self, start: int, end: int) -> str:
        """Give words as printed, on one line, without markup."""
        first, last = self.words[start], self.words[end - 1]
        return " ".join(self.text[first.start : last.end].replace("*", "").split())
