"""How groups of commands tell what each of them does, and what is wrong with a value."""

from __future__ import annotations

from typing import Any, Final

import typer
from typer.core import TyperGroup

_WHOLE = 10_000
_LIBRARY_WORDS: Final = (("Value error, ", ""), ("Input should be ", "it must be "))
"""How Pydantic, which reads values for Typer, begins to say what is wrong, and what is said here."""


class DescribedGroup(TyperGroup):
    """A group whose help gives the first sentence of every command whole, over as many lines as it takes."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; tell what is wrong with a value without the words of a library."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            for theirs, ours in _LIBRARY_WORDS:
                if error.message.startswith(theirs):
                    error.message = (
                        ours + error.message.removeprefix(theirs).partition(", unable to parse")[0]
                    )
            raise

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands with what each does; click would cut each to one line."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, one.get_short_help_str(_WHOLE)) for name, one in commands if one and not one.hidden]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
