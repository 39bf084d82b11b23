"""Archives are read as the documents in them, within limits, and never lead out of themselves."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import pytest

from graph_build.errors import (
    BrokenFile,
    EmptyFile,
    ForbiddenContent,
    LimitExceeded,
    ReadError,
    SeveralDocuments,
    UnreadableFile,
    UnsupportedFormat,
)
from graph_build.pipeline import build
from graph_build.readers import archive, limits, load, read, read_bytes
from graph_build.store import open_snapshot

Content = str | bytes


def packed(members: Mapping[str, Content], method: int = ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", method) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    path = tmp_path / "plans.bin"
    inner = packed({"sâu/c.html": "<html><p>Ba", "b.docx": word("Hai")})
    path.write_bytes(
        packed({"2025/a.txt": "Một", "trong.zip": inner, "__MACOSX/._a": "x", ".DS_Store": "x", "2025/": ""})
    )
    return path


def test_members_are_documents_of_their_own(plans: Path) -> None:
    found, errors = archive.documents(plans)
    assert errors == []
    sources = [read(path) for path in found]
    assert [(source.name, source.text) for source in sources] == [
        ("plans.bin/2025/a.txt", "Một"),
        ("plans.bin/trong.zip/b.docx", "Hai"),
        ("plans.bin/trong.zip/sâu/c.html", "Ba"),
    ]


def test_an_archive_is_no_document_unless_it_holds_just_one(plans: Path, tmp_path: Path) -> None:
    with pytest.raises(SeveralDocuments, match="3 documents"):
        read(plans)
    with pytest.raises(UnsupportedFormat):
        read_bytes(plans.read_bytes(), "plans.zip")
    single = tmp_path / "one.zip"
    single.write_bytes(packed({"a.txt": "Một"}))
    assert read(single).name == "one.zip/a.txt"
    empty = tmp_path / "none.zip"
    empty.write_bytes(packed({}))
    with pytest.raises(SeveralDocuments, match="0 documents"):
        read(empty)


def test_a_word_document_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(word("Một"))
    assert not archive.is_archive(path)
    assert read(path).text == "Một"
    path.write_bytes(word("Một")[:-300])
    with pytest.raises(BrokenFile, match="DOCX"):
        read(path)


def test_names_packed_as_utf_8_without_saying_so(tmp_path: Path) -> None:
    data = packed({"Kế hoạch.txt": "Một"})
    flagged = data.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x00\x00")
    flagged = flagged.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00")
    assert flagged != data
    path = tmp_path / "a.zip"
    path.write_bytes(flagged)
    assert [one.name for one in archive.documents(path)[0]] == ["Kế hoạch.txt"]
    assert read(path).text == "Một"


def link() -> bytes:
    info = ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr(info, "/etc/passwd")
    return file.getvalue()


def twice() -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("a.txt", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a.txt", "2")
    return file.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        *(
            lambda name=name: packed({name: "x"})
            for name in [
                "../a.txt",
                "a/../../b.txt",
                "/etc/a.txt",
                "C:/a.txt",
                "a\\b.txt",
                "a//b.txt",
                "a\nb.txt",
            ]
        ),
        link,
        twice,
    ],
)
def test_members_that_lead_elsewhere_are_refused_and_the_others_read(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    data = make()
    file = io.BytesIO(data)
    with ZipFile(file, "a") as package:
        package.writestr("good.txt", "Tốt")
    path.write_bytes(file.getvalue())
    found, errors = archive.documents(path)
    assert [type(error) for error in errors] == [ForbiddenContent]
    assert path / "good.txt" in found
    assert "\n" not in str(errors[0])


def nested(depth: int) -> bytes:
    data = packed({"a.txt": "Một"})
    for _ in range(depth):
        data = packed({"trong.zip": data})
    return data


def locked() -> bytes:
    data = bytearray(packed({"a.txt": "Một"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def directory(size: int) -> bytes:
    data = bytearray(packed({"a.txt": "Một"}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = size.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: packed({"a.txt": b"0" * 40_000_000}), "limit-exceeded"),
        (lambda: packed({f"{n}.txt": "x" for n in range(limits.MAX_MEMBERS + 1)}), "limit-exceeded"),
        (lambda: directory(2**31), "limit-exceeded"),
        (lambda: nested(limits.MAX_ARCHIVE_DEPTH), "limit-exceeded"),
        (locked, "encrypted-file"),
        (lambda: packed({"a.txt": "Một"})[:-10], "broken-file"),
        (lambda: b"PK\x03\x04" + bytes(100), "broken-file"),
    ],
)
def test_hostile_archives_give_one_sentence(make: Callable[[], bytes], code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(make())
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_as_much_nesting_as_the_limit_allows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(nested(limits.MAX_ARCHIVE_DEPTH - 1))
    assert read(path).text == "Một"


def test_a_member_larger_than_a_file_may_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a.txt": "Một hai"}))
    monkeypatch.setattr("graph_build.readers.packages.MAX_BYTES", 5)
    with pytest.raises(LimitExceeded, match="unpacked size"):
        read(path)


def test_missing_empty_and_damaged_members(plans: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such member"):
        load(plans / "2025" / "b.txt")
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a.txt": "  "}))
    with pytest.raises(EmptyFile):
        read(path)
    data = bytearray(packed({"a.txt": "Một hai ba bốn"}, 0))
    data[data.index(b" hai")] ^= 1
    path.write_bytes(data)
    with pytest.raises(BrokenFile, match="CRC"):
        read(path)


def test_a_build_reads_archives_and_goes_on_after_bad_ones(sample_dir: Path, tmp_path: Path) -> None:
    sample = min(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "good.zip").write_bytes(
        packed({"x/plan.txt": sample.read_bytes(), "../bad.txt": "x", "e.txt": ""})
    )
    (folder / "locked.zip").write_bytes(locked())
    for cached in (0, 1):
        report = build([folder], out)
        assert (report.documents, report.from_cache) == (1, cached)
        assert [row.file for row in report.rows] == ["good.zip/x/plan.txt"]
        assert sorted(problem.code for problem in report.problems) == [
            "empty-file",
            "encrypted-file",
            "forbidden-content",
        ]
    with open_snapshot(out) as store:
        names = store.query('SELECT ?n { ?s ?p ?n FILTER(CONTAINS(STR(?n), "good.zip/")) }')
        assert len(list(names)) >= 1
