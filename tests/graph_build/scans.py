"""Pages that a scanner might have made: printed words and ruled tables as pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DPI = 200
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
ROWS = (
    ("1", "Xây dựng kế hoạch chuyển đổi số của tỉnh", "Sở Nội vụ", "Sở Y tế", "Tháng 6/2031"),
    ("2", "Kiểm tra việc thực hiện tại các xã", "Sở Y tế", "Sở Tư pháp", "Quý III năm 2031"),
    ("3", "Tổng hợp kết quả, báo cáo cấp trên", "Sở Tư pháp", "Sở Nội vụ", "Tháng 12/2031"),
)
WORDS = (
    "Số: 123/KH-UBND",
    "KẾ HOẠCH",
    "Thực hiện Nghị quyết số 45/NQ-CP ngày 01 tháng 3 năm 2031",
    "của Chính phủ về phát triển y tế cơ sở",
)
WIDTHS = (0.5, 2.2, 1.4, 1.4, 1.5)


def blank(height: float = 6.0) -> Image.Image:
    """Give an empty page as wide as A4; short ones are read faster."""
    return Image.new("L", (round(8.27 * DPI), round(height * DPI)), 255)


def page(
    lines: Sequence[str] = WORDS, rows: Sequence[Sequence[str]] = (), *, ruled: bool = True
) -> Image.Image:
    """Print lines of words, and a table below them."""
    picture = blank()
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), round(12 / 72 * DPI))
    y = DPI // 2
    for line in lines:
        draw.text((0.8 * DPI, y), line, font=font, fill=0)
        y += round(0.32 * DPI)
    y += DPI // 4
    for row in rows:
        x = 0.7 * DPI
        folded = [_folded(draw, words, font, width) for words, width in zip(row, WIDTHS, strict=True)]
        height = round((0.27 * max(map(len, folded)) + 0.15) * DPI)
        for cell, width in zip(folded, WIDTHS, strict=True):
            if ruled:
                draw.rectangle((x, y, x + width * DPI, y + height), outline=0, width=2)
            for index, line in enumerate(cell):
                draw.text((x + 0.07 * DPI, y + (0.05 + 0.27 * index) * DPI), line, font=font, fill=0)
            x += width * DPI
        y += height
    return picture


def _folded(draw: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) > (width - 0.14) * DPI and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def saved(pictures: Sequence[Image.Image], kind: str) -> bytes:
    """Give pictures as one file."""
    file = io.BytesIO()
    more = {"save_all": True, "append_images": list(pictures[1:])} if len(pictures) > 1 else {}
    dots = {"resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}
    pictures[0].save(file, kind, **more, **dots)
    return file.getvalue()
