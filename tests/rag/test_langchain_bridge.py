"""LangChain programs can use a library's retriever and its encoder."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import LetterEncoder, write_articles, zone

from rag.answering.models import load_model
from rag.engine import Engine
from rag.errors import MissingPackage, ModelError


def test_the_retriever_gives_passages_with_their_place(engine: Engine, tmp_path: Path) -> None:
    from rag.langchain_bridge import YuanwenRetriever

    articles = [zone("a", "2023-01-02", "五"), zone("b", "2024-05-06", "九")]
    engine.index([write_articles(tmp_path / "a.jsonl", *articles)])
    retriever = YuanwenRetriever(engine=engine, k=5, as_of="2023")
    (document,) = retriever.invoke("半导体项目")
    assert document.id == "a:0"
    assert document.page_content == articles[0]["text"]
    assert document.metadata["article_id"] == "a"
    assert document.metadata["title"] == "2023年经开区工作综述"
    assert document.metadata["date"] == "2023-01-02"
    assert document.metadata["source"] == f"{tmp_path}/a.jsonl#1"
    start, end = document.metadata["start"], document.metadata["end"]
    assert engine.article("a").text[start:end] == document.page_content
    assert (
        document.metadata["confidence"]
        == engine.search("半导体项目", as_of="2023").hits[0].confidence
    )
    assert len(YuanwenRetriever(engine=engine, k=1, mode="keyword").invoke("半导体项目")) == 1


def test_an_encoder_as_langchains_embeddings() -> None:
    from langchain_core.embeddings import Embeddings

    from rag.langchain_bridge import YuanwenEmbeddings

    encoder = LetterEncoder()
    embeddings = YuanwenEmbeddings(encoder)
    assert isinstance(embeddings, Embeddings)
    texts = ["湿地公园", "metro"]
    assert embeddings.embed_documents(texts) == encoder.encode_passages(texts).tolist()
    assert embeddings.embed_query("metro") == encoder.encode_queries(["metro"])[0].tolist()


def test_any_chat_model_of_langchain_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.language_models import FakeListChatModel

    opened: list[str] = []

    def init_chat_model(spec: str, **_options: object) -> FakeListChatModel:
        opened.append(spec)
        return FakeListChatModel(responses=["好。"])

    monkeypatch.setattr("langchain.chat_models.init_chat_model", init_chat_model)
    model = load_model("openai:gpt-5", timeout_seconds=5)
    assert model is not None
    assert "".join(model.stream([{"role": "user", "content": "?"}])) == "好。"
    assert opened == ["openai:gpt-5"]


def test_a_provider_that_is_not_installed_is_told_with_its_package() -> None:
    with pytest.raises(MissingPackage) as caught:
        load_model("mistralai:mistral-large", timeout_seconds=5)
    assert caught.value.advice == "Run: pip install langchain-mistralai"


def test_an_unknown_provider_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="cannot be opened"):
        load_model("nobody:nothing", timeout_seconds=5)
