"""Sentences of an article that give orders to a language model, and passages without them.

A reader of news is never told to ignore the instructions above. Such sentences are left out
before a model reads a passage and before a sentence is chosen or cited, so that neither a model
that obeys nor one that quotes can bring them into an answer. They stay in the article and in its
hits. What slips through meets the delimiters of `prompts` and the checks of `citations`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.sentences import sentence_spans
from rag.types import Hit

_ANSWER = "回答|回复|答复|作答|答案|输出"
_TAGS = (  # of chat templates, of our own prompts, of tools
    r"<\|[^|<>]{1,40}\|>|</?(?:passages?|turn|system|assistant|user|instructions?|context|documents?|think|s)>"
    r"|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|\bNO_ANSWER\b"
    r"|\{\s*\"(?:role|answer|content|tool|system|outcome|instructions?|prompt)\"\s*:"
    r"|!\[[^\]]*\]\(\s*https?:"
    r"|^\W{0,4}(?:system|assistant|系统|助手|系統)(?:\s*(?:prompt|message|instructions?|提示|消息|指令))?\s*[:：]"
)
_STRONG = (
    # earlier instructions are to be dropped
    r"(?:忽略|无视|忽视|忘记|忘掉|不(?:要|必|用)(?:理会|遵守|遵循)|抛开|推翻|绕过)[^。！？]{0,4}"
    r"(?:以上|上面|之前|前面|上述|先前|此前|所有|全部|一切|你的?|任何)[^。！？]{0,8}(?:指令|提示|指示|命令|规则|设定|限制|要求|内容)"
    r"|\b(?:ignore|disregard|forget|override|bypass|discard)\b[^.!?]{0,40}\b(?:instructions?|prompts?|rules|directions|guidelines|above|prior)\b"
    # the prompt is to be shown
    r"|(?:系统|隐藏|初始)(?:提示词|指令|消息)|提示词(?!工程|大赛|培训)|你(?:收到|得到|看到)?的(?:全部|所有)?(?:指令|提示|设定|系统)"
    r"|\b(?:system|hidden|initial) prompt\b|\byour (?:\w+ )?(?:instructions|prompt|guidelines|system message)\b"
    # what is to be answered
    rf"|(?:任何|所有|每[个条次句]|你的|您的)(?:{_ANSWER}|话)[^。！？]{{0,6}}(?:必须|都要|都应|一律|只能|须|请|要以)"
    rf"|(?:用于|用来|据此|照此|照此来)(?:{_ANSWER})|(?:无论|不管)[^。！？]{{0,8}}(?:问|提问)[^。！？]{{0,8}}(?:{_ANSWER}|只|都)"
    rf"|(?:请|务必|必须|麻烦您?|应当?)[^。！？]{{0,16}}(?:{_ANSWER})(?:的)?(?:末尾|最后|开头|结尾|里|中|之前|之后|前|后|时)"
    rf"|(?:{_ANSWER})(?:的)?(?:末尾|最后|开头|结尾|里|中|之?前|之?后|时)[^。！？]{{0,6}}(?:请|务必|必须|都?要(?!求)|需(?!要))"
    r"|(?:请|必须|务必|你)(?:只|仅|直接|一律)(?:能|需|要)?(?:回答|回复|输出|说|写)|(?:^|[，。：:；\s])(?:只|仅)(?:能|需|要)?(?:回答|回复|输出)[“\"「]"
    r"|(?:^|[，。：:；\s])请(?:回答|回复|输出)[：:“\"「]|你(?:现在|从现在起?)(?:就?是|必须|要扮演|扮演)|你必须(?:说|用|回答|回复|输出|以)"
    r"|\b(?:answer|reply|respond)s? (?:only |exactly |just )?(?:with|using)\b(?: the)?(?: words?)?|\boutput (?:exactly|only|NO)\b"
    r"|\b(?:your|all|every|any) (?:answers?|repl(?:y|ies)|responses?|outputs?) (?:must|should|has to|have to|needs? to|will)\b"
    r"|\b(?:append|add|insert|include)\b[^.!?]{0,40}\b(?:to|in|at the end of) your (?:answer|reply|response|output)\b"
    r"|\b(?:finish|end|begin|start) your (?:answer|reply|response|output)\b|\bstart every sentence with\b"
    r"|\b(?:when|before|while) (?:you (?:answer|reply|respond)|answering|replying|responding)\b[^.!?]{0,60}\b(?:cite|state|say|write|repeat|print|add)\b"
    r"|\byou are now (?:an? |the |in )?[A-Z“\"']|\byou must (?:now )?(?:answer|reply|respond|say|output|write)\b"
    r"|\btell the user\b|\bthe user is (?:an? )?(?:admin|developer|root)|\bdo not use this (?:document|article|text|passage)\b"
    r"|(?:^|[:：\n]\s*)(?:write|say|print|output|reply with|answer with) (?:only |exactly )?(?:the )?(?:words?|phrase|text|sentence)\b"
    r"|\b(?:reply|answer|respond) with that\b"
    # another role, another task
    r"|从现在(?:开始|起)[^。！？]{0,6}你|你不再是|你(?:将|要|来)?扮演|你的?新?(?:任务|角色|身份)(?:是|为|变)|(?:^|[，。：:；】\s])新的?(?:任务|指令|指示|规则)(?:是|[：:])"
    r"|(?:上面|以上|之前|前面|原有|现有|先前)的?(?:所有|全部)?(?:规定|规则|指令|指示|设定|限制)[^。！？]{0,4}(?:作废|无效|失效|取消|不算)|(?:覆盖|重置|解除)(?:原有|现有|之前|你)的?[^。！？]{0,4}(?:设定|指令|规则|限制)"
    r"|(?:开发者|管理员|越狱|调试|上帝)模式(?:已|现已)?(?:经)?(?:开启|启用|激活|打开)"
    r"|\bfrom now on,? you (?:are|will|must|shall|have to|only|act|answer|reply)\b|\byour new (?:task|role|job|name|instructions?|rules?|goal)\b|(?:^|[.:\n#]\s*)new (?:instructions?|task|rules?|system message)\s*:"
    r"|(?:^|[.:\n#]\s*)(?:###\s*)?instructions?\s*:\s*(?:output|answer|reply|say|write|print|respond)|\b(?:developer|admin|god|debug|jailbreak) mode (?:is |has been |now )?(?:enabled|activated|on)\b"
    r"|\byou (?:will|must|shall|should) (?:now )?(?:act as|pretend|behave as|roleplay|obey)\b"
    # whoever reads this
    r"|(?:读到|看到|阅读|处理|总结)(?:这|此|本)(?:段|句|篇|里|文|条)[^。！？]{0,14}(?:请|务必|必须|停止|应当)|(?:如果|要是|若)有人(?:问|向你)|(?:停止|拒绝)(?:作答|回答问题)(?=[。！，]|$)"
    r"|\b(?:whoever|anyone who|any (?:AI|model|bot|system) that) (?:summari[sz]es|reads|processes|translates) this\b|\bif (?:anyone|someone|a user|the user|you are) ask(?:s|ed)? (?:about|for) this\b"
    r"|\b(?:AI|language) (?:systems?|models?|assistants?|agents?) (?:reading|processing|that read) this\b|(?:^|[.!]\s*)stop reading here\b"
    # what is to come out
    rf"|(?:{_ANSWER})(?:用户|读者|提问者|问题)?时[^。！？]{{0,3}}(?:请|务必|必须|一定要)|(?:^|[，。：:；】\s])(?:请)?输出(?:以下|下面|如下|密码|密钥|口令)"
    rf"|请(?:用|以)[^。，！？]{{1,12}}(?:{_ANSWER})(?!电话|热线)|(?:前面|上面|之前|以上)(?:收到|给出|提供|得到)的[^。！？]{{0,14}}(?:发出|写出|打印|复述|输出|说出)"
    r"|(?:^|[.:!]\s*)(?:reveal|disclose|leak|print|repeat|translate|show|output)\b[^.!?]{0,30}\b(?:(?:secret|api) key|password|your instructions|your prompt|everything above)"
    r"|(?:^|[.:!]\s*)(?:respond|reply|answer|output) (?:only |exactly )?(?:with|in) (?:only |all )?[‘'\"“A-Z]"
)
_MODEL = re.compile(
    r"(?:\b(?:AI|LLM|chatbot|language model|AI model|AI assistant)s?\b)|人工智能助[手理]|语言模型|大模型|智能助[手理]|机器人(?=[：:])|AI助[手理]|AI(?![\u3400-\u9fff]{0,2}(?:公司|产业|企业|技术|芯片))"
)
_COMMANDS = re.compile(
    rf"请(?:注意|只|照|你|您|把|在|用|以|说|停)|麻烦您|你(?:是|要|必须|应)|(?:只|照此|必须)(?:{_ANSWER})"
    r"|\b(?:please|kindly|note to|attention|dear|if you are|you must|you should)\b|\b(?:answer|reply|respond|output) (?:with|only|that)\b",
    re.IGNORECASE,
)
# Marked pieces, which need not be whole sentences: what stands beside them is judged by itself.
_BLOCK = re.compile(
    r"<\|im_start\|>.{0,600}?(?:<\|im_end\|>|(?=\n\n)|$)|\[INST\].{0,600}?(?:\[/INST\]|(?=\n\n)|$)"
    r"|<\|[^|<>]{1,40}\|>|</?(?:passages?|turn|system|assistant|user|instructions?|context|documents?|think|s)>"
    r"|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>"
    r"|\{\s*\"(?:role|answer|content|tool|system|outcome|instructions?|prompt)\"\s*:.{0,600}?\}(?:\s*[\]}])*"
    r"|!\[[^\]\n]*\]\(\s*https?:[^)\s]*\)|\[[^\]\n]*\]\(\s*https?:[^)\s?]*\?[^)\n]*\)",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(r"[a-z，,、；;)）:：]")  # how a piece begins that ends the sentence before
_ORDER = re.compile(rf"{_TAGS}|{_STRONG}", re.IGNORECASE)
_ABOUT = re.compile(
    r"指令|提示词|提示注入|注入攻击|越狱|大模型|语言模型|人工智能|prompt|instruction|injection|jailbreak|language model|\bAI\b|assistant",
    re.IGNORECASE,
)


def is_order(sentence: str) -> bool:
    """Tell whether a sentence speaks to a language model and tells it what to do."""
    return bool(_ORDER.search(sentence)) or bool(
        _MODEL.search(sentence) and _COMMANDS.search(sentence)
    )


def without_orders(question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return hits with the sentences left out that give orders to a model.

    Args:
        question: where it asks about such things itself, nothing is left out.
        hits: best first.

    Returns:
        The same hits; one that holds orders as its runs between them, each a hit with verbatim
        text and offsets, or not at all where nothing else stands in it.
    """
    if _ABOUT.search(question):
        return tuple(hits)
    return tuple(part for hit in hits for part in _parts(hit))


