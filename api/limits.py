"""What a query worker may take, in a module that is quick to import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.settings import Settings


@dataclass(frozen=True)
class Limits:
    """What a worker may take: bytes of memory and of one answer, and the folder for large answers.

    `service_hosts` are the hosts that queries may call. `remote` is the endpoint of a store elsewhere, empty
    for none, `asks_union` how it is asked (`graph_build.remote_store.RemoteStore`), and `seconds` what
    one of its answers may take. Without hosts and endpoint no worker can open a socket.
    """

    memory: int
    result: int
    spool: str
    service_hosts: Sequence[str] = ()
    remote: str = ""
    asks_union: bool = False
    seconds: float = 30.0


def limits_of(settings: Settings, *, asks_union: bool = False) -> Limits:
    """Give the limits that settings set."""
    return Limits(
        memory=settings.query_memory,
        result=settings.result_limit,
        spool=settings.spool,
        service_hosts=settings.service_hosts,
        remote=settings.store,
        asks_union=asks_union,
        seconds=settings.query_timeout,
    )
