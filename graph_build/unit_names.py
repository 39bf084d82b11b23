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


def folded(listed: str) -> Phrases:
    """Fold phrases parted by semicolons, for `starts_with`."""
    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for phrase in listed.split(";"):
        words = tuple(fold(phrase).split())
        found[words[0]].add(words)
    return {first: tuple(sorted(some, key=lambda w: (-len(w), w))) for first, some in found.items()}


def folded_set(listed: str) -> frozenset[str]:
    """Fold phrases parted by semicolons, to look whole phrases up."""
    return frozenset(fold(phrase) for phrase in listed.split(";"))


HEADS = folded(
    """
    Bộ; Bộ Tư lệnh; Bộ Chỉ huy; Bộ Tham mưu; Bộ đội; Vụ; Cục; Tổng cục; Sở; Ban; Ban Chỉ đạo; Ban
    Quản lý; Ban Tổ chức; Tiểu ban; Ủy ban; Ủy ban nhân dân; UBND; Hội đồng; Hội đồng nhân dân;
    HĐND; Viện; Viện Kiểm sát nhân dân; Học viện; Trung tâm; Trường; Đại học; Trường Đại học; Bệnh
    viện; Trạm; Chi cục; Phòng; Văn phòng; Thanh tra; Công an; Quân khu; Quân đội; Quân chủng; Binh
    chủng; Đảng ủy; Tỉnh ủy; Thành ủy; Huyện ủy; Quận ủy; Thị ủy; Đảng bộ; Mặt trận Tổ quốc; Hội;
    Hiệp hội; Liên hiệp; Liên đoàn; Tổng Liên đoàn; Liên minh; Đoàn; Đoàn Thanh niên; Tổng Công ty;
    Tập đoàn; Công ty; Ngân hàng; Kho bạc; Bảo hiểm xã hội; Tổng Kiểm toán; Kiểm toán; Tòa án; Tòa
    án nhân dân; Đài; Đài Truyền hình; Đài Tiếng nói; Thông tấn xã; Báo; Tạp chí; Nhà xuất bản; Phó
    Chủ tịch Ủy ban nhân dân; Phó Chủ tịch UBND; Ủy viên Ủy ban nhân dân; Ủy viên UBND; Chính phủ;
    Thủ tướng Chính phủ; Phó Thủ tướng Chính phủ; Quốc hội; Ủy ban Thường vụ Quốc hội; Chủ tịch
    nước; Tổ công tác; Tổ; Đội; Nhóm; Quỹ; Chương trình; Cơ quan; Bưu điện; Cổng Thông tin điện tử;
    Cảnh sát; Hải quan; Thuế; Cục Thuế; Chi nhánh; Ban Quản lý dự án; Đồn; Lực lượng; Câu lạc bộ;
    Ban QLDA; Báo và Đài;
    Tổng hội; Trung ương Hội; Trung ương Đoàn; Tỉnh đoàn; Thành đoàn; Quân ủy; Ủy ban Mặt trận Tổ
    quốc; Kho lưu trữ; Bảo tàng; Thư viện; Nhà hát; Nhà văn hóa; Vườn quốc gia; Hợp tác xã; Liên
    hiệp hợp tác xã; Khu công nghệ cao; Thường trực; Đoàn đại biểu Quốc hội; Sở Giao dịch; Hạt Kiểm
    lâm; Trại giam; Xí nghiệp; Nhà máy; Cảng vụ; Cảng; Cơ sở; Xã đoàn; Đảng đoàn; Ban cán sự đảng;
    Bộ Chính trị; Ban Bí thư; Nhà trường; Phân viện; Phân hiệu; Khoa; Đoàn trường; Công đoàn; Điện
    lực; Chi bộ; UBMTTQ; Huyện đoàn; Quận đoàn; Thị đoàn; Ban Giám hiệu; Ban Giám đốc; Phòng Kế
    hoạch tổng hợp; UBKT; Hội đồng phối hợp phổ biến, giáo dục pháp luật; MTTQ; Ủy ban Kiểm tra; Bộ
    phận Một cửa; Bộ phận Tiếp nhận; Ban đại diện cha mẹ học sinh
    """
)
"""Words that open the name of a unit, longest first."""

