"""Lines and pieces in which a site prints when, where and by whom an article appeared."""

from __future__ import annotations

import re

LINE_CHARACTERS = 200
MOST_PIECES = 12  # of a line

_HAN = "\u3400-\u9fff"
_MONTH, _DAY_OF_MONTH = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
DAY = rf"(?:19|20)\d\d\s?[-/.年]\s?{_MONTH}\s?[-/.月]\s?{_DAY_OF_MONTH}(?:\s?日)?"
_CLOCK = r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
_ENGLISH_DAY = (
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d|\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d)"
)
_PAPER = (
    rf"[{_HAN}]{{1,8}}(?:日报|日報|晚报|晚報|时报|時報|晨报|早报|商报|周报|周刊|新闻网|新聞網"
    r"|晚报网|日报网)"
)
_OUTLET = rf"(?:{_PAPER}|[{_HAN}]{{1,8}}(?:客户端|发布|[网社]))(?=\W|$)"
# These name a source or a person, or count readers; a plain 时间 may be that of an event.
_LABEL = (
    r"(?:信息|稿件|文章|新闻|内容)?(?:来源|來源)|(?:发布|發布|发表|更新)(?:时间|時間|日期|于)"
    r"|浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击次数|点击数|点击率|点击量|点击"
    r"|访问次数|访问量|字体|字号"
)
_PERSON = (
    r"作者|编辑|編輯|责编|責編|责任编辑|責任編輯|校对|校對|审核|初审|复审|终审|编审|监制|主编|发布人"
    r"|记者|記者|通讯员|通訊員|摄影|撰文|(?<![^\s|丨])[文图]"
)
_NAME = rf"(?:[{_HAN}]\s?[{_HAN}·]{{1,5}}(?![{_HAN}]))"
_LABELLED = (
    rf"(?:{_LABEL})\s?[:：]\s{{0,3}}(?:{DAY}|[^\s，。；：:|丨]{{1,20}}|(?=\s|$))"
    rf"|(?:{_PERSON})\s{{0,2}}[:：/|丨]\s{{0,3}}(?![您你请請怎为])"
    rf"(?:{_NAME}(?:[\s、/]{{1,3}}{_NAME}(?!\s?[:：])){{0,4}}|(?=\s|$))"
)
_BYLINE = (
    rf"(?:□|■|本报|本网|本台|实习|见习|首席|特约){{0,3}}\s?(?:记者|通讯员|記者|通訊員)"
    rf"\s{{0,3}}[{_HAN}]{{2,4}}(?:[\s、/]{{1,3}}[{_HAN}]{{2,4}}){{0,4}}(?=\s|$)"
)
LABELLED_OR_DAY = re.compile(
    rf"(?P<day>{DAY}|{_ENGLISH_DAY})|{_LABELLED}|{_BYLINE}"
    r"|(?i:source|author|editor|published|updated|by)\s?:\s?[^|\n]{1,60}|https?://\S{1,200}"
)
FILLING = re.compile(
    rf"{_CLOCK}|(?:星期|周)[一二三四五六日天]|农历[{_HAN}]{{2,8}}"
    rf"|第?\s?[A-Z]?\d{{1,2}}\s?版(?:[:：]?\s?[{_HAN}]{{2,4}})?|{_OUTLET}|发表于[{_HAN}]{{2,3}}"
    r"|(?:发布|时间|日期)[:：]?|字体|打印(?:本页)?|关闭|分享到?|收藏|评论|次|[大中小](?=\W|$)"
)
_EVENT = re.compile(r"(?<![布表新])(?:时间|日期)\s?[:：]")  # may be that of an event
_LINE_OUTLET = re.compile(_PAPER)
_BETWEEN = re.compile(r"[\s|丨·•/【】\[\]()（）<>—-]*")
MAKER = re.compile(rf"[（(【\[]?\s?(?:{_LABEL}|{_PERSON}|{_BYLINE})")


def is_imprint(line: str) -> bool:
    """Tell whether a line holds a date line, a masthead or a byline, and nothing else."""
    line = line.strip()
    if len(line) > LINE_CHARACTERS:
        return False
    if _LINE_OUTLET.fullmatch(line):
        return True
    at, labelled, dated = 0, False, False
    for _ in range(MOST_PIECES * 2):
        between = _BETWEEN.match(line, at)
        at = between.end() if between else at
        if at == len(line):
            return labelled or (dated and _EVENT.search(line) is None)
        piece = LABELLED_OR_DAY.match(line, at)
        if piece is not None:
            labelled |= piece["day"] is None
            dated = True
        else:
            piece = FILLING.match(line, at)
        if piece is None or piece.end() == at:
            return False
        at = piece.end()
    return False
