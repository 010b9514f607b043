"""All settings in one frozen object: `YUANWEN_*` variables, then `yuanwen.toml`, then defaults.

Units are in the names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from rag.settings_file import SettingsFile, settings_files


class Settings(BaseSettings):
    """Defaults that need no configuration; each can be set by `YUANWEN_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="YUANWEN_", frozen=True, extra="ignore")

    library: Path = Path("library")
    language: str | None = None  # of messages: "zh" or "en"; otherwise from the locale
    encoder: str = "bundled"
    encoders: Annotated[tuple[str, ...], NoDecode] = ()  # others that may be chosen in the window
    model: str = "extractive"
    models: Annotated[tuple[str, ...], NoDecode] = ()  # others that may be chosen
    reranker: str = "none"
    passage_characters: int = Field(default=300, ge=80, le=4000)
    search_hits: int = Field(default=10, ge=1, le=1000)
    candidates: int = Field(default=100, ge=10, le=10_000)
    answer_sentences: int = Field(default=2, ge=1, le=10)
    answer_characters: int = Field(default=280, ge=60, le=4000)
    model_passages: int = Field(default=4, ge=1, le=40)
    model_timeout_seconds: float = Field(default=120.0, gt=0)
    model_threads: int = Field(default=0, ge=0, le=256)  # 0: all cores but one
    model_context_tokens: int | None = Field(default=None, ge=512, le=1 << 20)
    threads: int = Field(default=2, ge=1, le=256)
    max_file_megabytes: int = Field(default=512, ge=1)  # text, pages: rag.reading.sizes
    endpoint_key: str | None = None
    store: str | None = None  # of a library whose folder has no articles and names none
    store_key: str | None = None  # user:password or token
    # Of the service; what a limit of 0 stands for is no limit.
    api_keys: Annotated[tuple[str, ...], NoDecode] = ()
    users: Annotated[tuple[str, ...], NoDecode] = ()  # name:hash
    requests_per_minute: int = Field(default=0, ge=0)  # of one key, user or address
    concurrent_answers: int = Field(default=0, ge=0)  # the same
    max_request_kilobytes: int = Field(default=2048, ge=16)  # uploads: max_file_megabytes
    stop_seconds: float = Field(default=8.0, ge=0)  # for answers under way
    log: Literal["text", "json"] = "text"
    log_questions: bool = False

    @field_validator("encoders", "models", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Read the variable's form: specs with white space between them."""
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("api_keys", "users", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        """Read the variable's form: commas or line breaks between them."""
        if not isinstance(value, str):
            return value
        return tuple(one for part in re.split(r"[,\r\n]", value) if (one := part.strip()))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put what the program gives first, then the environment, then the files."""
        files = (SettingsFile(settings_cls, path) for path in settings_files())
        return init_settings, env_settings, *files


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
