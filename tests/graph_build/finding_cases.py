"""Texts that hold a contradiction or a gap of each kind, each with one that agrees."""

from __future__ import annotations

TABLE = "I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành\n"
STAFF = "II. NHÂN LỰC\n\nTT\tNội dung công việc\tCán bộ chủ trì\tCán bộ thực hiện\n"
TARGETS = "PHỤ LỤC\n\nSTT\tChỉ tiêu\tĐơn vị tính\tChỉ tiêu 2024\tĐơn vị chủ trì\n"
LONG = "Rà soát và hoàn thiện các quy định về quản lý thuốc và vắc xin phòng bệnh tại các tuyến"
SPANS = "I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời gian bắt đầu\tThời gian hoàn thành\n"
SUBJECT = (
    "phê duyệt Chương trình mẫu về quản lý, bảo quản và sử dụng hồ sơ, tài liệu thử nghiệm tại các "
    "cơ sở y tế công lập trên địa bàn cả nước"
)
SUMS = "STT\tXã\tSố hộ\tDiện tích (ha)\n"
HOUSES = "1\tXã Một\t120\t10,5\n2\tXã Hai\t80\t20,4\n3\tXã Ba\t1.000\t5\n"
GROUPS = (
    "I\tHuyện Một\t200\t30\n1\tXã Một\t120\t10\n2\tXã Hai\t80\t20\n"
    "II\tHuyện Hai\t60\t3\n1\tXã Ba\t50\t1\n"
    "2\tXã Bốn\t10\t2\nIII\tHuyện Ba\t{}\t3\n1\tXã Năm\t50\t1\n2\tXã Sáu\t30\t2\n"
)
SHARES = (
    "STT\tNguồn\t{}\t{}\tNăm nay\n1\tNgân sách\t40\t40%\t50%\n2\tVay vốn\t30\t35%\t25%\n"
    "3\tKhác nữa\t20\t15%\t19%\n"
)
ACROSS = "1\tXã Một\t10\t4\t6\n2\tXã Hai\t12\t6\t6\n3\tXã Ba\t11\t5\t6\n"
SIGNED = "Điều 1. Ban hành kế hoạch.\n\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\n{}\n"


def row(*cells: str) -> str:
    return "\t".join(cells) + "\n"


