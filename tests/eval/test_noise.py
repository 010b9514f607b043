"""Noise, no evidence, wrong evidence: passages drawn, answers judged, the command as a whole."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.errors import QuestionFileError
from eval.intervals import Estimate
from eval.noise.__main__ import INTERRUPTED, main
from eval.noise.asking import BARE, YUANWEN
from eval.noise.bare import MISTAKE, REFUSAL, bare_messages, refuses, tells_mistake
from eval.noise.cases import Case, load_cases, names
from eval.noise.drawing import NONE, WRONG, Condition, Given, Kind, draw
from eval.noise.results import scores
from eval.noise.shelf import evidence, evidence_and_wrong
from rag.engine import Engine
from rag.types import Answer

PORTS = {
    "id": 1,
    "query": "青湾港2023年的集装箱吞吐量是多少？",
    "answer": ["318万标箱"],
    "fakeanswer": "291万标箱",
    "positive": [
        "青湾港务局公布，2023年青湾港集装箱吞吐量为318万标箱，比上年多一成。",
        "据青湾海关统计，青湾港去年（2023年）完成集装箱吞吐量318万标箱，外贸箱占六成。",
        "年报写道：青湾港2023年集装箱吞吐量达到318万标箱，创开港以来的新高。",
    ],
    "negative": [
        "青湾港新建的两个泊位将于后年投入使用，可停靠大型集装箱船。",
        "青湾港开通了到南方三个港口的集装箱班轮，每周两班。",
        "青湾港的引航站换了新船，引航员有四十二人。",
        "青湾港附近的渔民每年六月休渔，九月出海。",
        "青湾港的候船厅改建后，多了一倍的座位。",
    ],
    "positive_wrong": [
        "青湾港务局公布，2023年青湾港集装箱吞吐量为291万标箱，比上年多一成。",
        "据青湾海关统计，青湾港去年（2023年）完成集装箱吞吐量291万标箱，外贸箱占六成。",
    ],
}
HALDEN = (
    "The keepers of Halden wrote a book, found in an attic at the end of the last century, which "
    "says that the architect {} designed the Halden lighthouse in 1911 and never saw it lit."
)
LIGHTHOUSE = {
    "id": 2,
    "query": "Which architect designed the Halden lighthouse?",
    "answer": [["Ilse Brandt", "I. Brandt"]],
    "fakeanswer": "Tom Okafor",
    "positive": [HALDEN.format("Ilse Brandt")],
    "negative": ["Sailors say that the fog near Halden is worst in the first days of November."],
    "positive_wrong": [HALDEN.format("Tom Okafor")],
}
SET = [PORTS, LIGHTHOUSE]


def written(path: Path, *records: Any) -> Path:
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    path.write_text(text, encoding="utf-8")
    return path


def case(**fields: Any) -> Case:
    known: dict[str, Any] = {
        "id": "1", "question": "多少？", "answers": (("318万标箱",),),
        "positive": (("p1", "p2", "p3", "p4"),), "negative": ("n1", "n2", "n3", "n4", "n5"),
    }  # fmt: skip
    return Case(**(known | fields))


class Same(dict[str, str]):
    """Each text searched as an article of its own name."""

    def get(self, text: str, default: Any = None) -> Any:
        return text


def drawn(one: Case, condition: Condition, passages: int = 5, seed: int = 7) -> tuple[Given, ...]:
    return draw(one, condition, passages, seed, Same())


def kinds(given: tuple[Given, ...]) -> Counter[str]:
    return Counter(str(one.kind) for one in given)


def of_kind(given: tuple[Given, ...], kind: Kind) -> set[str]:
    return {one.text for one in given if one.kind == kind}


# The file


def test_a_file_is_read_with_its_nested_answers_and_passages(tmp_path: Path) -> None:
    both = {
        "id": 5, "query": "去年和今年各多少？", "answer": ["3家", ["4家", "四家"]],
        "positive": [["去年3家。", "3家。"], ["今年4家。"]], "negative": ["不知道。", " "],
    }  # fmt: skip
    first, second = load_cases(written(tmp_path / "set.jsonl", PORTS, both))
    assert first.answers == (("318万标箱",),) and first.fake == (("291万标箱",),)
    assert first.positive == (tuple(PORTS["positive"]),)  # type: ignore[arg-type]
    assert len(first.negative) == 5 and len(first.wrong) == 2
    assert second.answers == (("3家",), ("4家", "四家"))
    assert second.positive == (("去年3家。", "3家。"), ("今年4家。",))
    assert second.negative == ("不知道。",) and second.wrong == () and second.fake == ()


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "set.jsonl", PORTS, {"id": 2}, PORTS, {**LIGHTHOUSE, "answer": []})
    with pytest.raises(QuestionFileError) as caught:
        load_cases(path)
    assert [number for number, _ in caught.value.problems] == [2, 3, 4]


def test_an_answer_names_one_of_each_group() -> None:
    accepted = (("3家",), ("4家", "四家"))
    assert names(accepted, "去年3家，今年四家。")
    assert names(accepted, "去年３家[1]，今年 4 家[2]。")
    assert not names(accepted, "去年3家。")
    assert not names((), "什么都行")


# The draw


@pytest.mark.parametrize(
    ("noise", "positive", "negative"), [(0.0, 4, 0), (0.2, 4, 1), (0.4, 3, 2), (0.8, 1, 4)]
)
def test_a_share_of_the_passages_is_noise(noise: float, positive: int, negative: int) -> None:
    """Of five; four hold the answer at the most, and no noise is put in for the fifth."""
    given = drawn(case(), Condition("noise", noise))
    assert kinds(given) == Counter({"positive": positive, "negative": negative})


def test_without_evidence_only_negative_ones_are_given() -> None:
    assert kinds(drawn(case(), NONE)) == Counter({"negative": 5})
    assert drawn(case(negative=()), NONE) == ()


def test_wrong_ones_stand_beside_right_ones() -> None:
    wrong = case(wrong=("w1", "w2", "w3"))
    assert kinds(drawn(wrong, WRONG)) == Counter({"positive": 3, "wrong": 2})
    assert kinds(drawn(wrong, WRONG, passages=4)) == Counter({"positive": 2, "wrong": 2})
    assert drawn(case(), WRONG) == ()


def test_each_part_of_a_question_has_its_passage_whatever_the_noise() -> None:
    parts = case(positive=(("a1", "a2", "a3"), ("b1",)))
    given = drawn(parts, Condition("noise", 0.8))
    assert {text[0] for text in of_kind(given, Kind.POSITIVE)} == {"a", "b"}
    assert kinds(given) == Counter({"positive": 2, "negative": 3})
    assert kinds(drawn(parts, Condition("noise", 0.0))) == Counter({"positive": 4})


def test_more_noise_replaces_passages_and_keeps_the_others() -> None:
    little, much = (drawn(case(), Condition("noise", noise)) for noise in (0.4, 0.8))
    assert of_kind(much, Kind.POSITIVE) < of_kind(little, Kind.POSITIVE)
    assert of_kind(little, Kind.NEGATIVE) < of_kind(much, Kind.NEGATIVE)


def test_a_draw_follows_its_seed() -> None:
    few = Condition("noise", 0.4)
    assert drawn(case(), few) == drawn(case(), few)
    assert len({drawn(case(), few, seed=seed) for seed in range(9)}) > 5


def test_what_says_the_same_is_given_once_and_never_as_noise() -> None:
    """n1 is searched as p1, n3 as n2, and n5 is in no library."""
    articles = {one: one for one in ("p1", "p2", "p3", "p4", "n2", "n4")}
    articles |= {"n1": "p1", "n3": "n2"}
    given = draw(case(), NONE, 5, 7, articles)
    assert {one.article for one in given} == {"n2", "n4"} and len(given) == 2


def test_wrong_passages_lie_in_a_library_of_their_own(tmp_path: Path) -> None:
    cases = load_cases(written(tmp_path / "set.jsonl", *SET))
    wrong = {text for one in SET for text in one["positive_wrong"]}  # type: ignore[attr-defined]
    noise = {text for one in SET for text in one["negative"]}  # type: ignore[attr-defined]
    assert not wrong & set(evidence(cases)) and noise < set(evidence(cases))
    assert wrong < set(evidence_and_wrong(cases)) and not noise & set(evidence_and_wrong(cases))


# The bare model


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bare_model_is_told_what_to_write(language: str) -> None:
    system, user = bare_messages("多少？", ["甲。", "乙。"], language)
    assert REFUSAL[language] in system["content"] and MISTAKE[language] in system["content"]
    assert user["content"].index("甲。\n乙。") < user["content"].index("多少？")


@pytest.mark.parametrize(
    ("reply", "refused", "mistake"),
    [
        ("资料不足，无法回答。", True, False),
        ("There is not enough Information in the documents to answer.", True, False),
        ("  ", True, False),
        ("318万标箱", False, False),
        ("資料有誤。答案是318万标箱。", False, True),
        ("Some of the documents contain mistakes. It was Brandt.", False, True),
    ],
)
def test_replies_of_the_bare_model(reply: str, refused: bool, mistake: bool) -> None:
    assert refuses(reply) == refused
    assert tells_mistake(reply) == mistake


# The scores

RIGHT, FAKE = "吞吐量318万标箱", "吞吐量291万标箱"
TRIED = case(fake=(("291万标箱",),), wrong=("w1",))


def line(side: str, reply: str, *, answered: bool = True, **fields: Any) -> dict[str, Any]:
    sentences = [
        {"text": part, "markers": [number]} for number, part in enumerate(reply.split("；"), 1)
    ]
    citations = [{"marker": one["markers"][0], "quote": one["text"]} for one in sentences]
    return {
        "side": side, "reply": reply, "answered": answered, "conflicts": [], "by_gate": False,
        "sentences": sentences, "citations": citations, **fields,
    }  # fmt: skip


def test_scores_with_noise() -> None:
    noise = Condition("noise", 0.4)
    assert scores(TRIED, noise, line(YUANWEN, RIGHT)) == {
        "answered": 1, "right": 1, "right_where_answered": 1,
    }  # fmt: skip
    assert scores(TRIED, noise, line(BARE, FAKE)) == {
        "answered": 1, "right": 0, "right_where_answered": 0,
    }  # fmt: skip
    # a refusal that happens to name the value is no right answer
    assert scores(TRIED, noise, line(BARE, RIGHT, answered=False)) == {"answered": 0, "right": 0}


def test_scores_without_evidence() -> None:
    refused = line(YUANWEN, "没有找到", answered=False)
    assert scores(TRIED, NONE, refused) == {"refused": 1, "refused_by_gate": 0}
    assert scores(TRIED, NONE, refused | {"by_gate": True})["refused_by_gate"] == 1
    assert scores(TRIED, NONE, line(BARE, RIGHT)) == {"refused": 0}


CONFLICT = [{"about": "吞吐量", "statements": [{"value": "318万标箱"}, {"value": "291万标箱"}]}]
UNCITED = [{"marker": 1, "quote": RIGHT}, {"marker": 2, "quote": "青湾港的候船厅改建了"}]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (line(YUANWEN, f"{RIGHT}；{FAKE}"), 1),  # a citation each
        (line(YUANWEN, f"{RIGHT}；{FAKE}", citations=UNCITED), 0),
        (line(YUANWEN, RIGHT), 0),
        (line(YUANWEN, RIGHT, conflicts=CONFLICT), 1),
        (line(YUANWEN, RIGHT, conflicts=CONFLICT, answered=False), 0),
        (line(BARE, f"{RIGHT}；{FAKE}"), 1),
        (line(BARE, f"资料有误。{RIGHT}"), 1),
        (line(BARE, RIGHT), 0),
    ],
)
def test_a_conflict_is_shown(answer: dict[str, Any], shown: int) -> None:
    assert scores(TRIED, WRONG, answer)["conflict_shown"] == shown


def test_which_values_are_named_with_wrong_evidence() -> None:
    named = ("both_values", "right_alone", "fake_alone", "refused")

    def of(answer: dict[str, Any]) -> tuple[float, ...]:
        return tuple(scores(TRIED, WRONG, answer)[name] for name in named)

    assert of(line(BARE, f"{RIGHT}；{FAKE}")) == (1, 0, 0, 0)
    assert of(line(YUANWEN, RIGHT, conflicts=CONFLICT)) == (1, 0, 0, 0)
    assert of(line(BARE, RIGHT)) == (0, 1, 0, 0)
    assert of(line(BARE, FAKE)) == (0, 0, 1, 0)
    assert of(line(BARE, "不知道")) == (0, 0, 0, 0)
    assert of(line(BARE, "资料不足", answered=False)) == (0, 0, 0, 1)


# The command

COUNTED = {"prompt": 300, "completion": 8}
SCRIPT = [
    {"when": "资料：\n", "reply": "资料不足，无法回答。", "tokens": COUNTED},
    {"when": "291万标箱", "reply": "吞吐量为318万标箱，但也有写291万标箱的。"},
    {"when": "318万标箱", "reply": "吞吐量为318万标箱。"},
    {"when": "Documents:\n", "reply": "It was Ilse Brandt."},
    {"when": "the architect Tom Okafor", "reply": "It was designed by Tom Okafor."},
    {"when": "the architect Ilse Brandt", "reply": "It was designed by Ilse Brandt."},
    {"reply": "NO_ANSWER"},
]  # fmt: skip


def run(tmp_path: Path, script: list[dict[str, Any]], *options: str) -> tuple[int, dict[str, Any]]:
    source = written(tmp_path / "set.jsonl", *SET)
    model = written(tmp_path / "script.jsonl", *script)
    out = tmp_path / "out" / "rgb.json"
    code = main([str(source), "--model", f"scripted:{model}", *options, "--out", str(out)])
    return code, json.loads(out.read_text(encoding="utf-8"))


def answers(tmp_path: Path) -> list[dict[str, Any]]:
    text = (tmp_path / "out" / "rgb" / "answers.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def share(report: dict[str, Any], side: str, condition: str, score: str) -> tuple[float, int]:
    row = next(
        row for row in report["rows"] if (row["side"], row["condition"]) == (side, condition)
    )
    found = Estimate(**row["scores"][score])
    return found.value, found.n


def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, set[str]]] = []
    ask = Engine.ask

    def spied(self: Engine, question: str, **options: Any) -> Answer:
        answer = ask(self, question, **options)
        seen.append((question, {hit.article.id for hit in answer.hits}))
        return answer

    monkeypatch.setattr(Engine, "ask", spied)
    code, report = run(tmp_path, SCRIPT, "--noise", "0", "0.4", "--none", "--wrong", "--bare")
    assert code == 0 and report["answers"] == report["wanted"] == 16
    assert share(report, YUANWEN, "noise 0", "right") == (1.0, 2)
    assert share(report, BARE, "noise 0", "answered") == (0.5, 2)
    assert share(report, BARE, "noise 0", "right_where_answered") == (1.0, 1)
    assert share(report, YUANWEN, "none", "refused") == (1.0, 2)
    assert share(report, YUANWEN, "wrong", "both_values") == (1.0, 2)  # the model named one only
    assert share(report, YUANWEN, "wrong", "fake_alone") == (0.0, 2)
    row = next(row for row in report["rows"] if row["side"] == BARE)
    assert (row["prompt_tokens"], row["completion_tokens"]) == (300, 8)
    given = [
        {passage["article"] for passage in one["given"]}
        for one in answers(tmp_path)
        if one["side"] == YUANWEN
    ]
    assert len(seen) == len(given) == 8
    assert all(hits <= wanted for (_, hits), wanted in zip(seen, given, strict=True))
    assert any(hits == wanted for (_, hits), wanted in zip(seen, given, strict=True))
    shown, told = capsys.readouterr()
    assert "none, bare model: 2 asked" in shown
    assert "16 of 16:" in told


def test_a_run_goes_on_where_it_was_left(tmp_path: Path) -> None:
    code, first = run(tmp_path, SCRIPT, "--noise", "0", "--limit", "1")
    assert (code, first["answers"]) == (0, 1)
    path = tmp_path / "out" / "rgb" / "answers.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "half a li')  # a process that was killed
    kept = answers_of(path)
    code, second = run(tmp_path, [{"reply": "别的"}], "--noise", "0")
    lines = answers_of(path)
    assert (code, second["answers"]) == (0, 2)
    assert lines[0] == kept[0] and len(lines) == 2 and lines[1]["case"] != lines[0]["case"]


def answers_of(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.endswith("}")]


def test_a_model_that_failed_scores_nothing_and_is_asked_again(tmp_path: Path) -> None:
    failing = [{"reply": "", "error": "the power is out"}]
    _, report = run(tmp_path, failing, "--noise", "0", "--bare")
    assert [(row["asked"], row["failed"], row["scores"]) for row in report["rows"]] == [
        (2, 2, {}), (2, 2, {}),
    ]  # fmt: skip
    _, report = run(tmp_path, SCRIPT, "--noise", "0", "--bare")
    assert [row["failed"] for row in report["rows"]] == [0, 0]
    assert share(report, YUANWEN, "noise 0", "right") == (1.0, 2)


def test_a_reply_without_the_figure_asked_for_is_an_answer_and_no_failure(tmp_path: Path) -> None:
    beside = {"when": "青湾港", "reply": "青湾港集装箱吞吐量创开港以来的新高。"}
    _, report = run(tmp_path, [beside, *SCRIPT], "--noise", "0")
    assert [row["failed"] for row in report["rows"]] == [0]  # the extracted one takes its place
    assert share(report, YUANWEN, "noise 0", "right") == (1.0, 2)


def test_an_interrupted_run_tells_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask, count = Engine.ask, Counter[str]()

    def stopping(self: Engine, question: str, **options: Any) -> Answer:
        count["asked"] += 1
        if count["asked"] == 2:
            raise KeyboardInterrupt
        return ask(self, question, **options)

    monkeypatch.setattr(Engine, "ask", stopping)
    code, report = run(tmp_path, SCRIPT, "--noise", "0")
    assert (code, report["wanted"], report["answers"]) == (INTERRUPTED, 2, 1)
    assert "goes on from here" in capsys.readouterr().err


def test_what_cannot_be_measured_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = {key: PORTS[key] for key in ("id", "query", "answer", "positive", "negative")}
    source = written(tmp_path / "set.jsonl", plain)
    out = ["--out", str(tmp_path / "out.json"), "--model", "extractive"]
    assert main([str(source), "--wrong", *out]) == 2
    assert "holds no wrong passages" in capsys.readouterr().err
    assert main([str(source), "--bare", *out]) == 2
    assert "no bare model" in capsys.readouterr().err
    assert main([str(source), "--noise", *out]) == 2
    with pytest.raises(SystemExit):
        main([str(source), "--noise", "1", *out])


def test_the_public_set_has_this_form() -> None:
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "rgb"
    if not shared.exists():
        pytest.skip("no ../shared")
    found = {path.stem: load_cases(path) for path in sorted(shared.glob("*.jsonl"))}
    assert {name: len(cases) for name, cases in found.items()} == {
        "rgb_en_fact": 50, "rgb_zh_fact": 50, "rgb_zh_int": 50, "rgb_zh_refine": 150,
    }  # fmt: skip
    assert all(one.wrong and one.fake for one in found["rgb_zh_fact"])
    assert {len(one.positive) for one in found["rgb_zh_int"]} == {2, 3, 5}
