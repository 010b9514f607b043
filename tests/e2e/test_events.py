"""Gradio's stream of events in the browser: what is asked while it closes is heard all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import NEEDS_BROWSER, SAMPLES, Site, ask, running

pytestmark = NEEDS_BROWSER
HELD_BACK = 3.0  # seconds between the server's decision to close a stream and the browser's news


def slow_to_close(app: Any) -> Any:
    """Hold back the message that closes a stream, as a slow network would."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if b'"close_stream"' in message.get("body", b""):
                await asyncio.sleep(HELD_BACK)
            await send(message)

        await app(scope, receive, sent)

    return answer


@pytest.fixture
def slow(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("events")
    engine = Engine(Settings(), folder / "library")
    engine.index([str(SAMPLES)])
    with running(engine, browser, folder, around=slow_to_close) as opened:
        yield opened


def test_a_question_asked_while_the_stream_closes_is_answered(slow: Site) -> None:
    page = slow.page()
    for question in ("砚湖湿地的候鸟为什么变多了？", "云麓产业园的总投资是多少？", "甘草有多少？"):
        ask(page, question)
    page.wait_for_timeout(HELD_BACK * 1000 + 500)
    ask(page, "砚湖湿地有多少种鸟？")  # the stream has closed by now, and opens anew
    page.context.close()
