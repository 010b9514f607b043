"""Errors of articles, libraries and answers; all are `YuanwenError`."""

from __future__ import annotations

from embeddings.errors import EncoderError, MissingPackage, RerankerError, YuanwenError

__all__ = [
    "Cancelled",
    "EncoderError",
    "LibraryBusy",
    "LibraryError",
    "MissingPackage",
    "ModelError",
    "ReadError",
    "RerankerError",
    "UsageError",
    "YuanwenError",
]


class UsageError(YuanwenError):
    """An argument has a form or a value that cannot be used (exit code 2)."""


class ReadError(YuanwenError):
    """A file cannot be read as articles; the message is its reason."""


class LibraryError(YuanwenError):
    """A library is missing, damaged or does not fit what is asked of it."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class Cancelled(YuanwenError):
    """A run or an answer was stopped by the one who asked for it."""


class ModelError(YuanwenError):
    """A language model could not be reached or did not answer as it should."""
