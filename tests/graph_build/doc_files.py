"""Write small Word 97-2003 files for tests: compound files ([MS-CFB]) with parts of [MS-DOC]."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_build.readers.doc_file import Part, Story

SECTOR, PAGE = 512, 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
TEXT_AT = 0x400


def prl(code: int, operand: int | bytes, size: int = 1) -> bytes:
    """Give a modifier of a property."""
    value = operand if isinstance(operand, bytes) else operand.to_bytes(size, "little", signed=operand < 0)
    return code.to_bytes(2, "little") + value


HIDDEN, DELETED, CAPITALS, SPECIAL = (prl(code, 1) for code in (0x083C, 0x0800, 0x083B, 0x0855))
IN_TABLE = prl(0x2416, 1)
ROW_END = prl(0x2417, 1)


def deeper(depth: int) -> bytes:
    return prl(0x6649, depth, 4)


INNER = IN_TABLE + deeper(2)
INNER_CELL, INNER_ROW = INNER + prl(0x244B, 1), INNER + prl(0x244C, 1)


def font(number: int) -> bytes:
    return prl(0x4A4F, number, 2)


def item(use: int, level: int = 0) -> bytes:
    return prl(0x260A, level) + prl(0x460B, use, 2)


def row(*edges: int, flags: Mapping[int, int] | None = None) -> bytes:
    """Define a row by the edges of its cells, in twentieths of a point, and the flags of some cells."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H18x", (flags or {}).get(n, 0)) for n in range(count))
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return IN_TABLE + ROW_END + prl(0xD608, struct.pack("<H", len(body) + 1) + body)


@dataclass(frozen=True)
class Para:
    """A paragraph: its runs with their modifiers, its own modifiers, its style and its mark."""

    runs: Sequence[tuple[str, bytes]]
    own: bytes = b""
    style: int = 0
    mark: str = "\r"
    mark_look: bytes = b""


def para(words: str, own: bytes = b"", mark: str = "\r", style: int = 0) -> Para:
    return Para([(words, b"")], own, style, mark)


def cells(*words: str, definition: bytes, deleted: bool = False) -> list[Para]:
    """Write a row of a table."""
    look = DELETED if deleted else b""
    return [
        *(para(word, IN_TABLE, "\x07") for word in words),
        Para([], definition, mark="\x07", mark_look=look),
    ]


def table(part: Iterable[bytes], positions: Sequence[int]) -> bytes:
    """Make a PLC."""
    return struct.pack(f"<{len(positions)}I", *positions) + b"".join(part)


def fonts(*names: str) -> bytes:
    found = [bytes(39) + name.encode("utf-16-le") + b"\0\0" for name in names]
    return struct.pack("<HH", len(found), 0) + b"".join(bytes([len(one)]) + one for one in found)


def style(kind: int = 1, own: bytes = b"", look: bytes = b"", base: int = 0xFFF) -> bytes:
    """Make a style of paragraphs (1) or characters (2)."""
    head = struct.pack("<HHHHH", 0, kind | base << 4, 2 if kind == 1 else 1, 0, 0) + struct.pack(
        "<HHH", 1, 65, 0
    )
    parts = [b"\0\0" + own, look] if kind == 1 else [look]
    return head + b"".join(struct.pack("<H", len(one)) + one + bytes(len(one) % 2) for one in parts)


def styles(*found: bytes, default_font: int = 0) -> bytes:
    head = struct.pack("<9H", len(found), 10, 1, 0, 0, 0, default_font, 0, 0)
    return struct.pack("<H", len(head)) + head + b"".join(struct.pack("<H", len(one)) + one for one in found)


def level(form: int, text: str, start: int = 1, gap: int = 1, flags: int = 0) -> bytes:
    """Make a level of a list; characters below nine stand for the numbers of levels."""
    places = bytes(at + 1 for at, one in enumerate(text) if ord(one) < 9).ljust(9, b"\0")
    head = struct.pack("<iBB9sB8xBBBx", start, form, flags, places, gap, 0, 0, 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*levels: bytes) -> tuple[bytes, bytes]:
    """Make one list of nine levels: its table, and the levels that follow the table."""
    filled = [*levels, *[level(0, "")] * (9 - len(levels))]
    return struct.pack("<H", 1) + struct.pack("<i24x", 7), b"".join(filled)


def uses(*starts: int | None) -> bytes:
    """Make uses of that list, each with the number that its first level starts at again, if any."""
    head = b"".join(struct.pack("<i8xBxxx", 7, int(start is not None)) for start in starts)
    data = (b"\xff" * 4 + (b"" if start is None else struct.pack("<iI", start, 0x10)) for start in starts)
    return struct.pack("<I", len(starts)) + head + b"".join(data)


