"""Which language models may be chosen over HTTP, and by which names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from rag.answering.checking import configured_models
from rag.engine import Engine
from rag.errors import ModelError
from rag.secrets import safe_spec

DEFAULT = "yuanwen"  # the model of the settings


def allowed_models(engine: Engine, models: Sequence[str]) -> tuple[str, ...]:
    """Return the models that may be chosen over HTTP, the default one first."""
    return configured_models(engine.settings, models)


def short_name(spec: str) -> str:
    """Return a model's spec without its place: after `#`, a file's name, after the provider."""
    if "#" in spec:
        return spec.rpartition("#")[2]
    if spec.startswith(("llamacpp:", "scripted:")):
        return PurePath(spec.partition(":")[2]).stem
    return spec.partition(":")[2] or spec


def model_names(allowed: Sequence[str]) -> dict[str, str]:
    """Return the names that models are listed under, and their specs; the default one first.

    A short name that two of them share gives way to their specs, keys in them hidden.
    """
    shared = Counter(map(short_name, allowed))
    names = {DEFAULT: allowed[0]}
    for spec in allowed:
        name = short_name(spec)
        unique = shared[name] == 1 and name != DEFAULT
        names[name if unique else str(safe_spec(spec))] = spec
    return names


def chosen_model(name: str | None, allowed: Sequence[str]) -> str:
    """Return the spec of a model that a request names; the default one where it names none.

    Raises:
        ModelError: it may not be chosen. A spec can make this process call another server, so
            none is taken from a request that the service was not started with.
    """
    names = model_names(allowed)
    if name is None:
        return allowed[0]
    if name in allowed:
        return name
    if name in names:
        return names[name]
    raise ModelError(
        f"the model {name!r} cannot be chosen here.",
        f"Use one of: {', '.join(names)}; others are named when the service starts.",
    )
