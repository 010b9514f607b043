"""Running the service: where it may listen, and until when."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable, Sequence

import uvicorn

from rag.engine import Engine
from rag.errors import UsageError
from rag.settings import Settings
from ui.service.app import build_app
from ui.service.logs import json_log_config, log_line
from ui.service.stopping import Server, Stopping

LAST_SECONDS = 1  # given to open connections once no answer is under way
KEEP_ALIVE_SECONDS = 30  # an idle connection is kept


def serve(
    engine: Engine,
    *,
    host: str,
    port: int,
    models: Sequence[str],
    insecure: bool,
    log: str | None = None,
    on_listening: Callable[[str, bool], None] = lambda _url, _window: None,
) -> None:
    """Run the window and the service until SIGINT or SIGTERM.

    `on_listening` is called with the service's URL once its address is bound, and whether the
    window is there; `log` is "text", "json" or that of the settings. On a signal, answers under
    way get `stop_seconds` of the settings.

    Raises:
        UsageError: the host is not this machine's own, and there are neither keys nor users nor
            `insecure`; the address cannot be bound; or the users cannot be read.
    """
    settings = engine.settings
    window = has_window(settings, host, insecure=insecure)
    stopping = Stopping(settings.stop_seconds)
    with _bound(host, port) as listener:
        is_json = (log or settings.log) == "json"
        app = build_app(
            engine,
            models,
            window=window,
            own_names=is_loopback(host) and not insecure,
            log=sys.stderr if is_json else None,
            stopping=stopping,
        )
        config = uvicorn.Config(
            app,
            log_level="warning",
            log_config=json_log_config() if is_json else uvicorn.config.LOGGING_CONFIG,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=LAST_SECONDS,
        )
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{listener.getsockname()[1]}"
        if is_json:
            log_line(sys.stderr, event="listening", url=url, window=window)
        else:
            on_listening(url, window)
        Server(config, stopping).run(sockets=[listener])
        if is_json:
            log_line(sys.stderr, event="stopped", left=stopping.under_way)


def has_window(settings: Settings, host: str, *, insecure: bool) -> bool:
    """Tell whether the window is served on a host: not to strangers, which keys do not keep out.

    Raises:
        UsageError: nothing may be served there.
    """
    if insecure or settings.users or is_loopback(host):
        return True
    if settings.api_keys:
        return False
    raise UsageError(
        f"anyone who reaches {host} could read and change the library.",
        "Leave --host at 127.0.0.1, set YUANWEN_USERS or YUANWEN_API_KEYS, or add --insecure on "
        "a network that you trust.",
    )


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine's own address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port}: {error.strerror}.", "Choose another --port."
        ) from error
