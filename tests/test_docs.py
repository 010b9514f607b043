"""The documents say what is so: commands parse, links lead somewhere, files are as described."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import numpy as np
import pytest
import typer.main

from rag.engine import Engine
from rag.settings import Settings
from ui.main import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\S*/)?yuanwen (?P<rest>.*)")


def page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[str]:
    """What stands after `yuanwen` in each command line that a page shows."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    lines = [
        line
        for language, block in blocks
        if language in {"sh", "bash", "console"}
        for line in block.replace("\\\n", " ").splitlines()
    ]
    lines += INLINE.findall(prose(page))
    shown = [match["rest"] for line in lines if (match := COMMAND.fullmatch(line.strip()))]
    return [re.sub(r"\s+#\s.*$", "", rest).strip() for rest in shown]


SHOWN = [(page_name(page), line) for page in PAGES for line in commands(page)]


def parse(line: str) -> str:
    """Parse a command line as `yuanwen` does, without running it; return the command's name."""
    words = shlex.split(line)
    command = typer.main.get_command(app)
    name = ""
    while hasattr(command, "commands"):  # a group: its own options, then a command of it
        options = {opt: param for param in command.params for opt in param.opts}
        while words and words[0].startswith("-"):
            option = options[words.pop(0)]
            if not option.is_flag:
                words.pop(0)
        if not words:
            assert command.invoke_without_command or line.startswith("--"), line
            return name
        name = words.pop(0)
        assert name in command.commands, f"yuanwen has no command {name!r}"
        command = command.commands[name]
    command.make_context(name, words)
    return name


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    text = (ROOT / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    table = re.search(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert table is not None
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in table[0].splitlines()[2:]
    ]


@pytest.mark.parametrize(("page", "line"), SHOWN, ids=[f"{page}:{line}" for page, line in SHOWN])
def test_shown_commands_parse(page: str, line: str) -> None:
    parse(line)


def test_all_commands_are_shown_in_the_readme() -> None:
    shown = {parse(line) for page, line in SHOWN if page == "README.md"}
    groups = {"articles": "show", "questions": "draft"}
    assert shown >= {groups.get(name, name) for name in typer.main.get_command(app).commands}


@pytest.mark.parametrize("line", ["reindexx", "ask", "ask 什么 --modell x", "search x -k many"])
def test_a_wrong_command_would_be_noticed(line: str) -> None:
    with pytest.raises(Exception, match=r"no command|Missing|No such option|a valid integer"):
        parse(line)


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_and_images_exist(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), f"{page_name(page)} links to {target}"
        if anchor:
            assert anchor in anchors(linked), f"{page_name(page)} links to {target}"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    for path, name in TEST.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / path).is_file(), f"{page_name(page)} names {path}"
        source = (ROOT / path).read_text(encoding="utf-8")
        assert not name or f"\ndef {name}(" in source, f"{page_name(page)} names {path}::{name}"


def test_every_promise_of_security_has_its_test() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    promises = text.split("\n## What is promised\n")[1].split("\n## ")[0]
    lines = [line for line in promises.splitlines() if line.startswith("| ") and "---" not in line]
    held = [line for line in lines if not line.startswith("| promise |")]
    assert len(held) > 25
    assert [line for line in held if not any(name for _, name in TEST.findall(line))] == []


@pytest.fixture
def library(engine: Engine) -> Path:
    """A library of the samples, newly indexed."""
    engine.index([str(ROOT / "samples" / "articles")])
    return engine.folder.path


def test_the_files_of_a_library_are_the_documented_ones(library: Path) -> None:
    names = [str(path.relative_to(library)) for path in library.rglob("*") if path.is_file()]
    found = {re.sub(r"/\d{6}/", "/NNNNNN/", re.sub(r"/\d{4}-", "/NNNN-", name)) for name in names}
    assert found == {cells[0].strip("`") for cells in rows("docs/library-format.md", "Files")}


def test_the_arrays_of_a_library_have_the_documented_form(library: Path) -> None:
    first = library / "generations" / "000001"
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    sizes = {name: manifest[name] for name in ("articles", "passages", "dimension")}
    sizes["blocks"] = sum(
        -(-one["bytes"] // 32_768)
        for name, one in manifest["files"].items()
        if name != "block_sums.npy"
    )
    sizes["terms"] = len(np.load(first / "keywords" / "0000-terms.npy"))
    sizes["postings"] = int(np.load(first / "keywords" / "0000-starts.npy")[-1])

    def size(words: str) -> int:
        name, _, more = words.partition(" + ")
        return (int(name) if name.isdigit() else sizes[name]) + int(more or 0)

    checked = 0
    for file, _, form in rows("docs/library-format.md", "Files"):
        path = library / file.strip("`").replace("NNNNNN", "000001").replace("NNNN", "0000")
        if path.suffix == ".npy":
            kind, shape = re.fullmatch(r"(\w+) \((.+)\)", form).groups()
            array = np.load(path, allow_pickle=False)
            assert (array.dtype, array.shape) == (kind, tuple(map(size, shape.split(", ")))), file
            checked += 1
    assert checked == len(list(first.rglob("*.npy")))


def test_the_fields_of_a_manifest_are_the_documented_ones(library: Path) -> None:
    text = (library / "generations" / "000001" / "manifest.json").read_text(encoding="utf-8")
    documented = [cells[0].strip("`") for cells in rows("docs/library-format.md", "Manifest")]
    assert list(json.loads(text)) == documented


def test_the_settings_are_documented_with_their_defaults() -> None:
    documented = {
        cells[0].strip("`"): cells[1].strip("`")
        for cells in rows("docs/architecture.md", "Settings")
    }
    real = {
        f"YUANWEN_{name.upper()}": field.default for name, field in Settings.model_fields.items()
    }
    assert documented.keys() == real.keys()
    for name, default in real.items():
        if isinstance(default, bool):
            assert documented[name] == str(default).lower(), name
        elif isinstance(default, int | float):
            assert float(documented[name]) == default, name
        elif default not in (None, ()):
            assert documented[name] == str(default), name


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"\bYUANWEN_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8")))
    assert named <= {f"YUANWEN_{name.upper()}" for name in Settings.model_fields}


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *(one for extra in extras.values() for one in extra)]
    explained = [
        re.sub(r"^\*\w+:\* ", "", cells[0]) for cells in rows("CONTRIBUTING.md", "Dependencies")
    ]
    assert sorted(explained) == sorted(re.match(r"[\w.-]+", one)[0] for one in named)
