"""Any sentence-transformers model, by hub name or local folder.

The one module that imports sentence_transformers (and through it torch). Code that comes with a
model is never run (`trust_remote_code=False`; from release 6 on that holds for local folders, too),
and weights are read as safetensors, which hold numbers and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Vectors, unit_rows
from embeddings.errors import EncoderError, MissingPackage

BATCH = 32
PICKLED = "pytorch_model*.bin"
TASK = "Given a question, retrieve passages that answer it"
# Families whose model cards ask for a prefix but whose files do not carry it as a prompt:
# (part of the name, prefix of questions, prefix of passages).
PREFIXES = (
    ("e5-large-instruct", f"Instruct: {TASK}\nQuery: ", ""),
    ("e5-", "query: ", "passage: "),
    ("qwen3-embedding", f"Instruct: {TASK}\nQuery:", ""),
)
BGE_QUESTION = {
    "zh": "为这个句子生成表示以用于检索相关文章：",
    "en": "Represent this sentence for searching relevant passages: ",
}


class SentenceTransformerEncoder:
    """Encodes by a sentence-transformers model with the prompts that its family asks for."""

    def __init__(self, model: str) -> None:
        try:
            self._model = open_model("SentenceTransformer", model)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EncoderError(
                f"the model {model!r} cannot be opened: {first_line(error)}",
                "Give the name of a model on the hub, or the path of a downloaded folder.",
            ) from error
        self._name = model
        prompts = dict(getattr(self._model, "prompts", None) or {})
        question, passage = prefixes(Path(model).name)
        self._question = prompts.get("query") or question
        self._passage = prompts.get("passage") or prompts.get("document") or passage

    @property
    def fingerprint(self) -> str:
        """Tell encoders apart whose vectors must not be mixed."""
        prompts = hashlib.sha256(f"{self._question}\0{self._passage}".encode()).hexdigest()[:8]
        return f"st:{self._name}:{self.dimension}:{prompts}"

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        found = self._model.get_embedding_dimension()
        return int(found) if found else len(self.encode_queries(["?"])[0])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of unit length."""
        return self._encode(texts, self._passage)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), rows of unit length."""
        return self._encode(texts, self._question)

    def _encode(self, texts: Sequence[str], prefix: str) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            [prefix + text for text in texts],
            prompt="",  # the prefix is already there; no default prompt on top of it
            batch_size=BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return unit_rows(np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1))


def prefixes(name: str) -> tuple[str, str]:
    """Return the (question, passage) prefixes that a model's family asks for, by its name."""
    lower = name.lower()
    if "bge-" in lower and "bge-m3" not in lower and "reranker" not in lower:
        for language, question in BGE_QUESTION.items():
            if f"-{language}" in lower:
                return question, ""
    for part, question, passage in PREFIXES:
        if part in lower:
            return question, passage
    return "", ""


def open_model(kind: str, model: str) -> Any:  # noqa: ANN401 (the library has no types)
    """Open a model by a class of sentence_transformers; what that raises is passed on.

    Raises:
        ValueError: its weights are pickled, or it wants code of its own to be run.
        MissingPackage: the library is not installed.
    """
    try:
        import sentence_transformers
    except ImportError as error:
        raise MissingPackage(
            "sentence-transformers is not installed.", "Run: pip install sentence-transformers"
        ) from error
    _refuse_pickles(Path(model))
    return getattr(sentence_transformers, kind)(
        model, trust_remote_code=False, model_kwargs={"use_safetensors": True}
    )


def _refuse_pickles(folder: Path) -> None:
    """Refuse a folder in which a part of a model has weights in PyTorch's pickled form alone."""
    for pickled in (*folder.glob(PICKLED), *folder.glob(f"*/{PICKLED}")):
        if not any(pickled.parent.glob("*.safetensors")):
            raise ValueError(f"{pickled} is a pickle; save the model as safetensors")


def first_line(error: Exception) -> str:
    """Return what an error says in one line, at most 200 characters."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
