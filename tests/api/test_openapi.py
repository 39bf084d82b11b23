"""The OpenAPI document against the server it describes, by schemathesis: what it allows, and what not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
STEADY = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def described(server: Running) -> Any:
    return schemathesis.openapi.from_url(f"{server.url}/api/openapi.json")


@pytest.fixture(scope="module")
def reading(serve: Serve, sample_graph: Path) -> Iterator[Any]:
    with serve(sample_graph, query_workers=2) as server:
        yield described(server)


@pytest.fixture(scope="module")
def writing(
    serve: Serve, tmp_path_factory: pytest.TempPathFactory, publish_quads: Callable[..., str]
) -> Iterator[Any]:
    directory = tmp_path_factory.mktemp("writing")
    publish_quads(directory, "<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
        with serve(directory, query_workers=2, writable=True) as server:
            yield described(server).include(path_regex="^/(sparql|store)$")


def faults(schema: Any, **headers: str) -> dict[str, str]:
    """Ask every operation with what the document allows and with what it does not; give what was wrong."""
    found: dict[str, str] = {}
    for operation in (result.ok() for result in schema.get_all_operations()):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @STEADY
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                case.call_and_validate(checks=CHECKS, timeout=60, headers=headers)

            try:
                ask()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE  # nothing that it gets could be wrong
            except Exception as error:
                found[f"{operation.label} {mode.value}"] = f"{type(error).__name__}: {error}"
    return found


@pytest.mark.slow
def test_a_read_only_server_answers_as_described(reading: Any) -> None:
    assert faults(reading) == {}


@pytest.mark.slow
def test_a_writable_server_answers_as_described(writing: Any) -> None:
    assert faults(writing, Authorization=f"Bearer {TOKEN}") == {}
