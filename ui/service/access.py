"""Who may pass: bearer keys open the interfaces, a log-in opens the window and all that is its."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from ui.service.asgi import App, Receive, Refusal, Scope, Send, header, refuse, visit_of
from ui.service.paths import LOGIN, OPEN, is_interface, is_unused
from ui.service.sessions import Sessions, token_of

_KEY_NEEDED = Refusal(
    401,
    "a valid key is needed.",
    "Send the header: Authorization: Bearer KEY",
    "invalid_api_key",
    (("WWW-Authenticate", 'Bearer realm="yuanwen"'),),
)
_LOGIN_NEEDED = Refusal(401, "you are not logged in.", f"Log in at {LOGIN}.", "not_logged_in")
_OTHER_SITE = Refusal(
    403, "the request was made by a page of another site.", "Make it from here.", "other_site"
)
_NOTHING = Refusal(404, "there is nothing here.", "See docs/service.md.", "not_found")


class KeyRing:
    """The bearer keys; compared by digest, each time with all of them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._digests = [_digest(key) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def holds(self, key: str) -> bool:
        """Tell whether a key is one of them, in a time that does not depend on it."""
        given = _digest(key)
        return any([hmac.compare_digest(given, one) for one in self._digests])  # noqa: C419


class Access:
    """Lets through what is allowed, and writes down who it is.

    Where there are users, everything but the log-in page and `/healthz` needs one, or, for `/v1`
    and `/api`, a key. Where there are only keys, these two need one. What a page of another site
    sends is refused in any case.
    """

    def __init__(self, app: App, keys: KeyRing, sessions: Sessions | None) -> None:
        self._app = app
        self._keys = keys
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif refusal is _LOGIN_NEEDED and _is_page(scope):
            visit_of(scope).outcome = "refused"
            headers = [(b"location", LOGIN.encode()), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 303, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await refuse(scope, send, refusal)

    def _refusal(self, scope: Scope) -> Refusal | None:
        path, visit = scope["path"], visit_of(scope)
        if self._sessions is not None:
            visit.user = self._sessions.user(token_of(header(scope, "cookie")))
            if visit.user is not None:
                visit.who = name_hash("user", visit.user)
        if _is_of_other_site(scope):
            return _OTHER_SITE
        if path in OPEN:
            return None
        if is_interface(path):
            return self._key_refusal(scope)
        if self._sessions is not None and visit.user is None:
            return _LOGIN_NEEDED
        return _NOTHING if is_unused(path) else None

    def _key_refusal(self, scope: Scope) -> Refusal | None:
        visit = visit_of(scope)
        scheme, _, key = header(scope, "authorization").partition(" ")
        key = key.strip() if scheme.lower() == "bearer" else ""
        if self._keys and key:
            if not self._keys.holds(key):
                return _KEY_NEEDED
            visit.who = name_hash("key", key)
        needed = bool(self._keys) or self._sessions is not None
        return _KEY_NEEDED if needed and visit.who is None else None


def name_hash(kind: str, name: str) -> str:
    """Return a short name for a key or a user that logs may hold."""
    return f"{kind}:{_digest(name).hex()[:12]}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _is_of_other_site(scope: Scope) -> bool:
    """Tell whether a browser says that another site's page sends something here."""
    sends = scope["type"] == "websocket" or scope["method"] not in {"GET", "HEAD"}
    return sends and header(scope, "sec-fetch-site") == "cross-site"


def _is_page(scope: Scope) -> bool:
    """Tell whether a browser asks for a page, which the log-in page can take the place of."""
    return (
        scope["type"] == "http"
        and scope["method"] in {"GET", "HEAD"}
        and "text/html" in header(scope, "accept")
    )
