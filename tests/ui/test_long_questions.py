"""Questions and replies without end, and of strange words: refused or answered in time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles
from fastapi.testclient import TestClient

from rag.answering.citations import CitationList, cited_sentences
from rag.claims.quantities import quantities
from rag.conversation.standalone import leans, standalone
from rag.engine import Engine
from rag.errors import UsageError
from rag.keywords import KeywordIndex
from rag.retrieval import QUESTION_CHARACTERS
from rag.settings import Settings
from rag.time_mentions import time_mentions
from rag.types import Article, Hit, Passage, Verdict
from tests.ui.pseudo_terminal import ROOT
from ui.service import build_app

MEGABYTE = "云麓书院的总投资是多少，" * 30_000  # 1.08 MB in UTF-8
SECONDS = 5.0
REFUSED = "the question has more than 4000 characters."
# Words that a question's grammar repeats, each of which once took the square or worse.
REPEATED = (
    "年", "员工", "总", "对了，", "那么", " ", "？", "的", "什么", "2024年", "近", "1", "it ",
    "What ", "March 2024 ", "《", "“", "和", "一", "[1]", "《云麓》",
)  # fmt: skip


@pytest.fixture
def small(tmp_path: Path, letters: LetterEncoder) -> Engine:
    articles = write_articles(
        tmp_path / "a.jsonl",
        {"id": "a", "text": "云麓书院的总投资是٣٥亿元。"},
        {"id": "b", "text": f"员工共{'9' * 1000}人，占{'一' * 400}分之一。" * 3},
        {"id": "c", "text": "总投资" * 400 + "。"},
    )
    engine = Engine(Settings(), tmp_path / "library")
    engine.index([articles])
    return engine


def test_a_question_of_a_megabyte_is_refused_at_once(small: Engine) -> None:
    started = time.process_time()
    for question in (MEGABYTE, "x" * (QUESTION_CHARACTERS + 1)):
        with pytest.raises(UsageError, match=REFUSED) as caught:
            small.ask(question)
        assert caught.value.advice.startswith("Ask a shorter one")
        with pytest.raises(UsageError, match=REFUSED):
            small.search(question)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("word", REPEATED)
def test_the_longest_question_is_answered_in_time(word: str, small: Engine) -> None:
    question = (word * QUESTION_CHARACTERS)[:QUESTION_CHARACTERS]
    earlier = [{"role": "user", "content": question}, {"role": "assistant", "content": question}]
    started = time.process_time()
    try:
        small.ask(question, messages=earlier, record=False)
    except UsageError as error:
        assert not question.strip(), error  # of blanks alone
    small.ask("那它呢？", messages=earlier, record=False)
    assert time.process_time() - started < SECONDS


def test_times_and_follow_ups_of_a_megabyte_take_linear_time() -> None:
    started = time.process_time()
    time_mentions(MEGABYTE, "2024-03-05")
    assert not leans("那它" + MEGABYTE)
    said = [{"role": "user", "content": MEGABYTE}, {"role": "assistant", "content": MEGABYTE}]
    assert standalone("它呢？", said * 3).text
    assert time.process_time() - started < SECONDS


def test_over_http_and_in_openais_form(small: Engine) -> None:
    with TestClient(build_app(small), base_url="http://127.0.0.1:7860") as client:
        for path in ("/api/ask", "/api/search"):
            assert client.post(path, json={"question": "长" * 300_000}).status_code == 422
        chat = {"model": "yuanwen", "messages": [{"role": "user", "content": "长" * 300_000}]}
        reply = client.post("/v1/chat/completions", json=chat)
        assert reply.status_code == 400
        assert REFUSED in reply.json()["error"]["message"]
        assert client.post("/api/ask", json={"question": MEGABYTE * 3}).status_code == 413


def test_in_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    Engine(Settings(), folder).index([str(ROOT / "samples" / "articles" / "robot-profile.txt")])
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "YUANWEN_LANGUAGE": "en",
    }  # fmt: skip

    def call(*words: str, typed: str = "") -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "ui.main", *words, "--library", str(folder)],
            input=typed, capture_output=True, text=True, encoding="utf-8", check=False,
            env=environment, timeout=60,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    code, told = call("ask", "长" * 40_000)  # Linux passes no argument of over 128 kB
    assert (code, REFUSED in told) == (2, True)
    code, told = call("chat", typed=f"{MEGABYTE}\n")
    assert REFUSED in told
    assert len(told) < 2 * len(MEGABYTE)


PARK = Article("park", "湿地", "砚湖湿地公园总面积为5600亩。修复工程投入3.2亿元。", "park.txt")
HIT = Hit(Passage("park:0", "park", PARK.text, 0, len(PARK.text)), PARK, 1.0, 0.9, ("keyword",))


@pytest.mark.parametrize(
    "reply",
    [
        f"面积为{'9' * 5000}亩。",
        f"面积为{'九' * 5000}亩。",
        f"面积为{'亿' * 5000}亩。",
        f"面积为5600亩[{'9' * 5000}]。",
        "面积为" + "、".join(f"{number}亩" for number in range(1, 3000)) + "。",
        "，".join(["砚湖湿地公园"] * 2500) + "。",
        "。" * 20_000 + "面积[1]" * 100,
        "[1]" * 6000 + "。",
    ],
    ids=range(8),
)
def test_replies_without_end_are_checked_in_time(reply: str) -> None:
    started = time.process_time()
    found = cited_sentences(reply[:20_000], [HIT], KeywordIndex.build([PARK.text]), CitationList())
    assert all(
        one.verdict is not Verdict.SUPPORTED for one in found.sentences if len(one.text) > 1000
    )
    assert time.process_time() - started < SECONDS


def test_what_no_number_can_be_is_none() -> None:
    assert quantities("9" * 5000 + "元") == []
    (wide,) = quantities("共٣٥亿元")
    assert wide.low == 3_500_000_000
    assert json.dumps(str(quantities("九" * 299 + "人")))
