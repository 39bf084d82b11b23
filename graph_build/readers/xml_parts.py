"""XML parts of packaged formats, parsed without anything that XML can do to its reader.

ECMA-376, part 2, section 7.2.3 forbids a document type declaration in an Office package, so that a part
with one (the way to entities, external or exploding) is refused and not only disarmed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from graph_build.errors import BrokenFile, ForbiddenContent, LimitExceeded
from graph_build.readers.limits import MAX_DEPTH, MAX_XML_ELEMENTS


def parse_part(name: str, data: bytes, kind: str) -> Element:
    """Parse one part of a package of the format `kind`.

    Raises BrokenFile where it is not well-formed, ForbiddenContent for a document type declaration,
    LimitExceeded where elements nest too deep.
    """
    root: Element | None = None
    for event, element in events(name, data, kind):
        if root is None and event == "start":
            root = element
    if root is None:
        raise BrokenFile(name, kind, "a part of it has no content")
    return root


def events(name: str, data: bytes, kind: str) -> Iterator[tuple[str, Element]]:
    """Go through the starts and ends of the elements of a part; raises as `parse_part` does."""
    depth = count = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise LimitExceeded(name, "the nesting of XML elements", depth, MAX_DEPTH)
            count += event == "start"
            if count > MAX_XML_ELEMENTS:
                raise LimitExceeded(name, "the number of XML elements", count, MAX_XML_ELEMENTS)
            yield event, element
    except ParseError as error:
        raise BrokenFile(name, kind, f"its XML breaks off: {error}") from error
    except DefusedXmlException as error:
        raise ForbiddenContent(name, "XML with a document type declaration") from error
    except (LookupError, ValueError) as error:
        raise BrokenFile(name, kind, f"its XML has an unknown encoding: {error}") from error


def local(element: Element) -> str:
    """Give an element's name without its namespace: strict and transitional documents differ only there."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Give an attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """Find the first element down a path of local names; None where the path ends early."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def value(element: Element | None, *path: str) -> str | None:
    """Give the `val` attribute of the element down a path; None where there is none."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def is_on(element: Element | None, *path: str) -> bool | None:
    """Read an on-off property (ISO 29500-1, 17.17.4): present means on; None where it is not stated."""
    found = child(element, *path)
    if found is None:
        return None
    return (attribute(found, "val") or "true").lower() not in {"0", "false", "off", "none"}
