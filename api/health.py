"""Two addresses for whatever watches the server."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from api.deps import LiveGraph
from api.exchange import Query
from api.read_router import ReadRouter
from api.workers import WorkerPool

router = ReadRouter(tags=["operation"])
_PATIENCE = 5.0  # seconds


@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the process answers requests."""
    return {"status": "ok"}


@router.get("/ready")
async def ready(request: Request, graph: LiveGraph) -> dict[str, Any]:
    """Say that queries are answered: one is put through a worker to the live snapshot.

    Where none comes back the answer is the problem that a query would get, with status 503 or 504.
    """
    pool: WorkerPool = request.app.state.pool
    answer = await pool.run(Query("ASK {}", "text/csv", graph.database), _PATIENCE)
    answer.close()
    return {"status": "ok", "snapshot": graph.snapshot_id}
