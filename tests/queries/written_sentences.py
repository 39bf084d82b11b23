"""The sentences that `graph_build` can write into the reading ledger, found in its source.

A sentence is followed from the call that makes the entry to where its words stand: through names, choices,
functions of the package and parameters. Each place for a value holds "7". What cannot be followed raises,
so that no sentence is missed in silence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import graph_build

ROOT = Path(graph_build.__file__).parent
VALUE = "7"
_PLACE_OF_WHY = {"skipped": 1, "doubtful": 1, "skipped_at": 2, "doubtful_at": 2}
_MAKES = re.compile(r"\b(?:Issue|skipped|doubtful|skipped_at|doubtful_at)\(")
_HANDED_ON = {
    ("linear", "cells.why"): "linear_cells",
    ("indicators", "quantity.reason"): "quantities",
    ("prose_targets", "aim.reason"): "target_clauses",
    ("deadlines", "reading.problems"): "deadlines",
}
"""Fields of records that hold a sentence, and the module in which it is worded."""


class Unfollowed(AssertionError):
    """Say that nobody can tell which sentences an expression may be."""


class Module:
    """A module of `graph_build`, by its name with dots."""

    def __init__(self, name: str) -> None:
        self.name = name
        folder = ROOT.joinpath(*name.split("."))
        file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
        self.tree = ast.parse(file.read_text(encoding="utf-8"))
        self.above = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self.above:
            node = self.above[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None

    def can_be(self, node: ast.expr | None) -> set[str]:
        """Give the sentences that an expression may be."""
        match node:
            case None | ast.Constant(value=None):
                return {""}
            case ast.Constant(value=str(words)):
                return {words}
            case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
                return self.can_be(one) | self.can_be(other)
            case ast.JoinedStr(values=[*parts]):
                return self._joined(parts)
            case ast.BinOp(left=left, right=right, op=ast.Add()):
                return self._joined([left, right])
            case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)):
                return self._named(name, node)
            case ast.Attribute() if (self.name, ast.unparse(node)) in _HANDED_ON:
                return worded(_HANDED_ON[self.name, ast.unparse(node)])
        raise Unfollowed(f"{self.name}: {ast.unparse(node)}")

    def _joined(self, parts: list[ast.expr]) -> set[str]:
        return {"".join(chosen) for chosen in product(*map(self._part, parts))}

    def _part(self, node: ast.expr) -> set[str]:
        """Give what may stand in one part of a sentence."""
        if isinstance(node, ast.FormattedValue) and node.conversion == ord("r"):
            return {repr(VALUE)}
        try:
            return self.can_be(node.value if isinstance(node, ast.FormattedValue) else node)
        except Unfollowed:
            return {VALUE}

    def _named(self, name: str, node: ast.expr) -> set[str]:
        function = self.function(node)
        while function is not None:
            if given := self._assigned(name, function):
                return given
            names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
            if name in names:
                return self._handed(function, names.index(name))
            function = self.function(function)
        return self._top(name)

    def _top(self, name: str) -> set[str]:
        """Give what a constant of the module may be, or what a function of it gives; also an imported one."""
        for statement in self.tree.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=known)], value=value) if known == name:
                    return self.can_be(value)
                case ast.FunctionDef(name=known) if known == name:
                    returns = [one for one in ast.walk(statement) if isinstance(one, ast.Return)]
                    return set().union(*(self.can_be(one.value) for one in returns))
                case ast.ImportFrom(module=str(module), names=imported) if module.startswith("graph_build."):
                    for one in imported:
                        if name == (one.asname or one.name):
                            return parsed(module.partition(".")[2])._top(one.name)
        raise Unfollowed(f"{self.name}: {name}")

    def _assigned(self, name: str, function: ast.FunctionDef) -> set[str]:
        found: set[str] = set()
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Name(id=known)], value=value) if known == name:
                    found |= self.can_be(value)
                case ast.comprehension(target=ast.Name(id=known), iter=value) if known == name:
                    found |= self.can_be(value)
        return found

    def _handed(self, function: ast.FunctionDef, index: int) -> set[str]:
        """Give what the calls of a function in its module hand on as an argument of it."""
        found: set[str] = set()
        for call in self.calls():
            match call.func:
                case ast.Name(id=name) if name == function.name:
                    place = index
                case ast.Attribute(value=ast.Name(id="self"), attr=name) if name == function.name:
                    place = index - 1
                case _:
                    continue
            found |= self.can_be(call.args[place] if place < len(call.args) else None)
        if not found:
            raise Unfollowed(f"{self.name}: an argument of {function.name}")
        return found


@cache
def parsed(name: str) -> Module:
    return Module(name)


def worded(name: str) -> set[str]:
    """Give all that reads like a clause in English among the texts of a module."""
    module = parsed(name)
    found: set[str] = set()
    for node in ast.walk(module.tree):
        above = module.above.get(node)
        if isinstance(above, ast.Expr | ast.JoinedStr) or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            continue
        found |= {
            said for said in module.can_be(node) if re.fullmatch(r"[A-Za-z'\d]+(?:[,;]? [\w']+){2,}\.?", said)
        }
    return {said for said in found if said.isascii()}


def sentences() -> dict[str, str]:
    """Give every sentence of its own that an entry may have, and the module that makes the entry."""
    found: dict[str, str] = {}
    for file in sorted(ROOT.rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if name == "issues" or not _MAKES.search(file.read_text(encoding="utf-8")):
            continue
        module = parsed(name)
        for call in module.calls():
            maker = ast.unparse(call.func).rpartition(".")[2]
            assert maker != "Issue", f"{name}: entries are made by graph_build.issues"
            if maker in _PLACE_OF_WHY:
                place = _PLACE_OF_WHY[maker]
                why = next((one.value for one in call.keywords if one.arg == "why"), None)
                given = call.args[place] if place < len(call.args) else why
                assert not any(isinstance(one, ast.Starred) for one in call.args)
                found |= dict.fromkeys(module.can_be(given) - {""}, name)
    return found


def faults_of_ocr() -> set[str]:
    """Give why OCR could not read a page, as the entry of the page quotes it."""
    module, found = parsed("readers.ocr"), set[str]()
    for call in module.calls():
        if isinstance(call.func, ast.Name) and call.func.id == "OcrError":
            found |= module.can_be(call.args[0])
    return found
