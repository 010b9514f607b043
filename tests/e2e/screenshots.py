"""Screenshots of the window in all its states: `python -m tests.e2e.screenshots FOLDER [NAME…]`.

Add a state: a function that brings a page there, and a line in `TALK` (`shots_of_talk.py`) or in
`PANELS` (`shots_of_panels.py`). `--readme` makes the three of the README, in `docs/images`.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

from tests.e2e.shots_of_panels import PANELS
from tests.e2e.shots_of_talk import TALK
from tests.e2e.site import CHROMIUM, FLAGS
from tests.e2e.stage import Shot, Stage, stage

IMAGES = Path(__file__).parents[2] / "docs" / "images"
README = ["answer", "conflict", "article"]
SHOTS = TALK | PANELS
REST_MILLISECONDS = 700
COLOURS = 128


def main(folder: Path, names: list[str]) -> None:
    """Make the screenshots named, all where none is.

    Raises:
        SystemExit: there is no shot of a name.
    """
    from playwright.sync_api import sync_playwright

    if unknown := set(names) - set(SHOTS):
        raise SystemExit(f"no shot of the name {', '.join(sorted(unknown))}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as program:
        browser = program.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with stage(browser, folder, Path(scratch)) as set_up:
            for name in names or SHOTS:
                _shoot(set_up, name, SHOTS[name])
            logging.getLogger("uvicorn.error").disabled = True  # streams are cut off at the end
        browser.close()


def readme() -> None:
    """Make the README's pictures, of few colours, so that they are small."""
    from PIL import Image

    main(IMAGES, README)
    for name in README:
        made = IMAGES / f"{name}.png"
        with Image.open(made) as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(made, optimize=True)


def _shoot(stage: Stage, name: str, shot: Shot) -> None:
    page = stage.site.page(**shot.options)
    page.wait_for_timeout(REST_MILLISECONDS)
    shot.reach(page, stage)
    stage.site.shoot(page, name)
    stage.encoder.go.set()
    page.locator("#report progress").wait_for(state="detached")
    page.context.close()
    stage.tidy()


if __name__ == "__main__":
    if sys.argv[1] == "--readme":
        readme()
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
