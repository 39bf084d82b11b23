"""A plan that two offices issue together, made up for tests."""

PLAN = """UBND TỈNH AN SƠN
SỞ Y TẾ - CÔNG AN TỈNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 7/KHLN-SYT-CAT
An Sơn, ngày 3 tháng 2 năm 2024

KẾ HOẠCH LIÊN NGÀNH
Phối hợp kiểm tra an toàn thực phẩm

II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
a) Chủ trì tập huấn cho người kiểm tra.

CÔNG AN TỈNH
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Lò Văn Minh

SỞ Y TẾ
GIÁM ĐỐC

Vi Thị Lan

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
"""
