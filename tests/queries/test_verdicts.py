"""Verdicts: kept, superseded, told from both sides, and refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.errors import WritingFailed
from queries.verdict_file import read_csv
from queries.verdicts import (
    FILE,
    BadVerdict,
    NothingToTakeBack,
    Verdict,
    Verdicts,
    VerdictsDamaged,
    add_verdicts,
    read_history,
    read_verdicts,
    take_back,
)
from tests.waiting import side_by_side

HEADER = "kind,first,second,verdict,reason,by,at\n"


def verdict(said: str = "broader", first: str = "urn:a", second: str = "urn:b") -> Verdict:
    return Verdict("counterpart", first, said, "vì …", "An", second)


def test_kept_and_told_from_both_sides(tmp_path: Path) -> None:
    assert len(read_verdicts(tmp_path)) == 0
    assert add_verdicts(tmp_path, [verdict()]) == 1
    held = read_verdicts(tmp_path)
    told = [held.on("counterpart", *pair) for pair in (("urn:a", "urn:b"), ("urn:b", "urn:a"))]
    assert [one.verdict for one in told if one] == ["broader", "narrower"]
    assert held.on("counterpart", "urn:a", "urn:c") is None
    assert held.on("finding", "urn:a") is None


def test_a_later_verdict_counts_and_the_earlier_is_history(tmp_path: Path) -> None:
    add_verdicts(tmp_path, [verdict("same"), verdict("different", "urn:b", "urn:a")])
    (only,) = read_verdicts(tmp_path)
    assert only.verdict == "different"
    assert len((tmp_path / FILE).read_text(encoding="utf-8").splitlines()) == 2


def test_what_is_taken_back_gives_way_to_what_was_before(tmp_path: Path) -> None:
    withdrawn = Verdict("counterpart", "urn:b", "withdrawn", "", "Bình", "urn:a")
    with pytest.raises(NothingToTakeBack, match="no verdict"):
        take_back(tmp_path, withdrawn)
    assert not (tmp_path / FILE).exists()
    add_verdicts(tmp_path, [verdict("broader"), verdict("same")])
    (last,) = read_verdicts(tmp_path)
    with pytest.raises(NothingToTakeBack, match="in the meantime"):
        take_back(tmp_path, withdrawn, seen="0" * 16)
    before = take_back(tmp_path, withdrawn, seen=last.turned.mark)
    assert before is not None
    assert before.verdict == "narrower"  # told from the side of the withdrawal
    assert [one.verdict for one in read_verdicts(tmp_path)] == ["broader"]
    assert take_back(tmp_path, withdrawn) is None
    held = read_verdicts(tmp_path)
    assert (len(held), held.judged) == (0, (verdict().key,))
    assert [one.verdict for one in read_history(tmp_path)] == ["broader", "same", "withdrawn", "withdrawn"]
    with pytest.raises(NothingToTakeBack):
        take_back(tmp_path, withdrawn)


def test_a_file_that_is_brought_twice_is_taken_back_once(tmp_path: Path) -> None:
    same = verdict("same")
    add_verdicts(tmp_path, [same, same])
    assert take_back(tmp_path, Verdict("counterpart", "urn:a", "withdrawn", "", "An", "urn:b")) is None


def test_many_at_a_time_lose_nothing(tmp_path: Path) -> None:
    side_by_side(lambda n: add_verdicts(tmp_path, [verdict(second=f"urn:{n}")]), range(60))
    assert len(read_verdicts(tmp_path)) == 60


def test_what_the_system_refuses_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(WritingFailed, match="What was there before is unchanged"):
        add_verdicts(tmp_path, [verdict()])


def test_a_line_that_a_crash_cut_is_taken_off_by_the_next(tmp_path: Path) -> None:
    add_verdicts(tmp_path, [verdict()])
    with (tmp_path / FILE).open("a", encoding="utf-8") as held:
        held.write('{"kind": "counterp')
    assert len(read_verdicts(tmp_path)) == 1
    add_verdicts(tmp_path, [verdict("same", second="urn:c")])
    assert len(read_verdicts(tmp_path)) == 2
    for damaged in ('{"kind": "counterp', "1" * 5_000):
        (tmp_path / FILE).write_text(f"{damaged}\n", encoding="utf-8")
        with pytest.raises(VerdictsDamaged, match="line 1"):
            read_verdicts(tmp_path)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "opinion"}, "no kind of verdict"),
        ({"verdict": "accepted"}, "same, broader, narrower, different"),
        ({"kind": "finding"}, "no verdict on a finding"),
        ({"kind": "finding", "verdict": "rejected"}, "names one thing"),
        ({"second": ""}, "names two things"),
        ({"second": "urn:a"}, "against itself"),
        ({"reason": "  "}, "needs a reason"),
        ({"by": ""}, "name of who"),
        ({"reason": "x" * 3000}, "2000 characters"),
        ({"at": "yesterday"}, "no moment"),
    ],
)
def test_wrong_verdicts(fields: dict[str, str], said: str) -> None:
    given = {"kind": "counterpart", "first": "urn:a", "second": "urn:b", "verdict": "same"}
    with pytest.raises(BadVerdict, match=said):
        Verdict(**{**given, "reason": "r", "by": "An", **fields})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "no text in an encoding"),
        (b"kind,first\n", "no column verdict, reason, by"),
        (f"{HEADER}counterpart,urn:a,urn:b,maybe,r,An,\n".encode(), "line 2"),
        (
            f"{HEADER}counterpart,urn:a,urn:b,same,r,An,\ncounterpart,urn:b,urn:a,broader,r,Ba,\n".encode(),
            "line 3: Ba says broader, and An on line 2 says same about urn:b urn:a",
        ),
        (HEADER.encode() + b'counterpart,"urn:a', "no CSV"),
    ],
)
def test_wrong_files(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "verdicts.csv"
    path.write_bytes(content)
    with pytest.raises(BadVerdict, match=said):
        read_csv(path)


def test_conflicts_and_strangers_are_told_together_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    lines = "counterpart,urn:a,urn:x,same,r,An,\ncounterpart,urn:a,urn:b,same,r,An,\n"
    path.write_text(f"{HEADER}{lines}counterpart,urn:b,urn:a,different,r,An,\n", encoding="utf-8")
    with pytest.raises(BadVerdict) as raised:
        read_csv(path, {"urn:a", "urn:b"}.intersection)
    assert [str(path) in one.vi and one.vi != one.en for one in raised.value.problems] == [True, True]
    assert "dòng 2: đồ thị không biết gì về urn:x. " in raised.value.told("vi")
    assert "line 4: An says different, and An on line 3 says same" in str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_files_as_spreadsheets_save_them(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "verdicts.csv"
    text = f'{HEADER}counterpart,urn:a,urn:b,same,"nói\r\nhai dòng",Bình,\n'.replace(",", sign)
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    (one,) = read_csv(path)
    assert (one.by, one.reason.split()) == ("Bình", ["nói", "hai", "dòng"])


def test_two_that_agree_from_either_side_are_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    lines = "counterpart,urn:a,urn:b,broader,r,An,\ncounterpart,urn:b,urn:a,narrower,r,Ba,\n"
    path.write_text(HEADER + lines, encoding="utf-8")
    assert len(Verdicts(read_csv(path))) == 1
