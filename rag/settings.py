"""All settings in one frozen object, read from `YUANWEN_*` variables; units are in the names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Defaults that need no configuration; each can be set by `YUANWEN_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="YUANWEN_", frozen=True, extra="ignore")

    library: Path = Path("library")
    language: str | None = None  # of messages: "zh" or "en"; otherwise from the locale
    encoder: str = "bundled"
    model: str = "extractive"
    reranker: str = "none"
    passage_characters: int = Field(default=300, ge=80, le=4000)
    search_hits: int = Field(default=10, ge=1, le=1000)
    candidates: int = Field(default=100, ge=10, le=10_000)
    answer_sentences: int = Field(default=3, ge=1, le=10)
    answer_characters: int = Field(default=280, ge=60, le=4000)
    model_passages: int = Field(default=4, ge=1, le=40)
    model_timeout_seconds: float = Field(default=120.0, gt=0)
    threads: int = Field(default=2, ge=1, le=256)
    max_file_megabytes: int = Field(default=512, ge=1)  # text, pages: rag.reading.sizes
    endpoint_key: str | None = None


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
