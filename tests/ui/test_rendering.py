"""What is shown: everything escaped, every marker with its source, nothing hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import pytest

from rag.claims.doubts import Doubt, DoubtKind
from rag.errors import ModelError
from rag.reading.file_report import FileReport
from rag.types import (
    Answer,
    Article,
    Citation,
    Conflict,
    Hit,
    Outcome,
    Passage,
    Sentence,
    Statement,
    Verdict,
)
from ui.answer_rendering import answer_html
from ui.conversation import cited_html, conversation_html, unfinished_html
from ui.escaping import escaped
from ui.history import Past
from ui.history_rendering import past_html
from ui.rendering import error_html, question_html, upload_html, writing_html
from ui.source_rendering import citation_text, sources_html
from ui.texts import EN, ZH, preferred_language
from ui.turns import Stopped, Turn, messages, understood

EVIL = "<img src=x onerror=alert(1)>${alert(1)}{{value}}\"'&`"


class Page(HTMLParser):
    """Tags with their attributes, and the text of each `mark`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marks: list[str] = []
        self.text = ""
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._in_mark = True
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._in_mark = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marks[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def article(text: str, **fields: str | None) -> Article:
    known = {"id": "a1", "title": "地铁开工", "source": "news/metro.txt", "date": "2024-09-12"}
    return Article(text=text, **(known | fields))  # type: ignore[arg-type]


def answered(of: Article, quote: str, verdict: Verdict = Verdict.SUPPORTED) -> Answer:
    start = of.text.index(quote)
    return Answer(
        question="多长？", standalone_question="多长？", text=f"{quote}[1]",
        sentences=(Sentence(quote, (1,), verdict),),
        citations=(Citation(1, of, quote, start, start + len(quote), verdict),),
        hits=(), outcome=Outcome.ANSWERED, model="extractive", encoder="bundled",
        seconds={"total": 0.25},
    )  # fmt: skip


def not_found(of: Article) -> Answer:
    passage = Passage("a1:0", of.id, of.text, 0, len(of.text))
    return replace(
        answered(of, of.text[:2]), text="没有找到。", sentences=(), citations=(),
        outcome=Outcome.NOT_FOUND, hits=(Hit(passage, of, 0.1, 0.1, ("dense",)),),
    )  # fmt: skip


def test_a_marker_links_to_the_source_whose_mark_is_the_quote() -> None:
    metro = article("线路全长23.6公里。\n设车站15座。\n总投资不变。", issuer="青川日报")
    answer = answered(metro, "设车站15座。")
    links = Page(answer_html(answer, "7", ZH)).all("a")
    panel = Page(sources_html([("7", answer)], ZH))
    assert [link["href"] for link in links] == ["#src-7-1"]
    assert [one["id"] for one in panel.all("details")] == ["src-7-1"]
    assert panel.marks == ["设车站15座。"]
    for told in ("地铁开工", "2024-09-12", "青川日报", "news/metro.txt", "线路全长23.6公里。"):
        assert told in panel.text


def test_text_around_a_quote_is_shown_in_bounded_pieces() -> None:
    metro = article("前" * 5000 + "中间" + "后" * 5000)
    html = sources_html([("1", answered(metro, "中间"))], ZH)
    panel = Page(html)
    assert panel.text.count("前") == panel.text.count("后") == 7 * 400
    assert f"…{'前' * 2800}中间{'后' * 2800}…" in panel.text
    hidden = [one["class"] for one in panel.all("span") if "hidden" in one]
    assert hidden == ["earlier"] * 6 + ["later"] * 6
    assert f"</span>{'前' * 400}<mark>中间</mark>{'后' * 400}<span" in html


def test_a_citation_is_copied_with_all_that_names_it() -> None:
    metro = article("线路全长23.6公里。\n设车站15座。", issuer="青川日报", url="https://e.org/1")
    (citation,) = answered(metro, "全长23.6公里。\n设车站15座。").citations
    assert citation_text(citation, ZH) == (
        "青川日报《地铁开工》，2024-09-12：“全长23.6公里。 设车站15座。” https://e.org/1"
    )
    (bare,) = answered(article("设车站15座。", date=None), "设车站15座。").citations
    assert citation_text(bare, EN) == "“地铁开工”, no date: “设车站15座。” news/metro.txt"


def test_what_was_removed_from_the_library_is_told_of_its_source() -> None:
    answer = answered(article("设车站15座。"), "设车站15座。")
    assert ZH.talk.gone in sources_html([("1", answer)], ZH, {"a1"})
    assert ZH.talk.gone not in sources_html([("1", answer)], ZH, {"a2"})


@pytest.mark.parametrize("verdict", list(Verdict))
def test_all_text_from_outside_is_escaped(verdict: Verdict) -> None:
    of = article(
        f"{EVIL}。正文。", title=EVIL, source=EVIL, issuer=EVIL, language=EVIL,
        url="https://example.org/?\"onclick='x'",
    )  # fmt: skip
    answer = replace(
        answered(of, EVIL, verdict), notice=EVIL, model=EVIL, as_of=EVIL,
        conflicts=(Conflict(EVIL, (Statement(EVIL, None, 1),)),),
    )  # fmt: skip
    html = "".join(
        [
            question_html(EVIL, 1, answer_html(answer, "1", EN)),
            sources_html([("1", answer)], EN),
            answer_html(not_found(of), "2", EN),
            writing_html(EVIL, EN),
            conversation_html([Turn(1, EVIL, Stopped(EVIL), EVIL, EVIL)], EN, [EVIL, "x"]),
            unfinished_html(EVIL, 1, EVIL, EN, (Turn(1, EVIL, answer, EVIL), EVIL)),
            past_html([Past("1", EVIL, datetime(2026, 1, 2))], "", EN),
            error_html(ModelError(EVIL, EVIL), EN),
            upload_html([FileReport(EVIL, "failed", 0, EVIL)], EVIL, EN),
        ]
    )
    page = Page(html)
    assert not page.all("img")
    assert not [name for _, given in page.tags for name in given if name.startswith("on")]
    assert "${" not in html
    assert "{{" not in html
    assert EVIL in page.text  # and it is shown as it stands
    assert set(page.marks) == {EVIL}


def test_only_web_addresses_become_links() -> None:
    bad = article("正文。", url="javascript:alert(1)")
    good = article("正文。", url="https://example.org/a?b=1&c=2")
    hrefs = [
        [link["href"] for link in Page(sources_html([("1", answered(of, "正文。"))], ZH)).all("a")]
        for of in (bad, good)
    ]
    assert hrefs == [["#turn-1"], ["https://example.org/a?b=1&c=2", "#turn-1"]]


def test_what_is_not_supported_is_flagged_in_answer_and_source() -> None:
    good, bad = (
        answered(article("全长23.6公里。"), "全长23.6公里。", verdict)
        for verdict in (Verdict.SUPPORTED, Verdict.UNSUPPORTED)
    )
    for render in (
        lambda one: answer_html(one, "1", ZH),
        lambda one: sources_html([("1", one)], ZH),
    ):
        assert ZH.unsupported not in render(good)
        assert ZH.unsupported in render(bad)


def test_an_answer_not_found_shows_the_nearest_passages_and_no_marker() -> None:
    page = Page(answer_html(not_found(article("线路全长23.6公里。")), "1", ZH))
    assert not page.all("a")
    for told in ("没有找到。", ZH.nearest, "地铁开工", "2024-09-12", "线路全长23.6公里。"):
        assert told in page.text


def test_the_last_answer_has_the_panel() -> None:
    of = article("全长23.6公里。")
    groups = Page(sources_html([("1", answered(of, "全长")), ("2", not_found(of))], ZH)).all("div")
    assert [(one["id"], one["class"]) for one in groups] == [
        ("sources-1", "group"), ("sources-2", "group shown"),
    ]  # fmt: skip
    assert ZH.no_sources in sources_html([], ZH)


def test_conflicting_statements_keep_their_order_and_markers() -> None:
    answer = replace(
        answered(article("全长23.6公里。"), "全长23.6公里。"),
        conflicts=(
            Conflict("全长", (Statement("26.3公里", "2024-10", 1), Statement("23.6公里", None, 1))),
        ),
    )
    page = Page(answer_html(answer, "1", ZH))
    assert f"说法日期出处26.3公里2024-10[1]23.6公里{ZH.no_date}[1]" in page.text
    assert len(page.all("table")) == 1


def test_a_follow_up_shows_what_it_was_taken_to_mean() -> None:
    asked = replace(
        answered(article("产业园总投资56亿元。"), "产业园总投资56亿元。"),
        question="它呢？", standalone_question=f"产业园的总投资{EVIL}？",
    )  # fmt: skip
    turn = Turn(1, "它呢？", asked)
    page = Page(conversation_html([turn], ZH))
    assert f"按此理解：产业园的总投资{EVIL}？" in page.text
    assert "img" not in [tag for tag, _ in page.tags]
    assert understood([turn]) == asked.standalone_question
    plain = replace(asked, standalone_question="它呢？")
    assert "按此理解" not in conversation_html([Turn(1, "它呢？", plain)], ZH)
    assert understood([]) == understood([Turn(1, "它呢？", plain)]) == ""


def test_the_turns_that_the_next_question_may_lean_on() -> None:
    found = replace(answered(article("湖深9米。"), "湖深9米。"), standalone_question="湖多深？")
    turns = [
        Turn(1, "多深？", found),
        Turn(2, "山多高？", replace(not_found(article("湖。")), standalone_question="山多高？")),
        Turn(3, "谁？", ModelError("no.")),
    ]
    assert messages(turns) == [
        {"role": "user", "content": "湖多深？"},
        {"role": "assistant", "content": found.text},
        {"role": "user", "content": "山多高？"},
        {"role": "user", "content": "谁？"},
    ]


def test_escaping_is_undone_by_a_browser() -> None:
    assert Page(escaped(EVIL)).text == EVIL


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.3, zh-TW;q=0.7", "zh"),
        ("de-DE,de;q=0.9", "en"),
        ("fr,zh;q=0.4", "zh"),
        ("*", "zh"),
        ("", "zh"),
        (None, "zh"),
        ("en;q=nonsense", "en"),
    ],
)
def test_the_window_speaks_the_browsers_language(header: str | None, language: str) -> None:
    assert preferred_language(header) == language


