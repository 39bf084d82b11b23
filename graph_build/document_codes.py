"""The codes and words of document kinds and of nationally unique issuers.

Kinds: Nghị định 30/2020/NĐ-CP, Annex III (administrative documents); Luật Ban hành văn bản quy phạm pháp luật
(normative acts); Hướng dẫn 36-HD/VPTW of 2018 (Party documents). Ministries carry the codes of every
government since 2007, because documents cite acts of bodies that were merged or renamed.
"""

from __future__ import annotations

import re

KINDS: dict[str, str] = {
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "TTLB": "Thông tư liên tịch",
    "TTLN": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch",
    "TB": "Thông báo",
    "KL": "Kết luận",
    "KH": "Kế hoạch",
    "KHHĐ": "Kế hoạch hành động",
    "KHPH": "Kế hoạch phối hợp",
    "KHLN": "Kế hoạch",
    "KHLT": "Kế hoạch",
    "CTr": "Chương trình",
    "CTrHĐ": "Chương trình hành động",
    "CTHĐ": "Chương trình hành động",
    "CTPH": "Chương trình phối hợp",
    "CTrPH": "Chương trình phối hợp",
    "CV": "Công văn",
    "CĐ": "Công điện",
    "TTr": "Tờ trình",
    "BC": "Báo cáo",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "HD": "Hướng dẫn",
    "HDLN": "Hướng dẫn",
    "QC": "Quy chế",
    "QCPH": "Quy chế phối hợp",
    "QyĐ": "Quy định",
    "PA": "Phương án",
    "BB": "Biên bản",
    "GM": "Giấy mời",
    "GP": "Giấy phép",
    "GUQ": "Giấy ủy quyền",
    "PL": "Pháp lệnh",
    "L": "Lệnh",
    "SL": "Sắc lệnh",
    "TC": "Thông cáo",
    "TTri": "Thông tri",
    "VBHN": "Văn bản hợp nhất",
    "CLg": "Chiến lược",
    "BGN": "Bản ghi nhớ",
}
"""Code of a kind in a document number -> the kind's name."""

JOINT_KINDS = frozenset(
    {"TTLT", "TTLB", "TTLN", "NQLT", "KHPH", "KHLN", "KHLT", "CTPH", "CTrPH", "QCPH", "HDLN"},
)
"""Codes of kinds that several bodies issue together; every code behind them is an issuer."""
JOINT_LETTER = "LN"
"""What stands for the kind in a letter of several bodies ("512/LN-BHXH-SYT")."""
JOINT_WORDS = re.compile(
    r"\A(?:thông tư|nghị quyết|kế hoạch|hướng dẫn|chương trình|quy chế|quy định|thông báo|công văn|chỉ thị)"
    r"[ ](?:liên[ ](?:tịch|ngành|bộ|sở)|phối[ ]hợp)(?![^\W\d_])"
)
"""What says at the head of a kind and a title (in lower case) that several bodies issue the document."""

ISSUERS: dict[str, str] = {
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước",
    "HĐBT": "Hội đồng Bộ trưởng",
    "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội",
    "VPCTN": "Văn phòng Chủ tịch nước",
    "VPTW": "Văn phòng Trung ương Đảng",
    "BTCTW": "Ban Tổ chức Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "VKSTC": "Viện kiểm sát nhân dân tối cao",
    "HĐTP": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "KTNN": "Kiểm toán nhà nước",
    "TTCP": "Thanh tra Chính phủ",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "UBDT": "Ủy ban Dân tộc",
    "BHXH": "Bảo hiểm xã hội Việt Nam",
    "BCA": "Bộ Công an",
    "BCT": "Bộ Công Thương",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGTVT": "Bộ Giao thông vận tải",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BNG": "Bộ Ngoại giao",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BTC": "Bộ Tài chính",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTP": "Bộ Tư pháp",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
}
"""Issuer code -> full name, only where the code stands for one body in the whole country.

"TW" is left out: it may be the Central Committee, the Politburo or the Secretariat.
"""

