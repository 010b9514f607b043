"""Another try for a model's server that is busy or not quite there, before it has said anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from rag.answering.replies import Piece
from rag.errors import ModelError

ATTEMPTS = 4
FIRST_WAIT_SECONDS = 0.5  # at most; doubled for each further one
LONGEST_WAIT_SECONDS = 8.0


class TransientModelError(ModelError):
    """A failure that may be over at the next try.

    `retry_after`: seconds that the server asks to wait, None where it does not say.
    """

    def __init__(self, message: str, advice: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, advice)
        self.retry_after = retry_after


def begun_with_retries(
    begin: Callable[[], Iterator[Piece]], seconds: float, sleep: Callable[[float], None]
) -> Iterator[Piece]:
    """Yield a stream's pieces; where it fails before the first one, try again.

    Waits at random between 0 and 0.5, 1, 2 … 8 s ("full jitter", Brooker, "Exponential Backoff And
    Jitter", AWS Architecture Blog, 2015), or as long as the server asks.

    Args:
        begin: starts the stream anew.
        seconds: a try that could only begin later than that is not waited for.
        sleep: waits.

    Raises:
        TransientModelError: four tries failed, or the time does not suffice for another one.
        ModelError: any other failure; these are not tried again.
    """

    def attempt() -> tuple[Piece | None, Iterator[Piece]]:
        pieces = begin()
        return next(pieces, None), pieces

    retrying = Retrying(
        retry=retry_if_exception_type(TransientModelError),
        stop=stop_after_attempt(ATTEMPTS) | stop_before_delay(seconds),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )
    first, rest = retrying(attempt)
    if first is not None:
        yield first
    yield from rest


_backing_off = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TransientModelError) else None
    return float(_backing_off(state)) if asked is None else asked
