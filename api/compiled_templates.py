"""Compiled templates, kept where Python keeps the compiled modules of the package.

To compile all of them takes longer than all other work of a server that begins. `python -m
api.compiled_templates` compiles them ahead, as for an image that nobody can write to later.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_JINJA = version("jinja2").replace(".", "-")


class CompiledTemplates(BytecodeCache):
    """Keep compiled templates in the cache of a folder.

    What cannot be read or written is compiled when it is used. A template that was changed is compiled anew,
    and so is all under another Jinja or Python. `kind` names the settings of the environment that show in
    what it compiles. Nothing is written where Python keeps no compiled modules (`sys.dont_write_bytecode`).
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder
        self._kind = kind

    def path(self, key: str) -> Path:
        """Give the file of a template by its key."""
        name = f"{key}-{self._kind}-jinja-{_JINJA}"
        return Path(cache_from_source(str(self._folder / f"{name}.py"))).with_suffix(".template")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what was compiled before."""
        try:
            with self.path(bucket.key).open("rb") as file:
                bucket.load_bytecode(file)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write what was compiled now, in one step."""
        if sys.dont_write_bytecode:
            return
        path = self.path(bucket.key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
            try:
                with os.fdopen(handle, "wb") as file:
                    bucket.write_bytecode(file)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)


def main() -> None:
    """Compile all templates."""
    from api.rendering import environment  # noqa: PLC0415 - which uses this module

    sys.dont_write_bytecode = False
    templates = environment()
    for name in templates.list_templates(["html"]):
        templates.get_template(name)


if __name__ == "__main__":
    main()
