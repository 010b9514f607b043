"""The parts of the benchmark: their steps in order, and what each part finds."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.bench import langchain_rival, large_library, many_vectors, ours
from eval.bench.material import Material
from eval.bench.processes import Measured, run_process, run_step
from eval.bench.results import (
    Answered,
    Asked,
    Copied,
    Encoded,
    IndexAsked,
    Indexed,
    IndexFile,
    KeywordsAsked,
    LargeLibrary,
    LargeOpened,
    RivalAsked,
    RivalBuilt,
    Spread,
)
from eval.questions import load_questions

MOST_QUERIES = 200  # of the parts on a million passages

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """Where a run works, on what, its seed, and how many new processes it asks."""

    work: Path
    material: Material
    seed: int
    cold_starts: int

    @property
    def library(self) -> str:
        """Folder of Yuanwen's library."""
        return str(self.work / "library")

    @property
    def questions(self) -> str:
        """Question file."""
        return str(self.material.questions)

    def cold_questions(self) -> list[str]:
        """Return the questions that are each asked of a new process."""
        every = [question.question for question in load_questions(self.material.questions)]
        draw = random.Random(self.seed)  # noqa: S311
        return draw.sample(every, min(self.cold_starts, len(every)))


@dataclass(frozen=True)
class Ours:
    """Yuanwen; `cold` is a process of `yuanwen ask --json`, from its start to its end."""

    index: Measured[Indexed]
    encode: Measured[Encoded]
    ask: Measured[Asked]
    answer: Measured[Answered]
    cold: Spread


@dataclass(frozen=True)
class Rival:
    """LangChain's pipeline; `cold` is a process that loads the store and finds passages."""

    build: Measured[RivalBuilt]
    ask: Measured[RivalAsked]
    cold: Spread
    cold_peak_megabytes: float


@dataclass(frozen=True)
class Million:
    """Many passages; recall is the share of the exact index's 10 nearest that are found."""

    copies: Measured[Copied]
    exact: Measured[IndexFile]
    compressed: Measured[IndexFile]
    exact_ask: Measured[IndexAsked]
    compressed_ask: Measured[IndexAsked]
    recall_of_exact: float
    library: Measured[LargeLibrary]
    keywords: Measured[KeywordsAsked]
    open: Measured[LargeOpened]
    cold: Spread


def run_ours(place: Place, sample: int, tell: Tell) -> Ours:
    """Measure Yuanwen; `sample`: so many passages are encoded for the floor, 0 for all."""
    index = run_index(place, tell)
    tell("encoding the same passages")
    encode = run_step(ours.encode, library=place.library, sample=sample, seed=place.seed)
    tell("asking Yuanwen")
    ask = run_step(ours.ask, library=place.library, questions=place.questions)
    answer = run_step(ours.answer, library=place.library, questions=place.questions)
    tell("asking Yuanwen in new processes")
    return Ours(index, encode, ask, answer, _cold(place.library, place))


def run_index(place: Place, tell: Tell) -> Measured[Indexed]:
    """Build Yuanwen's library."""
    tell(f"indexing {place.material.article_count:,} articles")
    return run_step(ours.index, articles=str(place.material.articles), library=place.library)


def _cold(library: str, place: Place) -> Spread:
    return Spread.of(
        [
            run_process(["ui.main", "--library", library, "ask", "--json", "--", question])
            for question in place.cold_questions()
        ]
    )


def run_rival(place: Place, tell: Tell) -> Rival:
    """Measure LangChain's pipeline on the same articles and questions."""
    store = str(place.work / "langchain")
    tell("building LangChain's store")
    build = run_step(langchain_rival.build, articles=str(place.material.articles), store=store)
    tell("asking LangChain's pipeline")
    ask = run_step(langchain_rival.ask, store=store, questions=place.questions)
    tell("asking it in new processes")
    cold = [
        run_step(langchain_rival.first_answer, store=store, question=question)
        for question in place.cold_questions()
    ]
    return Rival(
        build, ask, Spread.of([one.seconds for one in cold]),
        max(one.peak_megabytes for one in cold),
    )  # fmt: skip


def run_million(place: Place, count: int, tell: Tell) -> Million:
    """Measure `count` passages made from those of Yuanwen's library, which must be there."""
    folder, target = str(place.work / "vectors"), str(place.work / "large")
    Path(folder).mkdir()
    tell(f"making {count:,} vectors")
    copies = run_step(
        many_vectors.copy, library=place.library, questions=place.questions, folder=folder,
        count=count, most=MOST_QUERIES, seed=place.seed,
    )  # fmt: skip
    tell("building and asking the exact index")
    exact = run_step(many_vectors.build, folder=folder, kind="exact")
    exact_ask = run_step(many_vectors.ask, folder=folder, kind="exact")
    tell("building and asking the compressed index")
    compressed = run_step(many_vectors.build, folder=folder, kind="compressed")
    compressed_ask = run_step(many_vectors.ask, folder=folder, kind="compressed")
    tell("writing a library of as many passages")
    library = run_step(
        large_library.build, library=place.library, folder=folder, target=target,
        count=count, seed=place.seed,
    )  # fmt: skip
    tell("asking it")
    keywords = run_step(
        large_library.ask_keywords, target=target, questions=place.questions, most=MOST_QUERIES
    )
    opened = run_step(
        large_library.ask, target=target, questions=place.questions, most=MOST_QUERIES
    )
    return Million(
        copies, exact, compressed, exact_ask, compressed_ask,
        many_vectors.recall_of_exact(folder), library, keywords, opened, _cold(target, place),
    )  # fmt: skip
