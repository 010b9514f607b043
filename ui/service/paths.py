"""What the service's paths are: whose they are, who may take them, which of them answer."""

from __future__ import annotations

HEALTH = "/healthz"
LOGIN = "/login"
LOGOUT = "/logout"
OPEN = frozenset({HEALTH, LOGIN, LOGOUT})  # to everyone, keys and log-in or not
MOST_LOGGED = 200  # characters
UPLOAD = "/gradio_api/upload"

# Each takes a place among the answers under way.
ANSWERING = frozenset({"/api/ask", "/api/search", "/v1/chat/completions"})
# Counted against the requests of a minute: the window asks through Gradio's queue.
COUNTED = ANSWERING | {"/gradio_api/queue/join", UPLOAD}
# A service that stops waits for these.
AWAITED = ANSWERING | {"/gradio_api/queue/data", UPLOAD}

# What Gradio would serve and this service has no use for: calls to other hosts, run history,
# monitoring, its code assistant, its own log-in. None of them asks who is there.
_UNUSED = (
    "/gradio_api/proxy=", "/gradio_api/run-history", "/gradio_api/runs", "/gradio_api/vibe",
    "/gradio_api/undo-vibe", "/gradio_api/token", "/gradio_api/dev", "/gradio_api/deep_link",
    "/gradio_api/process_recording", "/gradio_api/profiling", "/monitoring", "/svelte",
)  # fmt: skip


def is_interface(path: str) -> bool:
    """Tell whether a path belongs to the interfaces for programs, which keys open."""
    return path.startswith(("/v1/", "/api/")) or path in {"/v1", "/api"}


def is_unused(path: str) -> bool:
    """Tell whether nobody is served under a path."""
    return path.startswith(_UNUSED)


def logged_path(path: str) -> str:
    """Return a path as logs may hold it: without names of files and sessions."""
    for marker in ("=", "/heartbeat/", "/stream/", "/file/"):
        before, found, _ = path.partition(marker)
        if found:
            return f"{before}{found}…"
    return path[:MOST_LOGGED]
