"""pyvis without IPython.

pyvis asks IPython for one name, by which a notebook shows a picture in a frame. To import all of IPython for
it takes longer than all else that the first graph view of a process needs, and memory for as long as it runs.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType
from typing import Any, Final

_ONLY_FOR_NOTEBOOKS: Final = "IPython.display"


@cache
def pyvis_network() -> Any:
    """Give the class `pyvis.network.Network`; IPython is imported for it only where it already was."""
    package, _, _ = _ONLY_FOR_NOTEBOOKS.partition(".")
    if package in sys.modules:
        return _imported()
    stand_in = ModuleType(_ONLY_FOR_NOTEBOOKS)
    stand_in.IFrame = object  # type: ignore[attr-defined]
    sys.modules[package], sys.modules[_ONLY_FOR_NOTEBOOKS] = ModuleType(package), stand_in
    try:
        return _imported()
    finally:
        del sys.modules[package], sys.modules[_ONLY_FOR_NOTEBOOKS]


def _imported() -> Any:
    from pyvis.network import Network  # noqa: PLC0415 - slow to import

    return Network