WEAK_HEADS = folded_set(
    """
    Chương trình; Tổ; Nhóm; Đội; Quỹ; Cơ quan; Lực lượng; Đoàn; Hội; Báo; Đài; Trường; Phòng; Đồn;
    Trạm; Thuế; Hải quan; Cảnh sát; Câu lạc bộ; Tạp chí; Thường trực; Chi nhánh; Cơ sở; Nhà máy; Hợp
    tác xã; Thư viện; Trung tâm; Tổng Công ty; Công ty; Tập đoàn; Viện; Học viện; Bệnh viện; Bảo
    tàng; Cảng; Nhà trường; Bưu điện; Ngân hàng; Kho bạc; Khoa; Điện lực; Công đoàn; Chi bộ
    """
)
"""Heads that are common words as well: they open a name only before a capital, a number or a place."""

BRANCH_TRADES = folded("Viễn thông; Bưu chính")
"""Trades whose branches are named by the place alone."""

SCHOOL_LEVELS = folded(
    """
    mầm non; mẫu giáo; tiểu học; trung học cơ sở; trung học phổ thông; THCS; THPT; phổ thông; phổ thông dân
    tộc nội trú; phổ thông dân tộc bán trú; trung cấp; cao đẳng; đại học; chuyên nghiệp
    """
)
"""Levels of schools, which share the kind word before the first of them (Luật Giáo dục 2019, Điều 28)."""

NOT_NAMES = folded(
    """
    Trường hợp; Ban hành; Hội nghị; Hội thảo; Hội họp; Hội nhập; Đoàn kết; Báo cáo; Báo chí; Tổ chức
    thực hiện; Tổ chức triển khai; Tổ chức các; Bộ phận; Bộ máy; Phòng chống; Phòng ngừa; Phòng
    bệnh; Phòng, chống; Đội ngũ; Thuế suất; Sở hữu; Viện trợ; Nhóm giải pháp; Nhóm nhiệm vụ; Chương
    trình hành động; Chương trình công tác; Lực lượng sản xuất; Cơ quan chủ trì; Cơ quan phối hợp;
    Quỹ đất; Văn phòng phẩm; Thanh tra, kiểm tra; Hội thi; Hội chợ; Hội viên; Hội đàm; Đoàn viên;
    Báo cáo viên; Cơ sở dữ liệu; Cơ sở hạ tầng; Cơ sở vật chất; Nhóm công việc; Phòng cháy; Đài thọ;
    Khoa học; Khoa giáo; Quỹ lương; Công an nhân dân viên; Quân đội viên; Kiểm toán độc lập; Trung
    tâm của; Đoàn công tác; Bộ tiêu chí; Bộ chỉ số; Bộ công cụ; Bộ luật; Bộ dữ liệu; Bộ câu hỏi
    """
)
"""Words that begin like a unit's name and are none, unless a longer name of `HEADS` begins there."""


def no_name(keys: Sequence[str], at: int) -> bool:
    """Tell whether the words that stand at `keys[at:]` begin like a unit's name and are none."""
    return starts_with(keys, at, NOT_NAMES) >= max(1, starts_with(keys, at, HEADS))


