"""Settings from the environment and from `yuanwen.toml`: which wins, and what is an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.settings import Settings
from rag.settings_file import settings_files


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write the file of the current folder, and that of the user."""
    files = (tmp_path / "here" / "yuanwen.toml", tmp_path / "user" / "yuanwen.toml")
    monkeypatch.setattr("rag.settings.settings_files", lambda: files)

    def written(here: str = "", user: str = "") -> None:
        for path, text in zip(files, (here, user), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return written


def test_the_files_are_those_of_the_folder_and_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    here, user = settings_files()
    assert here == Path("yuanwen.toml")
    assert (user.name, user.parent.name) == ("yuanwen.toml", "yuanwen")


def test_the_program_beats_the_environment_and_that_the_files(
    write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        here='model = "here:a"\nsearch_hits = 3\nmodel_timeout_seconds = 7.5',
        user='model = "user:b"\nsearch_hits = 4\nmodels = ["x:1", "y:2"]',
    )
    found = Settings()
    assert (found.model, found.search_hits) == ("here:a", 3)
    assert (found.models, found.model_timeout_seconds) == (("x:1", "y:2"), 7.5)
    monkeypatch.setenv("YUANWEN_MODEL", "env:c")
    assert Settings().model == "env:c"
    assert Settings(model="given:d").model == "given:d"


def test_no_file_is_needed(write: Callable[..., None]) -> None:
    assert Settings().model == "extractive"


def test_models_in_the_environment_stand_between_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_MODELS", "openai:gpt-5  http://127.0.0.1:8080/v1#qwen")
    assert Settings().models == ("openai:gpt-5", "http://127.0.0.1:8080/v1#qwen")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("model = ", "cannot be read: Invalid value"),
        ("[broken", "cannot be read"),
        (f"threads = {'9' * 5000}", "cannot be read"),
        (f"models = {'[' * 5000}", "cannot be read"),
        ('modle = "x"', "sets 'modle', which is no setting"),
        ('[yuanwen]\nmodel = "x"', "sets 'yuanwen', which is no setting"),
        ("search_hits = 0", "gives 'search_hits' a value that it cannot have: Input should be gr"),
        ('threads = "many"', "gives 'threads' a value that it cannot have: Input should be a va"),
        ("models = 3", "gives 'models' a value that it cannot have"),
    ],
)
def test_errors_name_the_file(write: Callable[..., None], text: str, told: str) -> None:
    write(user=text)
    with pytest.raises(UsageError, match=told) as caught:
        Settings()
    assert "user/yuanwen.toml'" in caught.value.message
    assert caught.value.advice
