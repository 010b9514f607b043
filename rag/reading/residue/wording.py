"""Lines that sites put around every article, known by their wording.

Patterns are matched on folded text (`rag.text.fold`: simplified, half-width, lower case), so that
one wording stands for both scripts. Quantifiers are bounded or possessive: linear time.
"""

from __future__ import annotations

import re
from enum import StrEnum

from rag.reading.residue.portal_phrases import is_phrase, is_statement

LONGEST = 300  # characters; a longer line is no furniture known by its wording


class Reason(StrEnum):
    """Why a piece of a page is residue."""

    BREADCRUMB = "breadcrumb"
    PORTAL_HEADER = "portal_header"
    NAVIGATION = "navigation"
    SHARE_LINE = "share_line"
    TAG_LINE = "tag_line"
    NEIGHBOUR = "neighbour"  # previous and next article
    RELATED_LIST = "related_list"
    TEASER = "teaser"
    FOOTER = "footer"
    PORTAL_PHRASE = "portal_phrase"
    SITE_FURNITURE = "site_furniture"


GAP = r"[\s|/·•,、:<>«»()\[\]【】+—–-]"
TOOL = (
    r"分享(?:到|至|给|此文|本文|文章)?|转发(?:到|至)?|微信(?:扫一扫|好友|公众号)?|朋友圈"
    r"|(?:新浪|腾讯)?微博|qq(?:空间|好友|微博)?"
    r"|豆瓣|人人网|复制(?:链接|网址)|一键复制|(?:[用请])?(?:微信)?扫一扫.{0,24}|(?:手机"
    r"|微信)?扫码(?:阅读|分享|关注|查看)?"
    r"|字号|字体(?:大小)?|(?:放大|缩小|调整)字[体号]|超?大号?|标准|中号?|小号?"
    r"|打印(?:本[页文稿]|此[页文]|文章|页面)?"
    r"|关闭(?:本页|窗口|此页|页面)?|(?:加入)?收藏(?:本[页文]|此[页文]|本站)?|返回(?:顶部"
    r"|首页|列表|上一页|目录|栏目)?"
    r"|点赞数?|[赞踩顶]|(?:登录后?)?(?:发表|查看|我要|网友|条|参与)?评论数?|跟[贴帖]"
    r"|(?:我要|文章)?(?:纠错|投稿|举报)|喜欢|在看|打赏"
    r"|(?:浏览|阅读|点击|访问)(?:次数|人数|[量数])|\+?关注(?:我们)?|听新闻|(?:语音)?播报|朗读|收听"
    r"|无障碍(?:浏览|阅读|版)?|长者(?:版|模式|助手|专区)|关怀(?:版|模式)|适老(?:版|化|模式)"
    r"|(?:繁体|简体|手机|电脑|触屏)(?:版|中文)?"
    r"|登录|注册|设为首页|设置首页|站内搜索|搜索|网站(?:地图|首页|导航)|首页|本页|保存|下载"
    r"|share(?: (?:this|on|via|to))?(?: (?:article|story|page|post))?|facebook|twitter|x"
    r"|linkedin|whatsapp"
    r"|telegram|reddit|pinterest|wechat|weibo|line|e-?mail|print(?: this)?(?: (?:page|article))?"
    r"|copy(?: link)?|tweet|save(?: for later)?|comments?|likes?|(?:text|font) size|a[-+]?"
    r"|small|medium|large"
    r"|skip to (?:main )?content|menu|search|subscribe(?: now)?|sign (?:in|up)|log ?in"
    r"|register|newsletter"
    r"|follow us(?: on)?|advertisements?|listen(?: to (?:this )?article)?|back to top|home"
    r"|close|english"
)
COUNT = r"\d{1,7}(?:\.\d)?[万k次人条]?"
_DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d")  # not two counts
_TOOLS = re.compile(rf"{GAP}*+(?>(?:{TOOL}|{COUNT})(?:{GAP}++|(?![a-z])))++")
_ONE_TOOL = re.compile(rf"(?:{TOOL})(?![a-z])")
_SURE_TOOL = re.compile(
    r"分享[到至此本文]|字号|字体|扫一扫|扫码|打印[本此页]|【打印|关闭[本窗此]|返回顶部"
    r"|设为首页|加入收藏|复制链接|我要(?:纠错|评论)"
    r"|(?:浏览|点击|访问|阅读)(?:次数|人数|[量数])|share (?:this|on|via)|text size"
    r"|font size|skip to|follow us"
    r"|back to top|print this|advertisement"
)
_BYLINE = re.compile(r"来源|日期|时间|作者|source|published", re.IGNORECASE)

