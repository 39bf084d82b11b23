"""What a worker does that makes a change: copy one database, change the copy, say how it went, end.

Another one writes, once a change is published, what readers of the snapshot would else make for themselves.

It reads one request from its socket and answers it:

    {"source", "target", "operations": [{"kind", …}]}   the fields of an operation of graph_build.changes
    {"tables"}                                          or the snapshot to write index and tables for
    {"new": [true, …]}                                  what each operation gave
    {"error", "arguments"}                              as a query worker reports errors
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.confine import die_with_parent, forbid_sockets, limit_memory
from api.federation import failing, refuse_calls
from api.limits import Limits
from api.query_worker import report, requests
from api.wire import pack, send
from graph_build.changes import Checkpoint, Load, Operation, Remove, Update

_LOW_PRIORITY = 10  # added to the niceness, so that readers go first
_KINDS: Mapping[str, type[Operation]] = {kind.__name__: kind for kind in (Update, Load, Remove)}


def make_change(connection: socket.socket, _store: Path, limits: Limits) -> None:
    """Make the change of one request; runs in the worker's process."""
    die_with_parent()
    limit_memory(limits.memory)
    if not limits.service_hosts:
        forbid_sockets()
    for request in requests(connection):
        reply: dict[str, Any]
        try:
            if "tables" in request:
                _write_tables(Path(request["tables"]))
                send(connection, pack({"new": []}))
                continue
            with Checkpoint(Path(request["source"]), Path(request["target"])) as copy:
                reply = {"new": [_apply(copy, told, limits) for told in request["operations"]]}
        except Exception as error:  # the last handler of this process: the server reports it
            reply = report(error, limits)
        send(connection, pack(reply))


def _write_tables(snapshot: Path) -> None:
    from graph_build.late_tables import write_late_tables  # noqa: PLC0415 - NumPy is slow to import

    os.nice(_LOW_PRIORITY)
    write_late_tables(snapshot)


def _apply(copy: Checkpoint, told: Mapping[str, Any], limits: Limits) -> bool:
    operation = _operation(told)
    called: tuple[str, ...] = ()
    if isinstance(operation, Update):
        called = refuse_calls(operation.sparql, limits.service_hosts, update=True)
    with failing(called):
        return copy.apply(operation)


def _operation(told: Mapping[str, Any]) -> Operation:
    fields = {name: value for name, value in told.items() if name != "kind"}
    if "file" in fields:
        fields["file"] = Path(fields["file"])
    return _KINDS[told["kind"]](**fields)
