"""How groups of commands tell what each of them does."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

_WHOLE = 10_000


class DescribedGroup(TyperGroup):
    """A group whose help gives the first sentence of every command whole, over as many lines as it takes."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands with what each does; click would cut each to one line."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, one.get_short_help_str(_WHOLE)) for name, one in commands if one and not one.hidden]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
