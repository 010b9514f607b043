"""Hits in the order of a reranker: a scripted one worked by hand, and a real cross-encoder."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from cross_encoders import save_model
from fakes import LetterEncoder, write_articles
from numpy.typing import NDArray

from embeddings.errors import RerankerError
from rag.engine import Engine
from rag.ranking import READ_CANDIDATES
from rag.settings import Settings
from rag.types import Search
from ui.main import run

QUESTION = "门票多少钱？"
TEXTS = {
    "park": "公园门票十元。",
    "birds": "鸟有九种，门票另售。",
    "metro": "地铁通车，多少人看门票。",
}


class ByLength:
    """Prefers long texts; keeps what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts = list(texts)
        return np.array([len(text) for text in texts], dtype=np.float32)


def opened(folder: Path, spec: str = "none") -> Engine:
    return Engine(Settings(reranker=spec), folder)


@pytest.fixture
def library(tmp_path: Path, letters: LetterEncoder) -> Path:
    articles = [{"id": name, "title": name, "text": text} for name, text in TEXTS.items()]
    opened(tmp_path / "library").index([write_articles(tmp_path / "a.jsonl", *articles)])
    return tmp_path / "library"


def order(found: Search) -> list[str]:
    return [hit.article.id for hit in found.hits]


def test_hits_come_in_the_order_of_the_reranker_with_their_own_confidence(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = opened(library).search(QUESTION)
    reranker = ByLength()
    monkeypatch.setattr("rag.engine.load_reranker", lambda _spec: reranker)
    found = opened(library, "st:lengths").search(QUESTION)
    # with its title "metro": 5 + 1 + 12 characters; "birds": 5 + 1 + 10; "park": 4 + 1 + 7
    assert order(found) == ["metro", "birds", "park"]
    assert sorted(reranker.texts, key=len)[0] == "park\n公园门票十元。"
    before = {hit.article.id: (hit.score, hit.confidence) for hit in plain.hits}
    assert {hit.article.id: (hit.score, hit.confidence) for hit in found.hits} == before
    assert (plain.reranker, found.reranker) == ("none", "st:lengths")
    assert found.answerable == plain.answerable


@pytest.mark.parametrize("mode", ["keyword", "dense"])
def test_one_search_alone_keeps_its_own_order(
    library: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr("rag.engine.load_reranker", lambda _spec: ByLength())
    found = opened(library, "st:lengths").search(QUESTION, mode=mode)
    assert order(found) == order(opened(library).search(QUESTION, mode=mode))
    assert found.reranker == "none"


def test_only_the_candidates_that_were_read_are_reranked(
    tmp_path: Path, letters: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [{"id": f"n{n:02}", "title": f"第{n}号", "text": "门票" + "好" * n + f"，共{n}元。"}
                for n in range(40)]  # fmt: skip
    opened(tmp_path / "library").index([write_articles(tmp_path / "a.jsonl", *articles)])
    before = order(opened(tmp_path / "library").search(QUESTION, k=40))
    reranker = ByLength()
    monkeypatch.setattr("rag.engine.load_reranker", lambda _spec: reranker)
    after = order(opened(tmp_path / "library", "st:lengths").search(QUESTION, k=40))
    assert len(reranker.texts) == READ_CANDIDATES
    first = {name: -(len(name_of(name)) + 1 + len(text_of(articles, name))) for name in before}
    assert after[:READ_CANDIDATES] == sorted(before[:READ_CANDIDATES], key=first.__getitem__)
    assert after[READ_CANDIDATES:] == before[READ_CANDIDATES:]


def name_of(name: str) -> str:
    return f"第{int(name[1:])}号"


def text_of(articles: list[dict[str, str]], name: str) -> str:
    return next(one["text"] for one in articles if one["id"] == name)


def test_a_cross_encoder_of_a_folder_orders_search_ask_and_run(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from sentence_transformers import CrossEncoder

    folder = save_model(tmp_path / "model")
    scores = CrossEncoder(folder).predict(
        [(QUESTION, f"{name}\n{text}") for name, text in TEXTS.items()]
    )
    expected = [name for _, name in sorted(zip(-scores, TEXTS, strict=True))]
    worst = [name for _, name in sorted(zip(scores, TEXTS, strict=True))]
    assert expected != worst
    questions = tmp_path / "q.jsonl"
    questions.write_text(json.dumps({"id": "q", "question": QUESTION, "articles": ["park"]}))

    def yuanwen(*words: str) -> dict:
        arguments = ["yuanwen", "--library", str(library), "--json", *words]
        monkeypatch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as ended:
            run()
        assert not ended.value.code
        return json.loads(capsys.readouterr().out)

    spec = f"st:{folder}"
    for command in ("search", "ask"):
        found = yuanwen(command, QUESTION, "--reranker", spec)
        assert [hit["article"]["id"] for hit in found["hits"]] == expected
        assert found["reranker"] == spec
    done = yuanwen("eval", str(questions), "--out", str(tmp_path / "run"), "--reranker", spec)
    assert done["settings"]["reranker"] == spec
    line = json.loads((tmp_path / "run" / "answers.jsonl").read_text(encoding="utf-8"))
    assert [hit["article"]["id"] for hit in line["hits"]] == expected
    monkeypatch.setenv("YUANWEN_RERANKER", spec)  # the setting, and the option that wins over it
    assert yuanwen("search", QUESTION)["reranker"] == spec
    assert yuanwen("search", QUESTION, "--reranker", "none")["reranker"] == "none"


def test_a_wrong_spec_is_told_in_one_line(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RerankerError):
        opened(library, "bge").search(QUESTION)
    monkeypatch.setenv("YUANWEN_LANGUAGE", "zh")
    monkeypatch.setattr(
        sys, "argv", ["yuanwen", "--library", str(library), "serve", "--reranker", "bge"]
    )
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    assert "没有名为 'bge' 的重排模型。" in capsys.readouterr().err
