"""Spans that overlap others, against the definition."""

from hypothesis import given
from hypothesis import strategies as st

from graph_build.spans import Spans

_SPAN = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(_SPAN, max_size=12), _SPAN)
def test_overlap_is_a_shared_code_point(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    shared = any(set(range(*one)) & set(range(*asked)) for one in spans)
    assert Spans(spans).overlap(*asked) == shared
