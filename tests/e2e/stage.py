"""What stands behind a screenshot: the site, what slows it down, and the way to a state of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.engine import Engine
from rag.settings import Settings
from tests.e2e.site import PHONE, SAMPLES, Site, running
from tests.e2e.slow_encoder import SlowEncoder
from tests.e2e.slow_model import SlowModel, slow_model
from ui.service.passwords import password_hash

ON_PHONE: dict[str, Any] = {"size": PHONE}
IN_DARK: dict[str, Any] = {"scheme": "dark"}
IN_ENGLISH: dict[str, Any] = {"locale": "en-US"}
PASSWORD = "青石大桥1280"


@dataclass(frozen=True)
class Stage:
    """The window over the samples, and a door: the same window where people must log in."""

    site: Site
    door: Site
    model: SlowModel
    encoder: SlowEncoder
    scratch: Path

    def tidy(self) -> None:
        """Leave library, history and runs as they were before a shot."""
        engine = self.site.engine
        added = [str(one["id"]) for one in engine.articles() if "uploads" in str(one["source"])]
        if added:
            engine.remove(added)
        for name in ("history", "runs", "questions"):
            shutil.rmtree(engine.folder.path / name, ignore_errors=True)
        self.model.pause_seconds = 0.01


@dataclass(frozen=True)
class Shot:
    """A state of the window, and the browser that it is looked at with."""

    reach: Callable[[Any, Stage], None]
    options: dict[str, Any] = field(default_factory=dict)


@contextmanager
def stage(browser: Any, shots: Path, scratch: Path) -> Iterator[Stage]:
    """Index the samples and serve them, openly and behind a log-in."""
    encoder = SlowEncoder()
    engine = Engine(Settings(), scratch / "library")
    engine._encoders["bundled"] = encoder  # type: ignore[assignment]
    engine.index([os.path.relpath(SAMPLES)])
    closed = Engine(Settings(users=(f"小明:{password_hash(PASSWORD)}",)), engine.folder.path)
    with (
        slow_model() as model,
        running(engine, browser, shots, [model.spec]) as site,
        running(closed, browser, shots) as door,
    ):
        yield Stage(site, door, model, encoder, scratch)
