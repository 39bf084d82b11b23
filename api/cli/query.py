"""`nhiemvu query`: the questions of the library, and plain SPARQL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import Parameter as Argument
from inspect import Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli.command_groups import DescribedGroup
from api.cli.consoles import Format, LanguageChoice, console, told_errors, usage_errors
from api.cli.interrupts import ends_on_interrupt

if TYPE_CHECKING:
    from graph_build.remote_store import RemoteStore
    from graph_build.results import QueryResult
    from graph_build.store import EmbeddedStore
    from graph_build.terms import Row
    from queries.bilingual import Language
    from queries.catalogue import Parameter, Question
    from queries.run import Answer

_GRAPH = Path("graph")

GraphOption = Annotated[
    Path | None,
    typer.Option(
        "-g",
        "--graph",
        metavar="DIR",
        envvar="NHIEMVU_GRAPH",
        help="Folder of a built graph; by default the folder graph.",
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="SPARQL endpoint of a server that holds the graph, asked instead of a folder.",
    ),
]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="How the answer is written; by default table.")
]
LanguageOption = Annotated[
    LanguageChoice | None, typer.Option("--lang", help="Language of titles and headings; by default en.")
]


@dataclass(frozen=True, slots=True)
class Choices:
    """The options that hold for all questions; None where they were not given."""

    graph: Path | None = None
    form: Format | None = None
    language: LanguageChoice | None = None
    store: str | None = None

    @property
    def words(self) -> Language:
        """Give the language of titles and headings."""
        return "vi" if self.language is LanguageChoice.VI else "en"

    def over(self, others: Choices) -> Choices:
        """Take these, and from the others what is not given here."""
        return Choices(
            self.graph or others.graph,
            self.form or others.form,
            self.language or others.language,
            self.store or others.store,
        )


class QuestionGroup(DescribedGroup):
    """The questions of the library as commands, read from it when one is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names of all questions."""
        from queries.catalogue import library

        return list(library())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give the command of a question; an unknown name is wrong usage, told with the nearest names."""
        from queries.catalogue import find
        from queries.errors import UnknownQuestion

        with usage_errors("NAME", UnknownQuestion):
            question = find(cmd_name)
        return typer.main.get_command(_question_app(question))


app = typer.Typer(
    cls=QuestionGroup,
    invoke_without_command=True,
    rich_markup_mode=None,
    subcommand_metavar="[NAME [--param value]…]",
)


@app.callback()
def start(
    *,
    ctx: typer.Context,
    graph: GraphOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    language: LanguageOption = None,
    sparql: Annotated[
        str | None, typer.Option("--sparql", metavar="TEXT", help="Ask this SPARQL query.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE.rq", help="Ask the SPARQL query in this file.")
    ] = None,
) -> None:
    """Ask a built graph a question of the library, or any SPARQL query.

    Without a question, lists the library. Every question has its own help with its parameters.

    \b
    Examples:
      nhiemvu query
      nhiemvu query tasks-led --help
      nhiemvu query tasks-led --resolution 38/NQ-CP \\
        --unit "Cục Y tế dự phòng" -g graph/
      nhiemvu query coordination-load -g graph/ --format csv > load.csv
      nhiemvu query -g graph/ --sparql "SELECT * WHERE { ?s ?p ?o } LIMIT 3"
      nhiemvu query coordination-load --store http://localhost:7878/query
    """
    chosen = Choices(graph, form, language, store)
    if ctx.invoked_subcommand is not None:
        if sparql is not None or file is not None:
            raise typer.BadParameter(
                "give a question or a SPARQL query, not both", param_hint="--sparql / --file"
            )
        ctx.obj = chosen
    elif sparql is not None and file is not None:
        raise typer.BadParameter("give one of the two", param_hint="--sparql / --file")
    elif sparql is not None:
        _ask_plain(sparql, chosen)
    elif file is not None:
        _ask_plain(_read(file), chosen)
    else:
        _list_library(chosen)


def _question_app(question: Question) -> typer.Typer:
    made = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    made.command(name=question.name, help=_help(question))(_question_command(question))
    return made


def _question_command(question: Question) -> Callable[..., None]:
    """Make the function of a question, with an option for every parameter."""
    names = {f"parameter_{p.name}": p.name for p in question.parameters}

    def ask(**given: Any) -> None:
        ctx: typer.Context = given["ctx"]
        own = Choices(given["graph"], given["form"], given["language"], given["store"])
        chosen = own.over(ctx.obj or Choices())
        written = {name: given[key] for key, name in names.items() if given[key] is not None}
        _ask(question, written, chosen)

    options = [_option(key, question.parameter(name)) for key, name in names.items()]
    shared = (
        ("graph", GraphOption),
        ("store", StoreOption),
        ("form", FormatOption),
        ("language", LanguageOption),
    )
    arguments = [
        Argument("ctx", Argument.KEYWORD_ONLY, annotation=typer.Context),
        *options,
        *(Argument(name, Argument.KEYWORD_ONLY, default=None, annotation=kind) for name, kind in shared),
    ]
    ask.__signature__ = Signature(arguments)  # type: ignore[attr-defined]
    ask.__annotations__ = {argument.name: argument.annotation for argument in arguments}
    return ask


