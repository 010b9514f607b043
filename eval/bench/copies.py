"""Many from few: vectors with a little noise, texts with other figures and names.

Both keep what a search depends on: vectors their neighbourhoods, texts their lengths, terms and
how often these occur.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Vectors, unit_rows
from rag.generation import Generation
from rag.passages import context_of
from rag.types import Article, Passage

COSINE = 0.95  # of a copy's vector to the real one
GROUPS = tuple(  # a name is replaced by another of its group, which has the same length
    tuple("".join(names).split())
    for names in (
        (
            "北京 上海 天津 重庆 广东 江苏 浙江 山东 河南 四川 湖北 湖南 河北 福建 安徽 江西 辽宁 ",
            "吉林 陕西 山西 云南 贵州 广西 海南 甘肃 青海 宁夏 新疆 西藏 香港 澳门 台湾",
        ),
        (
            "杭州 南京 苏州 成都 武汉 广州 深圳 西安 长沙 郑州 青岛 厦门 合肥 沈阳 大连 济南 宁波 ",
            "昆明 福州 无锡 南昌 南宁 贵阳 太原 兰州 海口 常州 徐州 温州 嘉兴 绍兴 金华 丽水 台州 ",
            "佛山 东莞 珠海 中山 惠州 洛阳",
        ),
        ("石家庄 哈尔滨 张家口 秦皇岛 连云港 马鞍山 景德镇 张家界 攀枝花",),
        ("美国 日本 韩国 英国 法国 德国 印度 泰国 越南 巴西 埃及 波兰 伊朗 瑞典 瑞士 荷兰",),
        ("俄罗斯 乌克兰 以色列 加拿大 意大利 西班牙 新加坡 土耳其 墨西哥 阿根廷",),
        ("华为 小米 腾讯 百度 京东 美团 苹果 谷歌 微软 三星 丰田 大众",),
        ("阿里巴巴 宁德时代 中国移动 中国电信 中国联通 中国石油 中国石化",),
        ("王某 李某 张某 刘某 陈某 杨某 赵某 黄某 周某 吴某 徐某 孙某 朱某 马某 胡某",),
    )
)
OTHERS = {name: tuple(n for n in group if n != name) for group in GROUPS for name in group}
NAMES = re.compile("|".join(sorted(OTHERS, key=len, reverse=True)))


def noisy(vectors: Vectors, cosine: float, generator: np.random.Generator) -> Vectors:
    """Return copies of unit vectors with Gaussian noise, again of unit length.

    Noise of deviation s in each of d components has a length of about s √d and is at right angles
    to the vector, hence cosine = 1 / √(1 + s² d).

    Args:
        vectors: float32 (n, d), rows of unit length.
        cosine: of a copy to its original, in the mean.
        generator: where the noise comes from.
    """
    deviation = math.sqrt((1 / cosine**2 - 1) / vectors.shape[1])
    noise = generator.standard_normal(vectors.shape, dtype=np.float32)
    return unit_rows(vectors + np.float32(deviation) * noise)


def changed(text: str, generator: np.random.Generator) -> str:
    """Return a text of the same length with other figures, and other places and names."""

    def other(found: re.Match[str]) -> str:
        choice = OTHERS[found[0]]
        return choice[int(generator.integers(len(choice)))]

    codes = np.frombuffer(
        NAMES.sub(other, text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    ).copy()
    digits = (codes >= ord("0")) & (codes <= ord("9"))
    codes[digits] = ord("0") + generator.integers(10, size=int(digits.sum()), dtype=np.uint32)
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def copied_vectors(
    real: Vectors, count: int, generator: np.random.Generator, block: int
) -> Iterator[Vectors]:
    """Yield vectors in blocks: the real ones first, then noisy copies in the same order."""
    for start in range(0, count, block):
        rows = np.arange(start, min(start + block, count))
        vectors = real[rows % len(real)]
        copies = rows >= len(real)
        vectors[copies] = noisy(vectors[copies], COSINE, generator)
        yield vectors


def copied_articles(
    generation: Generation, count: int, generator: np.random.Generator
) -> Iterator[tuple[Article, list[Passage]]]:
    """Yield articles with passages until there are `count`: the real ones, then changed copies.

    Passage i is a copy of the library's passage i modulo their number, as in `copied_vectors`.
    """
    runs = _runs(generation.article_rows)
    left, copy = count, 0
    while left > 0:
        for start, end in runs:
            article = generation.article(int(generation.article_rows[start]))
            if copy:
                article = replace(
                    article,
                    id=f"{article.id}~{copy}",
                    title=changed(article.title, generator),
                    text=changed(article.text, generator),
                )
            spans = [generation.span(row) for row in range(start, end)][:left]
            yield article, [_passage(article, low, high) for low, high in spans]
            left -= len(spans)
            if left <= 0:
                return
        copy += 1


def _runs(owner: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Return the first row and the row after the last of each article's passages."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    return list(zip(starts.tolist(), [*starts[1:].tolist(), len(owner)], strict=True))


def _passage(article: Article, start: int, end: int) -> Passage:
    return Passage(
        f"{article.id}:{start}", article.id, article.text[start:end], start, end,
        context_of(article),
    )  # fmt: skip
