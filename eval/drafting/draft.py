"""Drafts a question set from a library, for a person to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from eval.drafting.checking import LibraryCheck
from eval.drafting.held_out import held_out_articles
from eval.drafting.proposal import Proposal, Writer
from eval.drafting.rules import RuleWriter
from eval.drafting.sampling import sampled_rows
from eval.drafting.written import ModelWriter
from rag.answering.models import load_model
from rag.engine import Engine
from rag.errors import UsageError
from rag.text import is_chinese
from rag.types import Article

READ_FOR_EACH = 30  # articles that are read at most for each question wanted
PER_ARTICLE = 2
CALLS_FOR_EACH = 3  # of a model, at most, for each question wanted
TITLES, DATES = 0.1, 0.35  # wanted shares; there are figures for the rest
MOST_TITLES = 0.2

Record = dict[str, Any]


@dataclass(frozen=True)
class DraftOptions:
    """What to draft.

    `model`: a model's spec, None to draft by rules; `unanswerable_share`: of `count`, 0 to 1;
    `held_out`: files that are not in the library, to draft unanswerable questions from; `seed`:
    the same seed drafts the same questions from the same library.
    """

    count: int = 30
    model: str | None = None
    unanswerable_share: float = 0.2
    held_out: tuple[str, ...] = ()
    seed: int = 0


def no_progress(_done: int, _of: int) -> None:
    """Tell nobody."""


def draft_questions(
    engine: Engine, options: DraftOptions, progress: Callable[[int, int], None] = no_progress
) -> list[Record]:
    """Propose a question set in the form of `eval.questions`.

    Args:
        engine: the library.
        options: what to draft.
        progress: told of questions done, and of how many.

    Returns:
        Answerable questions, then unanswerable ones; fewer than wanted where the library does
        not give more. `drafted_by` names the writer; `held_out_answer` is what an article that
        is held out says.

    Raises:
        UsageError: nothing is wanted, or the library is empty.
        LibraryError: there is no library.
        ModelError: the model failed.
    """
    if options.count < 1 or not 0 <= options.unanswerable_share <= 1:
        raise UsageError(
            "a draft has at least one question and an unanswerable share of 0 to 1.",
            "Draft thirty: --count 30",
        )
    if engine.generation.article_count == 0:
        raise UsageError("the library is empty.", "Add articles: yuanwen index FILES-OR-FOLDERS")
    return _Drafter(engine, options, progress).draft()


class _Drafter:
    """One drafting at work: what has been taken already, and from where."""

    def __init__(
        self, engine: Engine, options: DraftOptions, progress: Callable[[int, int], None]
    ) -> None:
        self._engine = engine
        self._options = options
        self._progress = progress
        self._generation = engine.generation
        self._check = LibraryCheck(engine.retriever())
        self._writer = _writer(engine, options)
        self._used: set[str] = set()  # sentences, and titles as questions
        self._kinds: Counter[str] = Counter()
        self._proposed: dict[int, list[Proposal]] = {}

    def draft(self) -> list[Record]:
        unanswerable = round(self._options.count * self._options.unanswerable_share)
        refused = list(islice(self._unanswerable(), unanswerable))
        answered: list[Record] = []
        for record in islice(self._answerable(), self._options.count - unanswerable):
            answered.append(record)
            self._progress(len(refused) + len(answered), self._options.count)
        return [
            {"id": f"draft-{number:03}", **record}
            for number, record in enumerate([*answered, *refused], start=1)
        ]

    def _answerable(self) -> Iterator[Record]:
        """Yield questions that name what they ask about; then, from the same articles, others."""
        wanted = self._options.count - round(self._options.count * self._options.unanswerable_share)
        used: Counter[int] = Counter()
        for most, self_contained in ((1, True), (1, False), (PER_ARTICLE, False)):
            for row, article in self._articles():
                if used[row] >= most:
                    continue
                chosen = self._chosen(row, article, wanted, self_contained=self_contained)
                if chosen is None:
                    continue
                used[row] += 1
                self._used.add(_subject(chosen))
                self._kinds[chosen.kind] += 1
                expected = {"answers": [chosen.answer]} if chosen.answer else {}
                yield {
                    "question": chosen.question,
                    **({"iso": chosen.iso} if chosen.iso else expected),
                    "articles": [article.id],
                    "evidence": [chosen.evidence],
                    **self._described(chosen),
                }

    def _articles(self) -> Iterator[tuple[int, Article]]:
        rows = sampled_rows(self._generation, self._options.seed)
        for row in islice(rows, READ_FOR_EACH * self._options.count):
            if self._generation.record(row)["duplicate_of"] is None:
                yield row, self._generation.article(row)

    def _chosen(
        self, row: int, article: Article, wanted: int, *, self_contained: bool
    ) -> Proposal | None:
        """Return an article's proposal of the kind that is wanted most."""
        if row not in self._proposed:
            self._proposed[row] = self._writer.propose(article)

        def surplus(one: Proposal) -> float:
            shares = {"title": TITLES, "date": DATES}
            share = shares.get(one.kind, 1 - TITLES - DATES)
            return self._kinds[one.kind] - share * (self._kinds.total() + 1)

        def order(one: Proposal) -> tuple[bool, float]:
            return one.kind == "title" and not self_contained, surplus(one)

        for one in sorted(self._proposed[row], key=order):
            if _subject(one) in self._used or (self_contained and not one.self_contained):
                continue
            if one.kind == "title" and self._kinds["title"] + 1 > MOST_TITLES * wanted:
                continue
            if one.kind == "title" and surplus(one) > 0 and self_contained:
                continue  # rather a question of substance from another article
            if self._check.has_one_source(one, article, row):
                return one
        return None

    def _unanswerable(self) -> Iterator[Record]:
        made = self._from_files() if self._options.held_out else self._from_library()
        for number, (proposal, held_out) in enumerate(made, start=1):
            self._used.add(_subject(proposal))
            self._progress(number, self._options.count)
            yield {
                "question": proposal.question,
                "answers": [],
                "articles": [],
                "held_out_answer": proposal.answer,
                **({"held_out": held_out} if held_out else {}),
                **self._described(proposal),
                "kind": "unanswerable",
            }

    def _from_files(self) -> Iterator[tuple[Proposal, list[str]]]:
        articles = held_out_articles(
            self._options.held_out,
            self._engine.settings.max_file_megabytes << 20,
            self._options.seed,
        )
        for article in islice(articles, READ_FOR_EACH * self._options.count):
            for proposal in _standing(self._writer.propose(article)):
                if self._check.holds_text(article, proposal.evidence):
                    break
                if self._check.is_unanswerable(proposal):
                    yield proposal, []
                    break

    def _from_library(self) -> Iterator[tuple[Proposal, list[str]]]:
        for row, article in self._articles():
            if row not in self._proposed:
                self._proposed[row] = self._writer.propose(article)
            family = self._check.family(article)
            rows = self._check.rows(family, row)
            for proposal in _standing(self._proposed[row]):
                if self._check.is_unanswerable(proposal, rows):
                    yield proposal, family
                    break

    def _described(self, proposal: Proposal) -> Record:
        language = "zh" if is_chinese(proposal.question) else "en"
        return {"lang": language, "kind": proposal.kind, "drafted_by": self._writer.name}


def _subject(proposal: Proposal) -> str:
    """Return what may be asked about once: a sentence, or the article itself."""
    return proposal.question if proposal.kind == "title" else proposal.evidence


def _standing(proposals: list[Proposal]) -> list[Proposal]:
    """Keep what can be asked of a library that does not have the article."""
    return [one for one in proposals if one.self_contained and one.kind != "title"]


def _writer(engine: Engine, options: DraftOptions) -> Writer:
    model = None
    if options.model is not None:
        model = load_model(
            options.model,
            timeout_seconds=engine.settings.model_timeout_seconds,
            key=engine.settings.endpoint_key,
            threads=engine.settings.model_threads,
            context_tokens=engine.settings.model_context_tokens,
        )
    if options.model is None or model is None:  # extractive: there is no model to ask
        return RuleWriter()
    return ModelWriter(
        model,
        options.model,
        calls=CALLS_FOR_EACH * options.count,
        passage_characters=engine.generation.passage_characters,
        seed=options.seed,
    )