_LABELLED_PATH = re.compile(
    r"(?:^|[\s|>])(?:[您你]的?)?(?:(?:当前|现在|目前)(?:的|所在|所处)*|所在的?|所处"
    r"|[您你]的)(?:位置|页面)(?:是|在)?\s*(?:[:>»›]|首页|$)"
    r"|^[您你](?:在|正在)(?:这里|浏览)\s*[:>]|^you are here\s*[:>]?"
)
_ARROW = r"\s*+(?:[>»›→]\s*+){1,3}+"
_HOME_PATH = re.compile(
    r"(?:网站|本站)?(?:首页|主页|home)\s*(?:>{1,2}|»|›|→|/|\\|-{1,2}|::|·)\s*[^\s。].{0,90}"
)
_ENDED_PATH = re.compile(
    rf"[^>»›→。]{{1,20}}+(?:{_ARROW}[^>»›→。]{{1,20}}+){{0,6}}{_ARROW}(?:正文|详情|内容"
    rf"|详细内容|文章|article|content)\s*"
)
_ANY_PATH = re.compile(rf"[^>»›→。\d]{{1,20}}+(?:{_ARROW}[^>»›→。\d]{{1,20}}+){{2,6}}+\s*>?")

_TAGS = re.compile(
    r"(?:(?:文章|本文|新闻)?(?:标签|热词|关键[词字])|tags?|keywords?|topics?|filed under"
    r"|tagged(?: with)?)\s*[:|]"
    r"(?P<items>[^。]{0,120})"
)
_HASHTAGS = re.compile(r"(?:#[^#\s。]{1,30}+#?\s*+){1,20}")
_TAG_ITEM = re.compile(r"[\s,、/|;#·]+")
_NEIGHBOUR = re.compile(
    r"[\s<«←\[(【]*(?:(?:阅读)?[上下前后]一[篇条页则章](?:文章|新闻|公告|信息)?|(?:previous"
    r"|next|older|newer)"
    r"(?: (?:article|post|story|page))?)\s*(?:[:>»→】\])|]\s*.{0,100}|\s.{0,100})?"
)
_RELATED_WORD = (
    r"相关|热门|热点|推荐|最新|精彩|精选|延伸|更多|随机|同类|近期|往期|昨日|今日|本周|本月"
    r"|一周|24小时|48小时|编辑|小编|图片|视频"
    r"|点击|阅读|浏览|人气|论坛|博客|热文|热帖|热图|深度|头条|新闻|文章|资讯|报道|信息|专题"
    r"|话题|评论|动态|回顾|排行榜?|排名|榜单?|导读"
    r"|要闻|看点|内容|关注|热议|热搜|快讯|原创|站内|本站|本网|月度|总|栏目|品牌|为[你您]"
    r"|给[你您]|独家|特别|重磅|网友|猜[你您]|猜你|喜欢"
)
_RELATED = re.compile(
    rf"(?:(?=.{{0,12}}(?:相关|热|推荐|最新|精彩|精选|延伸|更多|排行|榜|往期|近期|随机|猜"
    rf"|看点|要闻))(?:{_RELATED_WORD}){{2,4}}+"
    r"|猜[你您](?:喜欢|想看|关心)|大家(?:都在|正在|还在)?(?:看|搜|读|说)"
    r"|[你您]?(?:可能)?(?:还)?(?:会)?(?:也)?(?:感兴趣|喜欢)的?(?:文章|内容|新闻)?"
    r"|[你您]可能还?(?:会|想)(?:喜欢|看)"
    r"|(?:发表|取消)(?:回复|评论)|我来说两句|leave a (?:reply|comment)|友情链接|排行榜?"
    r"|热榜|热搜榜?|热评|看了又看|延伸阅读|扩展阅读|拓展阅读|评论区|标签"
    r"|热门标签|上一篇|下一篇|下一条|上一条|推荐"
    r"|(?:related|recommended|popular|trending|latest|hot|top|featured|similar|most (?:read"
    r"|viewed|popular|shared)"
    r"|more|also|other|editor'?s'?|our)(?: (?:from|on|in|this|by|news|articles?|stories"
    r"|posts|reads?|reading|now|today"
    r"|content|videos?|topics|links|picks?|choice|for you|coverage|week|headlines)){0,4}"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|read (?:also|next|more)"
    r"|what to read next"
    r"|don'?t miss|most read|recommended for you)\s*(?:\(\d+\)|\d+)?"
)
_DECORATION = "【】[]「」■□◆◇●▶|丨:>»—–-=*#~. "
_MORE = re.compile(r"\s*(?:更多|more|换一[换批组]|查看更多|全部|>+|»)$")
_RELATED_INLINE = re.compile(
    r"[【\[]?(?:相关|推荐|延伸|热门|更多|精彩)(?:阅读|新闻|报道|文章|推荐"
    r"|内容)[】\]]?\s*[:|]\s*[^。]{4,80}"
    r"|(?:read more|see also|related|read also)\s*:\s*[^。]{8,140}[^.。]"
)

