"""Password hashes: scrypt (RFC 7914) from the standard library, in a line that describes itself.

`scrypt-15-8-3-SALT-HASH`: the logarithm of the cost N, the block size r, the parallelism p, then
salt and hash in hexadecimal. No character of it means anything to a shell, TOML or a list.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping

from rag.errors import UsageError

SHORTEST = 8  # characters of a password
_LOG_COST, _BLOCKS, _PARALLEL = 15, 8, 3  # 32 MB and some 0.2 s; OWASP's advice of 2023
_MOST_LOG_COST, _MOST_BLOCKS, _MOST_PARALLEL = 18, 16, 16  # of a hash that is given
_SALT_BYTES, _HASH_BYTES = 16, 32
_FORM = re.compile(r"scrypt-(\d{1,2})-(\d{1,2})-(\d{1,2})-([0-9a-f]{16,128})-([0-9a-f]{64})")
_NAME = re.compile(r"[^\s:,=]{1,64}")
_UNKNOWN = "scrypt-15-8-3-" + "00" * _SALT_BYTES + "-" + "00" * _HASH_BYTES


def password_hash(password: str) -> str:
    """Return a new salted hash of a password.

    Raises:
        UsageError: it has fewer than 8 characters.
    """
    if len(password) < SHORTEST:
        raise UsageError("a password has at least 8 characters.", "Choose a longer one.")
    salt = secrets.token_bytes(_SALT_BYTES)
    made = _scrypt(password, salt, _LOG_COST, _BLOCKS, _PARALLEL)
    return f"scrypt-{_LOG_COST}-{_BLOCKS}-{_PARALLEL}-{salt.hex()}-{made.hex()}"


def is_password(password: str, hashed: str) -> bool:
    """Tell whether a hash is that of a password, in a time that does not depend on either."""
    match = _FORM.fullmatch(hashed)
    if match is None:
        return False
    cost, blocks, parallel = (int(match[number]) for number in (1, 2, 3))
    made = _scrypt(password, bytes.fromhex(match[4]), cost, blocks, parallel)
    return hmac.compare_digest(made, bytes.fromhex(match[5]))


def user_name(name: str) -> str:
    """Return a name that can stand in `YUANWEN_USERS`.

    Raises:
        UsageError: it is empty, longer than 64 characters or has spaces, `:`, `,` or `=`.
    """
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name!r} cannot be a user's name.",
            "Use up to 64 characters without spaces, colons, commas and equals signs.",
        )
    return name


def users_of(lines: Iterable[str]) -> dict[str, str]:
    """Return the hashes of the users by their names.

    Args:
        lines: `name:hash`, as `yuanwen password` prints them.

    Raises:
        UsageError: a line has another form, or two have the same name. The line is not shown.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        name, _, hashed = line.partition(":")
        match = _FORM.fullmatch(hashed)
        fits = match is not None and all(
            1 <= int(match[place]) <= most
            for place, most in enumerate((_MOST_LOG_COST, _MOST_BLOCKS, _MOST_PARALLEL), start=1)
        )
        if not fits or _NAME.fullmatch(name) is None or name in found:
            raise UsageError(
                f"entry {number} of YUANWEN_USERS is not NAME:HASH, or names a user twice.",
                "Have each made by `yuanwen password NAME`, with commas between them.",
            )
        found[name] = hashed
    return found


def is_user(users: Mapping[str, str], name: str, password: str) -> bool:
    """Tell whether a user has a password; an unknown name takes as long as a wrong password."""
    return is_password(password, users.get(name, _UNKNOWN)) and name in users


def _scrypt(password: str, salt: bytes, cost: int, blocks: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=1 << cost,
        r=blocks,
        p=parallel,
        maxmem=(256 * blocks << cost) + (1 << 24),
        dklen=_HASH_BYTES,
    )
