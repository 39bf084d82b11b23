"""The guard of the browser tests: a request to any other host is seen and reaches nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.settled import settled

pytestmark = pytest.mark.browser

FETCH = "address => fetch(address, {mode: 'no-cors'}).then(() => 'reached', error => error.name)"


@pytest.mark.parametrize("host", ["example.com", "localhost", "192.0.2.1", "[2001:db8::1]"])
def test_a_request_to_another_host_is_seen_and_fails(visitor: Any, host: str) -> None:
    address = f"http://{host}/picture.png"
    assert settled(visitor.page, FETCH, address) == "TypeError"
    assert visitor.watch.outside == [address]
    assert len(visitor.watch.complaints) == 1
    visitor.watch.outside.clear()
    visitor.watch.complaints.clear()
