"""What stands around an article and differs between its reprints: agency, byline, source, legal.

Every pattern is bounded, so that a search is linear in the length of the text.
"""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff"
_BEFORE = r"(?:(?<=[\s。！？!?）)】\]」”])|\A)"
_NAMES = rf"[{_HAN}·]{{2,6}}(?:[\s、,，/]{{1,3}}[{_HAN}·]{{2,6}}(?![{_HAN}])){{0,6}}"
_ROLES = (
    "记者|記者|通讯员|通訊員|编辑|編輯|责编|責編|责任编辑|責任編輯|编审|审核|校对|監製|监制|主编"
    "|作者|来源|來源|稿源|撰文|摄影|攝影|原标题|原標題|原题|文|图|文/图|图/文|图源|制图|供图|图片"
    "|资料图|视频|初审|复审|终审|值班主任|策划|统筹|发布时间|发布日期"
)

DATELINE = (
    rf"{_BEFORE}(?:据|據)?(?:[{_HAN}A-Za-z·]{{0,24}}\s?)(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日"
    r"\s?(?:[早晚]间)?(?:专?电|專?電|讯|訊)(?![影力动話话商子视网站气池费价车量池机])"
    rf"|{_BEFORE}(?:本报|本報|本网|本網|本台|本社)[{_HAN}]{{0,8}}?(?:讯|訊|电|電|消息)"
    rf"|{_BEFORE}[{_HAN}]{{2,12}}(?:讯|訊)(?=[\s（(:：])"
    rf"|(?:[A-Z][\w.]{{0,20}}[,\s]{{1,2}}){{1,4}}(?:\d{{1,2}}\s?)?\((?:Reuters|AP|AFP|Xinhua)\)\s?[-–—]"
)
REPORTED = (
    rf"{_BEFORE}(?:据|據)?[{_HAN}A-Za-z“”《》·]{{0,24}}"
    r"(?:社|网|網|报|報|新闻|新聞|台|客户端|媒|日|[”》])\s?(?:(?:\d{1,2}月)?\d{1,2}日)?(?:消息|报道|報道)"
)
BRACKETED = (
    rf"[（(【\[]\s{{0,2}}(?:[{_HAN}]{{0,8}}(?:{_ROLES})(?![{_HAN}]{{5}})[^（()）【】\[\]\n]{{0,60}}"
    rf"|[^（()）【】\[\]\n，。]{{0,20}}(?:摄|攝|供图|制图|报道|報道)|完|完结|本报记者)\s?[）)】\]]"
    rf"|[（(【\[][{_HAN}A-Za-z]{{2,12}}(?:讯|訊|电|電|消息|报|网)[）)】\]]"
)
LABELLED = (
    rf"{_BEFORE}(?:本报|本网|新华社|实习|见习|首席|特约){{0,2}}(?:(?:{_ROLES})\s{{0,3}}[|丨/:：]"
    rf"\s{{0,3}}(?!您|你|请|請)[^\s，。；;,？?！!]{{0,16}}(?=[\s。）)】\]|]|\Z)"
    rf"|(?:记者|記者|通讯员|通訊員|编辑|作者|文|图|摄影|责编)\s{{1,3}}{_NAMES}(?=[\s）)】]|\Z))"
)
ENGLISH = (
    r"^By [A-Z][\w.'’ -]{1,60}$|\((?:Reporting|Writing|Editing) by [^()\n]{1,200}\)"
    r"|^(?:Source|Sources|Editor|Photo|Updated|Published)\s?:[^\n]{0,100}$"
)
PIECE = re.compile(f"{BRACKETED}|{LABELLED}|{DATELINE}|{REPORTED}|{ENGLISH}", re.MULTILINE)
SOURCE = re.compile(REPORTED)
SENTENCE_END = re.compile(r"[。！？!?\n]|\s{4}")
LEGAL = re.compile(
    r"[\W_]*(?:声明|聲明|版权|版權|免责|免責|特别声明|转载|轉載|未经|未經|更多精彩|相关阅读|相關閱讀"
    r"|相关链接|推荐阅读|延伸阅读|热门文章|扫一扫|扫码|扫描|长按|关注我们|点击|點擊|返回|分享"
    r"|本文(?:来源|来自|转自|源自|仅代表|由)|以上内容|如遇|如有侵权|举报|舉報|广告声明|海量资讯"
    r"|上一篇|下一篇|打印|关闭窗口|收藏|联系我们|关于我们|网站地图|热线|免费订阅"
    r"|Copyright|©|All rights|Read more|Related|Share this|Subscribe|Advertisement)",
    re.IGNORECASE,
)


def without_furniture(text: str) -> str:
    """Return a stretch of an article without its agency lines, bylines and source lines."""
    return PIECE.sub(" ", text)


def sources_conflict(text: str, other: str) -> bool:
    """Tell whether two stretches each say who reports it, and not the same."""
    sources = SOURCE.findall(text), SOURCE.findall(other)
    return all(sources) and sources[0] != sources[1]


def is_furniture(text: str) -> bool:
    """Tell whether the end of a page is no part of the article: source, editor, copyright."""
    sentences = SENTENCE_END.split(without_furniture(text))
    return all(
        LEGAL.match(sentence) or not any(map(str.isalnum, sentence)) for sentence in sentences
    )
