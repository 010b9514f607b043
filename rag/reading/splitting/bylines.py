"""Lines that say who wrote or photographed: bylines, datelines, credits, and page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.surnames import SURNAMES

BYLINE_CHARACTERS = 70
CREDIT_CHARACTERS = 40
_OUTLET = r"(?:据?(?:本[报网刊台社]|[^\s、，。,:：()（）]{1,8}?[报网社台]))"
_RANK = r"(?:全媒体|融媒体|全媒|融媒|首席|特约|见习|实习|特派|资深|驻[^\s、，。,]{1,5})"
_ROLE = re.compile(
    rf"{_OUTLET}?{_RANK}{{0,3}}(?:记者|通讯员|通訊員|記者|评论员|特约撰稿|撰稿人?|撰文|实习生|作者|摄影报道|摄影"
    r"|文字|图片|供图|供稿|报道|整理|综合|采写|文图|图文|文摄|文|图|摄|发自)"
)
_WRITES = re.compile(
    r"撰[文稿]|采写|作者|评论员|文字|图文|文图|文摄|报道|整理|综合|(?:^|\s)文(?:\s|$)"
)
_PHOTOGRAPHER = re.compile(r"摄影?$|供图$|^摄影|^图片|^图\s|\s摄影\s|图$")
_MARKS = "□■◎●○▲△★☆※◆◇▶►·•—-▪▌/／|*"
_SEPARATORS = re.compile(r"[\s、，,;；:：/／|&＆]+")
_NAME = re.compile(r"[\u3400-\u9fff·]{1,4}")
_NAME_THEN_ROLE = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,4})(?:摄影报道|摄影|报道|供图|文图|图文|摄|文|图)"
)
_BRACKETS = str.maketrans(dict.fromkeys("()（）[]【】〔〕", " "))

_DATELINE = re.compile(
    r"[【\[(（]?(?:"
    r"[^\s。，,、：:()（）]{0,10}[报刊网社台][讯訊](?=[\s(（,，】\]:：]|记者|$)"
    r"|[^\s。，,、：:()（）]{0,6}[讯訊]\s*[(（](?:[^()（）]{0,12})?(?:记者|通讯员|記者)"
    r"|据?[^\s。，,、：:()（）]{0,8}[报刊网社台](?:[^\s。，,()（）]{0,8}|[^\s。，,()（）]{0,6}\s?)"
    r"\d{1,2}\s?月\s?\d{1,2}\s?日\s?[电讯電訊]"
    r"|(?:本[报刊网台社]|新华社|中新社)[^\s。，,()（）\d]{1,6}[电讯電訊](?=[\s(（])"
    r"|[(（](?:本[报刊网台社]|见习|实习|特约|全媒体|融媒体){0,2}(?:记者|通讯员)[^()（）。]{2,60}[)）](?=[^\s。])"
    r")"
)
_END_BYLINE = re.compile(r"[(（](?P<inside>[^()（）]{2,50})[)）]$")
_END_SOURCE = re.compile(
    r"(?:据|来源|稿件|转自|摘自|本报|均?据)[^。，]{0,14}|[^。，\s]{2,10}(?:社|日报|晚报|网)"
)
_CREDIT_TAIL = re.compile(
    r"(?:[(（]?(?:本报|新华社|中新社|[^\s。，,、（(]{2,6}[报网社])?(?:记者|通讯员|摄影)[^。，,！？]{2,24}(?:摄影?|供图|图)"
    r"|[(（][^()（）。]{2,24}(?:摄影?|供图)|(?:摄影|供图)[:：/／\s][^。，]{2,12}"
    r"|(?<=[。！？”」』）)])\s?[\u4e00-\u9fff]{2,4}\s?[/／]?\s?摄影?"
    r"|新华社发|(?:资料|视觉中国)?供?图片?[/／][^。，]{2,10})[)）]*$"
)
_DATE = r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
_FURNITURE = re.compile(
    r"(?:责任编辑|责编|版式|编辑|美编|校对|组版|值班|审读|制图|主编|终审|检校)[\s:：/／].*"
    r"|(?:第\s?)?[A-Z]?\d{1,3}\s*版?\s{0,4}[\u4e00-\u9fff·]{2,6}(?:\s[\u4e00-\u9fff]{2,8})?"
    rf"|{_DATE}(?:\s*[\u4e00-\u9fff]{{0,4}}\s*星期.*|\s*农历.*|\s*第.*版.*)?|星期[一二三四五六日天].*"
    r"|第\s?[A-Z]?\d{1,3}\s?版.*|[A-Z]\d{1,2}\s?版?"
    r"|[\u4e00-\u9fff]{2,6}(?:日报|晚报|时报|晨报|早报|周刊|周报|新报|商报)"
    r"|(?:新闻热线|投稿邮箱|电子邮箱|邮箱|E-?mail|热线电话|国内统一|邮发代号|农历).*"
)
_SURE_FURNITURE = re.compile(
    r"(?:责任编辑|责编|版式|美编|组版|校对)[\s:：/／]|星期[一二三四五六日天]|国内统一|邮发代号|新闻热线"
)
FURNITURE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Signature:
    """Names with what they did: `writes` for a byline, `photographs` for a credit."""

    writes: bool
    photographs: bool


def signature(line: str) -> Signature | None:
    """Return what a line of nothing but roles and names says, or None for any other line."""
    if len(line) > BYLINE_CHARACTERS:
        return None
    bare = line.translate(_BRACKETS).strip(_MARKS + " \u3000\t")
    bare = re.sub(r"(?:文\s?[/／、]\s?图|图\s?[/／、]\s?文)", "图文", bare)
    bare = re.sub(r"文\s?[/／、]\s?摄", "文摄", bare)
    tokens = [token for token in _SEPARATORS.split(bare) if token]
    roles = names = surnamed = 0
    for token in tokens:
        role, name = _role_and_name(token)
        if role is None and name is None:
            return None
        roles += role is not None
        names += name is not None and len(name) > 0
        surnamed += bool(name) and name is not None and name[0] in SURNAMES
    marked = line[0] in _MARKS and len(tokens) <= 4
    if not names or 2 * surnamed < names or not (roles or marked):
        return None
    words = " ".join(tokens)
    writes = _WRITES.search(words) is not None or (marked and not _PHOTOGRAPHER.search(words))
    photographs = not writes and _PHOTOGRAPHER.search(words) is not None
    return Signature(writes=writes or not photographs, photographs=photographs)


def _role_and_name(word: str) -> tuple[str | None, str | None]:
    role = _ROLE.match(word)
    if role is not None:
        rest = word[role.end() :]
        if not rest:
            return role.group(), None
        if _NAME.fullmatch(rest) and len(rest) > 1 and len(role.group()) > 1:
            return role.group(), rest
    if word == "等":
        return None, ""
    named = _NAME_THEN_ROLE.fullmatch(word)
    if named is not None and named["name"][0] in SURNAMES:
        return word[named.end("name") :], named["name"]
    if _NAME.fullmatch(word):
        return None, word
    return None, None


def is_byline(line: str) -> bool:
    """Tell whether a line names the writers and holds nothing else."""
    found = signature(line)
    return found is not None and found.writes


def is_credit(line: str) -> bool:
    """Tell whether a line names a photographer and holds nothing else."""
    found = signature(line)
    return found is not None and found.photographs


def ends_in_credit(paragraph: str) -> bool:
    """Tell whether a caption's credit (`记者 甲 摄`) ends a paragraph."""
    found = _CREDIT_TAIL.search(paragraph[-CREDIT_CHARACTERS:])
    return found is not None and (
        is_credit(found.group()) or found.group().startswith(("新华社发", "图", "供图"))
    )


def starts_with_dateline(line: str) -> bool:
    """Tell whether a line begins as the first paragraph of a report: `本报讯(记者 甲)`."""
    return _DATELINE.match(line) is not None


def ends_with_byline(paragraph: str) -> bool:
    """Tell whether names in brackets close a paragraph: `……。(记者 甲)`."""
    found = _END_BYLINE.search(paragraph[-60:])
    if found is None:
        return False
    before = paragraph[-60:][: found.start()].rstrip()
    if before and not before.endswith(("。", "！", "？", "”", "!", "?", "…", "』", "’", "）", ")")):
        return False
    inside = found["inside"].strip()
    signed = signature(f"□{inside}")
    if signed is not None:
        return not signed.photographs
    return _END_SOURCE.fullmatch(inside) is not None


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to the page, not to an article: its name, date, editors."""
    if len(line) > FURNITURE_CHARACTERS or "。" in line or "，" in line:
        return False
    return _FURNITURE.fullmatch(line) is not None or (
        _SURE_FURNITURE.search(line) is not None and len(_SEPARATORS.split(line)) > 2
    )
