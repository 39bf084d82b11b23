"""What is wrong with a page in the browser: faults that axe-core finds, and what is wider than the window."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from tests.browser.settled import settled

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
AXE_RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only});
  return found.violations
    .filter((fault) => ["serious", "critical"].includes(fault.impact))
    .map((fault) => [fault.id, fault.nodes.map((node) => node.html.slice(0, 160))]);
}"""
WHOLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
"""A window of a telephone."""


def faults(page: Any, only: Any) -> list[Any]:
    """Give the serious accessibility faults that axe-core finds in a page."""
    if page.locator("#network").count():
        page.wait_for_selector("#network[data-drawn]")
    if "/query#" in page.url:
        page.wait_for_selector("#result[data-shown]")
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    found: list[Any] = settled(page, AXE_RUN, only)
    return found


def overflow(page: Any) -> int:
    """Tell by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
