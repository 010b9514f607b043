"""Keys are kept out of what is written down."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from rag.settings import Settings

HIDDEN = "***"
SHORTEST = 8  # characters of a value that is looked for; a shorter one would hide plain words
_NAMES = re.compile(r"(?:^|_)(?:keys?|token|secret|password|credentials|users)(?:_|$)")
_USER = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_PARAMETER = re.compile(
    r"(?<=[?&])([^=&#\s]*(?:key|token|secret|password)[^=&#\s]*=)[^&#\s]+", re.I
)


def safe_settings(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON without those that hold keys or name this machine's folders."""
    held = settings.model_dump(mode="json", exclude={"library"})
    return {name: safe_spec(value) for name, value in held.items() if not _NAMES.search(name)}


def safe_spec(value: Any) -> Any:  # noqa: ANN401
    """Return a spec with the user, password and keys of its URL hidden; other values as given."""
    if isinstance(value, list | tuple):
        return [safe_spec(one) for one in value]
    if not isinstance(value, str):
        return value
    return _PARAMETER.sub(rf"\g<1>{HIDDEN}", _USER.sub(HIDDEN, value))


def secrets(settings: Settings) -> set[str]:
    """Return the values of the keys that this process knows: its settings' and environment's."""
    given: Iterable[str | None] = (
        settings.endpoint_key, settings.store_key, *settings.api_keys, *settings.users,
        *_environment(),
    )  # fmt: skip
    return {value for value in given if value and len(value) >= SHORTEST}


def without_secrets(value: Any, hidden: set[str]) -> Any:  # noqa: ANN401
    """Return a JSON value in which none of these secrets stands in any text."""
    if isinstance(value, str):
        for secret in hidden:
            value = value.replace(secret, HIDDEN)
        return value
    if isinstance(value, dict):
        return {name: without_secrets(one, hidden) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(one, hidden) for one in value]
    return value


def _environment() -> list[str]:
    found = []
    for name, value in os.environ.items():
        if re.search(r"(?:KEYS?|TOKEN|SECRET|PASSWORD)$", name):
            found += value.split(",")
    return [one.strip() for one in found]
