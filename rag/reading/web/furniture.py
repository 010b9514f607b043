"""What pages hang on an article: controls, menus, teasers, disclaimers; told by common words.

Every word here is used by sites of all kinds; none names a site.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_BOXES = (
    "comment comments cmt reply replies pinglun recommend recommends related relate relevant "
    "hot rank ranking share sharing breadcrumb breadcrumbs crumb crumbs nav navigation menu footer "
    "foot sidebar aside copyright qrcode login advert ads banner toolbar pager pagination"
)
_NAMES = frozenset(_BOXES.split())
_TAGS = frozenset(("nav", "footer", "aside"))

_CONTROL = re.compile(  # of words of which one begins another the longer comes first
    r"(?:[\s|·_+<>/»›()（）【】\[\]:：-]|首页|返回顶部|返回首页|返回|顶部|字号|字体|超大|[大中小]|标准|默认|放大|缩小|调整"
    r"|打印|关闭|窗口|本页|收藏|文章|举报|分享[到至]?|转发|点赞|[赞踩]|评论|条评论|我要评论|我要跟[帖贴]|发表评论|人参与|参与"
    r"|跟[帖贴]|登录|注册|微信|微博|新浪微博|腾讯微博|朋友圈|QQ空间|QQ好友|QQ|空间|好友|扫一扫|二维码|在看|浏览|关注|订阅"
    r"|复制链接|取消|确定|确认|上一页|下一页|上一篇|下一篇|末页|尾页|没有了|余下全文|加载中|正在加载|我要反馈|A[+-]?)++"
)
_REPLY = re.compile(r"[\W\d]*(?:回复|回復|举报|[赞顶踩]|reply|report|like)[\W\d]*", re.IGNORECASE)
_LEGAL = re.compile(
    r"版权所有|ICP备|公网安备|未经.{0,10}(?:授权|许可|允许)|All rights reserved", re.IGNORECASE
)
_LEGAL_CHARACTERS = 120
_CONTROL_CHARACTERS = 40
_ICON = re.compile(r"[\d\s]*[\ue000-\uf8ff][\d\s\ue000-\uf8ff]*")  # and its counter
_COUNTER = re.compile(
    r"\d{1,7}|已输入\d+字|.{0,24}(?:进行|发表|参与)评论|.{0,20}微信号[:：\s]*\w*|.{0,8}公众号"
)
_FOLLOW_US = re.compile(
    r"(?:扫描|扫码|扫一扫|长按|识别|关注|下载).{0,16}(?:二维码|公众号|官方微信|客户端|APP|当前页)"
)
_FOLLOW_US_CHARACTERS = 60
_LIST_HEADING = re.compile(
    r"[·\s]*(?:为你推荐|为您推荐|猜你喜欢|您可能感兴趣.{0,6}|你可能.{0,8}喜欢|点击排行|排行榜|热榜"
    r"|(?:相关|推荐|延伸|热门|热点|更多|精彩|往期|(?:作者|小编)?(?:最新|最近)|全部|网友|最热|热评|编辑)[·\s]*"
    r"(?:阅读|文章|新闻|推荐|链接|资讯|报道|专题|评论|跟[帖贴]|搜索|内容|稿件|信息|回顾|精彩|视频|图片|话题)"
    r"|我要(?:评论|跟[帖贴])|发表评论|related (?:articles|stories|news|posts)|you may also like"
    r"|recommended(?: for you)?|most (?:read|popular)|comments)[\s\d条()（）]*[:：>»]*\s*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(（【\[「]?\s*(?:(?:责任|执行|值班|本期|网络|文字|图片|美术|栏目)?(?:编辑|主编)|责编|编审|审核|审签|校对|监制|终审|初审|复审"
    r"|(?:本文|文章|稿件|信息)?来源(?:于)?|稿源|供稿|作者|采写|撰稿|文字|摄影|editor)\s*[:：/|丨]"
)
_END_CREDIT = re.compile(
    r"[(（【\[「]?\s*(?:责任编辑|责编|编辑)\s*[:：/|丨]|.{0,30}\s责任编辑\s*[:：]"
)
_DATE_LABEL = re.compile(r"(?:发布|发表|成文|更新|录入|刊登)(?:日期|时间)?\s*[:：]")
_INDEX_ROW = re.compile(
    r"(?:索\s*引\s*号|[发公]\s*[文布开]\s*机\s*[构关]|成文日期|[文编]\s*号|组配分类|公开方式|主题分类|发文字号|有效性|(?:生效|废止|失效)日期)"
    r"\s*[|:：]"
)
_DISCLAIMER = re.compile(
    r"[(（【\[*★]?\s*(?:(?:免责|特别|版权|郑重|法律)(?:声明|提示|说明|申明)|声明\s*[:：]|风险提示\s*[:：]|Notice:|Disclaimer)"
)
_DAY = re.compile(r"月\s*[\d一二三]|\d[-./]\d")
_ENOUGH = 0.5  # of the prose must stand before a mark of the end is believed
_MENU_LINES, _MENU_CHARACTERS = 4, 8


def is_furniture(tag: str, names: str) -> bool:
    """Tell whether a block is marked as navigation, comments, sharing and the like.

    Args:
        tag: the element's name.
        names: its classes and id, separated by spaces.
    """
    return tag in _TAGS or any(word.lower() in _NAMES for word in _WORDS.findall(names))


def is_control(line: str) -> bool:
    """Tell whether a line holds nothing but words of controls: 收藏 举报, 分享到:."""
    if len(line) > _CONTROL_CHARACTERS:
        return False
    return bool(_CONTROL.fullmatch(line) or _ICON.fullmatch(line))


def is_reply(line: str) -> bool:
    """Tell whether a line is a button under a comment."""
    return len(line) <= _MENU_CHARACTERS and _REPLY.fullmatch(line) is not None


def is_legal(line: str) -> bool:
    """Tell whether a line states the rights and licences of a site."""
    return len(line) <= _LEGAL_CHARACTERS and _LEGAL.search(line) is not None


def is_index_row(line: str) -> bool:
    """Tell whether a line is a row of a notice's index table (索引号, 文号, 发布机构)."""
    return len(line) <= _LEGAL_CHARACTERS and _INDEX_ROW.search(line) is not None


