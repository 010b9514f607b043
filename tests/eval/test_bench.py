"""The benchmark measures what it says, on inputs small enough to be worked out by hand."""

from __future__ import annotations

import gzip
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from embeddings.faiss_index import CompressedIndex
from eval.bench import langchain_rival, large_library, ours
from eval.bench.__main__ import main
from eval.bench.copies import GROUPS, changed, copied_articles, copied_vectors, noisy
from eval.bench.many_vectors import index_file, overlap
from eval.bench.material import prepare
from eval.bench.processes import StepFailed, run_step
from eval.bench.results import Recall, Spread, recall_by_kind
from eval.questions import Question
from rag.engine import Engine
from rag.errors import MissingPackage, UsageError
from rag.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = all(find_spec(name) is not None for name in langchain_rival.PACKAGES)
CITIES = ("杭州", "南京", "苏州", "成都")
ARTICLES = [
    {
        "id": f"a{number}",
        "title": f"{CITIES[number % 4]}第{number}号公告",
        "date": f"2024-01-{number % 28 + 1:02}",
        "text": f"{CITIES[number % 4]}第{number}号项目总投资{number * 3}亿元，于3月动工。" * 12,
    }
    for number in range(40)
]


def question(name: str, kind: str, *articles: str, **more: object) -> dict[str, object]:
    return {
        "id": name, "question": f"{name}?", "kind": kind, "articles": list(articles),
        "answers": ["x"], **more,
    }  # fmt: skip


def lines(path: Path, records: list[dict]) -> Path:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def hits(*names: str) -> list[dict]:
    return [{"article": {"id": name, "source": name}} for name in names]


def test_recall_counts_different_articles_of_each_kind() -> None:
    questions = [
        Question(**question("q1", "one", "a", "b")),  # type: ignore[arg-type]
        Question(**question("q2", "one", "c")),  # type: ignore[arg-type]
        Question(**question("q3", "two", "c")),  # type: ignore[arg-type]
    ]
    rankings = [
        hits("x", "a", "a", "x", "y", "z", "b"),  # different: x a y z b
        hits("c", "x"),
        hits("x", "x", "y", "z", "v", "w", "c"),  # different: x y z v w c, the sixth
    ]
    assert recall_by_kind(questions, rankings) == {
        "all": Recall(3, at_1=pytest.approx(1 / 3), at_5=pytest.approx(2 / 3)),
        "one": Recall(2, at_1=0.5, at_5=1.0),
        "two": Recall(1, at_1=0.0, at_5=0.0),
    }


def test_a_spread_has_the_median_and_the_95th_percentile() -> None:
    # 0.95 × 4 steps = 3.8: four fifths of the way from the fourth value to the fifth
    assert Spread.of([5, 1, 2, 4, 3]) == Spread(median=3, p95=pytest.approx(4.8), count=5)


def test_the_share_of_the_exact_rows_that_is_found() -> None:
    assert overlap([[1, 2], [3, 4]], [[2, 1], [3, 9]]) == 0.75


def test_noise_keeps_the_wanted_cosine() -> None:
    generator = np.random.default_rng(1)
    real = noisy(np.eye(400, 512, dtype=np.float32), 0.5, generator)
    copies = noisy(real, 0.95, generator)
    cosines = (real * copies).sum(axis=1)
    assert np.linalg.norm(copies, axis=1) == pytest.approx(1, abs=1e-6)
    assert cosines.mean() == pytest.approx(0.95, abs=0.002)
    assert cosines.min() > 0.92


def test_changed_texts_keep_their_length_and_all_but_figures_and_names() -> None:
    text = "2024年，杭州引进项目1234567890个，俄罗斯专家王某到会。"
    made = changed(text, np.random.default_rng(3))
    assert len(made) == len(text)
    places = [(text.index(name), name) for name in ("杭州", "俄罗斯", "王某")]
    within = {at for start, name in places for at in range(start, start + len(name))}
    same = [at for at, one in enumerate(text) if not one.isdigit() and at not in within]
    assert [made[at] for at in same] == [text[at] for at in same]
    assert made[12:22].isdigit() and made[12:22] != text[12:22] == "1234567890"
    for start, name in places:
        group = next(group for group in GROUPS if name in group)
        assert made[start : start + len(name)] in set(group) - {name}
    assert changed(text, np.random.default_rng(3)) == made
    assert changed(text, np.random.default_rng(4)) != made


def test_the_names_of_a_group_have_one_length_and_stand_once() -> None:
    assert all(len({len(name) for name in group}) == 1 for group in GROUPS[:6])
    every = [name for group in GROUPS for name in group]
    assert len(every) == len(set(every))


def test_copied_vectors_begin_with_the_real_ones() -> None:
    real = np.eye(3, 512, dtype=np.float32)
    made = np.concatenate(list(copied_vectors(real, 8, np.random.default_rng(1), block=5)))
    assert made.shape == (8, 512)
    assert np.array_equal(made[:3], real)
    assert (made[3:] @ real.T).argmax(axis=1).tolist() == [0, 1, 2, 0, 1]
    assert not np.array_equal(made[3], made[6])


