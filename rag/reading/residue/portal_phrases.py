"""Sentences that portals append to articles: invitations to read on, statements of rights."""

from __future__ import annotations

import re

from rag.text import fold

_PHRASES = (
    r"返回\w{1,8},\s*查看更多",
    r"分享让更多人看到",
    (
        r"(?:打开|点击|下载|上)[\w“”]{2,12}(?:新闻|app|客户端|头条)[,\s]*(?:查看|阅读|浏览"
        r"|看)(?:更多|精彩|全部|完整|原|详)[^。,]{0,14}"
    ),
    r"(?:点击|扫码)?(?:阅读|查看|展开|显示)(?:全文|原文|剩余|更多)(?:内容)?[>»↓\s]*",
    r"长按(?:识别|扫描|图片)?[^。]{0,16}二维码[^。]{0,24}",
    (
        r"(?:请)?(?:扫描|识别)(?:上方|下方|右侧|左侧|以下)?二维码[^。]{0,20}(?:关注|下载|阅读"
        r"|查看|分享)[^。]{0,16}"
    ),
    (
        r"(?:更多)(?:精彩)?(?:内容|资讯|新闻)[,\s]*(?:请|敬请|欢迎)?(?:点击|关注|下载|扫码"
        r"|扫描)[^。]{2,30}"
    ),
)
_PHRASE_LINE = re.compile(rf"[【\[(]?(?:{'|'.join(_PHRASES)})[)\]】]?[!。]?")
_DISCLAIMER = re.compile(
    r"(?:【|\()?(?:免责|版权|特别|郑重|广告|网站)?(?:声明"
    r"|提示)\s*[】:]\s*[^\n]{0,80}(?:本[网站文平台]|网易号|转载|侵权|跳转链接)"
    r"|凡(?:本[网站]|注明)[^\n]{0,80}(?:来源|转载|版权|作品)"
    r"|如(?:遇|有|涉及|对)(?=[^\n。]{0,80}(?:请|我们|本[网站刊报]"
    r"|本公众号))[^\n。]{0,40}(?:版权|侵权|内容)[^\n。]{0,60}(?:联系|删除)"
    r"|(?:未经|违者)(?![^\n。]{0,4}(?:著作权人|权利人|他人|其))[^\n。]{0,30}(?:许可|授权"
    r"|同意|书面)[^\n。]{0,20}"
    r"(?:禁止|不得|严禁|谢绝)[^\n。]{0,16}转载"
    r"|(?:本文|以上内容|以上文章)[^\n。]{0,40}(?:不代表|与本[网站]"
    r"|仅代表作者)[^\n。]{0,40}(?:立场|观点|无关)"
    r"|[您你]的(?:电子)?(?:邮箱|邮件)地址不会被公开|your email address will not be published"
    r"|[您你]若对该?[^\n。]{0,24}(?:疑问|质疑)[^\n。]{0,10}联系"
)
_LAST_SENTENCES = re.compile(rf"(?:{_PHRASES[0]}|{_PHRASES[1]}|{_PHRASES[2]})")
_KEPT = re.compile(r"(?:(?:责任|本文|值班)?编辑|责编|审核|校对|记者|文)\s*[:/]")
_SENTENCE_START = re.compile(r"(?:(?<=[。!?”)】])|(?<=\s\s))\s*+(?=\S)")
_HINT = re.compile(
    r"查看|看到|声明|聲明|转载|轉載|侵[权權]|联系|聯[繫系]|立[场場]|[观觀][点點]|疑[问問]|[质質]疑"
)


def phrases_at_end(text: str) -> list[tuple[int, int]]:
    """Return spans of portals' phrases in the end of a page's text, in order.

    There they are run into the last line. From a statement of rights on, all is the portal's,
    up to a line with the editor's name.
    """
    if _HINT.search(text) is None:
        return []
    text = fold(text)
    found = [match.span() for match in _LAST_SENTENCES.finditer(text)]
    for start in _SENTENCE_START.finditer(text):
        at = start.end()
        if _DISCLAIMER.match(text, at):
            kept = _KEPT.search(text, at)
            end = len(text) if kept is None else kept.start()
            return sorted([*(one for one in found if one[1] <= at or one[0] >= end), (at, end)])
    return found


def is_phrase(text: str) -> bool:
    """Tell whether a folded line is an invitation to read on, to scan or to open an application."""
    return _PHRASE_LINE.fullmatch(text) is not None


def is_statement(text: str) -> bool:
    """Tell whether a folded line below an article begins a statement of rights or liability."""
    return _DISCLAIMER.match(text) is not None
