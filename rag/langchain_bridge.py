"""LangChain: its language models in, our retriever and encoders out.

The one module that imports langchain. Nothing in it is part of our data model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from embeddings.encoder import Encoder
from rag.answering.prompts import Message
from rag.answering.replies import Piece, TokenCount
from rag.answering.timed_stream import Cancellation, stream_in_time
from rag.errors import MissingPackage, ModelError
from rag.retrieval import Mode

if TYPE_CHECKING:
    from rag.engine import Engine


class YuanwenEmbeddings(Embeddings):
    """An encoder as LangChain's `Embeddings`."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a unit vector for each passage."""
        return [vector.tolist() for vector in self._encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a question."""
        vector: list[float] = self._encoder.encode_queries([text])[0].tolist()
        return vector


class YuanwenRetriever(BaseRetriever):
    """A library as LangChain's retriever; a document is a passage, its metadata says where from."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    engine: Any  # an `Engine`
    k: int = 10
    mode: Mode = "hybrid"
    as_of: str | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        engine: Engine = self.engine
        found = engine.search(query, k=self.k, mode=self.mode, as_of=self.as_of)
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "article_id": hit.article.id,
                    "title": hit.article.title,
                    "date": hit.article.date,
                    "source": hit.article.source,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": hit.score,
                    "confidence": hit.confidence,
                },
            )
            for hit in found.hits
        ]


class LangChainModel:
    """Any chat model that LangChain's `init_chat_model` knows, by `provider:model`.

    Servers, keys and proxies are those of the provider's own variables (OPENAI_API_KEY,
    OPENAI_BASE_URL, …), and so are its retries: most providers' clients try again on 429, 5xx and
    a lost connection, with exponential back-off.
    """

    def __init__(self, spec: str, *, timeout_seconds: float) -> None:
        from langchain.chat_models import init_chat_model

        self._seconds = timeout_seconds
        try:
            self._model = init_chat_model(spec, temperature=0, timeout=timeout_seconds)
        except ImportError as error:
            raise MissingPackage(
                f"LangChain's package for {spec!r} is not installed.",
                f"Run: pip install langchain-{spec.partition(':')[0].replace('_', '-')}",
            ) from error
        except Exception as error:
            raise ModelError(f"the model {spec!r} cannot be opened: {error}") from error
        if hasattr(self._model, "stream_usage"):  # off by default for servers other than OpenAI's
            self._model.stream_usage = True

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """Yield the answer in pieces; see `rag.answering.models.ChatModel`."""

        def worker(_cancellation: Cancellation) -> Iterator[Piece]:
            return self._pieces(list(messages))

        return stream_in_time(worker, self._seconds)

    def _pieces(self, messages: list[Message]) -> Iterator[Piece]:
        prompt = completion = 0
        try:
            for chunk in self._model.stream(messages):
                if chunk.text:
                    yield str(chunk.text)
                if used := getattr(chunk, "usage_metadata", None):  # parts, to be added up
                    prompt += used["input_tokens"]
                    completion += used["output_tokens"]
        except Exception as error:
            raise ModelError(f"the language model failed: {error}") from error
        if prompt or completion:
            yield TokenCount(prompt, completion)
