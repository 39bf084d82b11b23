"""`nhiemvu hash-password`: a line for NHIEMVU_AUTH_USERS or the file of users."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.consoles import usage_errors


class PasswordUnfit(ValueError):
    """Say that a password cannot be used."""


def command(
    user: Annotated[
        str, typer.Argument(metavar="[USER]", help="User to write before the hash.", show_default=False)
    ] = "",
) -> None:
    """Hash a password for users who may read.

    Asks for the password without showing it, or reads one line of standard input. Prints the hash, or
    'user:hash' where a user is named; the password itself is kept nowhere.

    \b
    Examples:
      nhiemvu hash-password mai >> users
      NHIEMVU_AUTH_FILE=users nhiemvu serve graph/
    """
    from api.passwords import LONGEST_PASSWORD, PasswordHash

    with usage_errors("USER", PasswordUnfit):
        if user != user.strip() or any(c in ":;#" or not c.isprintable() for c in user):
            raise PasswordUnfit("A user has no colon, semicolon or #, and no space around.")
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    with usage_errors("password", PasswordUnfit):
        if not password or len(password) > LONGEST_PASSWORD:
            raise PasswordUnfit(f"A password has from 1 to {LONGEST_PASSWORD} characters.")
    hashed = PasswordHash.of(password)
    typer.echo(f"{user}:{hashed}" if user else str(hashed))
