"""What can be wrong with a question as asked.

    NhiemvuError
    └── QuestionError              the question cannot be put to the graph as written
        └── ToldInBoth             told in Vietnamese and in English
            ├── UnknownQuestion    the library holds no question of that name
            ├── UnknownParameter   the question has no such parameter
            ├── MissingParameter   a required parameter was not given
            ├── InvalidValue       the text is no date, number, role … of the parameter's type
            ├── BadSearch          a search without a word, with too many, or of an unknown kind
            ├── UnknownName        no unit or document of the graph is called so
            │   ├── UnknownUnit
            │   ├── UnknownDocument
            │   ├── UnknownTask
            │   └── UnknownThing   … neither a document nor a task
            ├── DocumentUnread     the text of a document is needed that is only cited
            └── AmbiguousName      several are, and none is the better match

Names that are near to what was asked are part of the message, likest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from graph_build.errors import NhiemvuError

if TYPE_CHECKING:
    from queries.bilingual import Language, Text


class QuestionError(NhiemvuError):
    """Say that a question cannot be put to the graph as written."""


class ToldInBoth(QuestionError):
    """Be the base of what is told in Vietnamese and in English, as text in English."""

    def told(self, language: Language) -> str:
        """Give the whole sentence in a language."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.told("en")


class UnknownQuestion(ToldInBoth):
    """Say that the library holds no question of that name; `nearest` lists the likest names."""

    def __init__(self, name: str, nearest: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(name, nearest, known)
        self.name = name
        self.nearest = tuple(nearest)
        self.known = tuple(known)

    def told(self, language: Language) -> str:
        """Give the sentence, with the names that come near."""
        if language == "vi":
            near = (
                f"Gần giống: {'; '.join(self.nearest)}." if self.nearest else f"Có: {', '.join(self.known)}."
            )
            return f"Không có câu hỏi {self.name!r}. {near}"
        hint = _did_you_mean(self.nearest) or f"Known: {', '.join(self.known)}."
        return f"There is no question {self.name!r}. {hint}"


class UnknownParameter(ToldInBoth):
    """Say that the question has no parameter of that name."""

    def __init__(self, question: str, name: str, known: Sequence[str]) -> None:
        super().__init__(question, name, known)
        self.question = question
        self.name = name
        self.known = tuple(known)

    def told(self, language: Language) -> str:
        """Give the sentence, with the parameters that there are."""
        known = ", ".join(self.known)
        if language == "vi":
            return f"{self.question} không có tham số {self.name!r}. Các tham số: {known}."
        return f"{self.question} has no parameter {self.name!r}. Its parameters: {known}."


class MissingParameter(ToldInBoth):
    """Say that a required parameter was not given; `example` is a value that it could have."""

    def __init__(self, question: str, name: str, example: str) -> None:
        super().__init__(question, name, example)
        self.question = question
        self.name = name
        self.example = example

    def told(self, language: Language) -> str:
        """Give the sentence, with an example."""
        example = f'{self.name}="{self.example}"'
        if language == "vi":
            return f"{self.question} cần tham số {self.name}, ví dụ {example}."
        return f"{self.question} needs the parameter {self.name}, for example {example}."


class InvalidValue(ToldInBoth):
    """Say that a written value does not fit its parameter; `expected` tells what does."""

    def __init__(self, parameter: str, written: str, expected: Text) -> None:
        super().__init__(parameter, written, expected)
        self.parameter = parameter
        self.written = written
        self.expected = expected

    def told(self, language: Language) -> str:
        """Give the sentence, with what is expected."""
        if language == "vi":
            return f"{self.parameter}: {self.written!r} không dùng được; cần {self.expected.vi}."
        return f"{self.parameter}: {self.written!r} is not {self.expected.en}."


_VIETNAMESE: Final = {
    "unit": "đơn vị",
    "document": "văn bản",
    "task": "nhiệm vụ",
    "document or task": "văn bản hoặc nhiệm vụ",
    "scenario": "kịch bản",
    "thing": "đối tượng",
}


class UnknownName(ToldInBoth):
    """Say that nothing of the graph is called so; `nearest` lists the likest names it has."""

    what: ClassVar[str] = "thing"

    def __init__(self, written: str, nearest: Sequence[str]) -> None:
        super().__init__(written, nearest)
        self.written = written
        self.nearest = tuple(nearest)

    def told(self, language: Language) -> str:
        """Give the sentence, with the names that come near."""
        if language == "vi":
            near = f"Gần giống: {'; '.join(self.nearest)}." if self.nearest else "Không có tên nào gần giống."
            return f"Đồ thị không có {_VIETNAMESE[self.what]} {self.written!r}. {near}"
        hint = _did_you_mean(self.nearest) or "No name in it comes near."
        return f"The graph knows no {self.what} {self.written!r}. {hint}"


class UnknownUnit(UnknownName):
    """Say that no unit or collective of the graph has that name or alias."""

    what = "unit"


class UnknownDocument(UnknownName):
    """Say that no document of the graph has that number, name or file name."""

    what = "document"


class UnknownTask(UnknownName):
    """Say that a document has no task of that code."""

    what = "task"


class UnknownThing(UnknownName):
    """Say that neither a document nor a task of the graph is called so."""

    what = "document or task"


class UnitNotTraced(UnknownThing):
    """Say that a name is that of a unit, which no trace begins with."""

    def told(self, language: Language) -> str:
        """Say what it is, and what asks for its tasks."""
        if language == "vi":
            return (
                f"{self.written!r} là một đơn vị; chỉ lần theo được văn bản, nhiệm vụ, trách nhiệm, giải pháp"
                " hoặc chỉ tiêu. Nhiệm vụ của đơn vị: nhiemvu ask --unit hoặc nhiemvu load --unit."
            )
        return (
            f"{self.written!r} is a unit; traced are documents, tasks, duties, measures and indicators. For"
            " its tasks: nhiemvu ask --unit, or nhiemvu load --unit."
        )


class DocumentUnread(ToldInBoth):
    """Say that a document is known by citation only, where its text is needed."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written

    def told(self, language: Language) -> str:
        """Give the sentence, with what to do."""
        if language == "vi":
            return (
                f"{self.written!r} chỉ biết qua viện dẫn: chưa đọc lời văn nên không có gì để so."
                " Hãy thêm văn bản rồi dựng lại."
            )
        return (
            f"{self.written!r} is known by citation only: its text was not read,"
            " so there is nothing to compare. Add the document and build again."
        )


class AmbiguousName(ToldInBoth):
    """Say that several things of the graph are called so; `candidates` are their names with their IRIs."""

    def __init__(self, what: str, written: str, candidates: Sequence[str]) -> None:
        super().__init__(what, written, candidates)
        self.what = what
        self.written = written
        self.candidates = tuple(candidates)

    @property
    def meant(self) -> tuple[tuple[str, str], ...]:
        """Give the IRI and the name of every candidate."""
        told = (one.rpartition(" <") for one in self.candidates)
        return tuple((iri.rstrip(">"), name) for name, _, iri in told)

    def told(self, language: Language) -> str:
        """Give the sentence, with the candidates."""
        number, named = len(self.candidates), "; ".join(self.candidates)
        if language == "vi":
            return (
                f"{self.written!r} là tên của {number} {_VIETNAMESE[self.what]};"
                f" hãy nêu IRI của một trong số đó: {named}."
            )
        return f"{self.written!r} names {number} {self.what}s; give the IRI of one of them: {named}."


class BadSearch(ToldInBoth):
    """Say why nothing can be searched for as typed; `reason` is whole sentences."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason

    def told(self, language: Language) -> str:
        """Give the reason."""
        return self.reason[language]


def _did_you_mean(names: Sequence[str]) -> str:
    return f"Did you mean: {'; '.join(names)}?" if names else ""