NUMBERED_ISSUER = re.compile(r"(?:UBTV)?QH\d{1,2}\Z")  # QH15 | UBTVQH15
LOCAL_ISSUER = re.compile(
    r"""
    (?:CT)?UBND\Z        # UBND | CTUBND, the chairman
  | HĐND\Z
  | BCĐ[A-ZĐ]*\d*\Z      # BCĐ | BCĐQG1237 | BCĐTW
  | B[A-ZĐ]{1,7}\Z       # BNV | BQLKKT
  | S[A-ZĐ]{1,7}\Z       # SYT | SGDĐT
  | [THĐ]U\Z             # TU | HU | ĐU
  | TW.*\Z               # TW | TWĐTN
    """,
    re.VERBOSE,
)

CANONICAL_CODES: dict[str, str] = {
    code.upper(): code for code in (*KINDS, *ISSUERS, "TW", "UBND", "HĐND", "BCĐ", "TU")
} | {"TƯ": "TW", "ND": "NĐ", "QD": "QĐ", "HDND": "HĐND", "BCD": "BCĐ", "BGDDT": "BGDĐT"}
"""A code in capitals, or a usual misprint of it -> the code as it is printed."""

JOINT_FORMS: dict[str, str] = {
    f"{kind} {joint}": kind
    for kind in ("Kế hoạch", "Chương trình", "Quy chế", "Hướng dẫn", "Công văn", "Chỉ thị", "Thông báo")
    for joint in ("liên ngành", "liên tịch")
}
"""Words of kinds of joint documents that are no kind of their own -> the kind."""

KIND_WORDS: tuple[str, ...] = (
    "Bộ luật",
    "Hiến pháp",
    "Luật",
    "Pháp lệnh",
    "Lệnh",
    "Sắc lệnh",
    "Sắc luật",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định thư",
    "Nghị định",
    "Quyết định",
    "Quy định",
    "Quy chế phối hợp",
    "Quy chế",
    "Chỉ thị",
    "Thông tư liên tịch",
    "Thông tư",
    "Thông báo kết luận",
    "Thông báo",
    "Thông tri",
    "Thông cáo",
    "Kết luận",
    "Kế hoạch hành động",
    "Kế hoạch phối hợp",
    *JOINT_FORMS,
    "Kế hoạch",
    "Chương trình hành động",
    "Chương trình phối hợp",
    "Chương trình công tác",
    "Chương trình",
    "Công văn",
    "Công điện",
    "Tờ trình",
    "Báo cáo thẩm tra",
    "Báo cáo",
    "Đề án",
    "Dự án",
    "Hướng dẫn",
    "Văn bản hợp nhất",
    "Văn bản",
    "Phương án",
    "Chiến lược",
    "Quy hoạch",
    "Giấy mời",
    "Biên bản",
    "Điều lệ",
    "Thỏa thuận",
)
"""Words that open a citation, in no particular order."""

KIND_ABBREVIATIONS: dict[str, str] = {
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "CV": "Công văn",
    "KH": "Kế hoạch",
    "TT": "Thông tư",
    "CT": "Chỉ thị",
    "VB": "Văn bản",
}
"""Abbreviations used as the word of a kind before a number ("QĐ số 574/QĐ-BNV")."""

KIND_OF_WORD: dict[str, str] = {word.lower(): word for word in KIND_WORDS} | {
    abbreviation.lower(): kind for abbreviation, kind in (*KIND_ABBREVIATIONS.items(), *JOINT_FORMS.items())
}
"""A word of a kind in lower case -> the kind's name; "Thông báo kết luận" stays a kind of its own."""

WORDS_PATTERN = "|".join(
    re.escape(word).replace("\\ ", r"[ \n]")
    for word in sorted((*KIND_WORDS, *KIND_ABBREVIATIONS), key=len, reverse=True)
)
"""Every word of a kind as a regular expression, longest first; a space may be a line break."""

_ENDS_WITH_KIND = re.compile(rf"(?<![^\W\d_])(?:{WORDS_PATTERN})\Z", re.IGNORECASE)


def kind_word_before(text: str) -> bool:
    """Tell whether a text ends with the word of a kind; only its last 40 characters count."""
    return _ENDS_WITH_KIND.search(text[-40:]) is not None
