"""What can be a syllable of Vietnamese: an onset, a rime and a tone, each of a finite inventory.

The inventory is that of phonology (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977) in the spelling of today: k, gh
and ngh stand before e, ê, i and y only, c, g and ng elsewhere, and a rime that ends with a stop (p, t, c, ch)
bears the sắc or the nặng. Of rimes that may stand without an onset, running text uses few with few tones
("ội" could be a syllable and is none), so these are listed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from graph_build.text import fold_word

LONGEST: Final = 7
"""Letters of the longest syllable ("nghiêng")."""

_FRONT: Final = ("e", "ê", "i", "y")
_ONSETS: Final = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
_SPELLED_RIMES: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo
    ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt
    yêu y ych ynh yn yt o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm
    oăn oăng oăt oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut
    uân uâng uât uây uê uêch uênh uơ uy uya uych uyêm uyên uyêt uynh uyp uyt uyu uôc uôi uôm uôn uông uôt ư
    ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
_RIMES: Final = frozenset(_SPELLED_RIMES.split())
_STOPS: Final = ("c", "ch", "p", "t")
_CLOSED: Final = frozenset("25")
"""The tones sắc and nặng as `fold_word` writes them."""
_SPELLED_WITHOUT_ONSET: Final = """
    a á ác ai ái am ám an án ang áng anh ánh ảnh ao áo ảo áp át áy ăn ăng ắng ắp ắt âm ấm ẩm ân ấn ẩn ấp ập
    ất âu ấu ẩu ấy e em én eo éo ép ếch êm ỉa ích im ím in ít ỉu o oai oái oan oán oang oanh oành oát óc ốc
    ức oi ói om ong óng ọp ót ô ôi ối ổi ôm ốm ôn ốn ồn ổn ông ống ồng ốp ổ ở ơi ơn ớn ớt u ù ua úa ùa úc ui
    ủi um ùm un ung ủng úng úp út uẩn uất uế uể uốn uống ưng ươm ướm ươn ương ước ướt ưỡn uy úy ủy uyên uyển
    ư ứ ưa ứa ứng ửng ưu y ý ỷ yêm yếm yên yến yêng yết yểm yêu yếu yểu
"""
_WITHOUT_ONSET: Final = frozenset(map(fold_word, _SPELLED_WITHOUT_ONSET.split()))


def split_tone(word: str) -> tuple[str, str]:
    """Give the letters of a word in lower case without its tone, and the tone as a digit or ""."""
    folded = fold_word(word)
    letters = folded.rstrip("12345")
    return letters, folded[len(letters) :]


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Tell whether a word in NFC can be a syllable of Vietnamese in running text."""
    letters, tone = split_tone(word)
    if len(letters) > LONGEST or len(tone) > 1:
        return False
    return any(
        letters.startswith(onset) and _together(onset, letters[len(onset) :], tone) for onset in _ONSETS
    )


def _together(onset: str, rime: str, tone: str) -> bool:
    if not onset:
        return rime + tone in _WITHOUT_ONSET
    if onset == "gi" and (rime.startswith(("ê", "n")) or (tone and not rime)):
        rime = "i" + rime
    if rime not in _RIMES or (rime.endswith(_STOPS) and tone not in _CLOSED):
        return False
    if onset in {"k", "gh", "ngh"}:
        return rime.startswith(_FRONT)
    if onset in {"c", "g", "ng"}:
        return not rime.startswith(_FRONT)
    return True


def is_marked(word: str) -> bool:
    """Tell whether a word has a mark of Vietnamese: a tone, or one of ă, â, đ, ê, ô, ơ and ư."""
    return "đ" in word.casefold() or not unicodedata.is_normalized("NFD", word)
