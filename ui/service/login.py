"""Log-in and log-out: a page without scripts, in Chinese and English, and what it leads to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qs

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.service.asgi import address_of, visit_of
from ui.service.limits import Rate
from ui.service.login_page import Shown, login_page
from ui.service.passwords import is_user
from ui.service.paths import LOGIN, LOGOUT
from ui.service.sessions import Sessions, set_cookie, token_of
from ui.texts import Language, preferred_language

WINDOW_SECONDS = 15 * 60.0  # in which so many wrong passwords are too many:
MOST_FOR_A_NAME = 5  # for one name from one address
MOST_FROM_AN_ADDRESS = 20
_HASHES_AT_ONCE = 2  # each takes a processor and 32 MB
_WINDOW = "/"


class Guesses:
    """Wrong passwords of late, by which further ones are held up."""

    def __init__(self) -> None:
        self._of_name = Rate(MOST_FOR_A_NAME, WINDOW_SECONDS)
        self._of_address = Rate(MOST_FROM_AN_ADDRESS, WINDOW_SECONDS)

    def wait(self, address: str, name: str) -> float:
        """Return for how many seconds no password is looked at."""
        by_name = self._of_name.wait(f"{address} {name}")
        return max(by_name, self._of_address.wait(address))

    def count(self, address: str, name: str) -> None:
        """Count a wrong password."""
        self._of_name.count(f"{address} {name}")
        self._of_address.count(address)

    def forgive(self, address: str, name: str) -> None:
        """Take a count back: the password was right."""
        self._of_name.take_back(f"{address} {name}")
        self._of_address.take_back(address)


def login_routes(users: Mapping[str, str], sessions: Sessions) -> APIRouter:
    """Return the routes of the log-in; `users` are hashes by name."""
    router = APIRouter()
    guesses = Guesses()
    hashing = asyncio.Semaphore(_HASHES_AT_ONCE)

    @router.get(LOGIN)
    async def page(request: Request) -> HTMLResponse:
        return _page(request, Shown(user=visit_of(request.scope).user))

    @router.post(LOGIN)
    async def log_in(request: Request) -> Response:
        given = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = given.get("name", [""])[0].strip(), given.get("password", [""])[0]
        address = address_of(request.scope)
        if wait := guesses.wait(address, name):
            minutes = int(wait // 60) + 1
            told = _page(request, Shown(wait_minutes=minutes), 429)
            told.headers["Retry-After"] = str(int(wait) + 1)
            return told
        guesses.count(address, name)  # before it is known: many at once are as many
        async with hashing:
            right = await anyio.to_thread.run_sync(is_user, users, name, password)
        if not right:
            visit_of(request.scope).outcome = "refused"
            return _page(request, Shown(wrong=True), 401)
        guesses.forgive(address, name)
        done = RedirectResponse(_WINDOW, status_code=303)
        done.headers["Set-Cookie"] = _cookie(request, sessions.begin(name))
        return done

    @router.post(LOGOUT)
    async def log_out(request: Request) -> Response:
        sessions.end(token_of(request.headers.get("cookie", "")))
        done = RedirectResponse(LOGIN, status_code=303)
        done.headers["Set-Cookie"] = _cookie(request, "")
        return done

    return router


def _cookie(request: Request, token: str) -> str:
    return set_cookie(token, secure=request.url.scheme == "https")


def _page(request: Request, shown: Shown, status: int = 200) -> HTMLResponse:
    wanted = request.query_params.get("lang")
    language: Language = preferred_language(request.headers.get("accept-language"))
    if wanted in {"zh", "en"}:
        language = "zh" if wanted == "zh" else "en"
    return HTMLResponse(login_page(language, shown), status_code=status)
