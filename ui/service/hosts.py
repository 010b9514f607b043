"""Which names this machine is asked by: a page of another site must not reach the service.

A site can let its name point to 127.0.0.1, and its scripts then read what is served there as if
it were the site's own (DNS rebinding). Where nothing but the address keeps strangers out, only
this machine's own names are answered.
"""

from __future__ import annotations

import ipaddress

from ui.service.asgi import App, Receive, Refusal, Scope, Send, header, refuse
from ui.service.paths import HEALTH, is_interface

_OTHER_NAME = Refusal(
    421,
    "this service is asked by a name that is not this machine's own.",
    "Use http://127.0.0.1; behind a proxy, set YUANWEN_USERS and YUANWEN_API_KEYS.",
    "other_host",
)


class OwnNames:
    """Refuses requests whose Host header is not a name of this machine.

    `keys` tells that the interfaces ask for keys, which scripts of a site do not have.
    """

    def __init__(self, app: App, *, keys: bool) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        path = scope.get("path", HEALTH)  # a lifespan has none
        is_keyed = self._keys and is_interface(path)
        if path == HEALTH or is_keyed or is_own_name(header(scope, "host")):
            await self._app(scope, receive, send)
        else:
            await refuse(scope, send, _OTHER_NAME)


def is_own_name(host: str) -> bool:
    """Tell whether a Host header names this machine's own address, with or without a port."""
    name = host.rpartition("]")[0].removeprefix("[") if "[" in host else host.partition(":")[0]
    if name.lower() == "localhost" or name.lower().endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
