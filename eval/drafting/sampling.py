"""Articles spread over a library, in the proportions of its scripts, without reading it whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rag.generation import Generation


def sampled_rows(generation: Generation, seed: int) -> Iterator[int]:
    """Yield every article's row once, in an order that a seed decides.

    Each start of the order has the scripts of the library in proportion: the script that lags
    behind its share most comes next. An article's script is that of its first passage.
    """
    order = np.random.default_rng(seed).permutation(generation.article_count)
    rows, first = np.unique(np.asarray(generation.article_rows), return_index=True)
    scripts = np.zeros(generation.article_count, dtype=np.int64)
    scripts[rows] = np.asarray(generation.scripts)[first]
    waiting = {int(script): iter(order[scripts[order] == script]) for script in np.unique(scripts)}
    share = {script: float((scripts == script).mean()) for script in waiting}
    taken = dict.fromkeys(waiting, 0)
    for number in range(1, generation.article_count + 1):
        lagging = sorted(waiting, key=lambda one: taken[one] - share[one] * number)
        for script in lagging:
            row = next(waiting[script], None)
            if row is not None:
                taken[script] += 1
                yield int(row)
                break
