"""Calibrating on made collections: where titles decide, where nothing helps, and errors."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import write_articles

from eval.calibrating import Calibration, calibrate, reset
from eval.errors import TooFewQuestions
from eval.fitting import Case, fitted_fusion
from eval.foresight import Seen, figures
from eval.labelled import labelled_cases
from eval.logistic import fitted_logistic, penalised
from eval.questions import load_questions
from rag.engine import Engine
from rag.errors import LibraryBusy
from rag.fusion import Logistic, default_fusion
from rag.ranking import Ranker
from rag.settings import Settings

NAMES = [a + b for a in "甲乙丙丁戊己庚辛" for b in "川岭湾桥坡洲渡峰"]  # 64 made places
UNSEEN = NAMES[60:]


def prose(name: str, of: str) -> str:
    """24 characters that no other article has in this order, so that none is another's reprint."""
    draw = np.random.default_rng([*map(ord, name + of)])
    return "".join(draw.permutation(list("春夏秋冬风霜雨雪花草树木日月星云山水田园鸟鱼虫石")))


def titled(name: str) -> dict[str, str]:
    """The article that is meant, which says the name in its title only."""
    return {"id": f"right-{name}", "title": f"{name}概况", "text": f"{prose(name, 'a')}。"}


def mentions(name: str) -> dict[str, str]:
    """One that says all words of the question, but is about something else."""
    text = f"{name}概况大家都听说过，{name}概况写得好。{prose(name, 'b')}。"
    return {"id": f"wrong-{name}", "title": "旅行杂记", "text": text}


def question(name: str, **fields: object) -> dict[str, object]:
    return {"id": name, "question": f"{name}概况", "articles": [f"right-{name}"], **fields}


def lines(path: Path, records: list[dict]) -> Path:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def places(engine: Engine, tmp_path: Path) -> Engine:
    """A library where the title decides; 64 places in two articles each."""
    articles = [made for name in NAMES for made in (titled(name), mentions(name))]
    engine.index([write_articles(tmp_path / "articles.jsonl", *articles)])
    return engine


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Questions on all places but the last four."""
    return lines(tmp_path / "questions.jsonl", [question(name) for name in NAMES[:60]])


def first(engine: Engine, names: list[str]) -> list[str]:
    return [engine.search(f"{name}概况").hits[0].article.id for name in names]


@pytest.fixture
def calibrated(places: Engine, asked: Path) -> Calibration:
    return calibrate(places, asked)


def test_where_titles_decide_they_come_to_count(places: Engine, asked: Path) -> None:
    assert first(places, UNSEEN) == [f"wrong-{name}" for name in UNSEEN]
    assert places.fusion().name == "shipped"
    done = calibrate(places, asked)
    assert done.kept
    assert (done.questions, done.unanswerable) == (60, 0)
    assert done.after.recall_at_1 > done.before.recall_at_1 + 0.3
    assert done.after.log_loss < done.before.log_loss - 0.3
    gained = [name for name in UNSEEN if f"right-{name}" in first(places, [name])]
    assert len(gained) >= 3, "questions that it was not fitted on gain too"
    again = Engine(Settings(), places.folder.path)  # as another process sees it
    assert first(again, UNSEEN) == first(places, UNSEEN)
    assert done.path == places.folder.path / "fusion.json"
    record = json.loads(done.path.read_text(encoding="utf-8"))
    assert (record["fingerprint"], record["fitted_on"]) == ("fake:letters", "questions.jsonl")
    assert record["after"] == done.after.record()
    shipped = default_fusion().record()["ranking"]["read"]
    # the words of the wrong article stand in one sentence, those of the right one in its title
    assert record["ranking"]["read"]["sentence|same"] < shipped["sentence|same"]
    assert not list(places.folder.path.glob("*.new"))


def test_few_questions_move_the_weights_less_than_many(places: Engine, tmp_path: Path) -> None:
    cases = questions_as_cases(places, tmp_path, NAMES[:60])
    prior = default_fusion()

    def moved(count: int) -> float:
        fitted = fitted_fusion(cases[:count], prior)
        return float(np.abs(fitted.ranking["read"] - prior.ranking["read"]).sum())

    assert 0 < moved(2) < moved(10) < moved(60)


def questions_as_cases(engine: Engine, folder: Path, names: list[str]) -> list[Case]:
    path = lines(folder / "cases.jsonl", [question(name) for name in names])
    generation = engine.folder.open()
    found = labelled_cases(generation, engine.encoder("bundled"), load_questions(path), 100)
    return list(found.own)


def test_reset_goes_back_to_the_shipped_weights(places: Engine, calibrated: Calibration) -> None:
    assert places.fusion().name != "shipped"
    assert reset(places) is True
    assert places.fusion().name == "shipped"
    assert first(places, UNSEEN) == [f"wrong-{name}" for name in UNSEEN]
    assert reset(places) is False


def test_what_does_not_help_is_not_written(
    places: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fit gone wrong turns the order round, on questions that the shipped weights get right."""
    shipped = default_fusion()
    turned = {step: -weights for step, weights in shipped.ranking.items()}
    monkeypatch.setattr("eval.calibrating._fitted", lambda *_: replace(shipped, ranking=turned))
    records = [question(name, articles=[f"wrong-{name}"]) for name in NAMES[:20]]
    done = calibrate(places, lines(tmp_path / "q.jsonl", records))
    assert (done.before.recall_at_1, done.after.recall_at_1) == (1.0, 0.0)
    assert done.after.log_loss > done.before.log_loss
    assert (done.kept, done.path) == (False, None)
    assert not places.folder.fusion.exists()
    assert places.fusion().name == "shipped"