def test_a_doubt_is_said_where_it_is_pressed() -> None:
    answer = answered(article("全长23.6公里。"), "全长23.6公里。", Verdict.UNSUPPORTED)
    doubt = Doubt(DoubtKind.FIGURE, "32公里", "23.6公里")
    told = replace(answer, sentences=(replace(answer.sentences[0], doubts=(doubt,)),))
    page = Page(answer_html(told, "1", ZH))
    assert "原因：原文中没有数字“32公里”，原文是“23.6公里”" in page.text
    assert [one["aria-expanded"] for one in page.all("button")] == ["false"]


def test_what_a_model_wrote_without_support_has_its_markers() -> None:
    of = article("全长23.6公里。")
    answer = replace(
        answered(of, "全长23.6公里。", Verdict.UNSUPPORTED), outcome=Outcome.NOT_FOUND, as_of="2024"
    )
    page = Page(answer_html(answer, "1", ZH))
    assert [one["href"] for one in page.all("a")] == ["#src-1-1"]
    assert ZH.talk.drop_as_of in page.text


def test_the_last_turn_can_be_asked_again_and_compared() -> None:
    found = answered(article("全长23.6公里。"), "全长23.6公里。")
    turns = [Turn(1, "多长？", found), Turn(2, "多长？", found, "http://h/v1#qwen")]
    buttons = [
        (one["data-do"], one.get("data-model"))
        for one in Page(conversation_html(turns, ZH, ["extractive", "http://h/v1#qwen"])).all(
            "button"
        )
        if "data-do" in one
    ]
    assert buttons == [("retry", None), ("again", "extractive"), ("compare", "extractive")]
    alone = Page(conversation_html(turns[:1], ZH, ["extractive"])).all("button")
    assert [one["data-do"] for one in alone] == ["retry"]


def test_compared_answers_have_sources_of_their_own() -> None:
    first, second = (answered(article(text), text) for text in ("全长23.6公里。", "全长26.3公里。"))
    turn = Turn(4, "多长？", first, "extractive", None, second, "http://h/v1#qwen")
    page = Page(conversation_html([turn], ZH))
    assert [one["href"] for one in page.all("a")] == ["#src-4-1", "#src-b-4-1"]
    assert page.text.index("摘录原文") < page.text.index("qwen") < page.text.index("26.3公里")
    panel = Page(cited_html([turn], ZH))
    assert [one["id"] for one in panel.all("details")] == ["src-4-1", "src-b-4-1"]
    assert [one["href"] for one in panel.all("a")] == ["#turn-4", "#turn-4"]


def test_what_was_stopped_is_shown_and_said_to_be_unchecked() -> None:
    page = Page(conversation_html([Turn(1, "多长？", Stopped("全长"))], ZH))
    assert page.text == f"多长？全长{ZH.talk.stopped}"
    assert ZH.talk.stopped_before in conversation_html([Turn(1, "多长？", Stopped(""))], ZH)
