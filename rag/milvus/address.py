"""Where a library in Milvus is: a server's collections, or a file of milvus-lite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.errors import UsageError

SCHEME = "milvus:"
LOCAL_NAME = "yuanwen"
_SERVER = re.compile(r"milvus://(?P<host>[^/@\s]+)/(?P<name>[A-Za-z_][A-Za-z0-9_]{0,200})")


@dataclass(frozen=True)
class Address:
    """Where a library is; `local` is true for a file of milvus-lite."""

    spec: str
    uri: str
    name: str  # what the collections' names begin with
    local: bool

    @classmethod
    def of(cls, spec: str) -> Address:
        """Read `milvus://HOST:PORT/NAME` or `milvus:FILE.db`.

        Raises:
            UsageError: it is neither.
        """
        if found := _SERVER.fullmatch(spec):
            return cls(spec, f"http://{found['host']}", found["name"], local=False)
        path = spec.removeprefix(SCHEME)
        if spec.startswith(SCHEME) and not path.startswith("//") and path.endswith(".db"):
            return cls(spec, path, LOCAL_NAME, local=True)
        raise UsageError(
            f"no store is named {spec!r}.", "Write milvus://HOST:PORT/NAME or milvus:FILE.db."
        )


def is_address(spec: str) -> bool:
    """Tell whether a spec names a store of this kind, rightly or wrongly."""
    return spec.startswith(SCHEME)
