"""Lines that are added to a file: cut anywhere by a crash, what was kept stays and what comes is kept."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from queries.line_file import adding, whole_lines

OBJECTS = st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5) | st.integers()), max_size=4)


def held(path: Path) -> list[Any]:
    return [json.loads(line) for line in whole_lines(path.read_bytes()).split(b"\n")[:-1]]


@given(OBJECTS, st.data(), OBJECTS)
def test_a_file_cut_anywhere_holds_its_first_objects_and_takes_more(
    before: list[Any], data: st.DataObject, more: list[Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines"
        with adding(path) as file:
            assert file.add(before) == len(before)
        whole = path.read_bytes()
        cut = data.draw(st.integers(0, len(whole)))
        path.write_bytes(whole[:cut])
        left = held(path)
        assert left == before[: len(left)]
        assert len(left) >= whole[:cut].count(b"\n")
        with adding(path) as file:
            for one in more:
                file.add([one])
        assert held(path) == left + more


def test_a_last_line_that_an_editor_left_without_its_end_is_kept() -> None:
    assert whole_lines(b'{"a": 1}\n{"b": 2}') == b'{"a": 1}\n{"b": 2}\n'
    assert whole_lines(b'{"a": 1}\n{"b": ') == b'{"a": 1}\n'
    assert whole_lines(b"") == b""
