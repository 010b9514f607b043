"""Fits the fusion of keyword and vector search on question sets, and writes `rag/fusion.json`.

    python -m eval.fit_fusion FOLDER-OF-SETS [PART-OF-A-NAME]

A set is a pair of articles and questions in the project's own form. The order is fitted first,
step by step, then how sure it is: for the probability that there is an answer at all, each
question is asked again with its own articles left out, and questions of another set are asked
too. Sets whose name holds the part given are left out, to measure on what the fit did not see.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Encoder, load_encoder
from eval.fitting import Case, confidence_of, fitted_fusion, unfitted
from rag.files import write_whole
from rag.fusion import Fusion
from rag.indexing import Indexer
from rag.library import LibraryFolder
from rag.local_store import LocalStore
from rag.retrieval import Retriever
from rag.settings import settings

SETS = (
    ("cmrc2018/articles.jsonl", "cmrc2018/questions.jsonl"),
    ("drcd/articles.jsonl", "drcd/questions.jsonl"),
    *(
        (f"xquad/articles_{a}.jsonl", f"xquad/questions_{q}_on_{a}.jsonl")
        for a in ("zh", "en")
        for q in ("zh", "en", "de", "ru")
    ),
)
MOST_QUESTIONS = 1200  # of a set, about
MOST_FOREIGN = 100
WEIGHT_OF_FOREIGN = 0.5


def main(folder: Path, left_out: str = "") -> None:
    """Fit on the sets under a folder, but for those whose name holds `left_out`, and write."""
    sets = [one for one in SETS if not left_out or left_out not in one[1]]
    encoder = load_encoder("bundled", threads=settings().threads)
    with tempfile.TemporaryDirectory() as scratch:
        retrievers = retrievers_of(folder, sets, encoder, Path(scratch), unfitted())
        cases = [case for a, q in sets for case in questions_answered(retrievers[a], folder / q)]
        foreign = [
            case
            for a, q in sets
            for case in questions_of_others(retrievers[a], folder / other_set(q))
        ]
        fusion = fitted_fusion(cases)
        fusion = confidence_of(fusion, cases, foreign, datetime.now(UTC).date().isoformat())
    record = {"fitted_on": [questions for _, questions in sets], "questions": len(cases)}
    write_fusion(Path(__file__).parent.parent / "rag" / "fusion.json", fusion, record)


def retrievers_of(
    folder: Path,
    sets: Sequence[tuple[str, str]],
    encoder: Encoder,
    scratch: Path,
    fusion: Fusion | None = None,
) -> dict[str, Retriever]:
    """Index the articles of some sets; return what searches them, by the file's name.

    Args:
        folder: of the sets.
        sets: pairs of articles and questions.
        encoder: the bundled one.
        scratch: where the libraries are written.
        fusion: the shipped one where None.
    """
    found: dict[str, Retriever] = {}
    for articles, _ in sets:
        if articles not in found:
            library = LibraryFolder(scratch / articles.replace("/", "-"))
            Indexer(library, encoder, "bundled", max_file_bytes=1 << 30).index(
                [str(folder / articles)], passage_characters=settings().passage_characters
            )
            found[articles] = Retriever(LocalStore(library.open()), encoder, fusion=fusion)
    return found


def other_set(questions: str) -> str:
    """Return the name of a set whose questions another set's articles do not answer."""
    return (SETS[1] if questions == SETS[0][1] else SETS[0])[1]


def write_fusion(path: Path, fusion: Fusion, record: dict[str, Any]) -> None:
    """Write weights by name, after what they were fitted on."""
    text = json.dumps({**record, **fusion.record()}, indent=1)
    write_whole(path, text + "\n")


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Read a question file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def questions_answered(
    retriever: Retriever, questions: Path, most: int = MOST_QUESTIONS
) -> Iterator[Case]:
    """Ask questions whose articles are in the collection: about `most`, drawn evenly."""
    records = read_questions(questions)
    records = records[:: max(1, len(records) // most)]
    ids = np.array(retriever.generation.ids)
    vectors = retriever.encoder.encode_queries([record["question"] for record in records])
    for record, vector in zip(records, vectors, strict=True):
        gold = np.isin(ids, record["articles"])[retriever.generation.article_rows]
        yield Case.of(retriever, record["question"], vector, gold, 1 / len(records))


def questions_of_others(
    retriever: Retriever, questions: Path, most: int = MOST_FOREIGN
) -> Iterator[Case]:
    """Ask every ninth question of another set, which the collection does not answer."""
    records = read_questions(questions)[1::9][:most]
    vectors = retriever.encoder.encode_queries([record["question"] for record in records])
    nothing = np.zeros(retriever.generation.passage_count, dtype=np.bool_)
    for record, vector in zip(records, vectors, strict=True):
        weight = WEIGHT_OF_FOREIGN / len(records)
        yield Case.of(retriever, record["question"], vector, nothing, weight)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
