"""A small library of invented articles, what is done to it, and all that can be asked of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import embeddings.faiss_index
import rag.answering.answerer
import rag.engine
import rag.indexing
import rag.passage_encoding
from rag.engine import Engine
from rag.errors import LibraryError
from rag.fusion import default_fusion
from rag.own_fusion import write_own_fusion
from rag.record import answer_record
from rag.settings import Settings
from tests.rag.fakes import LetterEncoder, write_articles, zone

SECRET = "青鸾七号"  # stands in one article only, which is removed
QUESTIONS = (
    "经开区共引进多少个半导体项目？",
    "风岭水库的库容是多少？",
    "When does the ferry to Gull Island leave?",
)
OTHER_ENCODER = "other"
REMOVED = ("secret", "zone-2005")
ARTICLES = "{articles}"  # stands for the folder of articles in a command line


@dataclass(frozen=True)
class Place:
    """Where a scenario takes place; the same for each of its runs."""

    articles: Path
    library: Path

    def engine(self) -> Engine:
        return Engine(Settings(), self.library)


@dataclass(frozen=True)
class Scenario:
    """A change of a library: what was there, and the command that is killed."""

    name: str
    prepare: Callable[[Place], None]
    command: Callable[[Place], object]
    line: tuple[str, ...] = ()  # the same as a command line, where there is one


def use_fakes(*, compressed: bool = False) -> None:
    """Let every engine of this process work by a fake encoder, in small steps."""
    for module in (rag.engine, rag.indexing):
        module.load_encoder = lambda spec, **_options: LetterEncoder(spec)  # type: ignore[attr-defined]
    rag.passage_encoding.BATCH_PASSAGES, rag.passage_encoding.STEP_PASSAGES = 8, 4
    rag.answering.answerer.ENOUGH = 0.0
    embeddings.faiss_index.COMPRESSED_FROM = 10 if compressed else 100_000


def _write(place: Place, part: str) -> None:
    place.articles.mkdir(exist_ok=True)
    years = range(2004, 2014) if part == "old" else range(2014, 2026)
    counts = "〇一二三四五六七八九"
    lines = [
        zone(f"zone-{year}", f"{year}-03-{year % 28 + 1:02}", f"{counts[year % 10]}十{year % 7}")
        for year in years
    ]
    write_articles(place.articles / f"{part}.jsonl", *lines)


def _old(place: Place) -> None:
    _write(place, "old")
    water = {
        "id": "water", "title": "风岭水库除险加固", "date": "2021-06-01", "issuer": "风岭县水利局",
        "text": "风岭水库的库容是三千二百万立方米。\n\n大坝加固后可以抵御百年一遇的洪水。" * 4,
    }  # fmt: skip
    ferry = {
        "id": "ferry", "title": "Ferry times", "date": "2023-05", "language": "en",
        "text": "The ferry to Gull Island leaves at 9.40 from the old pier. Dogs travel free.",
    }  # fmt: skip
    secret = {"id": "secret", "title": "代号", "text": f"这个项目的代号是{SECRET}，请勿外传。"}
    write_articles(place.articles / "more.jsonl", water, ferry, secret)
    (place.articles / "gone.txt").write_text("旧码头改造\n\n旧码头改造投入八百万元。", "utf-8")
    (place.articles / "copy.txt").write_text(water["text"], "utf-8")


def _indexed(place: Place) -> None:
    _old(place)
    place.engine().index([str(place.articles)])


def _before_adding(place: Place) -> None:
    _indexed(place)
    _write(place, "new")
    (place.articles / "gone.txt").write_text("旧码头改造\n\n旧码头改造投入九百万元。", "utf-8")


def _before_pruning(place: Place) -> None:
    _indexed(place)
    (place.articles / "gone.txt").unlink()
    (place.articles / "copy.txt").unlink()


def _index(place: Place) -> object:
    return place.engine().index([str(place.articles)])


def _prune(place: Place) -> object:
    return place.engine().index([str(place.articles)], prune=True)


def _remove(place: Place) -> None:
    try:
        place.engine().remove(REMOVED)
    except LibraryError as error:  # done by the run that was killed
        if "no article has the id" not in str(error):
            raise


def _weigh(place: Place) -> None:
    engine = place.engine()
    with engine.folder.writing():
        about = {"fitted_on": "none", "questions": 0}
        write_own_fusion(engine.folder.fusion, default_fusion(), "fake:bundled", about)


def damage(place: Place) -> None:
    """Flip a bit of the current generation's keywords."""
    path = place.engine().generation.folder / "keywords" / "0000-rows.npy"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)


def _damaged(place: Place) -> None:
    _before_adding(place)
    _index(place)
    damage(place)


SCENARIOS = (
    Scenario("index", _old, _index, ("index", ARTICLES)),
    Scenario("re-index", _before_adding, _index, ("index", ARTICLES)),
    Scenario("remove", _indexed, _remove, ("remove", *REMOVED)),
    Scenario("prune", _before_pruning, _prune, ("index", ARTICLES, "--prune")),
    Scenario(
        "reindex, size", _indexed, lambda at: at.engine().reindex(passage_characters=80),
        ("reindex", "--passage-characters", "80"),
    ),
    Scenario(
        "reindex, encoder", _indexed, lambda at: at.engine().reindex(encoder=OTHER_ENCODER),
        ("reindex", "--encoder", OTHER_ENCODER),
    ),
    Scenario("weights", _indexed, _weigh),
    Scenario("restore", _damaged, lambda at: at.engine().restore(), ("check", "--restore")),
)  # fmt: skip


def fresh(place: Place, template: Path) -> None:
    """Put a library as it was before into its place."""
    shutil.rmtree(place.library, ignore_errors=True)
    if template.exists():
        shutil.copytree(template, place.library)


def told(question: str) -> Callable[[Engine], object]:
    """Return what gives all that an answer shows: its hits in each mode, its text, its quotes."""

    def tell(engine: Engine) -> object:
        found: list[object] = []
        for mode in ("hybrid", "keyword", "dense"):
            hits = engine.search(question, mode=mode, k=6).hits  # type: ignore[arg-type]
            found += [[one.passage.id, one.passage.text, one.score, one.confidence] for one in hits]
        record = answer_record(engine.ask(question, as_of="2022", record=False))
        return [found, {name: one for name, one in record.items() if name != "seconds"}]

    return tell


def listed(engine: Engine) -> object:
    """Return every article, its text and file."""
    opened = engine.folder.open()
    sources = sorted(map(asdict, opened.sources()), key=lambda one: one["path"])
    return [engine.articles(), [one.text for one in opened.articles()], sources]


def state(place: Place) -> str | None:
    """Return all that a library tells, as one text; None where there is none."""
    engine = place.engine()
    if not engine.folder.exists():
        return None
    weights = engine.fusion().name
    return as_text([weights, listed(engine), *(told(one)(engine) for one in QUESTIONS)])


def as_text(value: Any) -> str:
    """Return a value as JSON; numbers are exact."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
