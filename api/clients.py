"""Who sends a request, as far as limits are concerned: an address, or a whole network of IPv6.

The address is that of the connection, or the one that a trusted proxy tells (`api.serving`). One customer of
an IPv6 network commands 2^64 addresses, so that limits hold for the network of 64 bits.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

from starlette.types import Scope

MOST_KEPT = 1 << 16
"""Clients that a limit remembers; beyond that it forgets those that were quiet longest."""

_NETWORK = 64  # bits


def client_of(scope: Scope) -> str:
    """Name the client of a request; everything that has no address is one client."""
    client = scope.get("client")
    return _named(client[0][:64]) if client else "unknown"


@lru_cache(maxsize=4096)
def _named(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)


class Allowance:
    """Let each client act `a_minute` times a minute, so many at once at most (a leaking bucket, GCRA).

    One moment is kept for a client, and `MOST_KEPT` clients at most: with more addresses than that an
    attacker evades the limit for each, but fills no memory and shuts nobody else out.
    """

    def __init__(
        self, a_minute: int, *, most: int = MOST_KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._step = 60.0 / a_minute
        self._clock = clock
        self._most = most
        self._full_at: OrderedDict[str, float] = OrderedDict()  # when the bucket will be full again

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, client: str) -> int:
        """Give the whole seconds that a client must wait before it may act; 0 for none. Counts nothing."""
        now = self._clock()
        over = self._full_at.get(client, now) + self._step - now - 60.0
        return math.ceil(over) if over > 1e-9 else 0

    def take(self, client: str) -> int:
        """Count an act where it is allowed; else give the seconds to wait."""
        if seconds := self.wait(client):
            return seconds
        now = self._clock()
        self._full_at[client] = max(self._full_at.get(client, now), now) + self._step
        self._full_at.move_to_end(client)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return 0
