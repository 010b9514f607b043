"""The evaluation panel in a real browser: run, stop, go on, compare, refuse; a verdict written.

Screenshots go to pytest's folder (`--basetemp`) under `window`.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
import pytest
import uvicorn
from fastapi import FastAPI

from eval.compare import compare_runs
from eval.run import RunOptions, run_questions
from rag.types import Answer
from tests.e2e.site import NEEDS_BROWSER, PHONE, SAMPLES, Site, ask, in_view
from ui.conversation import Turn
from ui.feedback import feedback_file
from ui.window.feedback_bar import FeedbackBar
from ui.window.panel import Shared
from ui.window.window import ASSETS

QUESTION = "砚湖湿地的候鸟为什么变多了？"
GOOD = {"id": "u1", "question": "云麓生物医药产业园的总投资是多少？", "answers": ["56亿元"]}

pytestmark = NEEDS_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture
def evaluation(site: Site) -> Iterator[Any]:
    page = open_panel(site)
    yield page
    page.context.close()


def open_panel(site: Site, **how: Any) -> Any:
    page = site.page(**how)
    page.get_by_role("tab", name=re.compile("评测|Evaluation")).click()
    page.locator("#evaluate-run").wait_for()
    return page


def fill(page: Any, label: str, value: str) -> None:
    box = page.get_by_label(label).first
    box.fill(value)
    box.blur()


def choose(page: Any, within: str, label: str, option: str) -> None:
    page.locator(within).get_by_label(label).click()
    page.get_by_role("option", name=option, exact=True).click()


def runs(site: Site) -> list[Path]:
    folder = site.engine.folder.path / "runs"
    return sorted(folder.iterdir()) if folder.exists() else []


def tick(page: Any, *places: int) -> None:
    boxes = page.locator("#runs input[type=checkbox]")
    for at in range(boxes.count()):
        boxes.nth(at).set_checked(at in places)


def test_a_run_shows_its_scores_and_its_report(site: Site, evaluation: Any) -> None:
    page = evaluation
    site.shoot(page, "evaluation-1-empty")
    fill(page, "只问前几题", "4")
    page.locator("#evaluate-run").click()
    page.locator("#evaluation-result tr[data-score]").first.wait_for(timeout=60_000)
    (folder,) = runs(site)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["questions"] == 4
    for name, one in record["scores"].items():
        row = page.locator(f'tr[data-score="{name}"]').inner_text()
        assert f"{one['value']:.3f}" in row
        assert f"{one['low']:.3f} – {one['high']:.3f}" in row
    assert "共 4 题" in page.locator("#evaluate-progress").inner_text()
    site.shoot(page, "evaluation-2-scores")
    page.get_by_role("button", name="打开完整报告").click()
    frame = page.locator("#evaluation-report iframe")
    frame.wait_for()
    assert frame.get_attribute("sandbox") == "allow-scripts"
    inside = frame.content_frame
    inside.locator("h1 .zh").wait_for()  # its script runs, and speaks the window's language
    assert inside.locator("#scores tr").count() == len(record["scores"]) + 1
    with page.expect_download() as download:
        page.locator(".evaluation-report .download").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert "评测报告" in saved
    assert download.value.suggested_filename == f"{folder.name}.html"
    site.shoot(page, "evaluation-3-report")
    page.locator("#language").click()
    page.locator("#evaluation-result h2", has_text="Result").wait_for()
    assert "recall, first article" in page.locator("#evaluation-result").inner_text()


def test_two_modes_are_compared_and_runs_deleted(site: Site, evaluation: Any) -> None:
    page = evaluation
    before = len(runs(site))
    page.get_by_label("与另一种设置比较").check()
    page.locator("#evaluate-second").wait_for()
    choose(page, "#evaluate-second", "检索方式", "语义")
    choose(page, "#evaluate-second", "检索方式", "关键词")
    site.shoot(page, "evaluation-4-two-settings")
    page.locator("#evaluate-run").click()
    page.locator("#evaluation-result h2", has_text="比较").wait_for(timeout=60_000)
    folders = runs(site)[before:]
    asked = [json.loads((one / "settings.json").read_text(encoding="utf-8")) for one in folders]
    assert [one["mode"] for one in asked] == ["hybrid", "keyword"]
    found = compare_runs(folders)
    for one in found.scores:
        row = page.locator(f'tr[data-score="{one.name}"]').inner_text()
        assert f"{one.difference:+.3f}" in row
        assert f"[{one.low:+.3f}, {one.high:+.3f}]" in row
    assert page.locator(".change").count() == len(found.changes) > 0
    change = page.locator(".change .pair").first
    assert change.locator(".said").count() == 2
    site.shoot(page, "evaluation-5-comparison")
    page.get_by_role("button", name="打开 B 的报告").click()
    frame = page.locator("#evaluation-report iframe").content_frame
    assert "关键词" in frame.locator("#about").inner_text()

    tick(page, 0)
    page.locator("#run-compare").click()
    page.locator("#evaluate-note", has_text="请在列表中选择两次评测").wait_for()
    page.locator("#run-delete").click()
    page.locator("#run-sure").click()
    page.locator("#evaluate-note", has_text="已删除 1 次评测").wait_for()
    assert runs(site)[before:] == folders[:1]
    assert page.locator("#evaluation-result h2").inner_text() == "结果"  # B is gone


def lines(folder: Path) -> list[str]:
    return (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()


def test_a_run_is_stopped_and_gone_on_with_while_questions_are_answered(
    site: Site, evaluation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = site.engine.ask
    slow = threading.Event()
    slow.set()

    def unhurried(*given: Any, **named: Any) -> Answer:
        time.sleep(1.5 if slow.is_set() else 0)
        return real(*given, **named)

    monkeypatch.setattr(site.engine, "ask", unhurried)
    page = evaluation
    before = set(runs(site))
    fill(page, "只问前几题", "12")
    page.locator("#evaluate-run").click()
    page.locator(".evaluation-progress b", has_text="共 12 题").wait_for()
    page.locator(".evaluation-progress span", has_text="大约还要").wait_for(timeout=20_000)
    site.shoot(page, "evaluation-6-running")
    other = site.page()
    assert "亩" in ask(other, "云麓生物医药产业园规划用地多少亩？").inner_text()
    other.get_by_role("tab", name="评测").click()
    other.locator(".evaluation-progress").wait_for()  # it follows the job of the first tab
    other.context.close()
    page.locator("#evaluate-stop").click()
    page.locator("#evaluate-progress", has_text="已停止").wait_for(timeout=20_000)
    site.shoot(page, "evaluation-7-stopped")
    (folder,) = set(runs(site)) - before
    kept = lines(folder)
    assert 0 < len(kept) < 12
    assert f"问过的 {len(kept)} 题" in page.locator("#evaluate-progress").inner_text()
    assert f"未完成，已问 {len(kept)} 题" in page.locator("#runs label").first.inner_text()
    assert not (folder / "run.json").exists()
    tick(page, 0)
    page.locator("#run-open").click()
    page.locator("#evaluate-note", has_text="还没有做完").wait_for()
    slow.clear()
    page.locator("#run-go-on").click()
    page.locator("#evaluation-result tr[data-score]").first.wait_for(timeout=60_000)
    assert lines(folder)[: len(kept)] == kept
    assert len(lines(folder)) == 12
    page.locator("#run-go-on").click()
    page.locator("#evaluate-note", has_text="已经做完").wait_for()


def test_one_run_at_a_time(site: Site, evaluation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, going = site.engine.ask, threading.Event()

    def waiting(*given: Any, **named: Any) -> Answer:
        assert going.wait(30)
        return real(*given, **named)

    monkeypatch.setattr(site.engine, "ask", waiting)
    late = open_panel(site)  # before the run begins: it offers to run, too
    fill(evaluation, "只问前几题", "2")
    evaluation.locator("#evaluate-run").click()
    evaluation.locator(".evaluation-progress").wait_for()
    late.locator("#evaluate-run").click()
    late.locator("#evaluate-note", has_text="已有一项评测正在进行").wait_for()
    going.set()
    for page in (evaluation, late):
        page.locator("#evaluation-result tr[data-score]").first.wait_for(timeout=60_000)
    late.context.close()


def test_a_bad_file_is_refused_line_by_line_and_a_good_one_kept(
    site: Site, evaluation: Any, tmp_path: Path
) -> None:
    page = evaluation
    bad, good = tmp_path / "坏.jsonl", tmp_path / "我的问题.jsonl"
    bad.write_text(json.dumps(GOOD) + '\n{"id": "x"}\nno json\n', encoding="utf-8")
    good.write_text(json.dumps(GOOD) + "\n", encoding="utf-8")
    upload(page, bad)
    page.locator("#evaluate-note .error").wait_for()
    told = page.locator("#evaluate-note .error").inner_text()
    site.shoot(page, "evaluation-8-bad-file")
    assert "坏.jsonl 有 2 行不合格式" in told
    assert "第 2 行" in told
    assert "第 3 行：不是 JSON" in told
    assert "/" not in told.replace("docs/evaluation.md", "")  # no folders of the server
    kept = site.engine.folder.path / "questions" / "uploaded"
    assert not kept.exists()
    upload(page, good)
    page.locator("#evaluate-note", has_text="已收下 我的问题.jsonl").wait_for()
    assert [one.name for one in kept.iterdir()] == ["我的问题.jsonl"]
    page.locator("#evaluate-run").click()
    page.locator("#evaluation-result .facts", has_text="我的问题.jsonl").wait_for(timeout=60_000)


def upload(page: Any, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("#upload-set").click()
    chooser.value.set_files(path)


@pytest.fixture(scope="module")
def pair(site: Site) -> None:
    """Two runs of English questions on Chinese articles, which keywords do not find."""
    questions = (SAMPLES.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    path = site.shots / "english.jsonl"
    asked = [one for one in questions if '"crosslingual"' in one]
    path.write_text("\n".join(asked), encoding="utf-8")
    for mode in ("hybrid", "keyword"):
        folder = site.engine.folder.path / "runs" / f"english-{mode}"
        run_questions(site.engine, path, folder, RunOptions(mode=mode))


@pytest.mark.parametrize(("locale", "scheme"), [("zh-CN", "light"), ("en-US", "dark")])
def test_it_fits_a_phone(site: Site, pair: None, locale: str, scheme: str) -> None:
    page = open_panel(site, locale=locale, scheme=scheme, size=PHONE)
    page.locator("#evaluate-too input").check()
    page.locator("#evaluate-second").wait_for()
    site.shoot(page, f"evaluation-9-phone-{scheme}-form")
    for label in page.locator("#runs label", has_text="english.jsonl").all():
        label.locator("input").check()
    site.shoot(page, f"evaluation-9-phone-{scheme}-list")
    page.locator("#run-compare").click()
    page.locator("#evaluation-result .sides").wait_for()
    site.shoot(page, f"evaluation-9-phone-{scheme}-comparison")
    assert in_view(page.locator("#evaluation-result .sides"))
    page.locator(".change").first.scroll_into_view_if_needed()
    site.shoot(page, f"evaluation-9-phone-{scheme}-changes")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.close()


@pytest.fixture
def judged(site: Site) -> Iterator[str]:
    """A page with nothing but the bar under one answer."""
    shared_turns = [Turn(1, QUESTION, site.engine.ask(QUESTION))]
    with gr.Blocks() as blocks:
        states = (gr.State(one) for one in ("zh", shared_turns, 0, "", 10))
        shared = Shared(*states, preference=gr.BrowserState("auto"))
        bar = FeedbackBar(site.engine)
        outputs = list(bar.build(shared))
        blocks.load(lambda: bar.dress("zh", shared_turns), None, outputs)
        again = gr.Button("again", elem_id="again")
        bar.follow(again.click(lambda: None))
    app = FastAPI()
    css = sorted(ASSETS.glob("*.css"), reverse=True)
    gr.mount_gradio_app(app, blocks, path="/", css_paths=css, ssr_mode=False)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


def test_a_verdict_becomes_a_line_of_questions(site: Site, judged: str) -> None:
    page = site.browser.new_context(locale="zh-CN", viewport=PHONE).new_page()
    page.goto(judged)
    told = page.locator("#feedback-ask")
    playwright.expect(told).to_have_text("这个回答对吗？")
    site.shoot(page, "feedback-1")
    page.locator("#feedback-up").click()
    playwright.expect(told).to_have_text("已记下：对。谢谢。")
    answer = site.engine.ask(QUESTION)
    (line,) = feedback(site)
    assert line["question"] == QUESTION
    assert line["verdict"] == "right"
    assert line["evidence"] == [one.quote for one in answer.citations]
    assert set(line["articles"]) == {one.article.id for one in answer.citations}
    assert "answers" not in line
    page.locator("#feedback-down").click()
    page.locator("#feedback-more textarea").fill("因为水质变好了")
    site.shoot(page, "feedback-2")
    page.locator("#feedback-send").click()
    playwright.expect(told).to_have_text("已记下正确答案。谢谢。")
    (line,) = feedback(site)  # in the place of the first
    assert (line["verdict"], line["answers"]) == ("wrong", ["因为水质变好了"])
    assert "articles" not in line
    page.locator("#again").click()  # as after the next question
    playwright.expect(told).to_have_text("这个回答对吗？")
    page.context.close()


def feedback(site: Site) -> list[dict[str, Any]]:
    text = feedback_file(site.engine).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_no_request_left_this_machine(site: Site) -> None:
    hosts = {urlsplit(url).hostname for url in site.requests if url.startswith("http")}
    assert hosts == {"127.0.0.1"}