POSTS = folded(
    """
    công chức; viên chức; cán bộ; chuyên viên; nhân viên; giáo viên; giảng viên; cố vấn học tập;
    hiệu trưởng; phó hiệu trưởng; hiệu phó; tổ trưởng; tổ phó; phó tổ trưởng; nhóm trưởng; trưởng
    nhóm; đội trưởng; trưởng thôn; trưởng ấp; trưởng bản; trưởng buôn; trưởng làng; trưởng khóm;
    trưởng khu; kế toán; kế toán trưởng; thủ quỹ; thủ kho; văn thư; bảo vệ; bác sĩ; điều dưỡng; điều
    dưỡng trưởng; nữ hộ sinh; kỹ thuật viên; tổng phụ trách; người đại diện; người phát ngôn; người
    lao động; cha mẹ học sinh; phụ huynh; học sinh; sinh viên; cộng tác viên; tuyên truyền viên; bí
    thư chi bộ; bí thư chi đoàn; bí thư đoàn; lớp trưởng; chủ đầu tư; chủ hộ; hộ gia đình; hộ dân; toàn thể;
    toàn trường; tập thể; bộ phận; chủ tịch công đoàn; trưởng phòng; phó trưởng phòng; trưởng khoa;
    trưởng bộ phận; trưởng đơn vị; lãnh đạo đơn vị; lãnh đạo phòng; trưởng ban; phó trưởng ban; ban
    cán sự lớp; thư ký; GVCN; tổ văn phòng; tổ chuyên môn; tổ bộ môn; tổ hành chính
    """
)
"""What opens an item that names people by their post or what they are; in a list of actors alone."""

HELD = folded("trưởng; trưởng các; giám đốc; chủ tịch; thủ trưởng; bí thư; chánh văn phòng")
"""Posts of who heads a body, whose name follows."""

GROUP_NOUNS = folded(
    """
    bộ; ngành; cơ quan; cơ quan ngang bộ; cơ quan thuộc Chính phủ; vụ; cục; tổng cục; sở; ban; đơn
    vị; địa phương; đoàn thể; tổ chức; tổ chức chính trị - xã hội; tổ chức xã hội - nghề nghiệp; tổ
    chức chính trị - xã hội - nghề nghiệp; tổ chức xã hội nghề nghiệp; quân khu; quân chủng; quân
    đoàn; cao đẳng; đại học; trung cấp; đại biểu quốc hội; tổ đại biểu; đội; nhà đầu tư; nhà thầu;
    nhà cung cấp; nhà mạng; chủ hồ chứa; chủ đập; chủ rừng; chủ dự án; chủ phương tiện;
    chi nhánh; nghiệp đoàn; công đoàn; khu công nghiệp; khu kinh tế; thôn;
    bản; ấp; khu phố; khóm; xóm; buôn; khu dân cư; tổ dân phố; hộ kinh doanh; hộ gia đình; người dân;
    doanh nghiệp; hợp tác xã; cá nhân; viện; viện nghiên cứu; học viện; bệnh viện; trường; trường
    đại học; cơ sở đào tạo; cơ sở giáo dục; hội; hiệp hội; liên minh; tỉnh; thành phố; huyện; quận;
    thị xã; thành phố trực thuộc trung ương; xã; phường; thị trấn; đặc khu; tiểu ban; tập đoàn; tổng
    công ty; công ty; cấp ủy; chính quyền; phòng; trung tâm; chi cục; hội đồng; nhà trường; lực
    lượng; nhóm; tổ; cán bộ; thành viên; chủ đầu tư; nhà khoa học; chuyên gia; ủy ban nhân dân;
    UBND; hội nghề nghiệp; trạm; trạm y tế; ban quản lý; ban đảng; văn phòng; đối tác; nhà tài trợ; khối; cơ
    sở; ngân hàng; báo; đài; cơ quan báo chí; cơ quan truyền thông; cơ quan thông tấn; bộ phận; cơ
    quan đảng; mặt trận tổ quốc; cơ quan chuyên môn; cơ quan thông tấn, báo chí; cơ quan báo chí,
    thông tấn; cơ quan thông tin đại chúng; đại biểu hội đồng nhân dân; đại biểu HĐND; cơ sở khám
    bệnh, chữa bệnh; cơ sở y tế; cơ quan bảo hiểm xã hội; huyện ủy; thị ủy; thành ủy; tỉnh ủy; quận
    ủy; đảng ủy; chi bộ; chi đoàn; đảng bộ; đảng đoàn; ban thường vụ; huyện, thành, thị ủy; huyện,
    thị, thành ủy; huyện, thị ủy; huyện, thành ủy; thị, thành ủy; trường học; trường trung học phổ
    thông; trường THPT; trường trung học cơ sở; trường THCS; trường tiểu học; trường mầm non; trường
    cao đẳng; trường trung cấp; khoa; bộ môn; tổ chuyên môn; giáo viên chủ nhiệm; giáo viên; cơ quan
    thanh tra; cơ quan kiểm tra; cơ quan kiểm toán; cơ quan điều tra; cơ sở đào tạo, bồi dưỡng;
    cụm thi đua; khối thi đua; cụm, khối thi đua; khối, cụm thi đua; hãng; hãng lữ hành; hãng tàu; hãng vận
    tải; cấp chính quyền; chủ tàu; hộ dân
    """
)
"""Kind words that a collective lists, longest first."""

