"""Print how the dialogues come out: `python -m tests.conversation.run [--model SPEC]`."""

from __future__ import annotations

import argparse

from rag.answering.models import load_model
from rag.conversation.standalone import standalone
from tests.conversation.dialogues import dialogues, standing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", metavar="SPEC", default="extractive")
    parser.add_argument("--verbose", action="store_true", help="print the tuned ones that fail")
    options = parser.parse_args()
    model = load_model(options.model, timeout_seconds=120)
    for half in ("tuned", "later", "held_out"):
        counts = {"right": 0, "model": 0}
        for one in dialogues(half):
            made = standalone(one.question, one.messages, model)
            faults = one.faults(made.text)
            counts["right"] += not faults
            counts["model"] += made.by == "model"
            if faults and options.verbose and half != "held_out":
                print(one.id, one.question, "->", made.text, faults)
        given = standing(half)
        kept = sum(standalone(question, before).text == question for question, before in given)
        print(
            f"{half}: {counts['right']} of {len(dialogues(half))} right "
            f"({counts['model']} written by the model), {kept} of {len(given)} left alone"
        )


if __name__ == "__main__":
    main()
