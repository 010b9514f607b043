"""As many passages as a model's context holds: which are left out, and that it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fakes import LetterEncoder, ScriptedModel, write_articles

from rag.answering.fitting import estimate, fitting
from rag.answering.models import load_model
from rag.answering.prompts import answer_messages
from rag.answering.replies import REPLY_TOKENS
from rag.engine import Engine
from rag.errors import ModelError
from rag.settings import Settings
from rag.types import Article, Hit, Passage

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "articles"
QUESTION = "面积是多少？"


def hit(name: str, characters: int = 100) -> Hit:
    article = Article(id=name, title="题", text=name * characters, source="a.txt")
    return Hit(Passage(name, name, article.text, 0, characters, ""), article, 1.0, 0.9, ("dense",))


HITS = [hit("甲"), hit("乙"), hit("丙")]


class CharacterModel(ScriptedModel):
    """Has a token for each character of the contents, and none for anything else."""

    def __init__(self, context_tokens: int) -> None:
        super().__init__("好。")
        self.context_tokens = context_tokens

    def count_tokens(self, messages: Sequence[dict[str, str]]) -> int:
        return sum(len(message["content"]) for message in messages)


def needed(count: int) -> int:
    """Tokens of a prompt of the first hits and of its reply, for a `CharacterModel`."""
    messages = answer_messages(QUESTION, HITS[:count], "zh")
    return CharacterModel(0).count_tokens(messages) + REPLY_TOKENS


@pytest.mark.parametrize(("short_of", "kept"), [(0, 3), (1, 2)])
def test_the_last_passages_go_first_and_only_as_many_as_must(short_of: int, kept: int) -> None:
    model = CharacterModel(needed(3) - short_of)
    fit = fitting(QUESTION, HITS, model, None)
    assert [one.article.id for one in fit.hits] == ["甲", "乙", "丙"][:kept]
    assert fit.left_out == 3 - kept


def test_a_long_passage_may_push_out_all_after_it() -> None:
    hits = [HITS[0], hit("长", 5000), HITS[2]]
    fit = fitting(QUESTION, hits, CharacterModel(needed(3)), None)
    assert [one.article.id for one in fit.hits] == ["甲"]
    assert fit.left_out == 2


def test_what_holds_not_one_passage_is_an_error() -> None:
    with pytest.raises(ModelError, match=f"context of {needed(1) - 1} tokens") as caught:
        fitting(QUESTION, HITS, CharacterModel(needed(1) - 1), None)
    assert "YUANWEN_MODEL_CONTEXT_TOKENS" in caught.value.advice


def test_a_model_that_does_not_count_is_given_all_unless_its_context_is_set() -> None:
    assert fitting(QUESTION, HITS, ScriptedModel(), None).left_out == 0
    two = estimate(answer_messages(QUESTION, HITS[:2], "zh")) + REPLY_TOKENS
    assert fitting(QUESTION, HITS, ScriptedModel(), two).left_out == 1
    assert fitting(QUESTION, HITS, ScriptedModel(), two - 1).left_out == 2


def test_the_estimate_by_hand() -> None:
    # 6 Latin letters: 2; four digits and a sign: 5; three Han characters: 6; two messages: 32.
    messages = [{"role": "system", "content": "abcdef"}, {"role": "user", "content": "2024-年月日"}]
    assert estimate(messages) == 2 + 5 + 6 + 32


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_the_estimate_is_a_bound_for_a_tokeniser_that_knows_no_chinese(
    gguf: Path, name: str
) -> None:
    model: Any = load_model(f"llamacpp:{gguf}", timeout_seconds=60, threads=1, context_tokens=1024)
    content = (SAMPLES / name).read_bytes().decode("utf-8", "ignore")[:1500]
    messages = [{"role": "system", "content": "-"}, {"role": "user", "content": content}]
    assert model.count_tokens(messages) <= estimate(messages)


@pytest.fixture
def ask(tmp_path: Path, letters: LetterEncoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Ask a library of three articles with a given model."""
    monkeypatch.setattr("rag.answering.answerer.ENOUGH", 0.0)
    engine = Engine(Settings(), tmp_path / "library")
    articles = [
        {"id": one, "title": one, "text": f"{one}公园总面积为{n}00亩。" + "园内有湖有桥。" * 20}
        for n, one in enumerate(("砚湖", "青石", "东畈"), start=1)
    ]
    engine.index([write_articles(tmp_path / "a.jsonl", *articles)])

    def asked(question: str, model: object) -> Any:
        monkeypatch.setattr("rag.engine.load_model", lambda _spec, **_options: model)
        return engine.ask(question, model="counting", record=False)

    yield asked


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("砚湖公园总面积是多少亩？", "模型的上下文放不下全部段落，排在最后的 {} 个没有给它看。"),
        ("How large is the park in 2024?",
         "The model's context does not hold all passages; the last {} were left out."),
    ],
)  # fmt: skip
def test_the_answer_says_how_many_were_left_out(ask: Any, question: str, notice: str) -> None:
    roomy = CharacterModel(100_000)
    assert ask(question, roomy).notice is None
    whole = roomy.count_tokens(roomy.messages)
    tight = CharacterModel(whole + REPLY_TOKENS - 1)
    found = ask(question, tight)
    assert found.notice == notice.format(1)
    assert tight.count_tokens(tight.messages) < whole
    assert found.model == "counting"


def test_no_room_for_a_passage_gives_the_extracted_answer(ask: Any) -> None:
    found = ask("砚湖公园总面积是多少亩？", CharacterModel(50))
    assert found.model == "extractive"
    assert "no passage fits into the model's context of 50 tokens" in found.notice