GROUP_ARTICLES = frozenset(fold(w) for w in ("các", "những", "mọi"))

BRANCHES = folded("Chi nhánh; Phân viện; Phân hiệu")
"""Kinds of bodies that bear the name of the larger one before their own."""

AREAS = folded(
    """
    tỉnh; thành phố; thành phố trực thuộc trung ương; huyện; quận; thị xã; thị trấn; xã; phường; đặc
    khu; địa phương; quân khu; vùng; khu vực; thôn; bản; khu phố; khóm; xóm; buôn; khu dân cư; tổ
    dân phố; phường, xã
    """
)
"""Kinds of areas that a body may be of: "UBND các xã, phường", "Ban Chỉ đạo các tỉnh"."""

LEVELS = folded(
    """
    cấp tỉnh; cấp huyện; cấp xã; cấp thành phố; cấp cơ sở; cấp quân khu; cấp trung ương; cấp bộ; cùng
    cấp; các cấp; hai cấp; 02 cấp; 2 cấp; cơ sở
    """
)
"""Levels of a hierarchy: a name before one of them means all bodies of that level."""

GROUP_QUALIFIERS = folded(
    """
    tham mưu giúp việc; liên quan; có liên quan; khác; khác có liên quan; liên quan khác; có liên
    quan khác; nhà nước; chức năng; chuyên môn; cấp tỉnh; cấp huyện; cấp xã; các cấp; cấp thành phố;
    cấp cơ sở; trung ương; ở trung ương; thành viên; ngang bộ; chủ quản; thường trực; chuyên trách;
    sản xuất; kinh doanh; sản xuất, kinh doanh; địa phương; được giao; được phân công; trên địa bàn;
    trên địa bàn tỉnh; trên địa bàn thành phố; trực thuộc; trực thuộc trung ương; chính trị; chính
    trị xã hội; xã hội; quốc tế; truyền thông; báo chí; sự nghiệp; sự nghiệp công lập; trong nước;
    trong và ngoài nước; ngoài nước; tỉnh; thành phố; huyện; nghề nghiệp; kinh tế; đoàn thể; toàn
    quốc; cả nước; thụ hưởng; hữu quan; chuyên ngành; đóng trên địa bàn; ngành hàng; ven biển;
    vùng ven biển; ven sông; ven suối; ven đê; miền núi;
    biên giới; vùng cao; hải đảo; xã; phường; thị trấn; trên địa bàn huyện; trên địa bàn xã; tỉnh ủy; thành
    ủy; huyện ủy; lâm sàng; xây dựng đảng
    """
)
"""Phrases that may follow the list of a collective and still belong to it, longest first."""

VERBAL_QUALIFIERS = folded(
    """
    nghiên cứu; đào tạo; thực hiện; quản lý; quản lý nhà nước; đầu mối; tham mưu; tham gia; kiểm
    tra; giám sát; thanh tra; xuất khẩu; nhập khẩu; xuất nhập khẩu
    """
)
"""Verbs that say which ones are meant right behind a kind word ("cơ quan quản lý"); elsewhere a clause."""

