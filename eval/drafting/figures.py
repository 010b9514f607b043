"""Questions after figures: the figure of a Chinese clause becomes 多少 and its unit."""

from __future__ import annotations

import re

from eval.drafting.clauses import asked, clauses, is_adverbial, is_balanced
from eval.drafting.proposal import Proposal
from rag.types import Article

LONGEST_QUESTION = 64  # characters, the title not counted
LONGEST_AFTER = 22  # characters of the clause after the figure

UNITS = (
    r"[%％]|个百分点|美元|欧元|日元|英镑|港元|元|平方公里|平方千米|平方米|立方米|公里|千米|海里|厘米|毫米|米|公顷|英亩"
    r"|亩|吨|公斤|千克|克|升|千瓦时|吉瓦时|千瓦|兆瓦|吉瓦|摄氏度|人次|[架班艘车]次|人|名|位|家|种|项|件|辆|台|套|座|栋|幢|条|所"
    r"|间|册|张|只|头|株|棵|场|倍|岁|户|艘|架|篇|例|起|宗|笔|枚|颗|片|处|分钟|小时|个|次|支|部|票|分(?!别|[之为布析类期])|天"
)
FIGURE = re.compile(
    rf"(?P<number>(?<![\d.A-Za-z第/~～—–-])\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<many>[余多]?)"
    rf"(?P<scale>[千百十]?[万亿]?|万亿)(?P<more>[余多]?)(?P<unit>{UNITS})"
)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NO_FIGURE_AFTER = re.compile(  # 12米处, 3天后, 20岁的, 5个以上, 20米×30米
    r"^(?:的|之|后|前|内|里|时|起|中|处|来|左右的|以[上下内]的|[\d~～—–×xX/-]|多|余|月|半|[（(])"
)
_NO_FIGURE_BEFORE = re.compile(r"(?:第|\d[时点]|[~～—–/×-]|\d|至|和|与|、|或|每|近|前|[“《（(])$")
_NOT_SAID = re.compile(r"[？?…]|不到|什么|多少|如何|怎么|哪")
_CHANGE = re.compile(r"增长|增加|减少|下降|上升|上涨|下跌|提高|降低|扩大|回落")
_COMPARED, _TIME = re.compile(r"同比|环比"), re.compile(r"[年月]")
_BASE = re.compile(r"比|较|[到至为年月]")  # compared with what, from when or up to what
_NO_FIGURES = re.compile(
    r"\d+号|第\d+[届次批期个]|\d{2,4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}[时点:：]\d{0,2}"
)


def figure_questions(sentence: str, article: Article) -> list[Proposal]:
    """Return the questions after the figures of one Chinese sentence.

    Args:
        sentence: a whole sentence of the article.
        article: where it stands.

    Returns:
        One question for each clause that states one clear figure of something named.
    """
    found = []
    for clause in clauses(sentence):
        match = _only_figure(clause.text)
        if match is None or is_adverbial(clause.text) or FIGURE.search(clause.before):
            continue
        whole = clause.time + clause.before + clause.text
        if _COMPARED.search(whole) and not _TIME.search(whole):
            continue
        before, after = clause.text[: match.start()], clause.text[match.end() :]
        written = f"{before}{_asking(match)}{after}？"
        question = asked(clause, written, article)
        if question is None or len(clause.time + clause.before + written) > LONGEST_QUESTION:
            continue
        text, self_contained = question
        found.append(Proposal(text, match[0], sentence, "figure", self_contained=self_contained))
    return found


def _only_figure(text: str) -> re.Match[str] | None:
    """Return the figure of a clause that states one, and has it in a place to be asked after."""
    figures = list(FIGURE.finditer(text))
    if len(figures) != 1 or _NOT_SAID.search(text):
        return None
    match = figures[0]
    before, after = text[: match.start()], text[match.end() :]
    if len(_DIGITS.findall(_NO_FIGURES.sub("", before + after))) > 0:
        return None
    long_enough = len(before) >= 2 and len(after) <= LONGEST_AFTER
    exact = len(match["number"]) > 1 or match["scale"] or match["unit"] in "%％"
    fits = not (_NO_FIGURE_BEFORE.search(before) or _NO_FIGURE_AFTER.match(after))
    whole = is_balanced(before) and is_balanced(after) and "、" not in after
    if match["unit"] == "岁" and after:  # 一名20岁男子
        return None
    clear = _CHANGE.search(before) is None or _BASE.search(before) is not None
    return match if long_enough and exact and fits and whole and clear else None


def _asking(match: re.Match[str]) -> str:
    unit = match["unit"]
    return "百分之多少" if unit in "%％" else f"多少{match['scale']}{unit}"
