"""Who is logged in: random tokens in cookies, of which this process keeps digests only."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

COOKIE = "yuanwen_session"
SECONDS = 7 * 24 * 3600
MOST = 10_000  # sessions kept; the oldest goes first


class Sessions:
    """Sessions of users; they end after a week, with a log-out, and with the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[str, float]] = {}  # digest: user, end

    def begin(self, user: str) -> str:
        """Return the token of a new session."""
        now = self._clock()
        self._kept = {one: held for one, held in self._kept.items() if held[1] > now}
        while len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        token = secrets.token_urlsafe(32)
        self._kept[_digest(token)] = (user, now + SECONDS)
        return token

    def user(self, token: str) -> str | None:
        """Return whose session a token is of; None where it is of none."""
        user, ends = self._kept.get(_digest(token), ("", 0.0))
        return user if ends > self._clock() else None

    def end(self, token: str) -> None:
        """End a session, if it is one."""
        self._kept.pop(_digest(token), None)


def token_of(cookies: str) -> str:
    """Return the session's token of a Cookie header, "" where it has none."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def set_cookie(token: str, *, secure: bool) -> str:
    """Return the Set-Cookie header of a session; an empty token takes the cookie away.

    Scripts cannot read it, other sites' requests do not carry it, and where the page came over
    https it travels over https only.
    """
    parts = [f"{COOKIE}={token}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts.append(f"Max-Age={SECONDS if token else 0}")
    return "; ".join([*parts, "Secure"] if secure else parts)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
