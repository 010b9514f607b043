"""Chinese sentences taken apart: which clauses stand on their own, and what they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.sentences import sentence_spans
from rag.text import fold, is_chinese
from rag.types import Article

SHORTEST, LONGEST = 12, 160  # characters of a sentence that questions are made from
TITLE_SHORTEST, TITLE_LONGEST = 6, 45
SHARED = 4  # so many characters in a row that also stand in the title are a name

_END = re.compile(r"[。！!；;][”’」』）)]*$")
_RESIDUE = re.compile(r"https?:|www\.|[|@•丨]|电话|热线|版权|责任编辑|责编|供图|摄[)）]?$|原标题")
# 本报讯（记者 甲）, 中新社纽约7月31日电, 一、, （一）, 第四条, 报告延伸：
_LEAD = re.compile(
    r"^(?:[^，。]{0,24}?(?:讯|电|消息)\s*(?:[（(][^（()）]{0,40}[)）]\s*|\s+)|[^，。]{0,20}?日(?:电|讯)\s*"
    r"|[（(][一二三四五六七八九十\d]+[)）]\s*|[一二三四五六七八九十\d]{1,3}[、.．]\s*"
    r"|第[一二三四五六七八九十百\d]+[条章]\s*|[^，。：:“”]{1,8}[：:])"
)
_ASIDE = re.compile(r"[（(](?:以下|下称|简称|排名)[^（）()]*[)）]")
_SEPARATOR = re.compile(r"[，；;：:！!。]|,(?!\d{3}(?!\d))|——")
_SOURCE = re.compile(  # who says so, where it takes up a clause of its own
    r"^(?:据.*|.{0,12}(?:获悉|了解到|显示|指出|表示|介绍|透露|通报|强调|认为|宣布|预计)|同时|此外|另外|其次|首先"
    r"|目前|日前|近日|截至发稿(?:时|前)?|值得一提的是|具体(?:而言|来看)|总体来看|整体来看|与此同时)$"
)
_TIME = re.compile(
    r"^(?:截[至止].{1,14}|.{0,6}\d{1,2}[月日](?:份|底|初|末)?(?:上午|下午|晚|清晨|凌晨)?|(?:\d{4}|今|去|明)年"
    r".{0,6}|.{1,10}(?:以来|期间))$"
)
_ATTRIBUTION = re.compile(r"^据[^，]{1,20}?(?:统计|测算|介绍|了解|报道|悉)[，,]?")
_PRONOUN = (
    r"其|他|她|它|该|此|这|那|我|你|您|咱|本(?!田)|上述|前者|后者|两者|双方|对此|一行人|大家|同时|此外|另外|然而"
    r"|完成|建立|推出|推动|实现|力争|确保|坚持|加快|开展|组织|培育|形成|打造|启动|新增|修缮|投入|聚焦|针对|锚定|借助|依托"
    r"|凭借|站在|走进|有|是|可|能|要|应|需|让|使|经|自|至|到|获(?!奖)|担任|当选|被|参加|赴|召开|举行|举办|公布|宣布|受(?!访)|每年|每月|每天|但|而(?!今)|因此|所以|于是|不过|并|且|也|还|又|再|即|如果|虽然|尽管|由于|因为|随着|为了?|通过|根据|按照|经过"
    r"|在|当|从|对|把|以|与|同比|环比|除|包括|例如|比如|如(?!东)|累计|预计|共|约|近|超|达|已|将|仅|均|分别|平均|最"
)
_DEPENDENT = re.compile(rf"^(?:{_PRONOUN})")
_ADVERBIAL = re.compile(
    r"^(?:通过|经过|随着|为了?|对|在|以|把|从|当|除|按|根据|由于|自|因为?|但|而|所以|甚至|不|即|就|才|却|或)|(?:[时后前中下来]|期间|之际|方面)$"
)
_GENERIC = re.compile(
    r"^(?:新(?!疆|华|加|西兰|德里|冠|时代|能源)|公司|企业|集团|园区|产业园|基地|项目|工程|学校|学院|医院|新区|全区|全市|全省|全县|全镇|全村|市里|线路|会议"
    r"|活动|赛事|比赛|大赛|论坛|展会|大会|报告|数据|文件|办法|规定|方案|事件|事故|记者|代表团|团队|现场|当地|中心"
    r"|平台|产品|小镇|村里|居民|乘客|游客|员工|学生|观众|双方|通知|计划|一期|二期|三期|首期|总投资|总面积|全长)"
)
_NAME = re.compile(
    r"[A-Z][A-Za-z0-9-]{2,}|《[^《》]{2,30}》|“[^“”]{2,20}”"
    r"|(?<![全我该本各])(?:[\u4e00-\u9fff]{2,}(?:公司|集团|大学|学院|银行|研究院|研究所|协会|委员会|医院|公园|机场"
    r"|水库|铁路|高速|大桥|法院|检察院|公安局|交易所|统计局|商会|学会|联盟|省(?![级去略])|州|自治区|经开区|高新区|新区"
    r"|(?<![全我该本各超城股上门都夜菜楼])[市县](?![场民值级区])))"
    r"|北京|上海|天津|重庆|香港|澳门|台湾"
)
_COUNTRY = re.compile(
    r"全国|我国|[中美英法德韩俄泰]国|日本|俄罗斯|乌克兰|欧盟|印度"
)  # what of it, and when?
_YEAR = re.compile(r"\d{4}年")
_RELATIVE = re.compile(
    r"该|此|这|本[市省县区校院村镇]|\d年来|至今|连日|往年|日内|随后|本次|这次|当[日天晚月年时]|昨[日天晚]|今[日天晚早]|明[日天]|次[日年月]|本[月周季]|上[个周月]|近日|日前|近期|目前"
    r"|今年|去年|明年|前年|以来|如今|现在|同期|上半年|下半年|[一二三四]季度|(?<![月\d])\d{1,2}日|(?<![年\d])\d{1,2}月(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence, and what stands before it: a time, and the clauses it goes on from.

    Both end with a comma where they are not empty.
    """

    sentence: str
    time: str
    before: str
    text: str


