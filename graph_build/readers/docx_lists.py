"""Automatic numbers of a DOCX document, made visible (ISO 29500-1, section 17.9).

A paragraph only says which list and level it belongs to; `graph_build.readers.numbering` counts.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from graph_build.readers.numbering import Level, Lists
from graph_build.readers.xml_parts import attribute, child, is_on, local, value

_GAPS = {"space": " ", "nothing": "", "tab": " "}
_MAX_NUMBER = 100_000


class Numbering:
    """The lists of one document, counting as paragraphs go by."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._styles = styles
        links: dict[str, str] = {}
        for element in part if part is not None else ():
            if local(element) == "abstractNum":
                key = attribute(element, "abstractNumId") or ""
                self._levels[key] = _levels(element)
                if link := value(element, "numStyleLink"):
                    links[key] = link
            elif local(element) == "num":
                self._read_list(element)
        for key, style in links.items():
            number = styles.list_of(style)
            if number is not None and (target := self._abstract.get(number[0])) in self._levels:
                self._levels[key] = self._levels[target or ""]
        self._lists = Lists(self._levels, self._abstract, self._overrides, self._starts)

    def _read_list(self, element: Element) -> None:
        key = attribute(element, "numId") or ""
        self._abstract[key] = value(element, "abstractNumId") or ""
        for override in element:
            if local(override) != "lvlOverride":
                continue
            level = _integer(attribute(override, "ilvl"), 0)
            if (start := value(override, "startOverride")) is not None:
                self._starts.setdefault(key, {})[level] = _integer(start, 1)
            if (own := child(override, "lvl")) is not None:
                self._overrides.setdefault(key, {})[level] = _level(own)

    def label(self, properties: Element | None, style: str | None) -> str:
        """Count a paragraph and give its number as shown with the gap after it; empty for none."""
        number = value(properties, "numPr", "numId")
        level = _integer(value(properties, "numPr", "ilvl"), 0)
        if number is None:
            inherited = self._styles.list_of(style)
            if inherited is None:
                return ""
            number = inherited[0]
            level = self._level_of_style(number, style, inherited[1])
        return self._lists.label(number, level) if number != "0" else ""

    def _level_of_style(self, number: str, style: str | None, stated: int) -> int:
        levels = self._levels.get(self._abstract.get(number, ""), {})
        return next((n for n, level in levels.items() if level.style and level.style == style), stated)


class Styles:
    """The paragraph styles of a document, as far as numbers and capitals go."""

    def __init__(self, part: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self.default: str | None = None
        self._font = ""
        for element in part if part is not None else ():
            if local(element) == "docDefaults":
                self._font = font_of(child(element, "rPrDefault", "rPr"))
            if local(element) == "style" and (key := attribute(element, "styleId")) is not None:
                self._styles[key] = element
                if attribute(element, "type") == "paragraph" and attribute(element, "default") in {
                    "1",
                    "true",
                }:
                    self.default = key

    def _chain(self, style: str | None) -> list[Element]:
        """Give a style and those it is based on, nearest first."""
        chain: list[Element] = []
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            chain.append(self._styles[style])
            style = value(self._styles[style], "basedOn")
        return chain

    def list_of(self, style: str | None) -> tuple[str, int] | None:
        """Give the list and level that a style puts its paragraphs in."""
        level: int | None = None
        for element in self._chain(style):
            if level is None and (stated := value(element, "pPr", "numPr", "ilvl")) is not None:
                level = _integer(stated, 0)
            if (number := value(element, "pPr", "numPr", "numId")) is not None:
                return number, level or 0
        return None

    def shows(self, style: str | None, what: str) -> bool | None:
        """Tell whether a style shows its text so ("caps", "vanish"); None where it does not say."""
        return next((on for e in self._chain(style) if (on := is_on(e, "rPr", what)) is not None), None)

    def font(self, style: str | None) -> str:
        """Give the font of a style, or of the document where the style names none."""
        named = (font_of(child(e, "rPr")) for e in self._chain(style))
        return next(filter(None, named), self._font)


def font_of(properties: Element | None) -> str:
    """Give the font that run properties name for Latin letters; empty for none."""
    fonts = child(properties, "rFonts")
    return "" if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or ""


def _levels(element: Element) -> dict[int, Level]:
    return {_integer(attribute(one, "ilvl"), 0): _level(one) for one in element if local(one) == "lvl"}


def _level(element: Element) -> Level:
    depth = _integer(attribute(element, "ilvl"), 0)
    return Level(
        start=_integer(value(element, "start"), 0),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        gap=_GAPS.get(value(element, "suff") or "tab", " "),
        restart=_integer(value(element, "lvlRestart"), depth),
        plain=bool(is_on(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _integer(text: str | None, default: int) -> int:
    if text is None or not re.fullmatch(r"-?\d{1,9}", text):
        return default
    return min(int(text), _MAX_NUMBER)