BELONGING = frozenset(fold(w) for w in ("thuộc", "của", "trực thuộc", "tại", "ở", "cấp", "do", "được"))
"""Words that tie a collective or a unit to a larger body."""

_COMPOUNDS = (
    "phòng, chống; biến, giáo; khám, chữa; đua, khen; cháy, chữa; y, dược; kiếm, cứu; khăn, vướng; "
    "pháp, chế; hóa, thể; thanh, truyền; chuẩn, đo; xăng, dầu; lao, bệnh; thư, lưu; động, thương; "
    "sinh, sinh; ninh, trật; hoạch, tài"
)
COMMA_COMPOUNDS = frozenset(
    (fold(before), fold(after)) for before, after in (pair.split(",") for pair in _COMPOUNDS.split(";"))
)
"""Pairs of words with a comma between them that stand inside one name ("Khám, chữa bệnh")."""

ROLE_VERBS = folded(
    """
    chủ trì; phối hợp; tham mưu; hướng dẫn; tổ chức; triển khai; xây dựng; thực hiện; chịu trách
    nhiệm; có trách nhiệm; theo dõi; đôn đốc; kiểm tra; giám sát; tổng hợp; báo cáo; rà soát; nghiên
    cứu; căn cứ; là; được; để; theo; trong; cùng; đầu mối; làm đầu mối; đề xuất; thẩm định; bố trí;
    cân đối; phê duyệt; chỉ đạo; quyết định; ban hành; trình; tiếp tục; chủ động; đẩy mạnh; tăng
    cường; phát huy; bảo đảm; đảm bảo; cung cấp; cập nhật; gửi; giúp; khẩn trương; nâng cao; có; và
    các; tại; sẽ; phải; cần; đã; đang; với; cho; trên cơ sở; từ; về; như; nhằm; lập; hoàn thiện;
    hoàn thành; điều phối; điều hành; phân công; đề nghị; đánh giá; cụ thể; chuẩn bị; ưu tiên; lồng
    ghép; hằng; hàng; định kỳ; thường xuyên; trước; sau; khi; nếu; kịp thời; thành lập; ký; huy
    động; vận động; tuyên truyền; phổ biến; quán triệt; sử dụng; tiếp nhận; kết nối; quản lý; quy
    định; chấp hành; mua sắm; phát động; khuyến khích; tập trung; xem xét; duy trì; phát hiện; xử
    lý; tham gia; bám sát; nghiêm túc; tích cực; kiện toàn; củng cố; hợp tác; đăng tải; công bố;
    công khai; xác định; xác nhận; tạo điều kiện; thống nhất; thống kê; thanh toán; đầu tư; phát
    triển; khai thác; vận hành; đào tạo; bồi dưỡng; tập huấn; biên soạn; chia sẻ; kết hợp; trao đổi;
    yêu cầu; lấy ý kiến; khảo sát; điều tra; lựa chọn; đối với; không; chưa; hoạt động; thông qua;
    phản ánh; vận dụng; đăng ký; kiến nghị; khắc phục; bổ sung; sửa đổi; điều chỉnh; thay thế; bãi
    bỏ; hỗ trợ; tư vấn; phục vụ; kiểm soát; bảo vệ; thu hút; xúc tiến; tiếp cận; phân tích; dự báo;
    ứng phó; ứng dụng; thí điểm; giải quyết; phân bổ; phân cấp; ủy quyền; tiến hành; nắm bắt; nắm
    chắc; tự; tự chủ; làm việc; làm tốt; đưa; giao; nêu; nâng cấp; tham vấn; tổng kết; sơ kết; xúc
    tiến; lãnh đạo; ngoài; bao gồm; gồm; thể chế; xếp; quyết toán; thu thập; đẩy nhanh; ghi nhận;
    công nhận; khen thưởng; tiếp thu; thi hành; thúc đẩy; ngăn chặn; phòng ngừa; nhận được; chuyển; đồng thời;
    do; mà; cử; tăng; giảm; trực ban; trực cháy; trực cứu nạn; cắm mốc; cắm biển; sơ tán; kiểm đếm;
    cấp phát; tuần tra; thông báo; chi trả; thu hồi; xử phạt; đưa tin; trang bị; tạm dừng; nghiệm
    thu; bàn giao; nhân rộng; cắt giảm; siết chặt; rút ngắn; mở rộng; trả lời; xin; kính; phụ trách; cấp tài
    khoản; cấp kinh phí; cấp giấy; cấp phép; cấp mã; cấp thẻ; cấp bản sao; cấp đổi; truyền thông về
    """
)
"""Phrases, written in lower case, at which a name in running text ends, longest first."""

