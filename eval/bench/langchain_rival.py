"""The rival: the pipeline that a LangChain user writes, with Yuanwen's own encoder.

Chunks of 500 characters, a FAISS store and BM25 over jieba's words, fused half and half by
`EnsembleRetriever`, saved and loaded as LangChain's documentation shows. The one module of the
project beside `rag.langchain_bridge` that imports langchain; its packages are the extra `bench`.
"""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from embeddings.encoder import load_encoder
from eval.bench.ours import HITS, WARM_UP, timed
from eval.bench.processes import folder_megabytes
from eval.bench.results import RivalAsked, RivalBuilt, Spread, recall_by_kind
from eval.questions import load_questions
from eval.scores import Record
from rag.errors import MissingPackage
from rag.langchain_bridge import YuanwenEmbeddings
from rag.settings import settings

PACKAGES = (
    "langchain_community", "langchain_classic", "langchain_text_splitters", "rank_bm25", "jieba",
)  # fmt: skip
CHUNK_CHARACTERS = 500
OVERLAP_CHARACTERS = 50
SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", " ", ""]
WEIGHTS = [0.5, 0.5]  # keywords, vectors
KEYWORDS_FILE = "keywords.pickle"


@dataclass(frozen=True)
class FirstAnswer:
    """What a new process found for its first question."""

    articles: list[str]


def require() -> None:
    """Check that the rival's packages are installed.

    Raises:
        MissingPackage: they are not.
    """
    if missing := [name for name in PACKAGES if find_spec(name) is None]:
        raise MissingPackage(
            f"the benchmark's packages are not installed: {', '.join(missing)}.",
            "Run: pip install -c constraints.txt -e '.[bench]'",
        )


def words(text: str) -> list[str]:
    """Cut a text into words, as BM25 is to see it; named, so that pickle finds it again."""
    import jieba

    found: list[str] = jieba.lcut(text)
    return [word for word in found if not word.isspace()]


def build(articles: str, store: str) -> RivalBuilt:
    """Build both halves from a file of articles and save them into a folder."""
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    clock = [time.perf_counter()]
    documents = [
        Document(
            page_content=f"{record.get('title') or ''}\n{record['text']}".strip(),
            metadata={"id": str(record.get("id")), "date": record.get("date")},
        )
        for record in _records(Path(articles))
    ]
    clock.append(time.perf_counter())
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS,
        chunk_overlap=OVERLAP_CHARACTERS,
        separators=SEPARATORS,
        keep_separator="end",
    )
    chunks = splitter.split_documents(documents)
    clock.append(time.perf_counter())
    vectors = FAISS.from_documents(chunks, _embeddings())
    clock.append(time.perf_counter())
    keywords = BM25Retriever.from_documents(chunks, preprocess_func=words)
    clock.append(time.perf_counter())
    vectors.save_local(store)
    with (Path(store) / KEYWORDS_FILE).open("wb") as file:
        pickle.dump(keywords, file)
    clock.append(time.perf_counter())
    names = ("read", "split", "vectors", "keywords", "save")
    seconds = {name: b - a for name, a, b in zip(names, clock, clock[1:], strict=False)}
    seconds["total"] = clock[-1] - clock[0]
    return RivalBuilt(len(documents), len(chunks), seconds, folder_megabytes(Path(store)))


def ask(store: str, questions: str) -> RivalAsked:
    """Ask questions of an opened store."""
    asked = load_questions(Path(questions))
    opened, retriever = timed(_open, store)
    retriever.invoke(WARM_UP)
    seconds, rankings = [], []
    for question in asked:
        took, found = timed(retriever.invoke, question.question)
        seconds.append(took)
        rankings.append([_hit(document) for document in found])
    return RivalAsked(opened, Spread.of(seconds), recall_by_kind(asked, rankings))


def first_answer(store: str, question: str) -> FirstAnswer:
    """Open a store and find passages for one question: what a new process has to do."""
    return FirstAnswer([_hit(one)["article"]["id"] for one in _open(store).invoke(question)])


def _open(store: str) -> Any:  # noqa: ANN401 (a retriever of LangChain)
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.vectorstores import FAISS

    vectors = FAISS.load_local(store, _embeddings(), allow_dangerous_deserialization=True)
    with (Path(store) / KEYWORDS_FILE).open("rb") as file:
        keywords = pickle.load(file)  # noqa: S301 (written by `build` a moment ago)
    keywords.k = HITS
    halves = [keywords, vectors.as_retriever(search_kwargs={"k": HITS})]
    return EnsembleRetriever(retrievers=halves, weights=WEIGHTS)


def _embeddings() -> YuanwenEmbeddings:
    return YuanwenEmbeddings(load_encoder("bundled", threads=settings().threads))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _hit(document: Any) -> Record:  # noqa: ANN401
    name = document.metadata["id"]
    return {"article": {"id": name, "source": name}}
