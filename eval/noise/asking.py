"""Every question under every condition, through Yuanwen and, where wanted, of the bare model.

An answer is a line of `answers.jsonl` as soon as it is given; what is there is not asked again,
unless the model had failed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.folder import append_line, recovered
from eval.noise.bare import bare_messages, refuses
from eval.noise.cases import Case
from eval.noise.drawing import Condition, Given, draw
from eval.noise.shelf import Shelf
from eval.scores import Record
from rag.answering.answerer import ENOUGH
from rag.answering.frames import MODEL_FAILED, MODEL_FAILED_NOTHING, frame_language
from rag.answering.models import ChatModel
from rag.answering.replies import whole_reply
from rag.errors import ModelError
from rag.record import answer_record

YUANWEN, BARE = "yuanwen", "bare"
KEPT = ("confidence", "sentences", "citations", "conflicts", "notice", "model", "tokens")

Tell = Callable[[int, int, Record], None]  # (asked; of; the line)


@dataclass(frozen=True)
class Plan:
    """What is asked; lines of another plan in the same file are left alone."""

    file: str  # digest of the questions
    model: str
    passages: int
    seed: int
    conditions: tuple[Condition, ...]

    def key(self, side: str, condition: Condition, case: Case) -> str:
        """Return the id of a line."""
        asked = (self.file, self.model, self.passages, self.seed, side, condition.name, case.id)
        return " | ".join(map(str, asked))


@dataclass(frozen=True)
class Ask:
    """One question to one side under one condition."""

    key: str
    side: str
    condition: Condition
    case: Case
    given: tuple[Given, ...]


def planned(
    plan: Plan, cases: Sequence[Case], shelves: Mapping[Condition, Shelf], *, bare: bool
) -> list[Ask]:
    """Return what is to be asked, question by question; see `draw` for what is left out."""
    return [
        Ask(plan.key(side, condition, case), side, condition, case, given)
        for case in cases
        for condition in plan.conditions
        if (given := draw(case, condition, plan.passages, plan.seed, shelves[condition].articles))
        for side in ((YUANWEN, BARE) if bare else (YUANWEN,))
    ]


def known_lines(path: Path, asks: Sequence[Ask]) -> dict[str, Record]:
    """Return the lines that a file has for these questions, by key."""
    done = recovered(path)
    return {ask.key: done[ask.key] for ask in asks if ask.key in done}


def ask_all(
    asks: Sequence[Ask],
    path: Path,
    shelves: Mapping[Condition, Shelf],
    spec: str,
    bare: ChatModel | None,
    tell: Tell,
) -> None:
    """Ask what a file has no answer to yet, and write each line as soon as it is there.

    Args:
        asks: what is wanted.
        path: of the lines.
        shelves: the library of each condition.
        spec: of the model, as Yuanwen is given it.
        bare: the same model, for the side `bare`.
        tell: is told of each line.

    Raises:
        ModelError: the model cannot be opened.
    """
    done = known_lines(path, asks)
    left = [ask for ask in asks if ask.key not in done or done[ask.key]["failed"]]
    with path.open("a", encoding="utf-8") as file:
        for count, ask in enumerate(left, start=len(asks) - len(left) + 1):
            line = {
                "id": ask.key,
                "case": ask.case.id,
                "side": ask.side,
                "condition": ask.condition.name,
                "question": ask.case.question,
                "given": [{"article": one.article, "kind": one.kind} for one in ask.given],
            }
            if ask.side == YUANWEN:
                line |= _through_yuanwen(ask, shelves[ask.condition], spec)
            else:
                assert bare is not None  # planned only where there is one
                line |= _bare(ask, bare)
            append_line(file, line)
            tell(count, len(asks), line)


def _through_yuanwen(ask: Ask, shelf: Shelf, spec: str) -> Record:
    without = shelf.without([one.article for one in ask.given])
    answer = shelf.engine.ask(ask.case.question, model=spec, without=without, record=False)
    record = answer_record(answer)
    notice = answer.notice or ""
    is_failed = notice.startswith((*MODEL_FAILED.values(), *MODEL_FAILED_NOTHING.values()))
    return {
        "reply": answer.text,
        "answered": record["outcome"] == "answered",
        "failed": notice if is_failed else None,
        "by_gate": answer.confidence < ENOUGH,  # the model was not asked
        "seconds": answer.seconds["total"],
        **{name: record[name] for name in KEPT},
    }


def _bare(ask: Ask, model: ChatModel) -> Record:
    started = time.perf_counter()
    language = frame_language(ask.case.question)
    messages = bare_messages(ask.case.question, [one.text for one in ask.given], language)
    failed, text, tokens = None, "", None
    try:
        reply = whole_reply(model.stream(messages))
        text, tokens = reply.text, reply.tokens
    except ModelError as error:
        failed = str(error)
    return {
        "reply": text,
        "answered": failed is None and not refuses(text),
        "failed": failed,
        "seconds": time.perf_counter() - started,
        "tokens": None if tokens is None else asdict(tokens),
    }
