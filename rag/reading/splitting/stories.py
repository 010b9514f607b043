"""Stories of a text: title lines, each with the text that follows up to the next title.

What is found here may still be a subhead with its section, or an article's headline with the
whole article; `rag.reading.splitting.programme` decides what stands on its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.text import fold

TITLE_CHARACTERS = (4, 60)
SPACED_TITLE_CHARACTERS = 120  # headlines of several clauses, which a space parts
RUN_IN_TITLE_CHARACTERS = (8, 80)
TITLE_LINES = 3  # more short lines in a row are a list, of which only the last can be a title
BODY_CHARACTERS = 10
RUN_IN_BODY_CHARACTERS = 15
OPENING_CHARACTERS = 160
LEDE_CHARACTERS = 60
COMPARED_CHARACTERS = 1200

_LINE = re.compile(r"[^\r\n]+")
MARK = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．)）](?!\d)|[•●■◆▶★·▪-])\s*")
_NO_TITLE_END = tuple("。；，、：;,:.…")
_NO_TITLE = re.compile(
    r"[(（]|第[一二三四五六七八九十百零\d]{1,5}[章条节编款项]|[问答QA][:：]|[^\s。，]{0,4}(?:记者|通讯员)\s"
    r"|(?:来源|责任编辑|编辑|作者|附件|日期|时间|图[片为\d]?)\s*[:：]?"
    r"|[\W\d年月日时分星期一二三四五六七八九十〇]+$"
)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_RUN_IN = re.compile(r"【(?P<title>[^【】\n]+)】(?P<body>.*)")
_LABEL = re.compile(r"【[^【】]*】")
_SENTENCE_END = re.compile(r"[。！？!?…；;：:.][”’」』）)】]*$")
_WORDS = re.compile(r"[\u3400-\u9fff]+|[a-z]{3,}|\d+")
_LEDE = re.compile(
    r"今[天日晨]|昨[天日晚]|近日|日前|近期|连日来|这几天|当地时间|同一天|当天|今年以来|本周|上周"
    r"|(?<![年\d])\d{1,2}月\d{1,2}日|(?<![月\d])\d{1,2}日|[电讯](?:[(（\s]|$)"
    r"|[^，。\s]{2,20}(?:消息|报道|公布|发布|通报|通知|宣布|获悉|印发|介绍)"
)


@dataclass(frozen=True, slots=True)
class Story:
    """A title and the text up to the next one.

    Attributes:
        start: offset of the first title line.
        lines: the title's lines.
        marked: the title carries the number or bullet of a list.
        labelled: the title begins with a label in brackets (【…】) and goes on.
        terms: the title's terms (see `terms_of`), without the label where it goes on.
        head: the first 1,200 characters of the body, folded.
        tail: its last 160, folded.
        whole: the terms of `head`.
        echo: share of the title's terms in the first 160 characters of the body, 0 to 1.
        lede: the body opens as news do: with when it happened or who told it.
    """

    start: int
    lines: tuple[str, ...]
    marked: bool
    labelled: bool
    terms: frozenset[str]
    head: str
    tail: str
    whole: frozenset[str]
    echo: float
    lede: bool

    @property
    def title(self) -> str:
        """The title's lines joined by a space."""
        return " ".join(self.lines)


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Dice coefficient of two sets, 0 to 1."""
    return 2 * len(one & other) / max(1, len(one) + len(other))


def terms_of(text: str) -> frozenset[str]:
    """Return the different terms of a folded text: pairs of Han neighbours, words, numbers."""
    found: set[str] = set()
    for word in _WORDS.findall(text):
        if word[0] < "\u3400":
            found.add(word)
        else:
            found.update(word[at : at + 2] for at in range(len(word) - 1))
    return frozenset(found)


def opens_as_news(text: str) -> bool:
    """Tell whether a folded text opens with when something happened or who told it."""
    return _LEDE.search(text[:LEDE_CHARACTERS]) is not None


def find_stories(text: str, fewest: int, least_ledes: float) -> list[Story]:
    """Return the stories of a text in order, or none where it cannot be a programme.

    That is told from the form alone, so that most texts are answered without comparing words.

    Args:
        text: one paragraph a line.
        fewest: the number of stories needed, at least 1.
        least_ledes: the share of them needed that open as news do, 0 to 1.
    """
    if text.count("\n") + 1 < fewest:
        return []
    drafts = _drafts([(one.start(), one[0].strip()) for one in _LINE.finditer(text)])
    if len(drafts) < fewest:
        return []
    ledes = [opens_as_news(fold(_beginning(draft, LEDE_CHARACTERS))) for draft in drafts]
    if sum(ledes) < least_ledes * len(ledes):
        return []
    return [_story(draft, lede) for draft, lede in zip(drafts, ledes, strict=True)]


@dataclass(slots=True)
class _Draft:
    """Title lines and body, as printed."""

    start: int
    titles: list[str]
    body: list[str]
    marked: bool


def _drafts(lines: list[tuple[int, str]]) -> list[_Draft]:
    drafts: list[_Draft] = []
    pending: list[tuple[int, str, bool]] = []  # title lines whose body has not come yet
    for start, line in lines:
        if not line:
            continue
        mark = MARK.match(line)
        bare = line[mark.end() :] if mark else line
        run_in = _RUN_IN.match(bare)
        if run_in and _is_run_in(run_in["title"], run_in["body"]):
            titles = [*(title for _, title, _ in pending[-TITLE_LINES + 1 :]), run_in["title"]]
            first = pending[-TITLE_LINES + 1 :][0][0] if pending else start
            drafts.append(_Draft(first, titles, [run_in["body"]], mark is not None))
            pending = []
        elif _is_title(bare):
            pending.append((start, bare, mark is not None))
        elif pending and _ASIDE.match(line):
            continue
        else:
            if pending and _is_body(line):
                kept = pending if len(pending) <= TITLE_LINES else pending[-1:]
                titles = list(dict.fromkeys(title for _, title, _ in kept))
                drafts.append(_Draft(kept[0][0], titles, [], kept[-1][2]))
            if drafts:
                drafts[-1].body.append(line)
            pending = []
    return drafts


def _is_title(line: str) -> bool:
    shortest, longest = TITLE_CHARACTERS
    if not shortest <= len(line) <= SPACED_TITLE_CHARACTERS or line.endswith(_NO_TITLE_END):
        return False
    if len(line) > longest and " " not in line and "\u3000" not in line:
        return False
    return "。" not in line and _NO_TITLE.match(line) is None


def _is_run_in(title: str, body: str) -> bool:
    shortest, longest = RUN_IN_TITLE_CHARACTERS
    return (
        shortest <= len(title) <= longest and len(body) >= RUN_IN_BODY_CHARACTERS and _is_body(body)
    )


def _is_body(line: str) -> bool:
    return len(line) >= BODY_CHARACTERS and _SENTENCE_END.search(line[-4:]) is not None


def _beginning(draft: _Draft, characters: int) -> str:
    parts: list[str] = []
    for line in draft.body:
        parts.append(line[:characters])
        characters -= len(parts[-1])
        if not characters:
            break
    return "".join(parts)


def _story(draft: _Draft, lede: bool) -> Story:
    lines = tuple(draft.titles)
    body = fold(_beginning(draft, COMPARED_CHARACTERS))
    title = fold(" ".join(lines))
    label = _LABEL.match(lines[0])
    terms = terms_of(_LABEL.sub(" ", title)) or terms_of(title)
    return Story(
        start=draft.start,
        lines=lines,
        marked=draft.marked,
        labelled=label is not None and label.end() < len(lines[0]),
        terms=terms,
        head=body,
        tail=fold("".join(draft.body[-3:])[-OPENING_CHARACTERS:]),
        whole=terms_of(body),
        echo=len(terms & terms_of(body[:OPENING_CHARACTERS])) / max(1, len(terms)),
        lede=lede,
    )
