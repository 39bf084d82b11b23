"""What a group of RTF inherits and changes, and which groups hold what (RTF Specification 1.9.1).

A group is a destination where its first control word says so ("Destinations"); all that it does not state
itself it has from the group around it ("Formal Syntax").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from graph_build.readers.rtf_tables import Definition, Flow
from graph_build.readers.rtf_text import Piece

SKIPPED = frozenset(
    {"colortbl", "stylesheet", "info", "listtable", "listoverridetable", "revtbl", "filetbl", "objdata"}
    | {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
    | {"ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "annotation", "atnid", "atnauthor"}
    | {"fldinst", "nonshppict", "nonesttables", "shprslt", "tc", "tcn", "xe", "rxe", "txe", "bkmkstart"}
    | {"bkmkend", "mmathPict", "pntxta", "pntxtb", "template", "nextfile", "private", "keywords"}
)
"""Destinations whose words stand beside the text, or show what stands there once more."""
THROUGH = frozenset(
    {"shppict", "nesttableprops", "fldrslt", "field", "mmath", "moMath", "moMathPara", "mr", "rtf"}
)
"""Destinations whose words are those of the text around them."""
WRAPPERS = frozenset({"shp", "shpinst", "shpgrp", "do", "object", "upr", "sp", "sv"})
"""Destinations with no words of their own in which others stand that may have some."""
_LARGE = 3_969
"""Length of both sides, in twips (7 cm), from which a picture may hold a page."""
TOGGLES = {"v": "hidden", "deleted": "deleted", "mvf": "deleted", "caps": "capitals"}


@dataclass
class Text:
    """Words while they are gathered: those of the document, of a note, a text box, or a list number."""

    flow: Flow
    pieces: list[Piece] = field(default_factory=list)
    label: str = ""
    lost: bool = False
    mark: Piece | None = None
    """Where the last note's mark stands (\\chftn), until the note itself comes."""
    automatic: bool = False
    endnote: bool = False
    definition: Definition | None = None
    open_end: int | None = None
    """How many tables a paragraph stood in whose end is deleted, until it ends with another."""


@dataclass(slots=True)
class State:
    """What a group inherits and may change (RTF 1.9.1, "Formal Syntax": properties end with their group)."""

    text: Text
    kind: str = "text"
    font: int | None = None
    """The font by its number; none for the one that the document has by default."""
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    fallback: int = 1
    in_table: bool = False
    depth: int | None = None
    nested: bool = False
    done: Callable[[], None] | None = None

    @property
    def level(self) -> int:
        """How many tables the paragraph stands in."""
        return max(0, self.depth) if self.depth is not None else int(self.in_table)


@dataclass
class Size:
    """The size of a picture or object, in twips, with its scale in hundredths."""

    sides: dict[str, int] = field(default_factory=dict)

    def large(self, wide: str, high: str) -> bool:
        """Tell whether both sides are long enough for a page of words."""
        scaled = (
            self.sides.get(side, 0) * self.sides.get(scale, 100) / 100
            for side, scale in ((wide, "picscalex"), (high, "picscaley"))
        )
        return min(scaled) >= _LARGE