PREDICATES = folded(
    """
    hoàn chỉnh; hoàn tất; soạn thảo; dự thảo; in ấn; phát hành; khởi công; lắp đặt; tính toán; tạo lập; nhập
    dữ liệu; nhập liệu; mời; đặt hàng; đặt biển; mở lớp; mở sổ; mở đợt; mở chuyên mục; mở hội nghị; dừng;
    ngừng; mua; thu phí; thu nộp; thu thuế; tạm ứng; tạm đình chỉ; giải ngân; chọn; giữ vững; giữ gìn; giữ
    liên lạc; nắm tình hình; nắm diễn biến; nắm thông tin; nắm địa bàn; nhắc nhở; phê bình; biểu dương; tuyên
    dương; đối chiếu; đối thoại; kêu gọi; thuê; sắp xếp; thăm hỏi; thăm; tặng; trao; trưng bày; trực 24; ứng
    trực; chốt chặn; chốt số liệu; cấm; cho phép; hạn chế; quảng bá; lan tỏa; cam kết; đấu tranh; đàm phán;
    khởi tố; truy tố; nộp; gia hạn; niêm yết; kê khai; chịu; đo đạc; lấy mẫu; khám sức khỏe; khám sàng lọc;
    tiêm; phun; làm rõ; làm thủ tục; làm tờ trình; làm cơ quan; giao ban; tuyển dụng; tuyển chọn; xét tuyển;
    xét duyệt; xét chọn; bổ nhiệm; điều động; luân chuyển; biệt phái; kiểm kê; kiểm điểm; thẩm tra; thẩm
    duyệt; chấm điểm; bình xét; suy tôn; tôn vinh; bảo dưỡng; bảo quản; tu bổ; cải tạo; nạo vét; di dời; giải
    tỏa; đền bù; cưỡng chế; xóa; rút kinh nghiệm; nhận bàn giao; tiếp sức; thay mặt; dự họp; tham dự; xác
    minh; thụ lý; số hóa; tích hợp; đồng bộ; dự trù; dự toán; vớt; chôn lấp; treo; đăng tin; đăng bài; viết
    bài; phát sóng; quay phim; đóng cửa; kết thúc; hoãn; bám địa bàn; bám nắm; chỉ định; trích; tiết kiệm
    chi; tổng rà soát; tổng kiểm tra; diễn tập; nỗ lực; phấn đấu; quyết tâm; tháo gỡ; nhận diện; thiết lập;
    luôn; đều; cũng; trực tiếp; kết luận; rà phá; thanh lý; thực sự; tiếp thu; tiếp thị; khơi thông; phổ cập;
    theo sát; cảnh báo; khuyến cáo; thăm dò; đưa vào; đưa ra; đưa nội dung; gắn; ký kết; kê biên; phong tỏa;
    cắt điện; cấp cứu; cấp nước; chấm dứt; chấn chỉnh; nhắn tin; rút ra; trả kết quả; trả hồ sơ; tiêu hủy;
    thu dọn; dọn dẹp; dập dịch; khoanh vùng; truy vết; cách ly; phân luồng; gia cố; khôi phục; tái cơ cấu;
    nhanh chóng; quyết liệt; kiên quyết; sẵn sàng; chăm lo; quan tâm; túc trực; xuất cấp; điều tiết; bình ổn;
    can thiệp; cứu trợ; gương mẫu; nêu gương; nhất trí; tán thành; đồng ý; hoan nghênh; nhấn mạnh; giữ nghiêm;
    khơi dậy; tối ưu; đặc biệt quan tâm; mở chiến dịch; hiệp đồng; cấp bù; cấp tín dụng; đề ra; cơ cấu lại;
    lên phương án; lên kế hoạch; thị sát; vào cuộc; ra quân; hiến kế; cơ bản thống nhất; cơ bản đồng ý; cơ bản
    nhất trí; cơ bản tán thành; rà quét; hiện đại hóa; đơn giản hóa; cân nhắc; kêu gọi; nhắc lại
    """
)
"""What a body does, besides `ROLE_VERBS`: in running text a name ends there, in lists it may go on."""

