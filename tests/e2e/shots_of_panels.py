"""States of articles, settings, evaluation, verdicts and the log-in to make screenshots of."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from tests.e2e.shots_of_talk import BIRDS
from tests.e2e.site import SAMPLES, ask
from tests.e2e.stage import IN_DARK, IN_ENGLISH, ON_PHONE, PASSWORD, Shot, Stage

WAIT_MILLISECONDS = 120_000
ASK, ARTICLES, EVALUATION, SETTINGS = (
    "提问|Ask",
    "文章|Articles",
    "评测|Evaluation",
    "设置|Settings",
)
FEW_QUESTIONS = "4"


def articles(page: Any, _stage: Stage) -> None:
    """The list of articles."""
    _open(page, ARTICLES)
    page.locator(".article-list li").first.wait_for()


def filtered(page: Any, stage: Stage) -> None:
    """Articles that hold a word, of a time."""
    articles(page, stage)
    page.locator("#words input, #words textarea").first.fill("地鐵")
    page.locator(".count", has_text=re.compile("^2 ")).wait_for()


def article(page: Any, stage: Stage) -> None:
    """An article opened whole."""
    articles(page, stage)
    page.locator(".article-list button", has_text="氢能公交").click()
    page.locator(".whole h2").wait_for()


def residue(page: Any, stage: Stage) -> None:
    """What was removed from a web page."""
    articles(page, stage)
    page.locator(".article-list button", has_text="云麓生物医药产业园").click()
    page.locator(".whole .pieces summary").click()
    page.locator(".whole .pieces p").last.scroll_into_view_if_needed()


def uploading(page: Any, stage: Stage) -> None:
    """Files being read; a question has been answered meanwhile."""
    _upload(page, stage)
    _open(page, ASK)
    ask(page, BIRDS)
    _open(page, ARTICLES)


def asked_while_uploading(page: Any, stage: Stage) -> None:
    """The answer that was given meanwhile."""
    _upload(page, stage)
    _open(page, ASK)
    ask(page, BIRDS)


def uploaded(page: Any, stage: Stage) -> None:
    """What was read, repeated, removed as residue, and failed."""
    _upload(page, stage)
    stage.encoder.go.set()
    page.locator("#report progress").wait_for(state="detached", timeout=WAIT_MILLISECONDS)
    page.locator("#report li.failed").wait_for()


def removing(page: Any, stage: Stage) -> None:
    """Two articles are to be removed: asked once more."""
    articles(page, stage)
    for at in (0, 1):
        page.locator(".article-list input").nth(at).check()
    page.locator("#article-desk .removing .remove").click()


def settings(page: Any, _stage: Stage) -> None:
    """What is in use, and what a tab may set."""
    _open(page, SETTINGS)
    page.locator("#in-use .known").first.wait_for()


def estimate(page: Any, stage: Stage) -> None:
    """What encoding anew would take."""
    settings(page, stage)
    page.locator("#estimate").click()
    page.locator("#begin").wait_for(timeout=WAIT_MILLISECONDS)


def evaluation(page: Any, _stage: Stage) -> None:
    """The form, for two settings."""
    _open(page, EVALUATION)
    page.locator("#evaluate-run").wait_for()
    page.locator("#evaluate-too input").check()
    page.locator("#evaluate-second").wait_for()


def scores(page: Any, _stage: Stage) -> None:
    """A run on the first questions of the samples."""
    _open(page, EVALUATION)
    _run(page)


def report(page: Any, stage: Stage) -> None:
    """Its whole report."""
    scores(page, stage)
    page.locator("#reports button").first.click()
    page.locator("#evaluation-report iframe").wait_for()
    page.locator("#evaluation-report iframe").scroll_into_view_if_needed()


def comparison(page: Any, stage: Stage) -> None:
    """Two settings, question by question."""
    evaluation(page, stage)
    _run(page)
    page.locator("#evaluation-result h2").scroll_into_view_if_needed()


def thumb(page: Any, _stage: Stage) -> None:
    """An answer judged wrong, and the field for the right one."""
    ask(page, BIRDS)
    page.locator("#feedback-down").click()
    page.locator("#feedback-more textarea").fill("因为水变浅了，鱼也多了")


def switched(page: Any, _stage: Stage) -> None:
    """A conversation whose window is switched to English."""
    ask(page, BIRDS)
    page.locator("#language").click()
    page.locator("#brand p", has_text="Ask the articles").wait_for()


def login(page: Any, stage: Stage) -> None:
    """The log-in page."""
    page.goto(stage.door.url)


def refused(page: Any, stage: Stage) -> None:
    """A wrong password."""
    _log_in(page, stage, PASSWORD[::-1])
    page.get_by_role("alert").wait_for()


def logged_in(page: Any, stage: Stage) -> None:
    """The way out, once logged in."""
    _log_in(page, stage, PASSWORD)
    page.locator("#brand h1").wait_for()
    page.goto(f"{stage.door.url}/login")


def _open(page: Any, panel: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^({panel})$")).click()


def _run(page: Any) -> None:
    page.locator("#evaluate-extent input[type=number]").fill(FEW_QUESTIONS)
    page.locator("#evaluate-extent input[type=number]").blur()
    page.locator("#evaluate-run").click()
    page.locator("#evaluation-result tr[data-score]").first.wait_for(timeout=WAIT_MILLISECONDS)


def _upload(page: Any, stage: Stage) -> None:
    """Add files of several fates, and hold the reading up."""
    _open(page, ARTICLES)
    files = _files(stage.scratch / "new")
    page.locator("#add input[type=file]").first.set_input_files(files)
    page.locator("#add .file-preview", has_text=files[-1].stem).wait_for()
    stage.encoder.hold()
    page.locator("#read").click()
    assert stage.encoder.reached.wait(30)
    page.locator("#report progress").wait_for()


def _files(folder: Path) -> list[Path]:
    """Two new articles, one with residue, a repeated one, and a file that cannot be read."""
    folder.mkdir(exist_ok=True)
    for number, count in ((1, 38), (2, 45)):
        (folder / f"云岭园区简报第{number}期.txt").write_text(
            f"云岭园区简报第{number}期\n日期：2025-04-{number:02}\n\n"
            f"截至本月，云岭园区入驻企业{count}家，其中投产{count // 2}家。\n",
            encoding="utf-8",
        )
    page = (SAMPLES / "metro-extension.html").read_text(encoding="utf-8")
    (folder / "地铁开工.html").write_text(page.replace("青川", "云岭"), encoding="utf-8")
    shutil.copy(SAMPLES / "wetland-park.txt", folder / "湿地.txt")
    (folder / "坏掉的文件.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    return sorted(folder.iterdir())


def _log_in(page: Any, stage: Stage, password: str) -> None:
    page.goto(f"{stage.door.url}/login")
    page.locator("input[name=name]").fill("小明")
    page.locator("input[name=password]").fill(password)
    page.locator("form button").click()


PANELS: dict[str, Shot] = {
    "articles": Shot(articles),
    "articles-filtered": Shot(filtered),
    "article": Shot(article),
    "residue": Shot(residue),
    "uploading": Shot(uploading),
    "uploading-asked": Shot(asked_while_uploading),
    "uploaded": Shot(uploaded),
    "removing": Shot(removing),
    "settings": Shot(settings),
    "estimate": Shot(estimate),
    "evaluation": Shot(evaluation),
    "scores": Shot(scores),
    "report": Shot(report),
    "comparison": Shot(comparison),
    "thumb": Shot(thumb),
    "switched": Shot(switched),
    "login": Shot(login),
    "login-refused": Shot(refused),
    "logged-in": Shot(logged_in),
    "english-articles": Shot(article, IN_ENGLISH),
    "english-uploaded": Shot(uploaded, IN_ENGLISH),
    "english-settings": Shot(settings, IN_ENGLISH),
    "english-scores": Shot(scores, IN_ENGLISH),
    "english-login": Shot(login, IN_ENGLISH),
    "phone-articles": Shot(articles, ON_PHONE),
    "phone-article": Shot(article, ON_PHONE),
    "phone-removing": Shot(removing, ON_PHONE),
    "phone-settings": Shot(settings, ON_PHONE),
    "phone-evaluation": Shot(evaluation, ON_PHONE),
    "phone-comparison": Shot(comparison, ON_PHONE),
    "phone-thumb": Shot(thumb, ON_PHONE),
    "phone-login": Shot(login, ON_PHONE),
    "dark-articles": Shot(article, IN_DARK),
    "dark-uploaded": Shot(uploaded, IN_DARK),
    "dark-comparison": Shot(comparison, IN_DARK),
    "dark-login": Shot(login, IN_DARK),
}
