"""All text that is sent to a language model."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Hit

Message = dict[str, str]  # {"role": "system" | "user" | "assistant", "content": …}

NO_ANSWER = "NO_ANSWER"  # what a model writes when the passages do not hold the answer
SYSTEM = {
    "zh": "你根据给出的文章段落回答问题。只使用段落里写明的内容，数字、日期和名称照原文写。"
    f"用一到三句话直接回答。如果段落里没有答案，只写 {NO_ANSWER}。",
    "en": "You answer questions from the passages given. Use only what they say; copy figures, "
    "dates and names exactly. Answer directly in one to three sentences, in the language of the "
    f"question. If the passages do not hold the answer, write only {NO_ANSWER}.",
}
CHECK = "Reply with the word OK and nothing else."
USER = {"zh": "{passages}\n\n问题：{question}", "en": "{passages}\n\nQuestion: {question}"}


def answer_messages(question: str, hits: Sequence[Hit], language: str) -> list[Message]:
    """Return the messages that ask a model to answer from passages, best first."""
    language = "zh" if language == "zh" else "en"
    passages = "\n\n".join(
        f"[{number}] {hit.article.title} ({hit.article.date or '?'})\n{hit.passage.text}"
        for number, hit in enumerate(hits, start=1)
    )
    return [
        {"role": "system", "content": SYSTEM[language]},
        {"role": "user", "content": USER[language].format(passages=passages, question=question)},
    ]


def check_messages() -> list[Message]:
    """Return the messages that try whether a model answers at all."""
    return [{"role": "user", "content": CHECK}]
