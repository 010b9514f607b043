"""A reranker by any CrossEncoder of sentence-transformers, by hub name or local folder.

A cross-encoder reads question and passage as one text (Nogueira & Cho, "Passage re-ranking with
BERT", 2019). A model of another kind is refused: the library would open it all the same, with a
judge of random weights on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np

from embeddings.errors import RerankerError
from embeddings.reranker import Scores
from embeddings.sentence_transformer import first_line, open_model

BATCH = 8
JUDGE = "ForSequenceClassification"  # a head that is trained to judge a pair
ADVICE = "Give the name of a cross-encoder on the hub, or the path of a downloaded folder."


class CrossEncoderReranker:
    """Judges passages by a cross-encoder with one output; safe to share between threads."""

    def __init__(self, model: str) -> None:
        try:
            self._model = open_model("CrossEncoder", model)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
            raise RerankerError(
                f"the reranker {model!r} cannot be opened: {first_line(error)}", ADVICE
            ) from error
        if not _is_judge(self._model):
            raise RerankerError(f"the model {model!r} is no cross-encoder with one score.", ADVICE)
        self._name = model
        self._lock = Lock()  # its tokeniser takes one caller at a time

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """Return float32 (len(texts),), the best highest; see `Reranker`."""
        if not texts:
            return np.empty(0, dtype=np.float32)
        try:
            with self._lock:
                found = self._model.predict(
                    [(question, text) for text in texts],
                    batch_size=BATCH,
                    show_progress_bar=False,
                    convert_to_numpy=True,
                )
        except (ValueError, RuntimeError, IndexError) as error:
            raise RerankerError(
                f"the reranker {self._name!r} failed: {first_line(error)}",
                "Ask without it: --reranker none",
            ) from error
        scores = np.asarray(found, dtype=np.float32).reshape(len(texts))
        if not np.isfinite(scores).all():
            raise RerankerError(
                f"the reranker {self._name!r} gave scores that are no numbers.",
                "Ask without it: --reranker none",
            )
        return scores


def _is_judge(model: Any) -> bool:  # noqa: ANN401 (sentence-transformers has no types)
    heads = getattr(model.config, "architectures", None) or ()
    own_scoring = len(model) > 1  # a module of its own makes the score, as in Qwen3-Reranker
    return model.num_labels == 1 and (own_scoring or any(head.endswith(JUDGE) for head in heads))