COMPOUND_WORDS = folded_set(
    """
    công trình; chương trình; quá trình; quy trình; tiến trình; lộ trình; giáo trình; hành trình;
    công lập; độc lập; thành lập; thiết lập; dân lập; thư ký; nhật ký; chữ ký; giao thông; giao
    dịch; tự động; tự nhiên; trật tự; tự vệ; tự quản; trợ giúp; hàng hải; hàng không; hàng hóa; từ xa; từ
    thiện; ký túc; tại chỗ; sau đại; cho vay; trước bạ; hàng rong; nước ngoài; gia tăng; tăng
    trưởng; tăng gia; giảm nghèo; đề cử; bầu cử; ứng cử; tiến cử; ngân hàng; cửa hàng; khách hàng;
    mặt hàng; bán hàng; nhà hàng; đơn hàng; chuyển đổi
    """
)
"""Words of two syllables of which one alone would be a verb ("công trình", "giao thông")."""


def _shortened(fields: str) -> dict[str, str]:
    """Give the usual letters for fields of four letters and more: "KHCN", "KH&CN"."""
    found: dict[str, str] = {}
    for field in (" ".join(part.split()) for part in fields.split(";")):
        words = field.replace(",", "").replace("-", "").split()
        letters = "".join("&" if word == "và" else word[0].upper() for word in words)
        for form in (letters, letters.replace("&", "")):
            if len(form.replace("&", "")) >= _FEWEST_LETTERS:
                found.setdefault(fold(form), field)
    return found


_FEWEST_LETTERS = 4

NOT_KINDS = folded_set(
    """
    cán bộ; nội bộ; toàn bộ; tiến bộ; đồng bộ; cục bộ; đảng bộ; liên bộ; chuyên ngành; đa ngành;
    liên ngành; cơ sở; trụ sở; công sở
    """
)
"""Words that end like the kind word of a collective."""

IN_NAME_VERBS = folded_set(
    """
    phát triển; quản lý; nghiên cứu; đào tạo; ứng dụng; hỗ trợ; kiểm soát; kiểm tra; giám sát; điều
    hành; điều phối; phục vụ; bảo vệ; xúc tiến; đầu tư; cung cấp; xử lý; thi hành; bồi dưỡng; tư
    vấn; tổng hợp; khai thác; thẩm định; đánh giá; phòng ngừa; tuyên truyền; kiểm định; giải quyết;
    tiếp nhận; sử dụng; phân tích; dự báo; thống kê; hợp tác; khảo sát; điều tra; công bố; kết nối;
    ứng phó; chỉ đạo; vận động; khen thưởng; vận hành; xây dựng; đăng ký; thanh toán; phát hiện; kết
    hợp
    """
)
"""Verbs that also stand inside names that begin with a verbal noun ("Viện Nghiên cứu phát triển")."""