@pytest.mark.parametrize("count", [0, 19])
def test_too_few_questions_are_refused(places: Engine, tmp_path: Path, count: int) -> None:
    known = [question(name) for name in NAMES[:count]]
    others = [question(name, articles=["nowhere"]) for name in NAMES[20:60]]
    path = lines(tmp_path / "q.jsonl", known + others)
    with pytest.raises(TooFewQuestions, match=f"has {count} questions .* 20 are the least") as told:
        calibrate(places, path)
    assert "questions draft" in told.value.advice
    assert not places.folder.fusion.exists()


def test_a_library_that_is_being_written_to_is_left_alone(places: Engine, asked: Path) -> None:
    with Engine(Settings(), places.folder.path).folder.writing(), pytest.raises(LibraryBusy):
        calibrate(places, asked)


def test_a_question_names_its_articles_by_id_file_or_reprint(
    engine: Engine, tmp_path: Path
) -> None:
    text = (
        "砚湖湿地公园总面积为5600亩，今年四月重新开放，公园记录到鸟类一百六十八种，比去年多七种。"
    )
    articles = write_articles(
        tmp_path / "zone.jsonl", {"id": "b", "title": "候鸟", "date": "2024-03-01", "text": text},
        {"id": "c", "title": "候鸟", "date": "2024-03-05", "text": text},
        {"id": "m", "title": "地铁", "date": "2025-01-01", "text": "地铁通车了。"},
    )  # fmt: skip
    engine.index([articles])
    generation = engine.folder.open()
    assert generation.reprints == {"b": ["c"]}
    asked = {
        "by id": {"articles": ["m"]},
        "by file": {"articles": ["zone.jsonl"]},
        "by file and title": {"articles": ["zone.jsonl"], "title_contains": "地铁"},
        "by reprint": {"articles": ["c"]},
        "before it": {"articles": ["m"], "as_of": "2024"},
        "held out": {"articles": ["m"], "held_out": ["m"]},
        "unknown": {"articles": ["x"]},
        "unlabelled": {},
        "no answer": {"answers": []},
    }
    records = [{"id": name, "question": name, **fields} for name, fields in asked.items()]
    questions = load_questions(lines(tmp_path / "q.jsonl", records))
    cases = labelled_cases(generation, engine.encoder("bundled"), questions, 100)
    ids = np.array(generation.ids)[generation.article_rows]
    gold = {case.asked.text: set(ids[case.gold].tolist()) for case in cases.own}
    assert gold == {"by id": {"m"}, "by file": {"b", "m"}, "by file and title": {"m"},
                    "by reprint": {"b"}}  # fmt: skip
    assert [case.asked.text for case in cases.foreign] == ["no answer"]
    alone = {case.asked.text for case in cases.own if case.without is None}
    assert alone == {"by file"}, "nothing is left where all articles are right"


