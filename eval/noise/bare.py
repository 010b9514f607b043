"""The model alone: the documents, the question and what to write where they hold no answer.

The prompt does what the benchmark's does (Chen et al. 2024), in words of our own.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.prompts import Message
from rag.text import fold

REFUSAL = {"zh": "资料不足", "en": "not enough information"}
MISTAKE = {"zh": "资料有误", "en": "the documents contain mistakes"}
SYSTEM = {
    "zh": "你是可靠的助手，借助外部资料回答问题。资料里可能有无关的内容，也可能有错误。"
    f"如果资料中有答案，请准确作答；如果资料中没有答案，请写“{REFUSAL['zh']}，无法回答。”；"
    f"如果有资料与事实不符，请写“{MISTAKE['zh']}。”，再给出正确的答案。",
    "en": "You are a reliable assistant who answers questions with the help of documents. They may "
    "hold what is beside the point, and mistakes. If they hold the answer, give it exactly. If "
    f'they do not, write "There is {REFUSAL["en"]} in the documents to answer." If some of them '
    f'contradict the facts, write "Some of {MISTAKE["en"]}." and give the right answer.',
}
USER = {
    "zh": "资料：\n{documents}\n\n问题：\n{question}",
    "en": "Documents:\n{documents}\n\nQuestion:\n{question}",
}


def bare_messages(question: str, documents: Sequence[str], language: str) -> list[Message]:
    """Return the messages that ask a model about documents, in the order given.

    Args:
        question: its text.
        documents: whole texts.
        language: "zh", or any other for English.
    """
    language = "zh" if language == "zh" else "en"
    asked = USER[language].format(documents="\n".join(documents), question=question)
    return [{"role": "system", "content": SYSTEM[language]}, {"role": "user", "content": asked}]


def refuses(reply: str) -> bool:
    """Tell whether a reply says that the documents hold no answer; an empty one does."""
    return not reply.strip() or _holds(reply, REFUSAL)


def tells_mistake(reply: str) -> bool:
    """Tell whether a reply says that documents are wrong."""
    return _holds(reply, MISTAKE)


def _holds(reply: str, sentinels: dict[str, str]) -> bool:
    return any(fold(one) in fold(reply) for one in sentinels.values())
