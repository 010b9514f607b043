"""The one error family of Yuanwen: what went wrong, and what to do about it."""

from __future__ import annotations


class YuanwenError(Exception):
    """An error that a user can act on.

    Args:
        message: what went wrong, one line.
        advice: what the user can do, one line; may be empty.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class MissingPackage(YuanwenError):
    """An optional package that a chosen option needs is not installed."""


class RerankerError(YuanwenError):
    """A reranker could not be loaded or failed."""


class EncoderError(YuanwenError):
    """An encoder could not be loaded or did not answer."""
