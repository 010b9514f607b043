"""Every text that the packages raise or report, collected from their syntax trees.

A text with values is collected as its template, each value being `{}`: f"no file {name!r}" as
"no file {}".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("embeddings", "rag", "eval", "ui")
# Calls that carry texts for users, and which of their arguments these are.
FAMILY = {"YuanwenError", "_QuestionSetError", "OutOfBoundsError"}
REPORTS = {"FileReport": (3,), "_PageRuns": (), "Problem": (1,), "Page": (), "Removed": (1,)}
KEYWORDS = {"reason", "problem", "advice", "message"}


@dataclass(frozen=True)
class Place:
    """Where an argument that holds a text stands."""

    module: str
    line: int
    source: str


class Texts:
    """The texts of all packages: `templates`, and places of those not known before it runs."""

    def __init__(self) -> None:
        self.trees = {
            str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
            for package in PACKAGES
            for path in sorted((ROOT / package).rglob("*.py"))
        }
        self.family = self._family()
        self.templates: dict[str, Place] = {}
        self.unknown: list[Place] = []
        for module, tree in self.trees.items():
            for function in [tree, *_functions(tree)]:
                for call in _own_calls(function):
                    for argument in self._arguments(call):
                        self._collect(module, function, argument)

    def _family(self) -> set[str]:
        """Return the names of all classes of the error family."""
        found = set(FAMILY)
        for _ in range(4):  # the depth of the family
            for tree in self.trees.values():
                for node in ast.walk(tree):
                    if isinstance(node, ast.ClassDef) and found & {
                        ast.unparse(base) for base in node.bases
                    }:
                        found.add(node.name)
        return found

    def _arguments(self, call: ast.Call) -> Iterator[ast.expr]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        if name in self.family:
            yield from call.args
        elif name in REPORTS:
            yield from (call.args[place] for place in REPORTS[name] if len(call.args) > place)
        elif not (name == "__init__" and ast.unparse(call.func).startswith("super()")):
            return
        else:
            yield from call.args
        yield from (one.value for one in call.keywords if one.arg in KEYWORDS)

    def _collect(self, module: str, function: ast.AST, argument: ast.expr) -> None:
        place = Place(module, argument.lineno, ast.unparse(argument))
        found = list(self._values(module, function, argument))
        if not found:
            self.unknown.append(place)
        for template in found:
            if template:
                self.templates.setdefault(template, place)

    def _values(self, module: str, function: ast.AST, node: ast.expr) -> Iterator[str]:
        """Yield the templates that an expression can have; none for what is not known."""
        if isinstance(node, ast.Constant):
            yield node.value if isinstance(node.value, str) else ""
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.IfExp):
            yield from self._values(module, function, node.body)
            yield from self._values(module, function, node.orelse)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self._values(module, function, value)
        elif isinstance(node, ast.Name):
            yield from self._named(module, function, node.id)

    def _named(self, module: str, function: ast.AST, name: str) -> Iterator[str]:
        for scope in (function, self.trees[module]):
            values = list(_assigned(scope, name))
            for value in values:
                yield from self._values(module, function, value)
            if values:
                return
        for node in self.trees[module].body:
            if isinstance(node, ast.ImportFrom) and any(one.name == name for one in node.names):
                other = f"{(node.module or '').replace('.', '/')}.py"
                if other in self.trees:
                    yield from self._named(other, self.trees[other], name)


def _functions(tree: ast.AST) -> list[ast.AST]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [one for one in ast.walk(tree) if isinstance(one, kinds)]


def _own_calls(scope: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of a function or module that are in none of its inner functions."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _own_calls(child)


def _assigned(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    nodes = scope.body if isinstance(scope, ast.Module) else ast.walk(scope)
    for node in nodes:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else ([node.target] if isinstance(node, ast.AnnAssign) else [])
        )
        for target in targets:
            if isinstance(target, ast.Name) and target.id == name and node.value is not None:
                yield node.value
