"""Questions after dates: when a Chinese clause says that something happened."""

from __future__ import annotations

import re
from dataclasses import replace

from eval.drafting.clauses import Clause, asked, clauses, depends
from eval.drafting.proposal import Proposal
from rag.reading.dates import normalise_date
from rag.types import Article

SHORTEST_EVENT, LONGEST_EVENT = 9, 44

_DATE = (
    r"(?P<relative>[今去明]年|当地时间|北京时间)?"
    r"(?P<date>(?:(?P<year>(?:19|20)\d\d)年)?\d{1,2}月(?:\d{1,2}日)?)"
    r"(?P<day>(?![\d份底初末中旬至~～—–-])(?:[（(][周星][^（()）]{1,3}[)）])?"
    r"(?:上午|下午|晚间|晚上|晚|清晨|凌晨|早上|中午)?)"
)
_AT_THE_START = re.compile(rf"^(?P<since>截至|自|从|到)?{_DATE}$")
_BEFORE_THE_EVENT = re.compile(rf"^{_DATE}(?P<event>[^\d，]{{4}}.+)$")
_WITHIN = re.compile(
    rf"^(?P<subject>.{{3,}}?)(?P<how>定于|将于|已于|于|自)(?:北京时间)?{_DATE}(?P<rest>起?[^\d至到].+)$"
)
_NO_EVENT = re.compile(  # what was said, planned or met with on that day is no event of its own
    r"^(?:记者|笔者|上午|下午|晚|以来|一早|当天|前|后|[至到、~～])|[？?…“]$|^将?(?:会)?是|(?:批复|宣布|决定|公布|指出|认定|通过|获悉|表示|透露|通报|报道|消息|介绍|说|称|讯|电)"
    r"$|^[^，]{0,8}(?:电|讯)\b|\d{1,2}[时点:：]"
)
_FUTURE = re.compile(r"将(?:会|在|于|举|正式|开)")
_HAPPENED = re.compile(
    r"启用|开工|动工|投产|投用|竣工|通车|开通|开园|开幕|闭幕|闭营|开营|揭牌|成立|挂牌|签约|签署|签订|举行|举办|召开|发布"
    r"|公布|印发|上线|上市|落成|落户|奠基|封顶|获批|批复|批准|通过|启动|正式|施行|实施|开放|开业|开学|开课|开播|上映|出版"
    r"|登陆|抵达|出发|起飞|发射|首飞|下线|交付|点亮|投放|开赛|夺|获|当选|就任|任命|辞职|去世|逝世|诞生|出生|倒闭|宣告|宣布|破产"
    r"|收购|完成|结束|开始|开启|入选|认定|迁|停产|停止|恢复|发生|爆发|坠毁|起火|爆炸|袭击|抓获|逮捕|宣判|判处|访问|到访|考察"
)


def event_questions(sentence: str, article: Article) -> list[Proposal]:
    """Return the questions after the dates of one Chinese sentence."""
    found = []
    for clause in clauses(sentence):
        made = _within(clause) or _before(clause)
        if made is None:
            continue
        match, standing, written = made
        question = asked(standing, written, article)
        vague = not (match["year"] or match["relative"] or "日" in match["date"])
        if question is None or vague:  # a month of any year is no answer
            continue
        iso = normalise_date(match["date"]) if match["year"] else None
        if match["year"] and iso is None:  # no calendar has it
            continue
        text, self_contained = question
        found.append(Proposal(text, match["date"], sentence, "date", iso, self_contained))
    return found


Made = tuple[re.Match[str], Clause, str]


def _within(clause: Clause) -> Made | None:
    """Turn 甲公司于2023年9月落户乙地 into 甲公司于何时落户乙地."""
    match = _WITHIN.match(clause.text)
    if (
        match is None
        or clause.time
        or clause.before
        or not _is_event(match["subject"] + match["rest"])
    ):
        return None
    rest = match["rest"]
    if match["how"] == "自" and not rest.startswith("起"):
        return None
    standing = replace(clause, text=match["subject"])
    return match, standing, f"{match['subject']}{match['how']}何时{rest}？"


def _before(clause: Clause) -> Made | None:
    """Turn 2024年11月10日，甲中心正式启用 into 甲中心正式启用是在什么时候."""
    if clause.before:  # a later clause may tell of another day
        return None
    if clause.time:
        match = _AT_THE_START.match(clause.time.rstrip("，"))
        event = clause.text
    else:
        match = _BEFORE_THE_EVENT.match(clause.text)
        event = match["event"] if match else ""
    if match is None or match.groupdict().get("since") or not _is_event(event):
        return None
    event = event.replace("将", "", 1) if _FUTURE.search(event) else event
    return match, replace(clause, time="", text=event), f"{event}是在什么时候？"


def _is_event(text: str) -> bool:
    return (
        SHORTEST_EVENT <= len(text) <= LONGEST_EVENT
        and not (depends(text) or text.endswith(("后", "时", "前", "以来", "中", "期间", "证实")))
        and _NO_EVENT.search(text) is None
        and _HAPPENED.search(text) is not None
    )
