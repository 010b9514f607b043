"""The dialogues of this folder, and how a standalone question is judged.

A line of `tuned.jsonl` and `held_out.jsonl`: `messages` (earlier turns), the `question`, strings
that its standalone form must hold (`required`; `a|b` is either) and must not (`forbidden`). A line
of `standalone.jsonl`: a question that stands alone already. The held-out halves were written before
the rules, which were tried on the others only. `later.jsonl` was written after the first rules,
asked once, and tuned on from then on. What came of each is in docs/conversation.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Dialogue:
    """Earlier turns and a question that leans on them."""

    id: str
    lang: str
    messages: list[dict[str, str]]
    question: str
    required: list[str]
    forbidden: list[str]

    def faults(self, standalone: str) -> list[str]:
        """Return the strings that are missing, and with `!` those that should not be there."""
        lacks = [
            one for one in self.required if not any(part in standalone for part in one.split("|"))
        ]
        return lacks + [f"!{one}" for one in self.forbidden if one in standalone]


def dialogues(half: str) -> list[Dialogue]:
    """Return "tuned", "held_out" or "later" dialogues."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Dialogue(**json.loads(line)) for line in lines]


def standing(half: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return questions that stand alone, each with the turns before it."""
    lines = (FOLDER / "standalone.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [(one["question"], one["messages"]) for one in found if one["half"] == half]
