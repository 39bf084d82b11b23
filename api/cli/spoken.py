"""What commands say around their answers, in both languages: the messages `cli.…` of `api/locales`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.consoles import LanguageChoice
from queries.bilingual import Language, Text

LanguageOption = Annotated[LanguageChoice, typer.Option("--lang", help="Language of headings and notes.")]


class Say:
    """Say phrases in the language that was chosen."""

    def __init__(self, choice: LanguageChoice) -> None:
        self.language: Language = "vi" if choice is LanguageChoice.VI else "en"

    def __call__(self, name: str, /, **values: object) -> str:
        """Give a phrase with its places filled; raises KeyError for a name that is none."""
        from api.i18n import catalogue

        return catalogue(self.language).text(f"cli.{name}", **values)

    def count(self, name: str, number: int) -> str:
        """Give the phrase that fits a count, with the count written in it."""
        from api.i18n import catalogue

        return catalogue(self.language).count(f"cli.{name}", number)

    @staticmethod
    def both(name: str, /, **values: object) -> Text:
        """Give a phrase in both languages."""
        return Text(
            vi=Say(LanguageChoice.VI)(name, **values),
            en=Say(LanguageChoice.EN)(name, **values),
        )