_FOOTER = re.compile(
    r"icp\s*(?:备|证|许可)|公网安备|公安备案|版权所有|copyright\b|(?:©|\(c\))\s*(?:19"
    r"|20)\d\d|all rights reserved"
    r"|网站标识码|政府网站标识|(?:互联网)?新闻信息服务许可|增值电信业务|视听节目许可"
    r"|不良信息举报|网站备案"
)
_SITE_WORDS = re.compile(
    r"(?>(?:关于(?:我们|本[站网])|联系(?:我们|方式)|(?:网站|站点)(?:地图|声明|导航|律师"
    r"|首页)|法律(?:声明|顾问)|隐私(?:声明|政策|条款|保护)"
    r"|免责(?:声明|条款)|版权(?:声明|说明)|服务(?:条款|协议)|用户(?:协议|反馈)|友情链接"
    r"|广告(?:服务|合作|投放|刊例)|招聘(?:信息|英才)"
    r"|加入我们|诚聘英才|意见(?:反馈|建议)|(?:使用)?帮助(?:中心)?|常见问题|投稿(?:须知)?"
    r"|合作(?:伙伴"
    r"|加盟)|本[网站]简介|rss(?:订阅)?|手机版|客户端|app下载"
    r"|about(?: us)?|contact(?: us)?|privacy(?: (?:policy|notice))?|terms(?: (?:of (?:use"
    r"|service)|and conditions|& conditions))?"
    r"|advertise(?: with us)?|careers|site ?map|help|faq|cookies?(?: policy| settings)?"
    r"|accessibility)"
    r"(?:[\s|/·•,、-]++|$))++"
)
_SOFT_FOOTER = re.compile(
    r"(?:主办|承办|协办|主管|运行维护|运维|维护|技术支持|网站管理|建设)(?:单位|部门)?\s*[:]"
    r"|建议使用|(?:最佳|推荐)浏览"
)


def reason_alone(text: str) -> Reason | None:
    """Return why a line is residue wherever it stands, judged by its wording alone."""
    if len(text) > LONGEST or "。" in text:
        return None
    if _is_tools(text):
        return Reason.SHARE_LINE
    return Reason.PORTAL_PHRASE if is_phrase(text) else None


def _is_tools(text: str) -> bool:
    if len(text) > 160 or _TOOLS.fullmatch(text) is None or _DAY.search(text):
        return False
    return _SURE_TOOL.search(text) is not None or len(set(_ONE_TOOL.findall(text))) > 1


def is_tool(text: str) -> bool:
    """Tell whether a line is a button's name, which is residue only beside others."""
    return (
        len(text) <= 24
        and _TOOLS.fullmatch(text) is not None
        and _DAY.search(text) is None
        and any(one.isalpha() for one in text)
    )


def tools_after_byline(text: str) -> int | None:
    """Return where, in a line with source or date, nothing but buttons and counts begins."""
    if len(text) > LONGEST or not (_BYLINE.search(text) or _DAY.search(text)):
        return None
    for found in _SURE_TOOL.finditer(text):
        if _TOOLS.fullmatch(text, found.start()) and not _DAY.search(text, found.start()):
            return found.start()
    return None


def is_breadcrumb(text: str) -> bool:
    """Tell whether a line at a page's head is the path of its sections."""
    if len(text) > 120 or "。" in text:
        return False
    return any(
        found is not None
        for found in (
            _LABELLED_PATH.search(text),
            _HOME_PATH.fullmatch(text),
            _ENDED_PATH.fullmatch(text),
            _ANY_PATH.fullmatch(text),
        )
    )


def reason_below(text: str) -> Reason | None:
    """Return why a line below running text is residue: tags, neighbours, a line of related ones."""
    if len(text) > LONGEST:
        return None
    tags = _TAGS.fullmatch(text)
    if (
        tags is not None
        and ";" not in text
        and max(map(len, _TAG_ITEM.split(tags["items"].strip())), default=0) <= 24
    ):
        return Reason.TAG_LINE
    if _HASHTAGS.fullmatch(text):
        return Reason.TAG_LINE
    if _NEIGHBOUR.fullmatch(text):
        return Reason.NEIGHBOUR
    if _RELATED_INLINE.fullmatch(text):
        return Reason.RELATED_LIST
    return Reason.PORTAL_PHRASE if is_statement(text) else None


def is_related_heading(text: str) -> bool:
    """Tell whether a line is one of the usual headings over lists of other articles."""
    if len(text) > 40:
        return False
    bare = _MORE.sub("", text.strip(_DECORATION)).strip(_DECORATION)
    return bool(bare) and _RELATED.fullmatch(bare) is not None


def is_footer(text: str) -> bool:
    """Tell whether a line below all running text states a site's rights or registration."""
    if len(text) > LONGEST:
        return False
    if _FOOTER.search(text) is None:
        return _SITE_WORDS.fullmatch(text) is not None and len(text.split()) > 1
    return "。" not in text or re.search(r"\d", text) is not None


def is_beside_footer(text: str) -> bool:
    """Tell whether a line that adjoins a footer belongs to it."""
    return len(text) <= LONGEST and (
        _SITE_WORDS.fullmatch(text) is not None or _SOFT_FOOTER.match(text) is not None
    )
