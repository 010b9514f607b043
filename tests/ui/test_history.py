"""Conversations on disk: as they were, each user's own, bounded, nowhere else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.claims.doubts import Doubt, DoubtKind
from rag.engine import Engine
from rag.errors import LibraryError, ModelError
from rag.settings import Settings
from rag.types import Answer, Conflict, Outcome, Sentence, Statement, Verdict
from ui.conversation import cited_html, conversation_html
from ui.history import KEPT, LOCAL, History
from ui.markdown_export import conversation_markdown
from ui.texts import EN, ZH
from ui.turn_records import turn_of, turn_record
from ui.turns import Stopped, Turn, messages

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
ASKED = (
    "砚湖湿地的候鸟为什么变多了？",
    "临泽新区累计引进了多少个半导体项目？",
    "火星探测器的燃料是什么？",
)


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> list[Turn]:
    engine = Engine(Settings(), tmp_path_factory.mktemp("history") / "library")
    engine.index([str(SAMPLES)])
    found = [Turn(at, one, engine.ask(one)) for at, one in enumerate(ASKED, start=1)]
    assert isinstance(found[1].result, Answer)
    assert found[1].result.conflicts
    return found


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_a_conversation_is_shown_as_it_was(history: History, turns: list[Turn]) -> None:
    """Rendered and exported, answers and sources are the same to the letter."""
    name = history.new_id()
    history.save(None, name, turns)
    back = history.load(None, name)
    for texts in (ZH, EN):
        assert conversation_html(back, texts) == conversation_html(turns, texts)
        assert conversation_markdown(back, texts) == conversation_markdown(turns, texts)
    assert messages(back) == messages(turns)
    marks = cited_html(turns, ZH).split("<mark>")
    assert cited_html(back, ZH).split("<mark>")[1][:200] == marks[1][:200]
    assert len(cited_html(back, ZH).split("<mark>")) == len(marks)


def test_every_kind_of_result_comes_back(turns: list[Turn]) -> None:
    real = turns[0].result
    assert isinstance(real, Answer)
    doubt = Doubt(DoubtKind.FIGURE, "3", "4", denied=True)
    odd = replace(
        real,
        sentences=(Sentence("甲。", (1,), Verdict.UNSUPPORTED, (doubt,)), *real.sentences),
        conflicts=(Conflict("长", (Statement("3公里", None, 1),)),),
        outcome=Outcome.NOT_FOUND, notice="说明", as_of="2024", left_out=2,
    )  # fmt: skip
    given = Turn(7, "问", odd, "http://h/v1#m", "2024", ModelError("no.", "ask."), "openai:x")
    back = turn_of(json.loads(json.dumps(turn_record(given))))
    assert conversation_html([back], ZH) == conversation_html([given], ZH)
    assert (back.number, back.model, back.as_of, back.beside_model) == (
        7, "http://h/v1#m", "2024", "openai:x",
    )  # fmt: skip
    stopped = Turn(1, "问", Stopped("一半"))
    assert turn_of(json.loads(json.dumps(turn_record(stopped)))) == stopped


def test_only_what_is_shown_of_an_article_is_kept(turns: list[Turn]) -> None:
    answer = turns[0].result
    assert isinstance(answer, Answer)
    (citation, *_) = answer.citations
    long = replace(citation.article, text=citation.article.text + "\n尾" * 9000)
    many = replace(answer, citations=(replace(citation, article=long),), sentences=(), hits=())
    assert len(json.dumps(turn_record(Turn(1, "问", many)), ensure_ascii=False)) < 9000


def test_users_do_not_see_each_other(history: History, turns: list[Turn]) -> None:
    mine, theirs = history.new_id(), history.new_id()
    history.save("ann", mine, turns[:1])
    history.save("bob", theirs, turns[1:2])
    assert [one.id for one in history.past("ann")] == [mine]
    assert [one.title for one in history.past("bob")] == [ASKED[1]]
    assert history.past(None) == []
    for user, name in (("ann", theirs), ("bob", mine), (None, mine)):
        with pytest.raises(LibraryError):
            history.load(user, name)
    history.delete_all("ann")
    assert (history.past("ann"), len(history.past("bob"))) == ([], 1)


@pytest.mark.parametrize("user", ["../bob", "local", "", "a/b", "..", "\x00", "a" * 5000])
def test_no_users_name_leads_elsewhere(tmp_path: Path, turns: list[Turn], user: str) -> None:
    history = History(tmp_path)
    history.save(user, history.new_id(), turns[:1])
    (folder,) = (tmp_path / "history").iterdir()
    assert folder.name != LOCAL
    assert len(folder.name) == 32
    assert history.past(None) == []
    assert [path.name for path in tmp_path.iterdir()] == ["history"]


@pytest.mark.parametrize("name", ["", "..", "../../current", "/etc/passwd", "20260101T000000-zz"])
def test_no_id_leads_elsewhere(history: History, turns: list[Turn], name: str) -> None:
    for use in (history.load, history.delete):
        with pytest.raises(LibraryError):
            use(None, name)
    with pytest.raises(LibraryError):
        history.save(None, name, turns)


def test_the_list_begins_with_the_last_and_is_bounded(
    tmp_path: Path, history: History, turns: list[Turn]
) -> None:
    names = [f"20260101T{number:06}-00000000" for number in range(KEPT + 2)]
    for name in names:
        history.save(None, name, turns[2:3])
    files = sorted(path.stem for path in (tmp_path / "history" / LOCAL).iterdir())
    assert files == names[2:]
    damaged = tmp_path / "history" / LOCAL / f"{names[-1]}.json"
    damaged.write_text("{", encoding="utf-8")
    assert len(history.past(None)) == KEPT - 1
    with pytest.raises(LibraryError):
        history.load(None, names[-1])
    history.delete(None, names[-1])
    history.delete(None, names[-1])  # gone already
    assert not damaged.exists()


def test_nothing_is_written_where_there_is_no_library(tmp_path: Path) -> None:
    history = History(tmp_path / "none")
    history.save(None, history.new_id(), [Turn(1, "问", ModelError("no."))])
    assert list(tmp_path.iterdir()) == []
