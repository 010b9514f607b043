"""Chinese ellipses (2024年呢？, 面积呢？, 为什么？) filled from the frame of the question before."""

from __future__ import annotations

import re

from rag.conversation.chinese_frame import Frame, frame_of
from rag.conversation.chinese_words import GENERIC, NUMBERED, TIME, TITLES

_ADVERBIAL = re.compile(
    r"(?:又?是)?(什么时候|何时|哪一?[年天月]|几月|在?哪里|在?哪儿|在?什么地方|为什么|为何|怎么|怎样|如何)"
    r"(?:的|呢|呀|啊)*"
)
_ASKED_ADVERBIAL = re.compile(
    r"什么时候|何时|哪一?[年天月]|在?哪里|在?哪儿|在?什么地方|为什么|为何|怎么样?|怎样|如何"
)
_PERSONS = re.compile(rf"(?:{TITLES})$")
_WHEN = re.compile(r"(?:时间|日期)$")
_WHERE = re.compile(r"(?:地址|地点|位置)$")
_WHAT = re.compile(
    r"(?:名称|名字|全称|简称|文号|编号|备案号|代码|网址|目标|目的|计划|任务|原因|理由|意义|作用|影响|特点|内容|条件|要求|标准|流程|办法|"
    r"方式|来源|成果|结果|进展|情况|前景|背景|历史|由来|股东|合作方|竞争对手|优势|产品|业务)$"
)
_PEOPLE = re.compile(
    r"(?:学生|教师|老师|师资|员工|职工|用户|客户|工人|人员|床位|专利|男生|女生|医生|护士|居民|企业|项目)$"
)
_PLACE_NAME = re.compile(r"[省市县区镇乡村州国岛湖河山]$")
_MARKED = re.compile(r"^(?:对于?|在|向|从|给|除了?)[^的]+$")


def adverbial(text: str, frame: Frame | None = None) -> str:
    """Return the question that a lone 为什么, 什么时候 or 在哪里 is, after one with this frame.

    Without a frame: the asking word itself, "" where the text is more than that.
    """
    match = _ADVERBIAL.fullmatch(text)
    if match is None:
        return ""
    if frame is None:
        return match[1]
    asked = _ASKED_ADVERBIAL.search(frame.text)
    if asked:
        word = f"在{match[1]}" if match[1] in {"哪里", "哪儿", "什么地方"} else match[1]
        return frame.text.replace(asked[0], word, 1)
    if frame.text.endswith("吗"):
        rest = frame.text.removesuffix("吗").partition(frame.subject)
        return f"{rest[0]}{frame.subject}{match[1]}{rest[2]}"
    if re.match(r"为|怎|如", match[1]):
        return f"{frame.text}？{match[1]}"
    return f"{frame.subject}{match[1]}"


def filled(piece: str, frame: Frame, answer: str = "") -> str:
    """Return the question before with its like element exchanged for the piece that was said.

    A year takes the place of a year, a name that of a name, what is asked for that of what was
    asked for; a thing that the `answer` named belongs to what the question spoke of.
    """
    if TIME.fullmatch(piece):
        time = _time_for(piece, frame.time)
        return frame.text.replace(frame.time, time, 1) if frame.time else f"{piece}{frame.text}"
    own = frame_of(piece)
    numbered = NUMBERED.fullmatch(piece)
    if numbered:
        return _numbered(piece, frame)
    if _MARKED.match(piece) or re.match(r"第[一二三四五六七八九十\d]", piece):
        return _after_subject(piece, frame)
    if frame.counted and _PEOPLE.search(piece) and _PEOPLE.search(frame.counted):
        return frame.text.replace(frame.counted, piece, 1)
    if own.attribute:
        time = own.time or (frame.time if _asked_for(own.attribute) == "是多少" else "")
        if own.subject:
            part = own.subject in answer and frame.subject not in piece
            whole = f"{frame.subject}的" if part and own.subject not in frame.subject else ""
            return f"{'' if own.time else time}{whole}{piece}{_asked_for(own.attribute)}"
        return f"{time}{frame.subject}的{own.attribute}{_asked_for(own.attribute)}"
    is_name = (len(piece) > 2 or bool(_PLACE_NAME.search(piece))) and not re.fullmatch(
        rf"(?:{GENERIC})+", piece
    )
    if is_name:
        return _other_name(piece, frame)
    if frame.attribute:
        return frame.text.replace(frame.attribute, f"{piece}{frame.attribute}", 1)
    return f"{frame.subject}的{piece}情况怎么样"


def _time_for(piece: str, time: str) -> str:
    """二季度 after 今年一季度 is 今年二季度; a piece with a year of its own stands alone."""
    if re.search(r"年(?!度)|[昨今明]天|目前|现在|最近", piece) and not re.match(
        r"[上下]半年", piece
    ):
        return piece
    part = re.search(r"(?:\d{1,2}月.*|[上下]半年|第?[一二三四]季度|年?[初底末])$", time)
    return f"{time[: part.start()] if part else time}{piece}"


def _numbered(piece: str, frame: Frame) -> str:
    """第四届 for 第三届, 二期 for 一期; else the piece behind the subject."""
    unit = re.sub(r"^第?[一二三四五六七八九十\d]{1,3}", "", piece)
    for match in NUMBERED.finditer(frame.text):
        if match[0].endswith(unit) or unit.startswith(match[0][-1]):
            return frame.text.replace(match[0], piece, 1)
    return _after_subject(piece, frame)


def _after_subject(piece: str, frame: Frame) -> str:
    at = frame.text.find(frame.subject) + len(frame.subject)
    return frame.text[:at] + piece + frame.text[at:]


def _other_name(piece: str, frame: Frame) -> str:
    """Exchange the name that ends like the piece, 高新区 for 新区; else the whole subject."""
    subject = frame.subject
    for length in (2, 1):
        ending = piece[-length:]
        at = subject.find(ending, 1)
        if at > 0 and len(piece) > length:
            return frame.text.replace(subject[: at + length], piece, 1)
    return frame.text.replace(subject, piece, 1)


def _asked_for(attribute: str) -> str:
    if _PERSONS.search(attribute):
        return "是谁"
    if _WHEN.search(attribute):
        return "是什么时候"
    if _WHERE.search(attribute):
        return "在哪里"
    return "是什么" if _WHAT.search(attribute) else "是多少"