def is_credit(line: str) -> bool:
    """Tell whether a short line says who wrote, edited or sent an article, or when."""
    short = len(line) <= _FOLLOW_US_CHARACTERS
    return short and bool(_CREDIT.match(line) or _DATE_LABEL.match(line))


def without_tail(lines: list[str], worth: list[int]) -> list[int]:
    """Return the places of the lines of an article, without controls and what hangs at its end.

    Args:
        lines: of the block that holds the article.
        worth: for each, how many characters of prose it holds.
    """
    end = _end(lines, worth)
    places = [place for place in range(end) if not is_control(lines[place])]
    last = max((place for place in places if worth[place]), default=-1)
    tail = [place for place in places if place > last and not _is_tail_residue(lines[place])]
    places = [place for place in places if place <= last] + _before_menu(lines, tail)
    left = sum(worth[place] for place in places)
    while places and _DISCLAIMER.match(lines[places[-1]]):
        left -= worth[places[-1]]
        if not left:
            break
        places.pop()
    return places


def _end(lines: list[str], worth: list[int]) -> int:
    """Return the place behind the article: after its editor, or before a list of others."""
    total, seen = sum(worth), 0
    for place, line in enumerate(lines):
        if seen > _ENOUGH * total:
            if _LIST_HEADING.fullmatch(line):
                return place
            if len(line) <= _FOLLOW_US_CHARACTERS and _END_CREDIT.match(line):
                end = place + 1
                while end < len(lines) and is_credit(lines[end]):
                    end += 1
                return end
        seen += worth[place]
    return len(lines)


def _is_tail_residue(line: str) -> bool:
    return (
        _COUNTER.fullmatch(line) is not None
        or _LIST_HEADING.fullmatch(line) is not None
        or (len(line) <= _FOLLOW_US_CHARACTERS and _FOLLOW_US.search(line) is not None)
    )


def _before_menu(lines: list[str], tail: list[int]) -> list[int]:
    """Cut where a run of very short lines begins, as of reactions; not above a signed date."""
    if any(_DAY.search(lines[place]) for place in tail):
        return tail
    run = 0
    for number, place in enumerate(tail):
        run = run + 1 if len(lines[place]) <= _MENU_CHARACTERS else 0
        if run == _MENU_LINES:
            return tail[: number + 1 - run]
    return tail
