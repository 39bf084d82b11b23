"""The language that a page is asked for in, what it is made of, and that none of it does harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser


def in_language(language: str) -> dict[str, str]:
    """Give the header of a reader who chose a language before."""
    return {"Cookie": f"lang={language}"}


class Elements(HTMLParser):
    """Gather what a page is made of: its elements, its scripts, its language, ids and links to them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inline: list[str] = []
        self._in_script: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._in_script = self.tags[-1][1] if tag == "script" else self._in_script

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = None

    def handle_data(self, data: str) -> None:
        if self._in_script is not None and data.strip():
            self.inline.append(self._in_script.get("type", ""))

    def having(self, name: str) -> list[str]:
        """Give the values of an attribute in the order of the page."""
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def assert_harmless(page: str) -> Elements:
    """Assert that a page runs and loads nothing but its own files."""
    found = Elements(page)
    assert "img" not in {tag for tag, _ in found.tags}
    assert set(found.inline) <= {"application/json", "importmap"}
    assert not re.search(r'"imports": \{[^}]*": "(?!/static/)', page)
    for tag, attrs in found.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], (tag, attrs)
        for name in ("src", "href", "action", "data"):
            assert re.match(r"[/#?]|$", attrs.get(name, "")), (tag, attrs)
            assert not attrs.get(name, "").startswith("//")
    return found
