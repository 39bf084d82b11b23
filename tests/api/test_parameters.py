"""Parameters of requests are read as the standard library reads them."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.protocol import read_pairs
from api.refusals import BadRequest
from tests.growth import assert_in_line


@given(st.text(alphabet='%0124cCaAfFuz"\\+=&éặ\x00\n', max_size=24))
@example("query=SELECT+%3Fs%20%7B%7D&query=%C3%A9&&=&a&b==%")
@example("a=%22%5C%00%0A")
@example("a=%u00e9%zz%4%31%%41")
@example('a=\\%41&b=\\u0041%20&c="%41')
def test_escapes_are_undone(written: str) -> None:
    try:
        expected = parse_qsl(written, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(BadRequest, match="UTF-8"):
            read_pairs(written.encode())
    else:
        assert read_pairs(written.encode()) == expected


def test_too_many_parameters_are_refused() -> None:
    assert len(read_pairs(b"&".join([b"a=1"] * 10_000))) == 10_000
    with pytest.raises(BadRequest, match="more than"):
        read_pairs(b"&" * 10_000)


def test_time_grows_with_the_length() -> None:
    assert_in_line(lambda size: read_pairs(b"query=" + b"%25" * size + b"%zz"), 20_000)