def order_spans(text: str) -> list[tuple[int, int, bool]]:
    """Part a text into (start, end, whether it is an order), in order and without overlap.

    An order goes on over what a semicolon, a comma or a small letter ties to it.
    """
    found: list[tuple[int, int, bool]] = []
    end = 0
    for block in [*_BLOCK.finditer(text), None]:
        until = block.start() if block else len(text)
        for low, high in sentence_spans(text[end:until]):
            piece = text[end + low : end + high]
            tied = bool(found) and found[-1][2] and bool(_GOES_ON.match(piece))
            found.append((end + low, end + high, tied or is_order(piece)))
        if block:
            found.append((*block.span(), True))
            end = block.end()
    return found


def _parts(hit: Hit) -> list[Hit]:
    spans = order_spans(hit.passage.text)
    if not any(order for _, _, order in spans):
        return [hit]
    runs: list[tuple[int, int]] = []
    goes_on = False
    for start, end, order in spans:
        if order:
            goes_on = False
        elif goes_on:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
            goes_on = True
    return [_part(hit, start, end) for start, end in runs]


def _part(hit: Hit, start: int, end: int) -> Hit:
    begin = hit.passage.start
    text = hit.passage.text[start:end]
    return replace(
        hit, passage=replace(hit.passage, text=text, start=begin + start, end=begin + end)
    )
