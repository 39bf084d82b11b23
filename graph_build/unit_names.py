"""The words that Vietnamese names of units and collectives are made of.

A unit's name begins with a kind word (Bộ, Cục, Sở, Ủy ban nhân dân, …); the kinds are those of the Law
on Organisation of the Government, the Law on Organisation of Local Government, of Party bodies and
mass organisations. A collective is a list of kind words in the plural with a qualifier
("các Vụ, Cục, đơn vị liên quan"). All words are folded (`graph_build.text.fold`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph_build.text import fold

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""Phrases of folded words, by their first word, longest first."""


def _folded(listed: str) -> Phrases:
    """Fold phrases parted by semicolons."""
    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for phrase in listed.split(";"):
        words = tuple(fold(phrase).split())
        found[words[0]].add(words)
    return {first: tuple(sorted(some, key=lambda w: (-len(w), w))) for first, some in found.items()}


HEADS = _folded(
    """
    Bộ; Bộ Tư lệnh; Bộ Chỉ huy; Bộ Tham mưu; Bộ đội; Vụ; Cục; Tổng cục; Sở; Ban; Ban Chỉ đạo; Ban Quản
    lý; Ban Tổ chức; Tiểu ban; Ủy ban; Ủy ban nhân dân; UBND; Hội đồng; Hội đồng nhân dân; HĐND; Viện;
    Viện Kiểm sát nhân dân; Học viện; Trung tâm; Trường; Đại học; Trường Đại học; Bệnh viện; Trạm; Chi
    cục; Phòng; Văn phòng; Thanh tra; Công an; Quân khu; Quân đội; Quân chủng; Binh chủng; Đảng ủy; Tỉnh
    ủy; Thành ủy; Huyện ủy; Quận ủy; Thị ủy; Đảng bộ; Mặt trận Tổ quốc; Hội; Hiệp hội; Liên hiệp; Liên
    đoàn; Tổng Liên đoàn; Liên minh; Đoàn; Đoàn Thanh niên; Tổng Công ty; Tập đoàn; Công ty; Ngân hàng;
    Kho bạc; Bảo hiểm xã hội; Tổng Kiểm toán; Kiểm toán; Tòa án; Tòa án nhân dân; Đài; Đài Truyền hình;
    Đài Tiếng nói; Thông tấn xã; Báo; Tạp chí; Nhà xuất bản; Chính phủ; Thủ tướng Chính phủ; Phó Thủ
    tướng Chính phủ; Quốc hội; Ủy ban Thường vụ Quốc hội; Chủ tịch nước; Tổ công tác; Tổ; Đội; Nhóm;
    Quỹ; Chương trình; Cơ quan; Bưu điện; Cổng Thông tin điện tử; Cảnh sát; Hải quan; Thuế; Cục Thuế;
    Chi nhánh; Ban Quản lý dự án; Đồn; Lực lượng; Câu lạc bộ
    """
)
"""Words that open the name of a unit, longest first."""

NOT_NAMES = _folded(
    """
    Trường hợp; Ban hành; Hội nghị; Hội thảo; Hội họp; Hội nhập; Đoàn kết; Báo cáo; Báo chí; Tổ chức
    thực hiện; Tổ chức triển khai; Tổ chức các; Bộ phận; Bộ máy; Phòng chống; Phòng ngừa; Phòng bệnh;
    Phòng, chống; Đội ngũ; Thuế suất; Sở hữu; Viện trợ; Nhóm giải pháp; Nhóm nhiệm vụ; Chương trình hành
    động; Chương trình công tác; Lực lượng sản xuất; Cơ quan chủ trì; Cơ quan phối hợp; Quỹ đất; Văn
    phòng phẩm; Thanh tra, kiểm tra; Kiểm toán độc lập; Trung tâm của; Đoàn công tác; Bộ tiêu chí; Bộ
    chỉ số; Bộ công cụ; Bộ luật; Bộ dữ liệu; Bộ câu hỏi
    """
)
"""Words that begin like a unit's name and are none."""

