"""Headers of every answer: nothing is fetched from, sent to or framed by another host."""

from __future__ import annotations

from ui.service.asgi import App, Receive, Scope, Send
from ui.service.paths import LOGIN, is_interface

# Gradio's frontend needs inline scripts and `eval`; whatever an article brings along, no other
# host is reached.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)
_UNUSED_FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", ", ".join(f"{one}=()" for one in _UNUSED_FEATURES).encode()),
]
_NOT_KEPT = (b"cache-control", b"no-store")


class Headers:
    """Adds the headers above; streams pass through untouched."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        added = list(_HEADERS)
        if scope["type"] == "http" and (is_interface(scope["path"]) or scope["path"] == LOGIN):
            added.append(_NOT_KEPT)

        async def send_with(message: Scope) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in added}
                theirs = [one for one in message.get("headers", ()) if one[0].lower() not in ours]
                message["headers"] = [*theirs, *added]
            await send(message)

        await self._app(scope, receive, send_with)
