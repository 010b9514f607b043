"""`yuanwen.toml`: settings in a file, of the current folder and of the user."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_config_path
from pydantic import TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, TomlConfigSettingsSource

from rag.errors import UsageError

NAME = "yuanwen.toml"


def settings_files() -> tuple[Path, ...]:
    """Return the files that settings are read from where they exist, the one that wins first."""
    return Path(NAME), user_config_path("yuanwen", appauthor=False) / NAME


class SettingsFile(TomlConfigSettingsSource):
    """One file; its keys are the names of the settings, without `YUANWEN_` and in small letters.

    Raises:
        UsageError: it cannot be read, is not TOML, names no setting, or gives one a value that it
            cannot have.
    """

    def __init__(self, settings_cls: type[BaseSettings], path: Path) -> None:
        self._path = path
        super().__init__(settings_cls, path)
        for name, value in self.toml_data.items():
            self._check(settings_cls, name, value)

    def _read_file(self, file_path: Any) -> dict[str, Any]:  # noqa: ANN401 (the library's own)
        try:
            text = Path(file_path).read_text(encoding="utf-8-sig")  # editors on Windows mark UTF-8
            return tomllib.loads(text)
        except (OSError, ValueError, RecursionError) as error:  # no TOML, huge numbers, deep lists
            raise UsageError(
                f"the settings in {str(self._path)!r} cannot be read: {error}",
                'Write lines of the form  model = "openai:gpt-5".',
            ) from error

    def _check(self, settings_cls: type[BaseSettings], name: str, value: object) -> None:
        field = settings_cls.model_fields.get(name)
        if field is None:
            raise UsageError(
                f"{str(self._path)!r} sets {name!r}, which is no setting.",
                f"The settings are: {', '.join(settings_cls.model_fields)}.",
            )
        wanted: Any = field.annotation
        for rule in field.metadata:
            wanted = Annotated[wanted, rule]
        try:
            TypeAdapter(wanted).validate_python(value)
        except ValidationError as error:
            raise UsageError(
                f"{str(self._path)!r} gives {name!r} a value that it cannot have: "
                f"{error.errors()[0]['msg']}",
                "docs/architecture.md lists the settings.",
            ) from error
