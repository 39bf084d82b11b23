"""What a promise of a page gives, waited for with an end: Playwright itself waits for ever."""

from __future__ import annotations

from typing import Any

from tests.waiting import PATIENCE


def settled(page: Any, script: str, given: object = None) -> Any:
    """Run a function in a page and give what its promise gives.

    Raises Error of Playwright where it is not settled in time: a picture that never stands still, a frame
    that is never drawn, a permission that nobody gives.
    """
    late = f"setTimeout(() => refuse(new Error('not settled in {PATIENCE:.0f} s')), {PATIENCE * 1000:.0f})"
    return page.evaluate(
        f"(given) => Promise.race([({script})(given), new Promise((_, refuse) => {late})])", given
    )