VERBAL_NOUNS = folded(
    """
    Cảnh sát; Nghiên cứu; Quản lý; Hỗ trợ; Phục vụ; Xúc tiến; Đào tạo; Ứng dụng; Giám sát; Kiểm
    soát; Kiểm định; Tư vấn; Bảo vệ; Phát triển; Điều phối; Điều hành; Tổ chức; Chỉ đạo; Kiểm tra;
    Thông tin; Khai thác; Thẩm định; Đánh giá; Dịch vụ; Quan trắc; Chuyển giao; Bồi dưỡng; Dự báo;
    Kỹ thuật; Thi hành; Đăng ký; Giám định; Cung cấp; Tiếp nhận; Vận hành; Khảo thí; Khuyến công;
    Chính sách; Chiến lược; Quy hoạch; Giải quyết; Xử lý; Sản xuất; Đầu tư; Bảo tồn; Đấu thầu; Phòng
    ngừa; Phòng, chống; Theo dõi; Tuyên truyền
    """
)
"""Words that make the rest of a name speak of doing something."""

_MINISTRIES = """
    Tài chính; Nội vụ; Tư pháp; Xây dựng; Công Thương; Y tế; Khoa học và Công nghệ; Nông nghiệp và
    Môi trường; Giáo dục và Đào tạo; Văn hóa, Thể thao và Du lịch; Dân tộc và Tôn giáo; Ngoại giao;
    Quốc phòng; Công an; Kế hoạch và Đầu tư; Thông tin và Truyền thông; Lao động - Thương binh và Xã
    hội; Giao thông vận tải; Tài nguyên và Môi trường; Nông nghiệp và Phát triển nông thôn; Thông
    tin, Truyền thông; Tài nguyên Môi trường; Khoa học, Công nghệ; Giáo dục, Đào tạo; Khoa học và
    Công nghệ và Môi trường; Lao động, Thương binh và Xã hội; Nông nghiệp và PTNT; NN và
    PTNT
    """
MINISTRY_FIELDS = folded(";".join([_MINISTRIES, *_shortened(_MINISTRIES)]))
"""Fields that ministries are named for (resolutions 08/2021/QH15 and 176/2025/QH15)."""

_DEPARTMENTS = """
    Tài chính; Nội vụ; Tư pháp; Xây dựng; Công Thương; Y tế; Khoa học và Công nghệ; Nông nghiệp và
    Môi trường; Giáo dục và Đào tạo; Văn hóa, Thể thao và Du lịch; Văn hóa và Thể thao; Du lịch; Dân
    tộc và Tôn giáo; Ngoại vụ; Quy hoạch - Kiến trúc; An toàn thực phẩm; Kế hoạch và Đầu tư; Thông
    tin và Truyền thông; Lao động - Thương binh và Xã hội; Giao thông vận tải; Tài nguyên và Môi
    trường; Nông nghiệp và Phát triển nông thôn; Văn hóa; Khoa học, Công nghệ; Giáo dục, Đào tạo;
    Văn hóa, Thể thao; Văn hóa, Khoa học; Giao thông công chánh; Văn hóa Thể thao và Du lịch; Lao
    động, Thương binh và Xã hội; Tài chính - Vật giá; Thương mại và Du lịch; Thương mại - Du lịch; Văn hóa -
    Thông tin; Thể dục thể thao; Nông nghiệp và PTNT; NN và PTNT
    """
DEPARTMENT_FIELDS = folded(";".join([_DEPARTMENTS, *_shortened(_DEPARTMENTS)]))
"""Fields that provincial departments are named for (decrees 24/2014, 107/2020 and 150/2025/NĐ-CP)."""


MINISTRIES = tuple(" ".join(field.split()) for field in _MINISTRIES.split(";"))
DEPARTMENTS = tuple(" ".join(field.split()) for field in _DEPARTMENTS.split(";"))
"""The same fields with the letters they are written in."""

SHORT_FIELDS: Mapping[str, str] = {**_shortened(_MINISTRIES), **_shortened(_DEPARTMENTS)}
"""Fields of ministries and departments by their letters, folded."""


def starts_with(keys: Sequence[str], at: int, phrases: Phrases) -> int:
    """Count the words of the longest phrase that stands at `keys[at:]`; 0 where none does."""
    if at >= len(keys):
        return 0
    for phrase in phrases.get(keys[at], ()):
        if tuple(keys[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