GROUP_NOUNS = _folded(
    """
    bộ; ngành; cơ quan; cơ quan ngang bộ; cơ quan thuộc Chính phủ; vụ; cục; tổng cục; sở; ban; đơn vị;
    địa phương; đoàn thể; tổ chức; tổ chức chính trị - xã hội; doanh nghiệp; hợp tác xã; cá nhân; viện;
    viện nghiên cứu; học viện; bệnh viện; trường; trường đại học; cơ sở đào tạo; cơ sở giáo dục; hội;
    hiệp hội; liên minh; tỉnh; thành phố; huyện; quận; thị xã; thành phố trực thuộc trung ương; xã;
    phường; thị trấn; đặc khu; tiểu ban; tập đoàn; tổng công ty; công ty; cấp ủy; chính quyền; phòng;
    trung tâm; chi cục; hội đồng; nhà trường; thủ trưởng; lực lượng; nhóm; tổ; cán bộ; thành viên; chủ
    đầu tư; nhà khoa học; chuyên gia; ủy ban nhân dân; UBND; hội nghề nghiệp; trạm; ban quản lý; ban
    đảng; văn phòng; đối tác; nhà tài trợ; khối; cơ sở; ngân hàng; báo; đài; cơ quan báo chí; cơ quan
    truyền thông; cơ quan thông tấn; bộ phận; cơ quan đảng; mặt trận tổ quốc; cơ quan chuyên môn
    """
)
"""Kind words that a collective lists, longest first."""

GROUP_ARTICLES = frozenset(fold(w) for w in ("các", "những", "một số", "toàn bộ", "tất cả các"))

GROUP_QUALIFIERS = _folded(
    """
    liên quan; có liên quan; khác; khác có liên quan; liên quan khác; có liên quan khác; nhà nước; chức
    năng; chuyên môn; cấp tỉnh; cấp huyện; cấp xã; các cấp; cấp thành phố; cấp cơ sở; trung ương; ở
    trung ương; địa phương; tham gia; được giao; được phân công; trên địa bàn; trên địa bàn tỉnh; trên
    địa bàn thành phố; trực thuộc; trực thuộc trung ương; chính trị; chính trị xã hội; xã hội; quốc tế;
    truyền thông; báo chí; nghiên cứu; đào tạo; sự nghiệp; thực hiện; chủ quản; quản lý; phối hợp; đầu
    mối; trong nước; trong và ngoài nước; ngoài nước; tỉnh; thành phố; huyện; nghề nghiệp; kinh tế; đoàn
    thể; toàn quốc; cả nước; thụ hưởng; hữu quan; chuyên ngành; đóng trên địa bàn
    """
)
"""Phrases that may follow the list of a collective and still belong to it, longest first."""

BELONGING = frozenset(fold(w) for w in ("thuộc", "của", "trực thuộc", "tại", "ở", "cấp", "do", "được"))
"""Words that tie a collective or a unit to a larger body."""

_COMPOUNDS = (
    "phòng, chống; khám, chữa; đua, khen; cháy, chữa; y, dược; kiếm, cứu; khăn, vướng; pháp, chế; "
    "hóa, thể; chuẩn, đo; xăng, dầu; lao, bệnh; thư, lưu; động, thương"
)
COMMA_COMPOUNDS = frozenset(
    (fold(before), fold(after)) for before, after in (pair.split(",") for pair in _COMPOUNDS.split(";"))
)
"""Pairs of words with a comma between them that stand inside one name ("Khám, chữa bệnh")."""

ROLE_VERBS = _folded(
    """
    chủ trì; phối hợp; tham mưu; hướng dẫn; tổ chức; triển khai; xây dựng; thực hiện; chịu trách nhiệm;
    có trách nhiệm; theo dõi; đôn đốc; kiểm tra; giám sát; tổng hợp; báo cáo; rà soát; nghiên cứu; căn
    cứ; là; được; để; theo; trong; cùng; đầu mối; làm đầu mối; đề xuất; thẩm định; bố trí; cân đối; phê
    duyệt; chỉ đạo; quyết định; ban hành; trình; tiếp tục; chủ động; đẩy mạnh; tăng cường; phát huy; bảo
    đảm; đảm bảo; cung cấp; cập nhật; gửi; giúp; khẩn trương; nâng cao; có; và các; tại; sẽ; phải; cần;
    đã; đang; với; cho; trên cơ sở; từ; về; như; nhằm; lập; hoàn thiện; hoàn thành; điều phối; điều
    hành; phân công; đề nghị; đánh giá; cụ thể; chuẩn bị; ưu tiên; lồng ghép; hằng; hàng; định kỳ;
    thường xuyên; trước; sau; khi; nếu; kịp thời; thành lập; ký; huy động; vận động; tuyên truyền; phổ
    biến; quán triệt; sử dụng; tiếp nhận; kết nối; quản lý; quy định; chấp hành; mua sắm
    """
)
"""Phrases, written in lower case, at which a name in running text ends, longest first."""


def starts_with(keys: Sequence[str], at: int, phrases: Phrases) -> int:
    """Count the words of the longest phrase that stands at `keys[at:]`; 0 where none does."""
    if at >= len(keys):
        return 0
    for phrase in phrases.get(keys[at], ()):
        if tuple(keys[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
