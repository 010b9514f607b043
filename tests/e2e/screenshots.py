"""Screenshots of the window in all its states: `python -m tests.e2e.screenshots FOLDER [NAME…]`.

Add a state: a function that brings a page there, and a line in `SHOTS`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import CHROMIUM, DESK, FLAGS, PHONE, SAMPLES, Site, ask, running
from tests.e2e.slow_model import SlowModel, slow_model

BIRDS = "砚湖湿地的候鸟为什么变多了？"
CHIPS = "临泽新区累计引进了多少个半导体项目？"
CONTEST = (
    "Why did the team that won the Qingchuan Rescue Robot Contest choose legs instead of wheels?"
)
REST_MILLISECONDS = 700


@dataclass(frozen=True)
class Shot:
    """A state of the window, and the browser that it is looked at with."""

    reach: Callable[[Any, SlowModel], None]
    options: dict[str, Any] = field(default_factory=dict)


def main(folder: Path, names: list[str]) -> None:
    """Make the screenshots named, all where none is."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        sync_playwright() as program,
        slow_model() as model,
    ):
        browser = program.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        engine = Engine(Settings(), Path(scratch) / "library")
        engine.index([str(SAMPLES)])
        with running(engine, browser, folder, [model.spec]) as site:
            for name in names or SHOTS:
                _shoot(site, name, SHOTS[name], model)
        browser.close()


def _shoot(site: Site, name: str, shot: Shot, model: SlowModel) -> None:
    model.pause_seconds = 0.01
    shutil.rmtree(site.engine.folder.path / "history", ignore_errors=True)
    page = site.page(**shot.options)
    page.wait_for_timeout(REST_MILLISECONDS)
    shot.reach(page, model)
    site.shoot(page, name)
    page.context.close()


def welcome(_page: Any, _model: SlowModel) -> None:
    """Nothing asked yet."""


def source(page: Any, _model: SlowModel) -> None:
    """An answer, and the source of its second sentence."""
    ask(page, BIRDS).locator("a.cite").nth(1).click()


def preview(page: Any, _model: SlowModel) -> None:
    """A marker pointed at."""
    ask(page, BIRDS).locator("a.cite").first.hover()


def around(page: Any, _model: SlowModel) -> None:
    """Earlier and later paragraphs, a citation copied."""
    ask(page, BIRDS)
    for side in ("earlier", "later"):
        page.locator(f"#src-1-1 [data-side={side}]").click()
    page.locator("#src-1-1 .copy").click()


def conflict(page: Any, _model: SlowModel) -> None:
    """Articles that differ."""
    ask(page, CHIPS)


def not_found(page: Any, _model: SlowModel) -> None:
    """No article knows."""
    ask(page, "火星探测器的燃料是什么？")


def follow_up(page: Any, _model: SlowModel) -> None:
    """A question that leans on the last one."""
    ask(page, "云麓生物医药产业园规划用地多少亩？")
    ask(page, "那它的总投资呢？")


def streaming(page: Any, model: SlowModel) -> None:
    """A model's words while they come."""
    model.pause_seconds = 0.25
    _by_model(page)
    box = page.locator("#question textarea")
    box.fill(BIRDS)
    box.press("Enter")
    page.locator("#writing .writing", has_text="水变浅").wait_for()


def stopped(page: Any, model: SlowModel) -> None:
    """The same, stopped."""
    streaming(page, model)
    page.keyboard.press("Escape")
    page.locator(".stopped").wait_for()


def unsupported(page: Any, _model: SlowModel) -> None:
    """A sentence that no article bears out, and why."""
    _by_model(page)
    ask(page, BIRDS).locator("button.flag").click()


def compare(page: Any, _model: SlowModel) -> None:
    """Two models beside each other."""
    ask(page, BIRDS)
    page.locator(".menu summary").nth(1).click()
    page.locator("[data-do=compare]").click()
    page.locator("#conversation .compared .foot").nth(1).wait_for()


def models(page: Any, _model: SlowModel) -> None:
    """The menu of other models."""
    ask(page, BIRDS)
    page.locator(".menu summary").first.click()


def history(page: Any, model: SlowModel) -> None:
    """Earlier conversations."""
    conflict(page, model)
    page.locator("[data-do=new]").click()
    page.locator(".welcome").wait_for()
    ask(page, BIRDS)
    page.locator("[data-do=history]").click()
    page.locator(".past").wait_for()


def error(page: Any, _model: SlowModel) -> None:
    """A date that is none."""
    page.locator("#options input[data-testid]").fill("明天")
    ask(page, BIRDS)


def english(page: Any, _model: SlowModel) -> None:
    """An English question."""
    ask(page, CONTEST)


def _by_model(page: Any) -> None:
    page.locator("#options input").first.click()
    page.get_by_role("option", name="qwen3-demo").click()


_PHONE: dict[str, Any] = {"size": PHONE}
_DARK: dict[str, Any] = {"scheme": "dark"}
_ENGLISH: dict[str, Any] = {"locale": "en-US", "size": DESK}
SHOTS: dict[str, Shot] = {
    "welcome": Shot(welcome),
    "source": Shot(source),
    "preview": Shot(preview),
    "around": Shot(around),
    "conflict": Shot(conflict),
    "not-found": Shot(not_found),
    "follow-up": Shot(follow_up),
    "streaming": Shot(streaming),
    "stopped": Shot(stopped),
    "unsupported": Shot(unsupported),
    "compare": Shot(compare),
    "models": Shot(models),
    "history": Shot(history),
    "error": Shot(error),
    "phone-welcome": Shot(welcome, _PHONE),
    "phone-source": Shot(source, _PHONE),
    "phone-conflict": Shot(conflict, _PHONE),
    "phone-compare": Shot(compare, _PHONE),
    "phone-history": Shot(history, _PHONE),
    "dark-source": Shot(source, _DARK),
    "dark-conflict": Shot(conflict, _DARK),
    "dark-unsupported": Shot(unsupported, _DARK),
    "english": Shot(english, _ENGLISH),
    "english-welcome": Shot(welcome, _ENGLISH),
    "english-history": Shot(history, _ENGLISH),
}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
