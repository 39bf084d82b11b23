"""Documents made up for tests, later than those of the bundled sample: what its tasks had to give."""

from __future__ import annotations

from pathlib import Path

_HEAD = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
"""

DECREE = f"""CHÍNH PHỦ
-------
{_HEAD}Số: 15/2025/NĐ-CP
Hà Nội, ngày 20 tháng 3 năm 2025

NGHỊ ĐỊNH
Quy định về trạm y tế xã, phường, thị trấn

Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;
Theo đề nghị của Bộ trưởng Bộ Y tế;
Chính phủ ban hành Nghị định quy định về trạm y tế xã, phường, thị trấn.

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về tổ chức của trạm y tế xã, phường, thị trấn.

Điều 2. Hiệu lực thi hành
1. Nghị định này có hiệu lực từ ngày 05 tháng 5 năm 2025.
2. Nghị định này thay thế Nghị định số 117/2014/NĐ-CP ngày 08 tháng 12 năm 2014 của Chính phủ quy định về y tế
xã, phường, thị trấn.

TM. CHÍNH PHỦ
THỦ TƯỚNG

Phạm Văn A
"""
"""Replaces the act that tasks of 2182/QĐ-BYT and 164/QĐ-BYT name."""

CIRCULAR = f"""BỘ Y TẾ
-------
{_HEAD}Số: 20/2025/TT-BYT
Hà Nội, ngày 15 tháng 6 năm 2025

THÔNG TƯ
Hướng dẫn hoạt động của trạm y tế

Căn cứ Nghị định số 60/2025/NĐ-CP ngày 10 tháng 5 năm 2025 của Chính phủ thay thế Nghị định số 56/2011/NĐ-CP
ngày 04 tháng 7 năm 2011 của Chính phủ;
Bộ trưởng Bộ Y tế ban hành Thông tư hướng dẫn hoạt động của trạm y tế.

Điều 1. Phạm vi điều chỉnh
Thông tư này hướng dẫn hoạt động của trạm y tế. Thông tư này bãi bỏ Điều 3 Thông tư số 33/2015/TT-BYT ngày 27
tháng 10 năm 2015 của Bộ trưởng Bộ Y tế.

BỘ TRƯỞNG

Trần Thị B
"""
"""Cites a decree, known by nothing else, that replaces the act of a task of 164/QĐ-BYT."""

DECISION = f"""BỘ Y TẾ
-------
{_HEAD}Số: 3500/QĐ-BYT
Hà Nội, ngày 25 tháng 11 năm 2024

QUYẾT ĐỊNH
Về việc phê duyệt Đề án thành lập Cơ quan Kiểm soát bệnh tật Trung ương

Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;
Theo đề nghị của Vụ trưởng Vụ Tổ chức cán bộ.

QUYẾT ĐỊNH:
Điều 1. Phê duyệt kèm theo Quyết định này Đề án thành lập Cơ quan Kiểm soát bệnh tật Trung ương.

KT. BỘ TRƯỞNG
THỨ TRƯỞNG

Lê Văn C
"""
"""Bears the title that a task of 164/QĐ-BYT asks for."""


def write_later(folder: Path) -> Path:
    """Write the documents into a folder."""
    for name, text in (("nd-15-2025", DECREE), ("tt-20-2025", CIRCULAR), ("qd-3500-2024", DECISION)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder
