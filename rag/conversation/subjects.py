"""What a question speaks of, whatever language of the two it is asked in."""

from __future__ import annotations

from rag.conversation import chinese_frame, english_frame
from rag.text import main_script


def is_chinese_question(question: str) -> bool:
    """Tell whether the Chinese rules are to read a question."""
    return main_script(question) == "han"


def subject_of(question: str) -> str:
    """Return what a question speaks of; "" where that is not found."""
    if is_chinese_question(question):
        return chinese_frame.frame_of(question).subject
    return english_frame.frame_of(question).subject
