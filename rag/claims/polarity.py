"""Yes against no, up against down: 增长 where the quote has 下降, 未 where it has none."""

from __future__ import annotations

import re

from rag.text import fold

# Each pair: what says one thing, what says the contrary, in both languages.
OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"增长|增加|上升|上涨|提高|提升|攀升|走高|\b(?:increas|ris(?:e[ns]?|ing)|rose|gr[eo]w|up\b)",
         r"下降|减少|下跌|降低|下滑|回落|走低|缩减|\b(?:decreas|fall(?:s|en|ing)?\b|fell|drop|declin|down\b)"),
        (r"扩大|扩张|\bexpan(?:d|s)", r"缩小|收缩|\bshr[iau]nk"),
        (r"盈利|赢利|\bprofit", r"亏损|\bloss"),
        (r"(?<!不)同意|批准|(?<!未)通过(?!了解)|\b(?:approv|agree)", r"拒绝|驳回|否决|不同意|\b(?:reject|refus|den(?:y|ied))"),
        (r"支持|赞成|\bsupport", r"反对|抵制|\boppos"),
        (r"允许|准许|可以|\b(?:allow|permit)", r"禁止|严禁|不得|\b(?:ban|forbid|prohibit)"),
        (r"高于|多于|大于|\b(?:more|higher|greater) than", r"低于|少于|小于|\b(?:less|lower|fewer) than"),
        (r"进口|\bimport", r"出口|\bexport"),
        (r"流入", r"流出"), (r"买入|收购", r"卖出|出售"), (r"上调", r"下调"), (r"加息", r"降息"),
        (r"战胜|击败|获胜|取胜|\b(?:won|beat|defeated)\b", r"负于|败给|不敌|落败|\blost\b"),
        (r"成功", r"失败"), (r"开工|动工", r"停工"), (r"复工", r"停工"), (r"开放|开通", r"关闭|停运|封闭"),
        (r"无罪", r"有罪"), (r"合法", r"非法|违法"), (r"最高", r"最低"), (r"最大", r"最小"), (r"最多", r"最少"),
    )
)  # fmt: skip
_NEGATED = re.compile(
    r"(?:尚未|并未|从未|未能|未曾|未|没有|没能|并非|不再|不会|不能|并不|不予|不)"
    r"(?<!如未)(?!来|必|免|知|断|仅|少|同|久|过|足|但|只|得不|锈|论|管|妨|一|等|动产|乏|可|如|到|超过|低于|少于|高于|够|良|满|明|法|利|限|良|夜|已|止|禁|失|愧|惜|同意|及时|在|安)"
    r"(?:再|会|能|被)?(?P<word>[\u4e00-\u9fff]{2})"
)
_NOT = re.compile(
    r"(?:\b(?:not|never|no longer|cannot)|n't) (?:yet |be |been )?(?P<word>[a-z]{4,})"
)
STEM = 5  # letters by which two forms of an English verb are taken for one


def contrary(sentence: str, quote: str) -> tuple[str, str] | None:
    """Return the word of a sentence and that of its quote that say the contrary, or None.

    Told only where each has one side and not the other, so that a quote that speaks of both ups
    and downs contradicts nothing.
    """
    one, other = fold(sentence), fold(quote)
    for pair in OPPOSITES:
        for mine, its in (pair, pair[::-1]):
            here, there = mine.search(one), its.search(other)
            if here and there and not its.search(one) and not mine.search(other):
                return here[0], there[0]
    return _negation(one, other) or _denied_in_english(one, other)


def _negation(one: str, other: str) -> tuple[str, str] | None:
    """Tell a verb that is denied on one side only, in one language."""
    for mine, its, is_mine in ((one, other, True), (other, one, False)):
        for match in _NEGATED.finditer(mine):
            word = match["word"]
            place = its.find(word)
            denied = any(found["word"] == word for found in _NEGATED.finditer(its))
            if (
                place >= 0
                and not denied
                and not re.search("[不未没无非否禁]", its[max(0, place - 3) : place])
            ):
                return (match[0], word) if is_mine else (word, match[0])
    return None


def _denied_in_english(one: str, other: str) -> tuple[str, str] | None:
    """Tell a verb that follows a not on one side, and stands on the other where no not is."""
    for mine, its, is_mine in ((one, other, True), (other, one, False)):
        match = _NOT.search(mine)
        if match and not _NOT.search(its):
            stem = match["word"][:STEM]
            place = re.search(rf"\b{stem}[a-z]*", its)
            if place:
                return (match[0], place[0]) if is_mine else (place[0], match[0])
    return None
