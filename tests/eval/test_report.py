"""The page of a run: what it shows, in which order, and that nothing in it can do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from eval.questions import Question
from eval.report import figures, page
from eval.report.page import write_report
from eval.report.score_texts import SCORES
from eval.report.svg import page_svg
from eval.report.texts import PAGE
from eval.report.worst import Fault, first_right_place, worst_first
from eval.scores import ANSWERS, RETRIEVAL, question_scores
from eval.summary import SECONDS, Scored, run_scores

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = (
    "<img src=x onerror=\"document.title='broken'\"></script><script>alert(1)</script>{{7*7}}$x_1$"
)


def article(name: str, title: str = "标题") -> dict[str, Any]:
    return {"id": name, "title": title, "date": "2024-05-06", "issuer": None, "url": None,
            "source": f"articles/{name}.txt"}  # fmt: skip


def hit(rank: int, name: str, confidence: float = 0.5, **more: Any) -> dict[str, Any]:
    return {"rank": rank, "score": 1.0, "confidence": confidence, "text": f"{name} 的段落。",
            "article": article(name), "reprints": [], **more}  # fmt: skip


def cited(marker: int, name: str, quote: str, title: str = "标题") -> dict[str, Any]:
    return {"marker": marker, "quote": quote, "start": 0, "end": len(quote),
            "article": article(name, title), "verdict": "supported"}  # fmt: skip


def question(name: str, answer: str | None = "168种", **more: Any) -> Question:
    """Ask for an answer in the article "right"; None: the articles hold no answer."""
    expected = {"answers": [answer], "articles": ["right"]} if answer else {"answers": []}
    return Question(**{"id": name, "question": f"问题 {name}？", **expected, **more})


def searched(asked: Question, *names: str) -> Scored:
    record = {"id": asked.id, "question": asked.question, "seconds": {"total": 0.2},
              "hits": [hit(rank, name) for rank, name in enumerate(names, start=1)]}  # fmt: skip
    return Scored(asked, record, question_scores(asked, record))


def answered(
    asked: Question, text: str | None, *, confidence: float = 0.5,
    citations: Sequence[dict[str, Any]] = (), found: Sequence[str] = ("right",),
) -> Scored:  # fmt: skip
    """Answer; None: refused."""
    record = {
        **searched(asked, *found).record, "answer": text or "文章里没有找到。",
        "outcome": "answered" if text else "not_found", "confidence": confidence,
        "citations": list(citations),
    }  # fmt: skip
    return Scored(asked, record, question_scores(asked, record))


def run_record(items: Sequence[Scored], **more: Any) -> dict[str, Any]:
    return {
        "settings": {"questions": "sets/questions.jsonl", "encoder": "bundled", "mode": "hybrid",
                     "model": "extractive", "k": 20, "limit": None},
        "versions": {"yuanwen": "0.1.0", "numpy": "2.4"},
        "counts": {"questions": len(items), "answerable": 1, "articles": 1234, "passages": 5678},
        **run_scores(items), **more,
    }  # fmt: skip


def written(folder: Path, items: Sequence[Scored], **more: Any) -> str:
    return write_report(folder, run_record(items, **more), items).read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, named in self.found if (value := named.get(attribute)) is not None]


GOOD = cited(1, "right", "记录到鸟类168种")
BAD = cited(2, "other", "面积5600亩")
MIXED = [
    answered(question("fine"), "168种。[1]", citations=[GOOD]),
    answered(question("half-cited"), "168种。[1][2]", citations=[GOOD, BAD]),
    answered(question("refused-lost"), None, found=["other"]),
    answered(question("wrong-unsure"), "12种。[2]", confidence=0.3, citations=[BAD]),
    answered(question("made-up", None), "瓦特。", confidence=0.6),
    answered(question("uncited"), "168种。"),
    answered(question("refused-second"), None, found=["other", "right"]),
    answered(question("wrong-sure"), "99种。[2]", confidence=0.9, citations=[BAD]),
    answered(question("rightly-refused", None), None),
    answered(question("refused-first"), None, found=["right"]),
]


# The order of the worst questions


def test_wrong_and_sure_comes_first_then_refusals_then_bad_citations() -> None:
    assert [(one.item.question.id, one.fault) for one in worst_first(MIXED)] == [
        ("wrong-sure", Fault.WRONG),  # confidence 0.9
        ("made-up", Fault.MADE_UP),  # 0.6
        ("wrong-unsure", Fault.WRONG),  # 0.3
        ("refused-first", Fault.REFUSED),  # a right article at place 1
        ("refused-second", Fault.REFUSED),  # 2
        ("refused-lost", Fault.REFUSED),  # nowhere
        ("uncited", Fault.BADLY_CITED),  # 0 of 0
        ("half-cited", Fault.BADLY_CITED),  # 1 of 2
    ]


def test_an_answer_to_a_question_without_expectation_is_judged_by_its_citations() -> None:
    asked = Question(id="q", question="?", articles=["right"], evidence=["168种"])
    assert worst_first([answered(asked, "多少。[1]", citations=[GOOD])]) == []
    (found,) = worst_first([answered(asked, "多少。[2]", citations=[BAD])])
    assert found.fault is Fault.BADLY_CITED
    assert worst_first([answered(Question(id="r", question="?"), "什么。")]) == []


def test_in_a_search_the_farthest_comes_first_and_the_lost_before_all() -> None:
    items = [
        searched(question("first"), "right", "b"),
        searched(question("second"), "a", "right"),
        searched(question("third"), "a", "b", "right"),
        searched(question("lost"), "a", "b"),
        searched(question("also-second"), "b", "right"),
        searched(question("empty")),
        searched(question("unanswerable", None), "a"),
        searched(Question(id="names-none", question="?", answers=["x"]), "a"),
    ]
    assert [(one.item.question.id, one.place) for one in worst_first(items)] == [
        ("lost", None), ("empty", None), ("third", 3), ("second", 2), ("also-second", 2),
    ]  # fmt: skip


def test_places_count_different_articles_and_reprints() -> None:
    asked = question("q")
    assert first_right_place(asked, [hit(1, "a"), hit(2, "a"), hit(3, "right")]) == 2
    assert first_right_place(asked, [hit(1, "a"), hit(2, "b", reprints=["right"])]) == 2
    assert first_right_place(asked, [hit(1, "a"), hit(2, "a", reprints=["right"])]) == 1
    assert first_right_place(question("by-file", articles=["right.txt"]), [hit(1, "right")]) == 1
    assert first_right_place(asked, []) is None


# The page


def test_the_page_lists_the_worst_questions_in_order(tmp_path: Path) -> None:
    text = written(tmp_path, MIXED)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == text
    assert Elements(text).values("data-question") == [
        "wrong-sure", "made-up", "wrong-unsure", "refused-first", "refused-second",
        "refused-lost", "uncited", "half-cited",
    ]  # fmt: skip
    half = text[text.index('data-question="half-cited"') :]
    assert '<a class="cite" href="#q8-2">[2]</a>' in half
    assert "2 citations, 1 good" in half
    assert '<li id="q8-2"' in half
    assert "面积5600亩" in half
    assert "1,234 articles in 5,678 passages" in text


def test_every_text_is_there_in_both_languages(tmp_path: Path) -> None:
    judge = {"spec": "openai:j", "graded": 8, "failed": 1, "kappa": 0.25,
             "accuracy": {"value": 0.5, "low": 0.25, "high": 0.75, "n": 8},
             "agreement": None}  # fmt: skip
    found = Elements(text := written(tmp_path, MIXED, judge=judge)).found
    chinese = sum(one.get("class") == "zh" and one.get("lang") == "zh-CN" for _, one in found)
    english = sum(one.get("class") == "en" and one.get("lang") == "en" for _, one in found)
    assert chinese == english > 100
    for name in ("about", "scores", "risk", "latency", "calibration", "worst", "refused"):
        assert f">{PAGE[name].zh}</span>" in text
        assert f">{PAGE[name].en}</span>" in text
    assert "0.250 – 0.750" in text
    assert ">0.250<" in text  # kappa
    assert "openai:j: 8 graded, 1 failed" in text
    assert "score-judge_agreement" not in text


def test_every_score_of_a_run_has_a_name_and_a_meaning() -> None:
    assert SCORES.keys() >= {*RETRIEVAL, *ANSWERS, *SECONDS}
    for texts in (*PAGE.values(), *(text for pair in SCORES.values() for text in pair)):
        fields = [set(re.findall(r"{(\w+)}", text)) for text in (texts.zh, texts.en)]
        assert fields[0] == fields[1], texts


def test_what_comes_from_outside_is_shown_and_not_run(tmp_path: Path) -> None:
    asked = question("q" + HOSTILE, question=HOSTILE, kind=HOSTILE, lang=HOSTILE,
                     evidence=[HOSTILE])  # fmt: skip
    other = question("q2", kind="b", lang="en")
    items = [
        answered(asked, HOSTILE + "[1]", citations=[cited(1, "right", HOSTILE, HOSTILE)]),
        answered(other, "none of it"),
    ]
    items[0].record["hits"][0] |= {"text": HOSTILE, "article": article("right", HOSTILE)}
    text = written(tmp_path, items, versions={HOSTILE: HOSTILE})
    elements = Elements(text)
    tags = [tag for tag, _ in elements.found]
    assert "img" not in tags
    assert tags.count("script") == 1
    assert not [one for _, named in elements.found for one in named if one.startswith("on")]
    assert text.count("</script>") == 1
    assert elements.values("data-question") == ["q" + HOSTILE, "q2"]
    card = text[text.index("<article") : text.index("</article>")]
    # kind, id, question, evidence, answer; title and quote of the citation; title of the hit; its
    # text is cut where the title ends
    assert card.count("&lt;img src=x onerror=") == 1 + 2 + 1 + 1 + 1 + 2 + 1
    assert "{{7*7}}" in text
    drawn = re.search(r"<svg.*?</svg>", text, re.S)
    assert drawn
    assert "&lt;img src=x" in drawn.group()  # the kind, cut to its column


def test_the_page_asks_for_nothing_from_outside(tmp_path: Path) -> None:
    text = written(tmp_path, MIXED)
    elements = Elements(text)
    assert all(link.startswith(("#", "data:,")) for link in elements.values("href"))
    assert elements.values("src") == []
    assert not re.search(r"https?://|@import", text)
    assert not re.search(r"url\((?!#)", text)
    (policy,) = [v for v in elements.values("content") if v.startswith("default-src")]
    assert policy.startswith("default-src 'none'; ")
    assert "script-src 'sha256-" in policy


def test_ids_are_given_once_and_references_lead_somewhere(tmp_path: Path) -> None:
    elements = Elements(written(tmp_path, MIXED))
    ids = elements.values("id")
    assert len(ids) == len(set(ids))
    links = [link for link in elements.values("href") if link != "data:,"]
    clips = [clip[4:-1] for clip in elements.values("clip-path")]
    assert links
    assert clips
    assert {link[1:] for link in (*links, *clips)} <= set(ids)


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text("")  # its time is the run's
    assert written(tmp_path, MIXED) == written(tmp_path, MIXED)


def test_plots_without_data_are_left_out_and_named(tmp_path: Path) -> None:
    items = [searched(question("q1"), "a", "right")]
    settings = run_record(items)["settings"] | {"model": None, "limit": 1}
    text = written(tmp_path, items, settings=settings)
    assert 'aria-label="risk"' not in text
    assert 'aria-label="latency"' in text
    missing = text[text.index('id="missing"') :].partition("</p>")[0]
    assert all(PAGE[name].en in missing for name in ("by_kind", "by_lang", "risk"))
    assert PAGE["latency"].en not in missing
    assert PAGE["search_only"].zh in text
    assert "(first 1 only)" in text
    assert Elements(text).values("data-question") == ["q1"]


def test_one_question_that_went_well(tmp_path: Path) -> None:
    item = answered(question("q1", kind="fact"), "168种。[1]", citations=[GOOD])
    text = written(tmp_path, [item])
    assert Elements(text).values("data-question") == []
    assert PAGE["no_fault"].en in text
    assert text.count("<svg") > 3
    assert ">fact</text>" in text


def test_a_large_run_shows_the_worst_and_counts_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "SHOWN", 3)
    items = [answered(question(f"q{n}"), "错", confidence=n / 10) for n in range(9)]
    text = written(tmp_path, items)
    assert Elements(text).values("data-question") == ["q8", "q7", "q6"]
    assert "The first 3 are shown; see answers.jsonl for 6 more." in text


def test_only_so_many_kinds_are_drawn_and_the_others_counted(tmp_path: Path) -> None:
    items = [searched(question(f"q{n}", kind=f"kind {n:02}"), "right") for n in range(20)]
    items.append(searched(question("again", kind="kind 19"), "right"))
    text = written(tmp_path, items)
    assert ">kind 19</text>" in text  # it has the most questions
    assert ">kind 14</text>" in text
    assert ">kind 15</text>" not in text
    assert "4 more groups with fewer questions" in text


# Drawings


def test_a_drawing_takes_the_colours_of_the_page_and_its_labels_as_text() -> None:
    one = {"value": 0.5, "low": 0.25, "high": 0.75, "n": 4}
    svg = figures.score_by_group({"政策 $x_1$": one, "<b>": one}, "kinds")
    texts = [element.text for element in ElementTree.fromstring(svg).iter("text")]
    assert {"政策 $x_1$", "<b>", "0", "1"} <= set(texts)
    assert "currentColor" in svg
    assert "var(--seal)" in svg
    assert not re.search(r"#0[1-6]0[1-6]0[1-6]", svg)
    assert "matplotlib" not in svg


def test_the_place_of_a_dot_is_its_score() -> None:
    def dot(value: float) -> float:
        one = {"value": value, "low": value, "high": value, "n": 1}
        svg = ElementTree.fromstring(figures.score_by_group({"a": one}, "kinds"))
        return max(float(use.get("x", 0)) for use in svg.iter("use") if "--seal" in str(use.attrib))

    assert dot(0.5) == pytest.approx((dot(0) + dot(1)) / 2, abs=0.01)
    assert dot(0) < dot(1)


def test_long_labels_are_cut_and_control_characters_replaced() -> None:
    one = {"value": 0.5, "low": 0.5, "high": 0.5, "n": 1}
    svg = figures.score_by_group({"字" * 30: one}, "kinds")
    assert f">{'字' * 9}…</text>" in svg  # 18 Latin letters are as wide
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>@0</text></svg>'
    assert ">a\ufffdb</text>" in page_svg(drawing, "x", ["a\x00b"])


def test_curves_of_many_points_stay_small() -> None:
    seconds = [0.1 + (n % 7) / 10 + n / 50_000 for n in range(50_000)]
    svg = figures.latency_curve(seconds, {"p50": 0.6, "p95": 1.05}, "latency")
    assert len(svg) < 60_000
    assert ">p95</text>" in svg
    shares = [(n + 1) / 50_000 for n in range(50_000)]
    assert (
        len(figures.risk_coverage_curve(shares, [n % 3 / 3 for n in range(50_000)], "r")) < 99_000
    )


# In a browser


@pytest.fixture
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as program:
        started = program.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.mark.browser
def test_the_page_in_a_browser(tmp_path: Path, browser: Any) -> None:
    asked = question("hostile", HOSTILE, question=HOSTILE, kind=HOSTILE)
    bad = answered(asked, "x" * 300 + "[1]", citations=[cited(1, "right", HOSTILE, HOSTILE)])
    url = write_report(tmp_path, run_record([bad, *MIXED]), [bad, *MIXED]).as_uri()
    messages: list[str] = []
    requests: list[str] = []
    for locale, shown, other in (("zh-CN", "zh", "English"), ("en-GB", "en", "中文")):
        context = browser.new_context(locale=locale, viewport={"width": 390, "height": 844})
        opened = context.new_page()
        opened.on("console", lambda message: messages.append(message.text))
        opened.on("pageerror", lambda error: messages.append(str(error)))
        opened.on("request", lambda request: requests.append(request.url))
        opened.goto(url)
        heading = opened.locator("#scores h2")
        assert heading.inner_text() == getattr(PAGE["scores"], shown)
        assert opened.evaluate("document.documentElement.lang").startswith(shown)
        assert opened.evaluate("document.documentElement.scrollWidth") == 390
        opened.locator("article a.cite").first.click()
        assert opened.locator("article details.citations[open]").count() == 1
        assert opened.evaluate("document.documentElement.scrollWidth") == 390
        opened.get_by_role("button", name=other).click()
        assert heading.inner_text() == getattr(PAGE["scores"], "zh" if shown == "en" else "en")
        assert opened.title().startswith("原文 Yuanwen")  # the question's script did not run
        assert opened.locator("img").count() == 0
        context.close()
    assert messages == []
    assert {one for one in requests if not one.startswith("data:")} == {url}
