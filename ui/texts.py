"""Every text of the chat window, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ui import talk_texts
from ui.talk_texts import TalkTexts

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Texts:
    """The window's texts in one language; those with braces are filled by `str.format`."""

    html_language: str
    other_language: str  # on the button that switches to it
    conversation: str
    articles: str
    tagline: str
    logged_in: str
    holdings: str
    no_library: str
    welcome: str
    try_asking: str
    question_label: str
    question_hint: str
    model: str
    extractive: str
    as_of: str
    as_of_hint: str
    understood: str
    searching: str
    sources: str
    no_sources: str
    nothing_cited: str
    no_date: str
    reprints: str
    superseded: str
    file: str
    original: str
    to_answer: str
    quote_of: str
    unsupported: str
    conflict: str
    nearest: str
    left_out: str
    seconds: str
    error: str
    add_hint: str
    add_button: str
    reading: str
    encoding: str
    saving: str
    added: str
    articles_read: str
    partly: str
    failed: str
    skipped: str
    unknown_kind: str
    too_large: str
    nothing_chosen: str
    model_refused: str
    model_advice: str
    about_article: str
    talk: TalkTexts


ZH = Texts(
    html_language="zh-CN",
    other_language="English",
    conversation="提问",
    articles="文章",
    tagline="问文章，看原文",
    logged_in="{user} · 退出登录",
    holdings="{articles} 篇文章",
    no_library="还没有文章",
    welcome="问一个关于这些文章的问题。回答中的每句话都带着编号，点编号就能看到它在原文中的位置。",
    try_asking="试着问",
    question_label="问题",
    question_hint="想知道什么？",
    model="回答方式",
    extractive="摘录原文（不用模型）",
    as_of="截至日期",
    as_of_hint="如 2024-06，可不填",
    understood="按此理解：{question}",
    searching="正在查找原文…",
    sources="原文出处",
    no_sources="有了回答，它所依据的原文会显示在这里。",
    nothing_cited="这个回答没有引用原文。",
    no_date="日期不详",
    reprints="另有 {count} 篇转载",
    superseded="此文已被更正或废止（{id}）",
    file="文件",
    original="网上原文",
    to_answer="↑ 回到回答",
    quote_of="查看出处 {marker}：{title}",
    unsupported="未得到原文支持",
    conflict="各篇文章说法不一：",
    nearest="意思最接近的段落，供参考：",
    left_out="截至 {as_of}，另有 {count} 篇更晚或无日期的文章未查",
    seconds="{seconds} 秒",
    error="出了点问题",
    add_hint="支持 txt、md、html、mhtml、pdf、docx、jsonl，单个文件不超过 {megabytes} MB。",
    add_button="读入这些文件",
    reading="读取文件",
    encoding="编入索引",
    saving="保存",
    added="新增 {added} 篇，现在共 {articles} 篇文章。",
    articles_read="读入 {articles} 篇",
    partly="部分读入，{articles} 篇",
    failed="未读入",
    skipped="跳过",
    unknown_kind="不支持这种文件",
    too_large="超过 {megabytes} MB 的上限",
    nothing_chosen="请先选择文件。",
    model_refused="这里没有提供“{model}”这种回答方式。",
    model_advice="请从列表中选择：{models}。",
    about_article="《{title}》讲了什么？",
    talk=talk_texts.ZH,
)

EN = Texts(
    html_language="en",
    other_language="中文",
    conversation="Ask",
    articles="Articles",
    tagline="Ask the articles, see the original",
    logged_in="{user} · log out",
    holdings="{articles} articles",
    no_library="no articles yet",
    welcome="Ask something about these articles. Each sentence of an answer carries a number; "
    "press it to see where it stands in the original text.",
    try_asking="Try asking",
    question_label="Question",
    question_hint="What would you like to know?",
    model="Answered by",
    extractive="Quotes only (no model)",
    as_of="As of",
    as_of_hint="e.g. 2024-06, optional",
    understood="Understood as: {question}",
    searching="Looking through the articles…",
    sources="Original text",
    no_sources="Once there is an answer, the text that it rests on is shown here.",
    nothing_cited="This answer quotes nothing.",
    no_date="no date",
    reprints="and {count} reprints",
    superseded="corrected or repealed since ({id})",
    file="File",
    original="Original page",
    to_answer="↑ Back to the answer",
    quote_of="Show source {marker}: {title}",
    unsupported="not supported by the articles",
    conflict="The articles differ:",
    nearest="The nearest passages, for what they are worth:",
    left_out="as of {as_of}; {count} later or undated articles left out",
    seconds="{seconds} s",
    error="Something went wrong",
    add_hint="txt, md, html, mhtml, pdf, docx or jsonl, up to {megabytes} MB each.",
    add_button="Read these files",
    reading="Reading files",
    encoding="Indexing",
    saving="Saving",
    added="{added} added; the library now holds {articles} articles.",
    articles_read="{articles} read",
    partly="partly read, {articles}",
    failed="not read",
    skipped="skipped",
    unknown_kind="files of this kind cannot be read",
    too_large="over the limit of {megabytes} MB",
    nothing_chosen="Choose files first.",
    model_refused="{model!r} cannot be chosen here.",
    model_advice="Choose one of: {models}.",
    about_article="What does “{title}” report?",
    talk=talk_texts.EN,
)

TEXTS: dict[Language, Texts] = {"zh": ZH, "en": EN}


def preferred_language(accept_language: str | None) -> Language:
    """Return the window's language for a browser's Accept-Language header.

    The first of the two languages by weight; Chinese where the header names neither, English
    where it names only others.
    """
    wanted: list[tuple[float, Language]] = []
    named = False
    for part in (accept_language or "").split(","):
        tag, _, rest = part.strip().partition(";")
        named = named or tag not in ("", "*")
        if (code := tag.lower().split("-")[0]) in ("zh", "en"):
            wanted.append((_weight(rest), "zh" if code == "zh" else "en"))
    if wanted:
        return max(wanted, key=lambda one: one[0])[1]  # the first of equal ones
    return "en" if named else "zh"


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q="))
    except ValueError:  # no weight given
        return 1.0