CASES = {
    "act-with-two-dates": (
        ["Theo Nghị quyết số 9/NQ-CP ngày 08/02/2024 của Chính phủ, các đơn vị triển khai.\n"],
        ["Theo Nghị quyết số 9/NQ-CP ngày 02/02/2024 và Nghị quyết số 9/NQ-CP ngày 02/02/2023.\n"],
    ),
    "act-with-two-dates across": (
        [
            "Theo Luật số 20/2023/QH15 ngày 19/6/2023 của Quốc hội.\n",
            "Theo Luật số 20/2023/QH15 ngày 22/6/2023 của Quốc hội.\n",
        ],
        [
            "Theo Quyết định số 20/QĐ-UBND ngày 19/6/2023.\n",
            "Theo Quyết định số 20/QĐ-UBND ngày 22/6/2023.\n",
        ],
    ),
    "act-with-two-numbers": (
        [
            "Theo Quyết định số 125/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n" * 3
            + "Theo Quyết định số 126/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n"
        ],
        [
            "Theo Quyết định số 125/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n"
            "Theo Quyết định số 126/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n"
        ],
    ),
    "annex-of-other-number": (
        ["KẾ HOẠCH\nTriển khai\n(Kèm theo Quyết định số 21/QĐ-BYT ngày 05/3/2024 của Bộ Y tế)\n"],
        ["KẾ HOẠCH\nTriển khai\n(Kèm theo Quyết định số 12/QĐ-BYT ngày 05/3/2024 của Bộ Y tế)\n"],
    ),
    "impossible-date": (
        ["Báo cáo trước ngày 31/4/2024. Họp ngày 30 tháng 02 năm 2024.\n"],
        ["Báo cáo trước ngày 30/4/2024. Họp ngày 29 tháng 02 năm 2024.\n"],
    ),
    "date-against-number": (
        ["Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2018 của Chính phủ.\n"],
        ["Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2017 của Chính phủ.\n"],
    ),
    "cited-before-issued": (
        ["Theo Nghị quyết số 30/NQ-CP ngày 06/3/2024 của Chính phủ.\n"],
        ["Theo Nghị quyết số 30/NQ-CP ngày 05/3/2024 của Chính phủ.\n"],
    ),
    "due-before-document": (
        [TABLE + row("1", "Xây dựng đề án", "Vụ Pháp chế", "", "Tháng 02/2024")],
        [
            TABLE
            + row("1", "Xây dựng đề án", "Vụ Pháp chế", "", "Tháng 3/2024")
            + row("2", "Lập báo cáo", "Vụ Pháp chế", "", "Năm 2024")
        ],
    ),
    "empty-lead": (
        [
            TARGETS
            + row("1", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "94,1", "Vụ Bảo hiểm y tế")
            + row("2", "Tuổi thọ trung bình", "Tuổi", "73,8", "Cục Dân số")
            + row("3", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "")
        ],
        [
            TARGETS
            + row("1", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "94,1", "Vụ Bảo hiểm y tế")
            + row("2", "Tuổi thọ trung bình", "Tuổi", "73,8", "")
            + row("3", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "")
        ],
    ),
    "two-leads": (
        [
            TABLE
            + row("1", LONG, "Vụ Pháp chế", "", "2025")
            + f"\nII. TỔ CHỨC THỰC HIỆN\n\n1. Cục Y tế dự phòng\n\n- {LONG}.\n\n- Lập báo cáo.\n"
        ],
        [
            TABLE
            + row("1", LONG, "Vụ Pháp chế", "", "2025")
            + row("2", LONG, "Cục Y tế dự phòng", "", "2025")
            + f"\nII. TỔ CHỨC THỰC HIỆN\n\n1. Vụ Pháp chế\n\n- {LONG}.\n\n- Lập báo cáo.\n"
            + f"\n2. Cục Y tế dự phòng\n\n- {LONG} đối với trẻ em.\n"
        ],
    ),
    "lead-also-coordinates": (
        [TABLE + row("1", "Xây dựng đề án", "Vụ Pháp chế", "Cục Y tế dự phòng, Vụ Pháp chế", "2025")],
        [TABLE + row("1", "Xây dựng đề án", "Vụ Pháp chế", "Cục Y tế dự phòng", "2025")],
    ),
    "unit-against-footnote": (
        [
            TARGETS
            + row("1", "Tỷ suất tử vong trẻ em", "Số ca/1.000 trẻ", "Dưới 11,5*", "Cục Dân số")
            + "\n* Năm 2023 đạt 11,6%.\n"
        ],
        [
            TARGETS
            + row("1", "Tỷ lệ suy dinh dưỡng", "%", "Dưới 11,5*", "Cục Dân số")
            + "\n* Năm 2023 đạt 11,6%.\n"
        ],
    ),
    "target-against-footnote": (
        [
            TARGETS
            + row("1", "Tỷ lệ suy dinh dưỡng", "%", "Dưới 11,5*", "Cục Dân số")
            + "\n* Tỷ lệ được giao tại Nghị quyết số 9/NQ-CP là 11,9%.\n"
        ],
        [
            TARGETS
            + row("1", "Tỷ lệ suy dinh dưỡng", "%", "Dưới 11,5*", "Cục Dân số")
            + "\n* Tỷ lệ được giao tại Nghị quyết số 9/NQ-CP là 11,5%.\n"
        ],
    ),
    "sum-of-staff": (
        [
            "Văn phòng có tối thiểu 9 cán bộ làm việc.\n\n"
            + STAFF
            + "".join(row(str(n), f"Việc số {n}", "Vụ Pháp chế", f"Tối thiểu {n} cán bộ") for n in (2, 3, 5))
        ],
        [
            "Văn phòng có tối thiểu 10 cán bộ làm việc.\n\n"
            + STAFF
            + "".join(row(str(n), f"Việc số {n}", "Vụ Pháp chế", f"Tối thiểu {n} cán bộ") for n in (2, 3, 5))
        ],
    ),
    "count-of-rows": (
        [
            "Thực hiện 4 chỉ tiêu cụ thể của ngành.\n\n"
            + TARGETS
            + row("1", "Tuổi thọ trung bình", "Tuổi", "73,8", "Cục Dân số")
            + row("2", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "Cục Dân số")
        ],
        [
            "Thực hiện 2 chỉ tiêu cụ thể của ngành.\n\n"
            + TARGETS
            + row("1", "Tuổi thọ trung bình", "Tuổi", "73,8", "Cục Dân số")
            + row("2", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "Cục Dân số")
        ],
    ),
    "person-in-two-spellings": (
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("3", "Họp", "Ông Đỗ Trương Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
        ],
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trương Duy, Chánh Văn phòng Bộ Y tế", "", "2025")
        ],
    ),
    "person-in-two-posts": (
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trường Duy, Cục trưởng Cục Y tế dự phòng", "", "2025")
        ],
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trường Duy, Cục trưởng Cục Y tế dự phòng", "", "2025")
        ],
    ),
    "act-with-two-dates beside mentions without a date": (
        [
            "Theo Luật số 20/2023/QH15 và Luật số 20/2023/QH15. Theo Luật số 20/2023/QH15 ngày 19/6/2023.\n"
            "Theo Luật số 20/2023/QH15 ngày 22/6/2023.\n"
        ],
        ["Theo Luật số 20/2023/QH15 và Luật số 20/2023/QH15. Theo Luật số 20/2023/QH15 ngày 19/6/2023.\n"],
    ),
    "sum-in-sentence after the number of the item": (
        ["37.Sau khi sắp xếp, tỉnh có 38 đơn vị, gồm 37 xã và 02 phường; trong đó có 34 xã mới.\n"],
        ["37.Sau khi sắp xếp, tỉnh có 39 đơn vị, gồm 37 xã và 02 phường; trong đó có 34 xã mới.\n"],
    ),
    "act-with-two-numbers of one subject": (
        [
            f"Theo Quyết định số 125/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ {SUBJECT}.\n"
            f"Theo Quyết định số 225/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ {SUBJECT}.\n"
        ],
        [
            f"Theo Quyết định số 125/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ {SUBJECT}.\n"
            f"Theo Quyết định số 225/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ sửa đổi {SUBJECT}.\n"
        ],
    ),
    "act-with-two-dates of the annex": (
        ["KẾ HOẠCH\nTriển khai\n(Kèm theo Quyết định số 12/QĐ-BYT ngày 05/3/2023 của Bộ Y tế)\n"],
        ["KẾ HOẠCH\nTriển khai\n(Kèm theo Quyết định số 12/QĐ-BYT ngày 05/3/2024 của Bộ Y tế)\n"],
    ),
    "kind-against-number": (
        ["Theo Công văn số 15/BC-BYT ngày 05/02/2024 và Nghị quyết số 75/2017/NĐ-CP.\n"],
        [
            "Theo Báo cáo số 15/BC-BYT, Nghị định số 75/2017/NĐ-CP, Quy định số 8-QĐ/TW và "
            "Công văn số 5/BYT-DP; Báo cáo thẩm tra số 3/BC-HĐND.\n"
        ],
    ),
    "impossible-date month": (
        ["Hoàn thành trong tháng 13/2024.\n"],
        ["Hoàn thành trong tháng 12/2024, số 13/2024.\n"],
    ),
    "impossible-date quarter": (
        ["Hoàn thành trong quý V/2024 hoặc Quý 6 năm 2025.\n"],
        ["Hoàn thành trong quý IV/2024, quý I/2025, Quý 3 năm 2025.\n"],
    ),
    "weekday-against-date": (
        ["Họp vào thứ Hai, ngày 05/3/2024 tại trụ sở.\n"],
        ["Họp vào thứ Ba, ngày 05/3/2024; Chủ nhật, ngày 10 tháng 3 năm 2024; thứ 2 ngày 11/3/2024.\n"],
    ),
    "weekday-against-date Sunday": (
        ["Lễ phát động Chủ nhật, ngày 11 tháng 3 năm 2024.\n"],
        ["Nghỉ thứ bảy, chủ nhật. Ngày 11/3/2024 làm việc. Lần thứ hai ngày 11/3/2024.\n"],
    ),
    "period-reversed": (
        ["Kế hoạch giai đoạn 2030 - 2025.\n"],
        ["Kế hoạch giai đoạn 2025 - 2030, từ năm 2024 đến năm 2024; tổng kết nhiệm kỳ 2020-2025.\n"],
    ),
    "period-reversed days": (
        ["Đợt kiểm tra từ ngày 15/4/2024 đến ngày 01/4/2024.\n"],
        ["Đợt kiểm tra từ ngày 15/4/2024 đến hết ngày 01/5/2024; từ 01/4/2024 đến 01/4/2024.\n"],
    ),
    "two-leads in a sentence that begins with chủ trì": (
        [
            TABLE
            + row("1", LONG, "Vụ Pháp chế", "", "2025")
            + "\nII. TỔ CHỨC THỰC HIỆN\n\n1. Cục Y tế dự phòng\n\n"
            + f"- Chủ trì, phối hợp với các đơn vị {LONG.lower()}.\n\n- Lập báo cáo.\n"
        ],
        [
            TABLE
            + row("1", LONG, "Vụ Pháp chế", "", "2025")
            + "\nII. TỔ CHỨC THỰC HIỆN\n\n1. Cục Y tế dự phòng\n\n"
            + f"- Phối hợp với Vụ Pháp chế {LONG.lower()}.\n\n- Theo dõi việc {LONG.lower()}.\n"
        ],
    ),
    "sum-of-table": (
        [SUMS + HOUSES + "Tổng cộng\t\t1.210\t35,9\n"],
        [SUMS + HOUSES + "Tổng cộng\t\t1.200\t35,9\n"],
    ),
    "sum-of-table before its parts": (
        [SUMS + "\tTổng số\t1.210\t35,9\n" + HOUSES],
        [SUMS + "\tTổng số\t1.200\t35,9\n" + HOUSES],
    ),
    "sum-of-table with rounded figures": (
        [SUMS + HOUSES + "Tổng cộng\t\t1.200\t37\n"],
        [SUMS + HOUSES + "Tổng cộng\t\t1.200\t36\n"],
    ),
    "sum-of-table with groups": (
        [SUMS + GROUPS.format(90) + "\tTổng cộng\t350\t36\n"],
        [SUMS + GROUPS.format(80) + "\tTổng cộng\t340\t36\n"],
    ),
    "sum-of-table of rates": (
        [SHARES.format("Vốn", "Phần") + "\tTổng cộng\t90\t90%\t100%\n"],
        [SHARES.format("Vốn", "Tỷ suất") + "\tTổng cộng\t90\t95%\t33%\n"],
    ),
    "sum-of-table across": (
        ["STT\tXã\tTổng số\tNam\tNữ\n" + ACROSS + "4\tXã Bốn\t13\t6\t6\n"],
        ["STT\tXã\tTổng số\tNam\tNữ\n" + ACROSS + "4\tXã Bốn\t12\t6\t6\n"],
    ),
    "sum-in-sentence": (
        ["Sau sắp xếp, huyện có 21 đơn vị hành chính cấp xã, gồm 15 xã và 7 thị trấn.\n"],
        ["Sau sắp xếp, huyện có 22 đơn vị hành chính cấp xã, gồm 15 xã và 7 thị trấn; trong đó 3 xã mới.\n"],
    ),
    "sum-in-sentence of one noun": (
        ["Đoàn có 40 thành viên (gồm 12 thành viên nữ, 18 thành viên nam).\n"],
        [
            "Năm 2024 có 2 chương trình, gồm 5 dự án và 3 đề án. "
            "Ban có 9 người gồm 3 nữ, 4 nam và các cố vấn. "
            "Điều 7 gồm 2 khoản, 3 điểm. Đến ngày 12 có 5 phòng, gồm 2 phòng họp và 3 phòng khách.\n"
        ],
    ),
    "sum-in-sentence with thousands": (
        ["Nhu cầu là 1.250 triệu đồng, bao gồm 1.000 triệu đồng của tỉnh và 240 triệu đồng khác.\n"],
        ["Nhu cầu là 1.250,5 triệu đồng, bao gồm 1.000 triệu đồng của tỉnh và 250,5 triệu đồng khác.\n"],
    ),
    "count-of-items": (
        ["Tập trung 04 nhiệm vụ sau: (1) lập đề án; (2) rà soát; (3) báo cáo.\n"],
        ["Tập trung 03 nhiệm vụ sau: (1) lập đề án; (2) rà soát: (1) cũ, (2) mới; (3) báo cáo.\n"],
    ),
    "count-of-items by letters": (
        ["Thực hiện 03 giải pháp chủ yếu:\na) một\nb) hai\nc) ba\nd) bốn\n"],
        ["Thực hiện 05 giải pháp chủ yếu:\na) một\nb) hai\nc) ba\nd) bốn\nđ) năm\n\nII. KHÁC\n"],
    ),
    "count-of-items by numbers": (
        ["1. Chung\nThực hiện 05 giải pháp:\n1. một\n2. hai\n3. ba\n\n2. Riêng\n"],
        ["2. Chung\nThực hiện 02 giải pháp:\n1. một\n2. hai\n\n3. Riêng\n4. Khác\n"],
    ),
    "count-of-rows of tasks": (
        [
            "Phụ lục kèm theo Kế hoạch này gồm 4 nhiệm vụ giao các đơn vị.\n\n"
            + TABLE
            + "".join(row(str(n), f"Xây dựng đề án số {n}", "Vụ Pháp chế", "", "2025") for n in (1, 2, 3))
        ],
        [
            "Phụ lục kèm theo Kế hoạch này gồm 3 nhiệm vụ. Nghị quyết gồm 9 nhiệm vụ.\n\n"
            + TABLE
            + "".join(row(str(n), f"Xây dựng đề án số {n}", "Vụ Pháp chế", "", "2025") for n in (1, 2, 3))
        ],
    ),
    "misread-unit-name of a place": (
        ["Tại thành phố Hà Nội và tỉnh Hà Nam. " * 3 + "Tại thành phố Hà Nôi.\n"],
        ["Tại thành phố Hà Nội, tỉnh Đắk Nông. " * 3 + "Tại thành phố Hà Nam, tỉnh Đăk Nông.\n"],
    ),
    "person-in-two-spellings of a signature": (
        [SIGNED.format("Đỗ Trường Duy"), SIGNED.format("Đỗ Trương Duy")],
        [SIGNED.format("Đỗ Trường Duy"), SIGNED.format("Đỗ Trường Duy")],
    ),
    "start-after-due": (
        [SPANS + row("1", "Lập đề án", "Vụ Pháp chế", "Tháng 12/2025", "Tháng 4/2024")],
        [SPANS + row("1", "Lập đề án", "Vụ Pháp chế", "Quý III/2024", "Tháng 8/2024")],
    ),
    "misread-unit-name": (
        [
            TABLE
            + row("1", "Lập đề án", "Cục Quản lý được", "", "2025")
            + row("2", "Lập báo cáo", "Cục Quản lý Dược", "", "2025")
        ],
        [
            TABLE
            + row("1", "Lập đề án", "Cục Quản lí Dược", "", "2025")
            + row("2", "Lập báo cáo", "Cục quản lý dược", "", "2025")
        ],
    ),
}


ALONE = {
    "impossible-date",
    "date-against-number",
    "kind-against-number",
    "weekday-against-date",
    "period-reversed",
    "empty-lead",
}
"""The kinds that may rest on one spot."""
