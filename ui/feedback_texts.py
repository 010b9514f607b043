"""Every text of the bar under an answer, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from ui.texts import Language


@dataclass(frozen=True)
class FeedbackTexts:
    """The texts in one language."""

    ask: str
    up: str
    down: str
    kept_up: str
    kept_down: str
    label: str
    hint: str
    send: str
    kept_answer: str
    gone: str


FEEDBACK_TEXTS: dict[Language, FeedbackTexts] = {
    "zh": FeedbackTexts(
        ask="这个回答对吗？",
        up="对",
        down="不对",
        kept_up="已记下：对。谢谢。",
        kept_down="已记下：不对。若知道正确答案，请写下来。",
        label="正确答案",
        hint="正确答案，越短越好，如：56亿元",
        send="补上",
        kept_answer="已记下正确答案。谢谢。",
        gone="没有可以评价的回答。",
    ),
    "en": FeedbackTexts(
        ask="Is this answer right?",
        up="Right",
        down="Wrong",
        kept_up="Noted: right. Thank you.",
        kept_down="Noted: wrong. If you know the right answer, write it down.",
        label="Right answer",
        hint="Right answer, the shorter the better: 5.6 billion yuan",
        send="Add it",
        kept_answer="The right answer is noted. Thank you.",
        gone="There is no answer to judge.",
    ),
}
