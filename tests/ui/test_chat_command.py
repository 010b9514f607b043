"""A conversation in the terminal: on a terminal of its own, and with questions from a pipe."""

from __future__ import annotations

import json
import os
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from rag.engine import Engine
from rag.errors import UsageError
from rag.settings import Settings
from rag.types import Article, Citation
from tests.test_architecture import HEAVY_TO_START
from tests.ui.pseudo_terminal import ROOT, PseudoTerminal
from ui.chat.commands import Command, Name, command_of, numbers
from ui.chat.paragraphs import Surroundings, surroundings
from ui.chat.texts import TEXTS

ASKED = "云麓生物医药产业园规划用地多少亩？"
MEANT = "云麓生物医药产业园的总投资是多少？"
HALF = "产业园规划用地830亩，"
WHOLE = "产业园规划用地830亩，总投资56亿元。"
SHORT = "产业园规划用地830亩。"
SOURCES = "Sources:"


def run(
    library: Path, typed: str, *words: str, language: str = "en", **settings: str
) -> tuple[int, str, str]:
    """Call `yuanwen chat` with lines from a pipe; return exit code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", "chat", "--library", str(library), *words],
        input=typed, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1",
             "YUANWEN_LANGUAGE": language, "COLUMNS": "200", **settings},
        timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat") / "library"
    Engine(Settings(), folder).index([str(ROOT / "samples" / "articles")])
    return folder


@pytest.fixture
def terminal(library: Path) -> Iterator[Callable[..., PseudoTerminal]]:
    opened: list[PseudoTerminal] = []

    def start(*words: object, **settings: str) -> PseudoTerminal:
        opened.append(PseudoTerminal("chat", "--library", library, *words, **settings))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def slow(serve: Callable) -> Iterator[tuple[str, Event, list[str]]]:
    """A model's server that writes half a sentence and then waits: spec, what lets it go on, log.

    The log says "gone" when nobody listens any more; later replies come at once.
    """
    go_on, log = Event(), []

    def reply(handler: BaseHTTPRequestHandler, _body: dict[str, Any], number: int) -> None:
        def write(text: str) -> None:
            data = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
            handler.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
            handler.wfile.flush()

        handler.send_response(200)
        handler.end_headers()
        if number:
            write(SHORT)
        else:
            write(HALF)
            try:
                while not go_on.wait(0.05):
                    write("")
                write(WHOLE.removeprefix(HALF))
            except OSError:
                log.append("gone")
                return
        handler.wfile.write(b"data: [DONE]\n\n")

    server = serve(reply)
    yield f"{server.url}#slow", go_on, log
    go_on.set()


def test_an_answer_streams_and_its_checked_form_takes_its_place(
    terminal: Callable[..., PseudoTerminal], slow: tuple[str, Event, list[str]]
) -> None:
    model, go_on, _ = slow
    chat = terminal("--model", model)
    told = chat.until("Q> ")
    assert "17 articles" in told
    assert "Try asking:\n" in told
    assert len(told.split("Try asking:\n")[1].strip().splitlines()) == 4 + 1  # and the prompt
    chat.type(f"{ASKED}\n")
    chat.until(HALF)  # while the model has not ended
    assert SOURCES not in chat.text
    go_on.set()
    chat.until(SOURCES)
    chat.until("Q> ")
    left = chat.text.rsplit("\x1b[2K", 1)[1]  # after the last line that was erased
    assert left.count(WHOLE) == 1
    assert f"{WHOLE}[1]" in left
    chat.type("\x04")
    assert chat.end() == 0


def test_ctrl_c_stops_an_answer_and_its_model_but_not_the_chat(
    terminal: Callable[..., PseudoTerminal], slow: tuple[str, Event, list[str]]
) -> None:
    model, _, log = slow
    chat = terminal("--model", model)
    chat.until("Q> ")
    chat.type(f"{ASKED}\n")
    chat.until(HALF)
    chat.type("\x03")
    assert SOURCES not in chat.until("Stopped.")
    chat.until("Q> ")
    ends = time.monotonic() + 20
    while not log and time.monotonic() < ends:
        time.sleep(0.05)
    assert log == ["gone"]
    chat.type("/retry\n")
    chat.until(f"{SHORT}[1]")
    chat.until("Q> ")
    chat.type("begun")
    chat.until("begun")
    chat.type("\x03")  # a line that was begun is left
    chat.until("Q> ")
    chat.type("/model extractive\n")
    chat.until("extractive now.")
    chat.until("Q> ")
    chat.type("\x03")
    assert chat.end() == 0


def test_what_a_follow_up_means_is_shown_and_comes_to_the_input_line(
    terminal: Callable[..., PseudoTerminal],
) -> None:
    chat = terminal()
    chat.until("Q> ")
    chat.type(f"{ASKED}\n")
    chat.until("830亩")
    chat.until("Q> ")
    chat.type("那它的总投资呢？\n")
    chat.until(f"Understood as: {MEANT}")
    chat.until("/edit changes this question")
    chat.until("Q> ")
    chat.type("/edit\n")
    chat.until(f"Q> {MEANT}")
    chat.type("\n")
    assert "Understood as" not in chat.until("Q> ")  # it stands alone now
    chat.type("\x1b[A")  # arrow up: the line before
    chat.until(MEANT)
    chat.type("\x03")
    chat.until("Q> ")
    chat.type("/退出\n")
    assert chat.end() == 0


def test_questions_from_a_pipe(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    lines = [
        ASKED,
        "",
        "那它的总投资呢？",
        "/出处 1 1",
        f"/导出 {path}",
        f"/export {path}",
        "/quit",
    ]
    code, out, err = run(library, "\n".join([*lines, "不再问"]), language="zh")
    assert code == 0
    assert "问> " not in out + err
    assert "试着问" not in out + err
    assert out.startswith(f"问：{ASKED}\n")
    assert "[1]" in out
    assert "不再问" not in out
    assert f"按此理解：{MEANT}" in err
    shown = out.split("\n\n")[-1]
    assert "2024-11-08 10:05 来源：青川新闻网" in shown  # the paragraph before the quote's
    assert "园区分为研发区、中试区和生产区三个部分" in shown  # the rest of its paragraph
    assert "园区为什么选在桐溪？" in shown  # the one after
    assert "第三人民医院" in shown
    assert "柏泽生物制药有限公司是首批入园企业中规模最大的一家" not in shown
    written = path.read_text(encoding="utf-8")
    assert written.count("\n## ") == 2
    assert "> 产业园规划用地830亩，总投资56亿元" in written
    assert "已经存在。 建议：请另取文件名。" in err  # a second time it is not overwritten


def test_errors_are_told_and_the_chat_goes_on(library: Path) -> None:
    typed = f"/nothing\n/as-of soon\n/model nobody\n/sources\n/retry\n/export\n{ASKED}\n"
    code, out, err = run(library, typed)
    assert code == 0
    assert err.count("Error: ") == 6
    assert err.count("Advice: ") == 6
    assert "830亩" in out


def test_commands(library: Path) -> None:
    typed = f"／帮助\n/MODEL\n/as-of 2023\n{ASKED}\n/as-of\n/retry\n/new\n/retry\n"
    code, out, err = run(library, typed, YUANWEN_MODELS="openai:some")
    assert code == 0
    assert "/export FILE.md" in out
    assert "* extractive\n  openai:some\n" in out
    before, after = out.split(f"Q: {ASKED}\n")[1:]
    assert "830亩" not in before  # published in 2024
    assert "830亩" in after
    assert "Articles of any date are used." in err
    assert "nothing was asked yet" in err.splitlines()[-1]


def test_a_model_that_fails_is_told_and_the_next_question_answered(
    library: Path, serve: Callable
) -> None:
    def refuses(handler: BaseHTTPRequestHandler, _body: dict[str, Any], _number: int) -> None:
        handler.send_response(400)
        handler.end_headers()

    spec = f"{serve(refuses).url}#broken"
    code, out, err = run(library, f"{ASKED}\n/retry extractive\n", "--model", spec)
    assert code == 0
    assert out.count("830亩") >= 2  # the extractive answer in its place, and the one asked for
    assert err.count("400") == 1


@pytest.mark.parametrize(
    ("words", "code"), [(("--model", "nobody"), 1), (("--as-of", "soon"), 2), (("--json",), 2)]
)
def test_what_cannot_be_begun_ends_at_once(
    library: Path, words: tuple[str, ...], code: int
) -> None:
    ended, out, err = run(library, f"{ASKED}\n", *words)
    assert (ended, out) == (code, "")
    assert err.startswith("Error: ")


def test_a_start_loads_no_heavy_library(library: Path) -> None:
    code = (
        "import sys\nfrom ui.main import run\n"
        f"sys.argv = ['yuanwen', 'chat', '--library', {str(library)!r}]\n"
        "try:\n    run()\nexcept SystemExit:\n    print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=f"{ASKED}\n", capture_output=True, text=True,
        check=True, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, timeout=120,
    )  # fmt: skip
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"ui.chat.session", "ui.markdown_export"} <= loaded
    assert loaded & HEAVY_TO_START == set()


def test_lines_that_are_commands() -> None:
    assert command_of("云麓/产业园？") is None
    assert command_of(" /sources 1 2 ") == Command(Name.SOURCES, "1 2")
    assert command_of("／出处 1") == Command(Name.SOURCES, "1")
    assert command_of("/Export a b.md") == Command(Name.EXPORT, "a b.md")
    with pytest.raises(UsageError, match="'etc/passwd'"):
        command_of("/etc/passwd")
    assert numbers("1 22") == (1, 22)
    with pytest.raises(UsageError, match="not a number"):
        numbers("one")


def test_a_quote_in_its_paragraph() -> None:
    text = "一\n\n二\n三甲乙丙\n四\n五"
    start = text.index("乙")
    cited = Citation(1, Article("a", "题", text, "a.txt"), "乙", start, start + 1)
    assert surroundings(cited, 1) == Surroundings(("二",), "三甲", "丙", ("四",), 1, 1)
    assert surroundings(cited, 9) == Surroundings(("一", "二"), "三甲", "丙", ("四", "五"), 0, 0)
    assert surroundings(cited, 0) == Surroundings((), "三甲", "丙", (), 2, 2)


@pytest.mark.parametrize("name", TEXTS)
def test_texts_have_the_same_values_in_both_languages(name: str) -> None:
    fields = [{field for _, field, _, _ in string.Formatter().parse(one)} for one in TEXTS[name]]
    assert fields[0] == fields[1]
