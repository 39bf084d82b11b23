"""The heading of a decision as it stands in plain lines, and the words that open every heading."""

from __future__ import annotations

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

LINES = f"""
SỞ Y TẾ TỈNH AN GIANG

{NATION}
{MOTTO}

Số: 12 /QĐ-SYT

An Giang, ngày 09 tháng 7 năm 2021

QUYẾT ĐỊNH

Về việc trồng cây
"""
