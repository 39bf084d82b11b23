"""Read pictures of pages by OCR: every picture in the file is a page."""

from __future__ import annotations

from graph_build.errors import ScanUnread
from graph_build.readers.apart import read_apart
from graph_build.readers.content import Content
from graph_build.readers.limits import FILE_SECONDS
from graph_build.readers.ocr import NO_ENGINE, engine
from graph_build.readers.pdf import scan_content


def read_image(name: str, data: bytes) -> Content:
    """Read a file of pictures: PNG, JPEG, TIFF with any number of pages, WebP, BMP, GIF.

    Raises ScanUnread where OCR is not installed or fails, EmptyFile where it finds no words, LimitExceeded,
    BrokenFile.
    """
    return read_apart(image_content, name, data, "picture", seconds=FILE_SECONDS)


def image_content(name: str, data: bytes) -> Content:
    """Read a file of pictures in this process. Raises as `read_image`."""
    from graph_build.readers.pictures import pictures  # noqa: PLC0415 - other documents need no pictures
    from graph_build.readers.scans import Scans  # noqa: PLC0415

    if not engine():
        raise ScanUnread(name, NO_ENGINE)
    scans = Scans()
    read = [scans.page(number, *one) for number, one in enumerate(pictures(name, data), 1)]
    return scan_content(name, [page for page in read if page], scans)