def _option(key: str, parameter: Parameter) -> Argument:
    option = typer.Option(
        f"--{parameter.name}",
        metavar=parameter.type.value.upper(),
        help=f"{parameter.label.en} ({parameter.label.vi}), such as {_quoted(parameter.example)}",
        show_default=False,
    )
    kind = Annotated[str, option] if parameter.required else Annotated[str | None, option]
    default = Argument.empty if parameter.required else None
    return Argument(key, Argument.KEYWORD_ONLY, default=default, annotation=kind)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


_EXAMPLE: Final = 76
"""Characters of an example that stand on one line of a terminal."""


def _help(question: Question) -> str:
    given = [f"--{name} {_quoted(value)}" for name, value in question.example.items()]
    words = [f"nhiemvu query {question.name}", *given, "-g graph/"]
    example = " ".join(words)
    if len(example) > _EXAMPLE:
        example = " \\\n    ".join(words)
    return (
        f"{question.title.en} ({question.title.vi}).\n\n{question.description.en}\n\n"
        f"\b\nExample:\n  {example}"
    )


def _open(chosen: Choices) -> EmbeddedStore | RemoteStore:
    if chosen.store is None:
        from graph_build.store import open_snapshot

        return open_snapshot(chosen.graph or _GRAPH)
    from api.settings import Settings
    from graph_build.remote_store import open_remote
    from graph_build.store_errors import StoreAddressInvalid

    with usage_errors("--store", StoreAddressInvalid):
        return open_remote(chosen.store, Settings.from_environment().query_timeout)


def _ask(question: Question, written: dict[str, str], chosen: Choices) -> None:
    from queries.errors import InvalidValue
    from queries.run import ask

    with (
        _open(chosen) as store,
        told_errors(chosen.language or LanguageChoice.EN),
        usage_errors(question.name, InvalidValue, language=chosen.language or LanguageChoice.EN),
        ends_on_interrupt(),
    ):
        answer = ask(store, question, written)
    if (chosen.form or Format.TABLE) is Format.TABLE:
        _print_answer(answer, chosen)
    else:
        _write(answer.variables, answer.rows, chosen)


def _print_answer(answer: Answer, chosen: Choices) -> None:
    from queries.format import as_table

    language = chosen.words
    printed = console()
    given = ", ".join(f"{name} {value}" for name, value in answer.written.items())
    printed.print(f"{answer.question.title[language]}{': ' + given if given else ''}")
    if answer.rows:
        printed.print(
            as_table(
                answer.variables,
                answer.rows,
                columns=answer.question.table,
                language=language,
                width=printed.width,
                together=answer.question.together,
            )
        )
    printed.print(_counted(len(answer.rows), language))


def _counted(rows: int, language: Language) -> str:
    if language == "vi":
        return f"{rows} dòng."
    return "1 row." if rows == 1 else f"{rows} rows."


def _ask_plain(sparql: str, chosen: Choices) -> None:
    from queries.errors import BadSearch
    from queries.search import index_of
    from queries.search_sparql import ask

    with (
        _open(chosen) as store,
        usage_errors("--sparql / --file", BadSearch, language=chosen.language or LanguageChoice.EN),
        ends_on_interrupt(),
    ):
        result = ask(store.query, sparql, lambda: index_of(store))
        if result.kind == "boolean":
            typer.echo("true" if result.boolean else "false")
        elif result.kind == "triples" and (chosen.form or Format.TABLE) is Format.TABLE:
            _write_triples(result)
        else:
            _write(result.variables, result, chosen)


def _write_triples(result: QueryResult) -> None:
    typer.echo(result.serialize("text/turtle").decode("utf-8"), nl=False)


def _write(variables: Sequence[str], rows: Iterable[Row], chosen: Choices) -> None:
    from queries.format import as_csv, as_json, as_table

    match chosen.form or Format.TABLE:
        case Format.CSV:
            sys.stdout.writelines(as_csv(variables, rows))
        case Format.JSON:
            sys.stdout.writelines(as_json(variables, rows))
        case Format.TABLE:
            printed = console()
            kept = list(rows)
            if kept:
                printed.print(as_table(variables, kept, width=printed.width))
            printed.print(_counted(len(kept), chosen.words))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is not UTF-8 text", param_hint="--file") from error


def _list_library(chosen: Choices) -> None:
    """Show the questions with their parameters and an example each."""
    from queries.catalogue import library

    language = chosen.words
    typer.echo("nhiemvu query NAME [--param value]… -g DIR [--format table|csv|json]\n")
    for question in library().values():
        typer.echo(f"{question.name}  {question.title[language]}")
        for parameter in question.parameters:
            need = "" if parameter.required else " (optional)"
            typer.echo(
                f"    --{parameter.name} {_quoted(parameter.example)}  {parameter.label[language]}{need}"
            )
    typer.echo("\nMore on one: nhiemvu query NAME --help. Any SPARQL query: --sparql TEXT or --file FILE.rq")
