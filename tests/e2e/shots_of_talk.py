"""States of the conversation to make screenshots of."""

from __future__ import annotations

from typing import Any

from tests.e2e.site import ask
from tests.e2e.stage import IN_DARK, IN_ENGLISH, ON_PHONE, Shot, Stage

BIRDS = "砚湖湿地的候鸟为什么变多了？"
RENT = "人才公寓的租金怎么收取？"
CHIPS = "临泽新区累计引进了多少个半导体项目？"
CONTEST = (
    "Why did the team that won the Qingchuan Rescue Robot Contest choose legs instead of wheels?"
)


def welcome(_page: Any, _stage: Stage) -> None:
    """Nothing asked yet."""


def answer(page: Any, _stage: Stage) -> None:
    """An answer, and its source."""
    ask(page, RENT).locator("a.cite").first.click()


def source(page: Any, _stage: Stage) -> None:
    """An answer, and the source of its second sentence."""
    ask(page, BIRDS).locator("a.cite").nth(1).click()


def preview(page: Any, _stage: Stage) -> None:
    """A marker pointed at."""
    ask(page, BIRDS).locator("a.cite").first.hover()


def around(page: Any, _stage: Stage) -> None:
    """Earlier and later paragraphs, a citation copied."""
    ask(page, BIRDS)
    for side in ("earlier", "later"):
        page.locator(f"#src-1-1 [data-side={side}]").click()
    page.locator("#src-1-1 .copy").click()


def conflict(page: Any, _stage: Stage) -> None:
    """Articles that differ."""
    ask(page, CHIPS)


def not_found(page: Any, _stage: Stage) -> None:
    """No article knows."""
    ask(page, "火星探测器的燃料是什么？")


def follow_up(page: Any, _stage: Stage) -> None:
    """A question that leans on the last one."""
    ask(page, "云麓生物医药产业园规划用地多少亩？")
    ask(page, "那它的总投资呢？")


def streaming(page: Any, stage: Stage) -> None:
    """A model's words while they come."""
    stage.model.pause_seconds = 0.25
    _by_model(page)
    box = page.locator("#question textarea")
    box.fill(BIRDS)
    box.press("Enter")
    page.locator("#writing .writing", has_text="水变浅").wait_for()


def stopped(page: Any, stage: Stage) -> None:
    """The same, stopped."""
    streaming(page, stage)
    page.keyboard.press("Escape")
    page.locator(".stopped").wait_for()


def unsupported(page: Any, _stage: Stage) -> None:
    """A sentence that no article bears out, and why."""
    _by_model(page)
    ask(page, BIRDS).locator("button.flag").click()


def compare(page: Any, _stage: Stage) -> None:
    """Two models beside each other."""
    ask(page, BIRDS)
    page.locator(".menu summary").nth(1).click()
    page.locator("[data-do=compare]").click()
    page.locator("#conversation .compared .foot").nth(1).wait_for()


def models(page: Any, _stage: Stage) -> None:
    """The menu of other models."""
    ask(page, BIRDS)
    page.locator(".menu summary").first.click()


def history(page: Any, stage: Stage) -> None:
    """Earlier conversations."""
    conflict(page, stage)
    page.locator("[data-do=new]").click()
    page.locator(".welcome").wait_for()
    ask(page, BIRDS)
    page.locator("[data-do=history]").click()
    page.locator(".past").wait_for()


def error(page: Any, _stage: Stage) -> None:
    """A date that is none."""
    page.locator("#options input[data-testid]").fill("明天")
    ask(page, BIRDS)


def english(page: Any, _stage: Stage) -> None:
    """An English question."""
    ask(page, CONTEST)


def _by_model(page: Any) -> None:
    page.locator("#options input").first.click()
    page.get_by_role("option", name="qwen3-demo").click()


TALK: dict[str, Shot] = {
    "welcome": Shot(welcome),
    "answer": Shot(answer),
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
    "phone-welcome": Shot(welcome, ON_PHONE),
    "phone-source": Shot(source, ON_PHONE),
    "phone-conflict": Shot(conflict, ON_PHONE),
    "phone-compare": Shot(compare, ON_PHONE),
    "phone-history": Shot(history, ON_PHONE),
    "dark-source": Shot(source, IN_DARK),
    "dark-conflict": Shot(conflict, IN_DARK),
    "dark-unsupported": Shot(unsupported, IN_DARK),
    "english": Shot(english, IN_ENGLISH),
    "english-welcome": Shot(welcome, IN_ENGLISH),
    "english-history": Shot(history, IN_ENGLISH),
}
