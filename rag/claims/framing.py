"""Words of a model around its statements, which claim nothing: 根据文章内容，… / 1. … / **…**."""

from __future__ import annotations

import re

_SOURCE = "文章|段落|材料|资料|信息|内容|原文|报道|文本|上下文|文段|新闻"
_FRAME = re.compile(
    rf"^\s*(?:(?:根据|依据|按照|按|从|在|据)?(?:您|你|我们?)?(?:提供|给出|所给|已知|上述|以上|这[些篇几]|该|本|相关)?的?"
    rf"(?:{_SOURCE})(?:{_SOURCE}|[一二三四\d]|中|里|来看|显示|表明|提到|指出|写道|提及|所述|描述|可知|记载|介绍|的)*[,，:：]"
    r"|(?:答案?|回答|结论)(?:是|为)?[:：]|(?:因此|所以|综上(?:所述)?|总之|也就是说|换句话说|具体来说|总的来说|需要注意的是)[,，]"
    r"|(?:according to|based on|as (?:stated|mentioned|described) in|from) the (?:given |provided |above |cited )?"
    r"(?:passages?|articles?|texts?|information|context|sources?|documents?|excerpts?)(?: \d+)?(?: (?:provided|given|above))?,"
    r"|(?:the )?(?:passages?|articles?|texts?) (?:states?|says?|mentions?|reports?) that"
    r"|answer:|therefore,|so,|in summary,)\s*",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?m)^[ \t]*(?:[-*•·]+[ \t]+|#+[ \t]+|\d{1,2}[.、)）](?!\d)[ \t]*)")
_EMPHASIS = re.compile(r"\*\*|__|`")


def without_marks(reply: str) -> str:
    """Take list marks, headings and emphasis off a reply; line breaks stay."""
    return _EMPHASIS.sub("", _LIST_MARK.sub("", reply))


def without_frame(sentence: str) -> str:
    """Take what introduces a statement off a sentence, unless nothing else is left."""
    rest = sentence
    while match := _FRAME.match(rest):
        rest = rest[match.end() :]
    return rest if any(map(str.isalnum, rest)) else sentence
