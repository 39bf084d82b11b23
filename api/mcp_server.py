"""The graph as a server of the Model Context Protocol: the tools of `api.assistant`, and one a question.

Read-only: every tool says so in its annotations. What is wrong with a call is told in the sentence that
people get.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from keyword import iskeyword
from typing import Annotated, Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api.assistant import Assistant, Object
from graph_build.errors import NhiemvuError
from queries.asked import HELP
from queries.catalogue import Parameter, Question, library
from queries.errors import ToldInBoth

INSTRUCTIONS: Final = " ".join(
    (
        "Answers questions about mandates in Vietnamese administrative documents: which document ordered",
        "what, who leads, who coordinates, by when. Every answer carries `evidence`: IRIs of quotes with the",
        "words and the file they stand in. Cite them, and say so where there is none. Names may be written",
        "without marks; an unknown or ambiguous name is an error that lists the candidates. Answers are cut",
        "to the first rows: compare `total`. Dates are as precise as the document states them.",
    )
)
_READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def mcp_server(assistant: Assistant) -> MCPServer[Any]:
    """Make the server over a graph; nothing is opened before a tool is called."""
    server: MCPServer[Any] = MCPServer(
        "nhiemvu", instructions=INSTRUCTIONS, version=version("nhiemvu"), log_level="WARNING"
    )
    for question in library().values():
        _add(server, _asking(assistant, question), question.name, question.title.en, question.description.en)
    tools = (assistant.build, assistant.search, assistant.trace, assistant.load)
    for tool in (*tools, assistant.counterparts, assistant.untaken):
        _add(server, tool, tool.__name__, "", _DESCRIPTIONS[tool.__name__])
    return server


_DESCRIPTIONS: Final = {
    "build": (
        "Build a question from parts where no stored question fits: the answer says in a sentence what was"
        " asked and how it was counted. parts takes further fields by name; under and in name one document"
        " here. " + " ".join(f"{name}: {about}" for name, about in HELP.items())
    ),
    "search": "Search documents, tasks, duties, units and people by words, numbers or abbreviations.",
    "trace": (
        "Trace a mandate: what a document (38/NQ-CP) or task (2182/QĐ-BYT B/2.7) rests on and what rests on"
        " it, every hop with its quotes. direction: up, down, both; kinds, with commas between: document,"
        " task, duty, measure, indicator, assignment, deadline, citation. as_of: a day; only documents"
        " issued by it and not replaced are followed."
    ),
    "load": (
        "Coordination load of units: tasks led and coordinated, weighted load, deadlines, partners, network"
        " measures, with the counting rule. With a unit also its tasks and their quotes. period: whole, year,"
        " quarter, month. units: as-written, as-of-today or a day by which merged units count as successors;"
        " as_of: a day, only tasks of documents issued by it and not replaced."
    ),
    "counterparts": (
        "For each mandate of the first document the mandates of the second that answer to it, with score,"
        " common words, what changed, and human verdicts where there are any."
    ),
    "untaken": (
        "Suggest sections with measures or duties that no task takes up, each with the nearest task and its"
        " score. scope: within compares with tasks of the same document, below with those of documents that"
        " carry it out or rest on it; both by default. Suggestions by place, words and body, not facts."
    ),
}


def _add(
    server: MCPServer[Any], tool: Callable[..., Object], name: str, title: str, description: str
) -> None:
    server.add_tool(
        _told(tool),
        name=re.sub(r"[^a-z0-9_]", "_", name),
        title=title or None,
        description=description,
        annotations=_READ_ONLY,
        structured_output=False,
    )


def _told(tool: Callable[..., Object]) -> Callable[..., Object]:
    """Let errors that are meant for people reach the assistant as their sentence."""

    @wraps(tool)
    def told(*args: Any, **named: Any) -> Object:
        try:
            return tool(*args, **named)
        except NhiemvuError as error:
            told = (error.told("vi"), error.told("en")) if isinstance(error, ToldInBoth) else (str(error),)
            raise ToolError("\n".join(told)) from error

    told.__signature__ = inspect.signature(tool, eval_str=True)  # type: ignore[attr-defined]
    return told


def _asking(assistant: Assistant, question: Question) -> Callable[..., Object]:
    """Make the function of a question, with its parameters by name."""
    written = {_plain(parameter.name): parameter for parameter in question.parameters}

    def ask(**given: str | None) -> Object:
        return assistant.ask(question, {written[name].name: value for name, value in given.items()})

    shown = [_shown(name, parameter) for name, parameter in written.items()]
    ask.__signature__ = inspect.Signature(shown, return_annotation=dict[str, Any])  # type: ignore[attr-defined]
    ask.__name__ = question.name.replace("-", "_")
    return ask


def _plain(name: str) -> str:
    """Give a name that a function's parameter may have: `from` is a word of the language."""
    return f"{name}_" if iskeyword(name) else name.replace("-", "_")


def _shown(name: str, parameter: Parameter) -> inspect.Parameter:
    told = f"{parameter.label.en} ({parameter.type.value}), such as {parameter.example}"
    kind: Any = str if parameter.required else str | None
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if parameter.required else None,
        annotation=Annotated[kind, Field(description=told)],
    )
