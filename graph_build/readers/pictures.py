"""The pictures in a file: PNG, JPEG, TIFF with any number of pages, WebP, BMP, GIF.

Every picture is a page. Its resolution is what the file states, where that can be true of a page, else what
makes it a page of A4.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from graph_build.errors import BrokenFile, LimitExceeded
from graph_build.readers.limits import MAX_PICTURES, MAX_PIXELS

_KINDS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_FAULTS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    MemoryError,
    struct.error,
)
"""What a damaged picture makes Pillow raise."""
_SHORT_SIDE = 8.27
"""Inches of the short side of A4."""
_WORST, _BEST = 70, 300
"""The resolutions, in dots per inch, between which a picture is read."""


def pictures(name: str, data: bytes) -> Iterator[tuple[Image.Image, int]]:
    """Give every picture upright as its maker meant it, on white ground, with its dots per inch.

    Raises LimitExceeded, BrokenFile.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file = Image.open(io.BytesIO(data), formats=_KINDS)
            count = getattr(file, "n_frames", 1)
            _limit(name, "the number of pictures", count, MAX_PICTURES)
            for index in range(count):
                file.seek(index)
                _limit(name, "the number of pixels", file.width * file.height, MAX_PIXELS)
                yield _sized(_grey(ImageOps.exif_transpose(file)), file.info.get("dpi"))
    except LimitExceeded:
        raise
    except Image.DecompressionBombError as error:
        raise LimitExceeded(name, "the number of pixels", 3 * MAX_PIXELS, MAX_PIXELS) from error
    except UnidentifiedImageError as error:  # its own words end in an address in memory
        raise BrokenFile(name, "picture", "no picture can be recognised in it") from error
    except _FAULTS as error:
        raise BrokenFile(name, "picture", " ".join(str(error).split()) or type(error).__name__) from error


def _limit(name: str, what: str, value: int, limit: int) -> None:
    if value > limit:
        raise LimitExceeded(name, what, value, limit)


def _grey(picture: Image.Image) -> Image.Image:
    """Bring a picture to grey values; what is transparent is white, as paper."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    return picture.convert("L")


def _sized(picture: Image.Image, stated: object) -> tuple[Image.Image, int]:
    """Give the picture with its resolution, reduced where that is finer than reading needs."""
    guess = round(min(picture.size) / _SHORT_SIDE)
    dpi = round(float(stated[0])) if isinstance(stated, tuple) and stated and float(stated[0]) > 0 else guess
    if not 0.5 * guess <= dpi <= 2 * guess:
        dpi = guess
    if dpi > _BEST:
        scale = _BEST / dpi
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        return picture.resize(size, Image.Resampling.LANCZOS), _BEST
    return picture, max(dpi, _WORST)