class _Pages:
    """Pages of properties, one for each entry, in the main stream."""

    def __init__(self) -> None:
        self.limits: list[int] = []
        self.contents: list[bytes] = []

    def add(self, start: int, content: bytes) -> None:
        self.limits.append(start)
        self.contents.append(content)

    def write(self, main: bytearray, end: int) -> bytes:
        numbers = []
        for index, content in enumerate(self.contents):
            after = self.limits[index + 1] if index + 1 < len(self.limits) else end
            page = bytearray(PAGE)
            struct.pack_into("<2I", page, 0, self.limits[index], after)
            at = PAGE - 2 - len(content) - (len(content) % 2)
            page[8] = at // 2 if content else 0
            page[at : at + len(content)] = content
            page[-1] = 1
            numbers.append(struct.pack("<I", len(main) // PAGE))
            main += page
        return table(numbers, [*self.limits, end])


def _paragraph(own: bytes, number: int) -> bytes:
    content = struct.pack("<H", number) + own
    return bytes([0, (len(content) + 1) // 2]) + content + bytes(len(content) % 2)


def doc(
    stories: Mapping[Story, Sequence[Para]] | Sequence[Para],
    *,
    wide: bool = True,
    parts: Mapping[Part, bytes] | None = None,
    levels: bytes = b"",
    data: bytes = b"",
    change: bytes = b"",
    mark: int = 0xA5EC,
    flags: int = 0,
) -> bytes:
    """Write a document: its texts in one piece, in UTF-16 or Windows-1252, and what else is given."""
    texts = stories if isinstance(stories, Mapping) else {Story.MAIN: stories}
    width, encoding = (2, "utf-16-le") if wide else (1, "cp1252")
    main = bytearray(TEXT_AT)
    looks, paragraphs = _Pages(), _Pages()
    counts = [0] * 8
    for story in sorted(texts):
        for one in texts[story]:
            paragraphs.add(len(main), _paragraph(one.own, one.style))
            for words, look in [*one.runs, (one.mark, one.mark_look)]:
                if words:
                    looks.add(len(main), bytes([len(look)]) + look if look else b"")
                    main += words.encode(encoding)
                    counts[story] += len(words.encode("utf-16-le")) // 2
    end = len(main)
    main += bytes(-len(main) % PAGE)
    known = dict(parts or {})
    known[Part.PARAGRAPH_PAGES] = paragraphs.write(main, end)
    known[Part.CHARACTER_PAGES] = looks.write(main, end)
    place = TEXT_AT if wide else TEXT_AT * 2 | 0x40000000
    pieces = table([struct.pack("<HIH", 0, place, 1 if change else 0)], [0, (end - TEXT_AT) // width])
    before = b"\x01" + struct.pack("<H", len(change)) + change if change else b""
    known[Part.PIECES] = before + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<HH6xH", main, 0, mark, 0xC1, 0x0200 | flags)
    struct.pack_into("<8i", main, 0x4C, *counts)
    stream = bytearray(4)
    for part, content in known.items():
        struct.pack_into("<II", main, 0x9A + 8 * part, len(stream), len(content))
        stream += content + (levels if part is Part.LISTS else b"")
    return compound({"WordDocument": bytes(main), "1Table": bytes(stream), "Data": data})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Write a compound file of version 3, all streams in whole sectors."""
    body, chains = bytearray(), []
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    names = list(streams)
    for index, name in enumerate(names):
        content = streams[name].ljust(4096, b"\0")
        after = index + 2 if index + 1 < len(names) else FREE
        entries.append(_entry(name, 2, len(body) // SECTOR, len(content), right=after))
        chains.append(-(-len(content) // SECTOR))
        body += content + bytes(-len(content) % SECTOR)
    directory = len(body) // SECTOR
    body += b"".join(entries).ljust(SECTOR, b"\0")
    fat: list[int] = []
    for length in [*chains, len(body) // SECTOR - directory]:
        fat += [*range(len(fat) + 1, len(fat) + length), END]
    sectors = 1
    while len(fat) + sectors > 128 * sectors:
        sectors += 1
    first = len(fat)
    fat += [FAT] * sectors
    fat += [FREE] * (128 * sectors - len(fat))
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, sectors, directory, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(first, first + sectors), *[FREE] * (109 - sectors))
    return head + bytes(body) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    links = struct.pack("<3I", FREE, right, child)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + bytes(36)
        + (struct.pack("<IQ", start, size))
    )
