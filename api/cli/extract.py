"""`nhiemvu extract`: what one document says, without building a graph."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.consoles import usage_errors
from api.cli.options import RegisterOption

if TYPE_CHECKING:
    from graph_build.records import DocumentRecord


class RecordFormat(StrEnum):
    """How a record is written: for programs or for people."""

    JSON = "json"
    TEXT = "text"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document.", show_default=False)],
    form: Annotated[RecordFormat, typer.Option("--format", help="json for programs, text for people.")] = (
        RecordFormat.JSON
    ),
    register: RegisterOption = None,
) -> None:
    """Print what one document says.

    That is its header, legal references, tasks, duties, measures and targets, and what could not be read.
    Offsets are 0-based, end excluded, and count code points of the text in Unicode NFC.

    \b
    Examples:
      nhiemvu extract plan.txt --format json > plan.json
      nhiemvu extract plan.txt --format text | less
    """
    import json

    from graph_build.extract import extract_file
    from graph_build.record_json import to_json
    from ontology.register import RegisterError

    with usage_errors("--register", RegisterError):
        record = extract_file(file, register=register or ())
    if form is RecordFormat.JSON:
        typer.echo(json.dumps(to_json(record), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_told(record)))


def _told(record: DocumentRecord) -> Iterator[str]:
    """Tell a record to people, a line a fact, in the order of the document."""
    from graph_build.record_json import to_json

    made = to_json(record)
    document = made["document"]
    yield " ".join(filter(None, (document["type"], document["number"]))) or record.source_name
    yield from _facts(
        ("title", document["title"]),
        ("issuer", "; ".join(filter(None, (document["issuer"], *document["joint_issuers"])))),
        ("date", document["date"]),
        ("signer", "; ".join(map(_signer, filter(None, (document["signer"], *document["joint_signers"]))))),
        ("implements", ", ".join(made["implements"])),
        ("based on", ", ".join(act["number"] or act["name"] or "" for act in made["legal_basis"])),
        ("cites", f"{len(made['citations'])} legal references"),
    )
    for task in made["tasks"]:
        yield f"\ntask {'/'.join(filter(None, (task['section'], task['code'])))}: {task['title']}"
        yield from _facts(
            ("lead", _names(task["lead"])),
            ("coordinate", _names(task["coordinate"])),
            ("start", task["start"] or task["start_text"]),
            ("due", task["due"] or task["due_text"]),
            ("output", task["output"]),
            ("words", f"{task['evidence']['start']}–{task['evidence']['end']}"),
        )
    for duty in made["duties"]:
        yield f"\nduty {duty['section']}: {_names(duty['units'])}: {duty['text']}"
        yield from _facts(
            ("coordinate", _names(duty["coordinates_with"])),
            ("due", duty["due"] or duty["due_text"]),
        )
    for indicator in made["indicators"]:
        yield f"\nindicator {indicator['code']}: {indicator['name']}"
        yield from _facts(
            ("target", " ".join(filter(None, (indicator["value_text"], indicator["unit_of_measure"])))),
            ("lead", _names(indicator["lead"])),
        )
    for goal in made["goals"]:
        yield f"\ngoal {goal['section']}: {goal['name']}"
        yield from _facts(("target", goal["value_text"]), ("year", goal["year"] and str(goal["year"])))
    for measure in made["measures"]:
        yield f"\nmeasure {measure['section']}: {measure['text']}"
    for passage in made["skipped"]:
        what = "doubtful" if passage["kept"] else "skipped"
        yield f"\n{what} ({passage['code']}): {passage['why']} {passage['text']}".rstrip()


def _facts(*facts: tuple[str, str | None]) -> Iterator[str]:
    return (f"  {name}: {told}" for name, told in facts if told)


def _names(actors: list[Any]) -> str:
    return "; ".join(actor if isinstance(actor, str) else actor["raw"] for actor in actors)


def _signer(signer: dict[str, str | None]) -> str:
    return ", ".join(filter(None, (signer["name"], signer["post"], signer["organisation"])))
