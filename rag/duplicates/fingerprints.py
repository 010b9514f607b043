"""Which articles may be the same: fingerprints of their texts, and pairs that share many.

A fingerprint is the least hash value of a window of shingles. This is MinHash (Broder 1997,
"On the resemblance and containment of documents") taken window by window (Schleimer, Wilkerson
and Aiken 2003, "Winnowing: local algorithms for document fingerprinting") and not once for the
whole text: one minimum for a whole text tells resemblance only, which is low between an article
and its first third; of local minima the short text has those that it has in the long one.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from rag.duplicates.folding import Codes, folded_codes

Fingerprints = NDArray[np.uint32]

SHINGLE = 8  # folded characters
WINDOW = 8  # shingles: any 15 folded characters that two texts share give a shared fingerprint
NEAREST = 6  # of the articles that share a fingerprint, so many before each are compared with it
FULLEST = 4  # and the so many fullest
LEAST_SHARED = 0.5  # of the fingerprints of the shorter text
KEY_BYTES = 16
BLOCK = 8192  # texts; bounds the memory
HALF, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


def text_key(text: str) -> bytes:
    """Return the key (16 bytes) under which the fingerprints of a text are kept."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def fingerprints(
    texts: Sequence[str], known: MutableMapping[bytes, Fingerprints] | None = None
) -> list[Fingerprints]:
    """Return the fingerprints of each text, ascending, each once.

    Args:
        texts: Any texts.
        known: Fingerprints by `text_key`; these are not computed again, new ones are added.
    """
    known = {} if known is None else known
    keys = [text_key(text) for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    new_keys = list(new)
    for numbers, codes, starts in folded_codes(list(new.values())):
        minima = _window_minima(codes)
        for at, number in enumerate(numbers):
            last = starts[at + 1] - SHINGLE - WINDOW + 2
            known[new_keys[number]] = np.unique(minima[starts[at] : max(starts[at], last)])
    return [known[key] for key in keys]


def _window_minima(codes: Codes) -> Fingerprints:
    """Return the least hash of each window of shingles."""
    count = max(0, len(codes) - SHINGLE + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(SHINGLE):
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes += codes[at : at + count]
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(0xD6E8FEB86659FD93)
    minima = (hashes >> np.uint64(32)).astype(np.uint32)
    reach = 1
    while reach < WINDOW:
        minima = np.minimum(minima[:-reach], minima[reach:])
        reach *= 2
    return minima


def similar_pairs(sketches: Sequence[Fingerprints]) -> Iterator[tuple[int, list[int]]]:
    """Find, for each text, fuller ones that may hold it.

    A fingerprint that thousands share (a template) pairs each of them with a few only, so that
    the work stays linear in the number of texts.

    Args:
        sketches: Fingerprints of the texts, the fullest text first.

    Yields:
        The number of a text and the numbers, ascending, of those before it that have at least
        half of its fingerprints.
    """
    sizes = np.array([len(sketch) for sketch in sketches], dtype=np.int64)
    if not sizes.sum():
        return
    entries = np.concatenate(sketches).astype(np.uint64) << HALF
    entries |= np.repeat(np.arange(len(sketches), dtype=np.uint64), sizes)
    entries.sort()
    values, owners = entries >> HALF, entries & LOW
    del entries
    shared = np.zeros(len(values), dtype=bool)
    same = values[1:] == values[:-1]
    shared[1:] |= same
    shared[:-1] |= same
    values, owners = values[shared], owners[shared]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    first = np.repeat(starts, np.diff(np.append(starts, len(values))))
    by_owner = np.argsort(owners, kind="stable")
    for start in range(0, len(sketches), BLOCK):
        cuts = np.searchsorted(owners, [start, start + BLOCK], sorter=by_owner)
        rows = by_owner[slice(*cuts)]
        yield from _pairs_of(rows, owners, first, sizes)


def _pairs_of(
    rows: NDArray[np.int64],
    owners: NDArray[np.uint64],
    first: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> Iterator[tuple[int, list[int]]]:
    """Pair the owners of some rows with those that share a fingerprint and come before."""
    place = rows - first[rows]
    found = []
    for back in range(1, NEAREST + 1):
        here = rows[place >= back]
        found.append(owners[here] << HALF | owners[here - back])
    for rank in range(FULLEST):
        here = rows[place > rank + NEAREST]
        found.append(owners[here] << HALF | owners[first[here] + rank])
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    shorter = (pairs >> HALF).astype(np.int64)
    enough = counts >= np.maximum(1, sizes[shorter] * LEAST_SHARED)
    shorter, fuller = shorter[enough], (pairs[enough] & LOW).astype(np.int64)
    cuts = np.flatnonzero(np.diff(shorter)) + 1
    for one, others in zip(np.split(shorter, cuts), np.split(fuller, cuts), strict=True):
        if len(one):
            yield int(one[0]), others.tolist()
