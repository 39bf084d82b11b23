"""The branches of a trace as HTML: nested lists to be opened, every hop with its quote and its place.

Written by Python and not by a template: a trace has thousands of small pieces, and a call of a macro for
each takes many times as long. Everything that comes from data is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup
from markupsafe import escape as marked_up

from api.i18n import Catalogue
from api.links import page_of, place_of, text_place
from graph_build.text import brief
from queries.trace_cited import sparql
from queries.trace_indicators import target_words
from queries.trace_model import More, Node, Quote
from queries.trace_text import section_of

_QUOTED: Final = 240
_NAMED: Final = 300
_SHORT: Final = 200
_HEADED: Final = 160
_CHIPS: Final = {"lead": "lead", "coordinate": "coordinate", "focal": "lead"}


_SPECIAL: Final = re.compile("[&<>'\"]")


def escape(text: str) -> str:
    """Escape a text: most have nothing to escape, and of those none is made anew."""
    return str(marked_up(text)) if _SPECIAL.search(text) else text


class Branches:
    """Write the branches of one trace in the language of `messages`; `is_open` opens all of them."""

    def __init__(self, base: str, messages: Catalogue, *, is_open: bool) -> None:
        self._base = base
        self._messages = messages
        self._open = is_open
        self._t: Callable[[str], str] = cache(lambda key: escape(messages.text(key)))
        self._page: Callable[[str], str] = cache(lambda iri: page_of(iri, base) or place_of(iri, base) or "")
        self._source: Callable[[str], str] = cache(escape)
        self._document: Callable[[str], str] = cache(lambda iri: page_of(iri, base) or "")

    def tree(self, nodes: tuple[Node, ...]) -> Markup:
        """Write the nodes right above or below the root and all behind them; the first level is open."""
        return Markup("".join(self._branch(nodes, 0)))  # noqa: S704 - every piece is escaped

    def citing(self, node: Node) -> Markup:
        """Write who cites a document that was not read."""
        return Markup(self._citing(node))  # noqa: S704 - every piece is escaped

    def left_out(self, more: More) -> Markup:
        """Write how much below a thing a limit left out."""
        return Markup(self._left_out(more))  # noqa: S704 - every piece is escaped

    def _branch(self, nodes: tuple[Node, ...], level: int) -> Iterator[str]:
        yield '<ul class="trace">'
        for (_, section, title), group in groupby(nodes, section_of):
            held = list(group)
            if section or title:
                yield (
                    f'<li><details{" open" if self._open else ""}><summary><span class="tag">'
                    f'{self._t("kind.duty")}</span> <strong class="said" lang="vi">{escape(section)} '
                    f"{escape(brief(title, _HEADED))}</strong> "
                    f'{self._tally(len(held))}</summary><ul class="trace">'
                )
                for node in held:
                    yield from self._item(node, level + 1)
                yield "</ul></details></li>"
            else:
                for node in held:
                    yield from self._item(node, level)
        yield "</ul>"

    def _item(self, node: Node, level: int) -> Iterator[str]:
        facts = node.facts
        citing = self._citing(node) if facts.get("cited_by") else ""
        if not node.children:
            yield f'<li><div class="trace-leaf"><p>{self._named(node)}</p>{self._quotes(node)}{citing}'
            yield f"{self._left_out(node.more)}</div></li>"
            return
        opened = " open" if self._open or level < 1 else ""
        name = self._named(node, linked=False)
        yield f"<li><details{opened}><summary>{name} {self._tally(len(node.children))}</summary>"
        if page := self._page(facts.get("actor", "") or node.iri):
            opens = f"{self._t('network.open-page')} {_said(brief(node.label, _HEADED))}"
            yield f'<p class="small"><a href="{escape(page)}">{opens}</a></p>'
        if facts.get("title") and node.kind == "document":
            yield f'<p class="small soft said" lang="vi">{escape(brief(facts["title"], _NAMED))}</p>'
        yield f"{self._quotes(node)}{citing}"
        yield from self._branch(node.children, level + 1)
        yield f"{self._left_out(node.more)}</details></li>"

    def _tally(self, number: int) -> str:
        return f'<span class="tally">{self._messages.number(number)}</span>'

    def _named(self, node: Node, *, linked: bool = True) -> str:
        """Write what a thing is; without links for a heading that itself is pressed."""
        facts, t = node.facts, self._t
        if node.kind == "assignment":
            role = facts.get("role", "")
            key = f"role.{role}"
            said = t(key) if self._messages.has(key) else escape(role)
            actor = self._page(facts["actor"]) if linked and facts.get("actor") else ""
            made = f'<span class="chip {_CHIPS.get(role, "other")}">{said}</span> '
            made += _said(brief(node.label, _SHORT), actor)
        elif node.kind == "deadline":
            made = (
                f'<span class="chip deadline">{t("span.deadline")}</span> {_said(brief(node.label, _SHORT))}'
            )
        else:
            made = self._thing(node, linked=linked)
        if facts.get("known_by_citation"):
            made += f' <span class="tag">{t("document.cited-only")}</span>'
        if node.cyclic or node.repeated:
            made += f' <span class="tag">{t("trace.cycle" if node.cyclic else "trace.repeated")}</span>'
        return made

    def _thing(self, node: Node, *, linked: bool) -> str:
        facts, t = node.facts, self._t
        made = ""
        if node.link and node.link != "states":
            made = f'<span class="soft">{t(f"trace.link.{node.link}")}</span> '
        if node.kind in ("task", "measure", "indicator"):
            at = " ".join(str(facts[name]) for name in ("section", "code") if facts.get(name))
            made += f'<span class="tag">{t(f"kind.{node.kind}")} {escape(at)}</span> '
        made += _said(brief(node.label, _NAMED), self._page(node.iri) if linked else "")
        for target in facts.get("targets", ()):
            made += f' <span class="chip other">{escape(target_words(target))}</span>'
        for lead in facts.get("leads", ()):
            made += f' <span class="chip lead">{t("role.lead")}</span> '
            made += _said(
                brief(lead["label"] or lead["iri"], _SHORT), self._page(lead["iri"]) if linked else ""
            )
        if facts.get("date"):
            made += f' <span class="soft">({escape(self._messages.moment(facts["date"]))})</span>'
        return made

    def _quotes(self, node: Node) -> str:
        if not node.evidence:
            return f'<p class="trace-quote soft">{self._t("trace.unproved")}</p>'
        first, *others = (f'<p class="trace-quote">{self._quote(one)}</p>' for one in node.evidence)
        if not others:
            return first
        more = escape(self._messages.count("trace.quotes", len(others)))
        return f'{first}<details class="more"><summary>{more}</summary>{"".join(others)}</details>'

    def _quote(self, quote: Quote) -> str:
        words = escape(quote.cut(_QUOTED))
        number = self._messages.number
        span = self._messages.text("quote.place", start=number(quote.start), end=number(quote.end))
        place = f"{self._source(quote.source)}, {escape(span)}"
        page = self._document(quote.document) if quote.document else ""
        if page:
            place = f'<a href="{escape(text_place(page, quote.start, quote.end))}">{place}</a>'
        return f'<q class="said" lang="vi">{words}</q> <span class="trace-place">{place}</span>'

    def _citing(self, node: Node) -> str:
        if node.repeated or not node.facts.get("cited_by"):
            return ""
        named = []
        for one in node.facts["cited_by"]:
            page = self._page(one["iri"])
            times = escape(self._messages.count("trace.times", one["times"]))
            named.append(
                f"{_said(one['label'] or one['iri'], page + '#citations' if page else '')} ({times})"
            )
        made = f'<p class="small soft">{self._t("trace.cited-by")} {", ".join(named)}'
        further = node.facts["cited_by_count"] - len(named)
        if further > 0:
            address = escape("/query?" + urlencode({"query": sparql(node.iri, self._base)}))
            made += f' <a href="{address}">{escape(self._messages.count("more", further))}</a>'
        return f"{made}</p>"

    def _left_out(self, more: More) -> str:
        return "".join(
            f'<p class="small soft">{escape(self._messages.count(f"trace.more.{kind}", number))}</p>'
            for kind, number in more.items()
        )


def _said(words: str, address: str = "") -> str:
    if address:
        return f'<a class="said" lang="vi" href="{escape(address)}">{escape(words)}</a>'
    return f'<span class="said" lang="vi">{escape(words)}</span>'
