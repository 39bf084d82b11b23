"""How far the words for a collective reach: kind words in the plural, joined, with what says which ones.

A collective has an article or a number ("các bộ, ngành", "06 thành phố"), lists kind words ("sở, ban,
ngành"), or bears a qualifier ("đơn vị liên quan"). A body with a kind of area and no name of one
("UBND các xã, phường", "Ban Chỉ đạo các tỉnh", "Hội Nông dân các cấp") is one too: all bodies of that
kind. In a passage that is a list of actors the words up to the next comma belong to it; in running text a
verb ends it. A collective stays as written.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_build.area_bodies import area_body
from graph_build.collective_words import (
    ARTICLES,
    FACULTY,
    LONGEST_LEVEL,
    article_words,
    body_words,
    faculty_word,
    field_words,
    is_post,
    is_verb,
    level_words,
    place_end,
    qualifier_words,
    tie_words,
)
from graph_build.described_bodies import having_end, serves
from graph_build.name_words import AND, NameWords
from graph_build.single_names import single_name
from graph_build.text import fold
from graph_build.unit_book import UnitBook
from graph_build.unit_names import (
    BELONGING,
    GROUP_ARTICLES,
    GROUP_NOUNS,
    GROUP_QUALIFIERS,
    HEADS,
    NOT_KINDS,
    folded_set,
    starts_with,
)

_MEMBERS = fold("thành viên")
_UNDER = fold("thuộc")
_SECTOR = fold("ngành")
_BARE_GROUPS = frozenset(fold(w) for w in ("bộ", "ngành", "sở", "UBND"))
_NEW_ACTOR = frozenset(fold(w) for w in ("UBND", "HĐND", "Ủy"))
_BODY_NOUNS = frozenset(fold(w) for w in ("UBND", "dân", "HĐND"))
_COMMON = folded_set(
    """
    tổ chức; lực lượng; thành viên; trung tâm; nhóm; tổ; cán bộ; cơ quan; đơn vị; văn phòng; cơ sở;
    bộ phận; hội đồng; hội; báo; đài; ban; phòng; khối; vùng; khu vực; bản; viện; cục; vụ; trạm;
    trường; đại học; cá nhân; đối tác; tỉnh; thành phố; huyện; quận; xã; phường; thị xã; thị trấn;
    người dân; đội; giáo viên; hộ dân; hãng
    """
)
"""Kind words that name nobody where they stand alone in running text."""
_OF_KINDS = folded_set(
    """
    doanh nghiệp; hợp tác xã; công ty; tập đoàn; tổng công ty; hiệp hội; nhà trường; nhà thầu; nhà mạng; hộ
    kinh doanh; hộ gia đình; cơ sở giáo dục; cơ sở đào tạo; ngân hàng; ngân hàng thương mại; đơn vị;
    hãng
    """
)
"""Kind words that are often told more closely in running text: "doanh nghiệp chăn nuôi"."""
_LINKS = frozenset(
    fold(w) for w in ("cho", "để", "theo", "từ", "với", "về", "như", "tại", "trong", "là", "do", "mà")
)
_NO_DESCRIPTION = folded_set(
    """
    kịp; sớm; cùng; thường; định; nghiêm; tích; chủ; khẩn; sẵn; nhanh; đồng; liên; tự; không; chưa; đã;
    đang; sẽ; cần; phải; được; bị; để; trong; theo; tại; từ; về; với; cho; và; hoặc; là; nhằm; khi; do;
    có; đến; vào; trước; sau; trên; dưới; qua; bằng; nếu; thì; mà; rồi; đều; cũng; này; đó; hằng; hàng;
    mỗi; lập; ngay; nào; ở; gồm; như; tiếp; hết; nhất
    """
)
"""Words that tell when, how or whether, and so open no words that tell which ones are meant."""
_MANAGING = fold("quản lý").split()
_LONGEST_REST = 10


class Reach(NamedTuple):
    """How far a collective goes; where it may be one body after all ("UBND tỉnh"), the kind of its area."""

    end: int
    plural: bool = True
    area: str = ""


class CollectiveGrammar:
    """Measures collectives in the words of one passage."""

    def __init__(self, words: NameWords, book: UnitBook) -> None:
        self.words, self.keys, self.book = words, words.keys, book

    def reach(self, index: int) -> Reach | None:
        """Measure the collective that begins at a word, or give None where none begins."""
        body = area_body(self.words, index)
        if body is not None:
            end = self._rest(body.end) if body.level else self._whole_item(body.end)
            end = having_end(self.words, end) if body.plural else end
            return Reach(end, plural=body.plural, area=body.area)
        words, keys = self.words, self.keys
        position = index + article_words(words, index)
        article = position > index
        if position >= len(words) or (article and words.boundary(position)):
            return None
        noun = starts_with(keys, position, GROUP_NOUNS) or faculty_word(words, position, article=article)
        noun = noun or (body_words(words, position) if article else 0)
        if words.region(position) or (
            not article and " ".join(keys[max(0, index - 1) : index + 1]) in NOT_KINDS
        ):
            return None
        if not noun or self._names_one(position, noun, article=article):
            plural = self._plural_unit(position) if article else None
            if plural is not None or not noun or not article or words.upper(position):
                return plural
        if is_verb(words, position, noun, article=article):
            return None
        first = position + noun + (field_words(words, position + noun) if article else 0)
        position = self._rest(self._body_of_members(position, first))
        alone = (
            self._stands_alone(index, first)
            or self._fills_item(index, first)
            or serves(self.words, index, first)
        )
        if not article and position == first and not alone:
            return None
        if article and not words.listed:
            position = self._described(having_end(words, position))
        return Reach(self._whole_item(position))

    def _described(self, position: int) -> int:
        """Go on over what says which ones are meant, where a verb or another actor follows.

        "các doanh nghiệp | chăn nuôi, Hiệp hội …", "các nhà trường | đóng trên địa bàn thực hiện".
        """
        nouns = range(max(0, position - LONGEST_LEVEL), position)
        kinds = any(" ".join(self.keys[at:position]) in _OF_KINDS for at in nouns)
        boards = self.keys[position - 2 : position] == _MANAGING and self.words.upper(position - 2)
        if kinds or boards:
            return self._told_more_closely(position)
        return position

    def _told_more_closely(self, position: int) -> int:
        """Go on over words in lower case that are no verb, where a verb or another actor follows them."""
        words, end = self.words, position
        if position < len(words) and self.keys[position] in _NO_DESCRIPTION:
            return position
        while end < len(words) and end - position <= LONGEST_LEVEL and words.lower(end):
            if words.separator(end) or words.apart(end) or words.verb(end) or words.opens(end):
                break
            end += 1
        if position < end < len(words) and end - position <= LONGEST_LEVEL:
            joint = end + (self.keys[end] == AND)
            listed = joint > end or words.comma(end)
            another = listed and (words.opens(joint) or words.held(joint))
            works = words.verb(end) and not words.apart(end) and self.keys[end] not in _LINKS
            if works or another:
                return end
        return position

    def _body_of_members(self, position: int, end: int) -> int:
        """Go on over the body whose members are meant: "các thành viên Ban Chỉ đạo tỉnh"."""
        if (
            " ".join(self.keys[position:end]) != _MEMBERS
            or end >= len(self.words)
            or self.words.separator(end)
        ):
            return end
        if self.words.apart(end) or not starts_with(self.keys, end, HEADS):
            return end
        return self._owner_span(end) or end

    def _plural_unit(self, position: int) -> Reach | None:
        """Read "các Viện Vệ sinh dịch tễ": an article before the name of a kind of unit."""
        end = single_name(self.words, position, articled=True)
        if end is None:
            return None
        return Reach(self._whole_item(end) if self.words.listed else self._told_more_closely(end))

    def _stands_alone(self, index: int, end: int) -> bool:
        """Tell whether kind words without article, list or qualifier name somebody."""
        words = self.words
        noun = " ".join(self.keys[index:end])
        if noun in _BARE_GROUPS:
            return True
        if words.listed:
            opens = index == 0 or words.separator(index)
            return opens and (end >= len(words) or words.separator(end)) and noun not in _COMMON
        return end - index > 1 and noun not in _COMMON

    def _fills_item(self, index: int, end: int) -> bool:
        """Tell whether an item of actors says in lower case which ones are meant: "doanh nghiệp liên kết"."""
        words = self.words
        opens = words.listed and (index == 0 or words.separator(index))
        if not opens or words.separator(end) or " ".join(self.keys[index:end]) in _COMMON:
            return False
        last = words.chunk_end(end)
        return last - end <= LONGEST_LEVEL and not any(
            words.upper(at) or words.verb(at) for at in range(end, last)
        )

    def _names_one(self, position: int, noun: int, *, article: bool) -> bool:
        """Tell whether a kind word opens the name of one unit: "Sở Tài chính", "Bộ Y tế"."""
        words, keys = self.words, self.keys
        after = position + noun
        if after >= len(words) or words.apart(after) or words.boundary(after):
            return False
        if not words.upper(position) and not article:
            return False
        qualified = starts_with(keys, after, GROUP_QUALIFIERS)
        if qualified and not article and words.upper(position) and self.words.named(after + qualified):
            return True
        if words.area(after) and self.words.named(after + words.area(after)) and keys[after] != AND:
            return True
        return not self._goes_on_plural(after, qualified, article=article) and (
            words.upper(after) or (not article and words.upper(position))
        )

    def _goes_on_plural(self, after: int, qualified: int, *, article: bool) -> bool:
        """Tell whether the word behind a kind word belongs to a collective."""
        words, keys = self.words, self.keys
        if qualified and (article or words.lower(after)):
            return True
        if keys[after] in {AND, *BELONGING} or (words.lower(after) and qualifier_words(words, after) > 0):
            return True
        if keys[after - 1] in _BODY_NOUNS and keys[after] in GROUP_ARTICLES:
            return True
        return words.lower(after) and starts_with(keys, after, GROUP_NOUNS) > 0

    def _rest(self, position: int) -> int:
        """Go on over further nouns and qualifiers of a collective."""
        words, keys, owned = self.words, self.keys, False
        while position < len(words):
            if words.boundary(position):
                break
            qualifier = qualifier_words(words, position)
            if qualifier:
                position = place_end(words, position + qualifier)
                if keys[position - 1] == _UNDER and position < len(words) and words.upper(position):
                    position = self._owner_span(position) or position
                continue
            apart = words.apart(position)
            if keys[position] in BELONGING and not apart:
                ties = tie_words(words, position)
                owner = self._owner_span(position + ties) or (position + ties if ties > 1 else None)
                if owner is None:
                    break
                position, owned = owner, True
                continue
            if owned and words.comma(position) and words.upper(position):
                break
            step = 1 if keys[position] == AND else 0
            joint = position + step
            if not step and not apart:
                if keys[joint - 1] not in _BODY_NOUNS and keys[joint] != _SECTOR:
                    break
                joint += keys[joint] in GROUP_ARTICLES
                noun = starts_with(keys, joint, GROUP_NOUNS)
            else:
                noun = self._joint_noun(joint) or level_words(words, position, joint)
            if not noun or (words.lower(joint) and is_verb(words, joint, noun, article=False)):
                break
            position = joint + noun
        return position

    def _joint_noun(self, joint: int) -> int:
        """Measure a further noun of a collective after a comma or "và"; 0 where another actor begins."""
        words, keys = self.words, self.keys
        if joint >= len(words) or keys[joint] in GROUP_ARTICLES or keys[joint] in _NEW_ACTOR:
            return 0
        noun = starts_with(keys, joint, GROUP_NOUNS)
        one = self._names_one(joint, noun, article=False) and not self._capital_kind(joint, noun)
        if noun and (keys[joint + noun - 1] in _BODY_NOUNS or one):
            return 0
        return 0 if is_post(words, joint, noun) else noun

    def _capital_kind(self, joint: int, noun: int) -> bool:
        """Tell whether a capital kind word closes a list of such: "các Trường, Khoa, | Viện cử nhân sự"."""
        words, before = self.words, joint - 1 - (self.keys[joint - 1] == AND)
        alike = before >= 0 and words.upper(before) and words.upper(joint)
        return alike and starts_with(self.keys, joint, HEADS) == noun and words.verb(joint + noun) > 0

    def _owner_span(self, position: int) -> int | None:
        """Measure the body after "thuộc", "của": a registered unit, a name by grammar, or a collective."""
        if position >= len(self.words):
            return None
        end, unit = self.book.longest(self.words.words, position, None)
        single = single_name(self.words, position)
        if unit is not None and (single is None or single <= end):
            return end
        reach = self.reach(position)
        if reach is not None:
            return reach.end
        if single is not None:
            return single
        noun = starts_with(self.keys, position, GROUP_NOUNS)
        return position + noun if noun else None

    def _whole_item(self, position: int) -> int:
        """In a list of actors, take in the words up to the next comma, unless they say what is to be done."""
        words = self.words
        if not words.listed or position >= len(words) or words.separator(position) or words.apart(position):
            return position
        if words.verb(position) and not self._qualifying_clause(position):
            return position
        end = position
        while end < len(words) and not words.boundary(end) and not words.comma(end):
            if end - position > _LONGEST_REST or (self.keys[end] == AND and words.opens(end + 1)):
                break
            if words.upper(end) and starts_with(self.keys, end, HEADS) and not words.region(end):
                break
            end += 1
        return end

    def _qualifying_clause(self, position: int) -> bool:
        """Tell whether a verb behind a kind word only says which ones: "doanh nghiệp cung cấp dịch vụ"."""
        verb = self.words.verb(position)
        return " ".join(self.keys[position : position + verb]) in _DESCRIBING


_DESCRIBING = folded_set(
    """
    cung cấp; sử dụng; quản lý; khai thác; được; có; hoạt động; trong; tại; trên; sản xuất; đào tạo;
    nghiên cứu; với; ngoài; vận hành; đầu tư; ứng dụng; phát triển; tư vấn
    """
)
FIRST_WORDS = frozenset({*HEADS, *GROUP_NOUNS, *GROUP_ARTICLES, *(phrase[0] for phrase in ARTICLES), FACULTY})
"""The words, besides numbers, that a name or a collective may begin with."""