def test_figures_by_hand() -> None:
    items = [
        Seen(True, 0.8, 0.5, (0.2, 0.4)),
        Seen(False, 0.6, 1.5, (0.6,)),
        Seen(None, 0.9, 0.0, (0.8,)),  # without an answer: only the last part
    ]
    found = figures(items)
    assert found.recall_at_1 == 0.5
    # bins 0.8 (right 1) and 0.6 (right 0): (0.2 + 0.6) / 2
    assert found.calibration_error == pytest.approx(0.4)
    # order (0.5 + 1.5) / 2, confidence (-ln 0.8 - ln 0.4) / 2, answer (0.2 + 0.4 + 0.6 + 0.8) / 4
    assert found.log_loss == pytest.approx(1 + (0.2231 + 0.9163) / 2 + 0.5, abs=1e-4)


def test_a_prior_holds_where_nothing_speaks_and_yields_to_many() -> None:
    """One feature, always 1, prior weight 0 and bias 0: the odds go towards those of the rows."""
    prior = Logistic(np.zeros(1, np.float32), 0.0)

    def probability(rows: int) -> float:
        right = np.arange(rows) % 10 > 0  # nine in ten
        fitted = fitted_logistic(np.ones((rows, 1)), right, np.ones(rows), prior)
        return float(fitted.probability(np.ones((1, 1), np.float32))[0])

    # Two equal weights w share the odds 2w; their slope is 0 where n(0.9 - p) = 10w:
    # for n = 10, w = 0.2688 and p = 0.6313 (by bisection); for n = 10,000, p is nearly 0.9
    w = 0.2688
    assert 10 * (0.9 - 1 / (1 + np.exp(-2 * w))) == pytest.approx(10 * w, abs=0.01)
    assert probability(10) == pytest.approx(1 / (1 + np.exp(-2 * w)), abs=1e-3)
    assert probability(10_000) == pytest.approx(0.9, abs=2e-3)


def test_a_weight_stays_above_the_least_that_it_may_be() -> None:
    """The second feature is the first's opposite: free, it gets a weight below 0."""
    first = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    features = np.column_stack([first, -first])
    right = np.array([False, False, True, False, True, True])
    ones = np.ones(6)
    free = fitted_logistic(features, right, ones, None).weights
    bound = fitted_logistic(features, right, ones, None, np.zeros(2)).weights
    assert free[0] == pytest.approx(-free[1], rel=1e-3) and free[1] < -0.1
    assert bound[1] == 0 and bound[0] > free[0]


def test_the_size_of_a_feature_is_that_where_it_is_there() -> None:
    features = np.array([[3.0, 0.0], [4.0, 0.0], [0.0, 2.0], [5.0, 0.0]])
    size, centre, penalty = penalised(features, np.array([2.0, -1.0]))
    np.testing.assert_allclose(size, [np.sqrt(50 / 3), 2.0], atol=1e-5)
    np.testing.assert_allclose(centre, [2 * np.sqrt(50 / 3), -2.0], atol=1e-4)
    assert penalty == 5.0


def test_reading_is_remembered_question_by_question(places: Engine, tmp_path: Path) -> None:
    one, other = questions_as_cases(places, tmp_path, NAMES[:2])
    plain = Ranker(one.ranker.store, one.ranker.encoder, default_fusion())
    for case in (one, other, one):
        remembered = case.ranker.read(case.evidence, case.asked)
        read = plain.read(case.evidence, case.asked)
        for name in ("rows", "sentence", "window", "titled"):
            np.testing.assert_array_equal(getattr(remembered, name), getattr(read, name))
