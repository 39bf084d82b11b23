"""A text in the two languages of the program, and phrases that tell what a value must be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people in both languages of the program."""

    vi: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en


@runtime_checkable
class Told(Protocol):
    """What is told in both languages, such as an error."""

    def told(self, language: Language) -> str:
        """Give the whole sentence in a language."""


def counted(number: int, one: str, more: str = "") -> str:
    """Write a count with its English noun: "1 task", "2 tasks"; `more` is a plural that is not with -s."""
    return f"{number} {one if number == 1 else more or f'{one}s'}"


def one_of(values: Iterable[str]) -> Text:
    """Say that a value is one of several."""
    listed = ", ".join(values)
    return Text(vi=f"một trong: {listed}", en=f"one of {listed}")


def whole_number(least: int, most: int | None = None) -> Text:
    """Say that a value is a whole number, and between which ends."""
    if most is None:
        return Text(vi=f"số nguyên từ {least} trở lên", en=f"a whole number from {least} upwards")
    return Text(vi=f"số nguyên từ {least} đến {most}", en=f"a whole number from {least} to {most}")


def not_that_many(most: int, what: Text) -> Text:
    """Say that a way of counting makes too much; follows "is not"."""
    return Text(
        vi=f"cách tính khác: cách này tạo hơn {most} {what.vi}",
        en=f"possible here: it makes more than {most} {what.en}",
    )