def sentences(article: Article) -> Iterator[str]:
    """Yield the whole, clean sentences of an article, verbatim."""
    for start, end in sentence_spans(article.text):
        sentence = article.text[start:end]
        if SHORTEST <= len(sentence) <= LONGEST and not _RESIDUE.search(sentence):
            yield sentence


def clauses(sentence: str) -> Iterator[Clause]:
    """Yield the clauses of a Chinese sentence with the words before that name their subject.

    Clauses that say who speaks are dropped; of the rest, what stands before a clause is kept up
    to the sentence's start, so that it stays grammatical.
    """
    if not (_END.search(sentence) and is_chinese(sentence)):
        return
    body = _ASIDE.sub("", _LEAD.sub("", _LEAD.sub("", sentence)))
    kept: list[str] = []
    time = ""
    for piece in _SEPARATOR.split(body):
        text = _ATTRIBUTION.sub("", piece.strip())
        if not text or _SOURCE.match(text):
            continue
        if not kept and _TIME.match(text):
            time = f"{text}，"
            continue
        yield Clause(sentence, time, "".join(f"{part}，" for part in kept), text)
        kept.append(text)


def depends(text: str) -> bool:
    """Tell whether words begin in mid-thought: a pronoun, a connective, no subject."""
    return _DEPENDENT.match(text) is not None


def is_adverbial(text: str) -> bool:
    """Tell whether a clause only leads up to another: 通过…, 随着…, …的情况下."""
    return _ADVERBIAL.search(text) is not None


def is_named(text: str, title: str, *, dated: bool) -> bool:
    """Tell whether words name something by itself, rather than "the company".

    A country alone is a name only where what is said of it is `dated`.
    """
    folded, shared = fold(text), fold(title)
    grams = (shared[at : at + SHARED] for at in range(len(shared) - SHARED + 1))
    return _GENERIC.match(text) is None and (
        _NAME.search(text) is not None
        or (dated and _COUNTRY.search(text) is not None)
        or any(gram in folded for gram in grams if gram.isalnum() and not gram.isdigit())
    )


def dated(text: str, date: str | None) -> str:
    """Write 今年, 去年 and 明年 as years, and 目前 as a month, by the article's date."""
    if date is None:
        return text
    year = int(date[:4])
    for word, shift in (("今年", 0), ("去年", -1), ("明年", 1)):
        text = text.replace(word, f"{year + shift}年")
    if len(date) >= 7:
        now = f"截至{year}年{int(date[5:7])}月"
        text = re.sub(r"截[至止]目前", now, text)
    return text


def is_relative(text: str) -> bool:
    """Tell whether words speak of a time that only the article's own date explains."""
    return _RELATIVE.search(text) is not None


def is_balanced(text: str) -> bool:
    """Tell whether every quotation mark and bracket that opens is closed."""
    pairs = ("“”", "‘’", "《》", "（）", "()", "「」", "【】", "[]")
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs) and (
        text.count('"') % 2 == 0
    )


def titled(article: Article, question: str) -> str | None:
    """Put the article's title before a question; None where it has none that can be named."""
    title = " ".join(article.title.split())
    if not TITLE_SHORTEST <= len(title) <= TITLE_LONGEST or not is_balanced(title):
        return None
    named = f"题为“{title}”的文章" if "《" in title else f"《{title}》一文"
    if "“" in title and "《" in title:
        return None
    return f"{named}提到，{question}"


def asked(clause: Clause, question: str, article: Article) -> tuple[str, bool] | None:
    """Make a clause's question stand on its own, by its own words or by the article's title.

    Args:
        clause: what is asked about.
        question: the clause turned into a question, without what stands before it.
        article: where it comes from.

    Returns:
        The question, and whether it is self-contained; None where it cannot be made so.
    """
    subject = clause.before + clause.text
    text = dated(clause.time + clause.before + question, article.date)
    if depends(subject) or not is_balanced(text):
        return None
    if is_named(subject, article.title, dated=_YEAR.search(text) is not None) and not is_relative(
        text
    ):
        return text, True
    named = titled(article, text)
    return None if named is None else (named, False)