def test_the_articles_asked_for_are_always_among_those_chosen(tmp_path: Path) -> None:
    articles = lines(tmp_path / "articles.jsonl.gz", ARTICLES)
    asked = [question("q1", "k", "a39"), question("q2", "k", "a20", "a21")]
    asked += [question("q3", "k", "unknown"), question("q4", "k", "a5", as_of="2024")]
    asked += [question(f"m{number}", "many", "a0") for number in range(9)]
    questions = lines(tmp_path / "questions.jsonl", asked)
    made = prepare(articles, questions, tmp_path / "work", most=7, per_kind=3, seed=1)
    chosen = {one["id"] for one in read(made.questions)}
    assert {"q1", "q2"} <= chosen and not chosen & {"q3", "q4"}
    assert (made.question_count, len(chosen)) == (5, 5)  # q1, q2 and three of the nine
    # of seven, five are kept for a0, a20, a21, a39 and the one that is not there
    assert [one["id"] for one in read(made.articles)] == ["a0", "a1", "a2", "a20", "a21", "a39"]
    with pytest.raises(UsageError):
        prepare(articles, lines(tmp_path / "none.jsonl", asked[2:4]), tmp_path / "other",
                most=None, per_kind=3, seed=1)  # fmt: skip


def test_a_folder_is_read_and_its_files_are_named_by_id(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bird.txt").write_text("湿地公告\n\n砚湖湿地公园记录到鸟类168种。", encoding="utf-8")
    questions = lines(tmp_path / "questions.jsonl", [question("q1", "k", "bird.txt")])
    made = prepare(folder, questions, tmp_path / "work", most=None, per_kind=9, seed=1)
    (article,), (asked,) = read(made.articles), read(made.questions)
    assert "168种" in article["text"]
    assert asked["articles"] == [article["id"]]


def test_a_large_library_is_a_sound_one(engine: Engine, tmp_path: Path) -> None:
    engine.index([str(lines(tmp_path / "articles.jsonl", ARTICLES))])
    small = engine.generation
    count = 2 * small.passage_count + 3
    copies = list(copied_articles(small, count, np.random.default_rng(2)))
    assert [article for article, _ in copies[: small.article_count]] == list(small.articles())
    assert len({article.id for article, _ in copies}) == len(copies)
    assert sum(len(passages) for _, passages in copies) == count
    real = small.index.vectors(np.arange(small.passage_count))
    vectors = np.concatenate(list(copied_vectors(real, count, np.random.default_rng(2), 64)))
    CompressedIndex.build(vectors).save(index_file(str(tmp_path), "compressed"))
    library = str(engine.folder.path)
    made = large_library.build(library, str(tmp_path), str(tmp_path / "large"), count, 2)
    assert (made.articles, made.passages) == (len(copies), count)
    large = Engine(Settings(), tmp_path / "large")
    assert large.check() == []
    found = large.search("第7号项目总投资多少？", k=count).hits
    assert {"a7", "a7~1"} <= {hit.article.id for hit in found}


def test_a_step_that_fails_tells_why(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"ours:encode failed: .*there is no library"):
        run_step(ours.encode, library=str(tmp_path), sample=0, seed=1)


def test_missing_packages_are_told_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(langchain_rival, "find_spec", lambda name: None)
    with pytest.raises(MissingPackage, match="rank_bm25, jieba"):
        langchain_rival.require()
    samples = ROOT / "samples"
    out = str(tmp_path / "bench.json")
    code = main([str(samples / "articles"), str(samples / "questions.jsonl"), "--out", out])
    assert code == 1
    assert "pip install -c constraints.txt -e '.[bench]'" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--parts", "everything"], ["--passages", "0"]])
def test_wrong_options_are_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["a", "q", "--out", "o", *wrong])
    assert caught.value.code == 2


def bench(out: Path, parts: str) -> dict:
    samples = ROOT / "samples"
    code = main(
        [
            *(str(samples / "articles"), str(samples / "questions.jsonl"), "--parts", parts),
            *("--passages", "120", "--questions", "2", "--cold-starts", "1", "--out", str(out)),
        ]
    )
    assert code == 0
    return json.loads(out.read_text(encoding="utf-8"))


def test_the_whole_command_runs_on_the_samples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = bench(tmp_path / "bench.json", "yuanwen,million")
    indexed, encoded = (record["yuanwen"][name]["result"] for name in ("index", "encode"))
    assert indexed["passages"] == encoded["passages"] == encoded["encoded"] > 20
    asked = record["yuanwen"]["ask"]["result"]
    assert asked["recall"]["all"]["questions"] == asked["search"]["count"]
    assert asked["recall"]["all"]["at_5"] > 0.8
    assert record["million"]["library"]["result"]["passages"] == 120
    assert record["million"]["copies"]["result"]["mean_cosine"] == pytest.approx(0.95, abs=0.01)
    assert record["million"]["recall_of_exact"] > 0.9
    assert record["langchain"] is None
    total = indexed["seconds"]["total"] / encoded["scaled"]
    assert record["ratios"]["index / bare encoding"] == pytest.approx(total)
    assert "recall@1 / @5, all" in capsys.readouterr().out


@pytest.mark.skipif(not INSTALLED, reason="the extra `bench` is not installed")
def test_the_rival_runs_on_the_samples(tmp_path: Path) -> None:
    record = bench(tmp_path / "bench.json", "langchain")
    asked = record["langchain"]["ask"]["result"]
    assert asked["recall"]["fact"] == {"questions": 2, "at_1": 1.0, "at_5": 1.0}
    assert record["langchain"]["build"]["result"]["articles"] == record["sizes"]["articles"]
    assert record["yuanwen"] is record["million"] is None
