"""What the conversation in the terminal says by itself, in Chinese and in English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {  # name: (Chinese, English)
    "welcome": (
        "原文：{articles} 篇文章，回答方式 {model}。/帮助 列出命令，/退出 结束。",
        "Yuanwen: {articles} articles, answered by {model}. /help lists commands, /quit ends.",
    ),
    "try": ("试着问：", "Try asking:"),
    "prompt": ("问> ", "Q> "),
    "searching": ("正在查找原文…", "Looking through the articles…"),
    "stopped": (
        "已停止。写到一半的内容没有核对过，不作为回答。/重问 可再问一次。",
        "Stopped. What was half written is not checked and no answer. /retry asks again.",
    ),
    "edit": ("/修改 可改写这个问题", "/edit changes this question"),
    "model": ("现在由 {model} 回答。", "Answers come from {model} now."),
    "models": ("可用 /模型 名称 换成：", "/model SPEC changes to one of:"),
    "as_of": ("只看 {date} 及以前发表的文章。", "Only articles published by {date} are used."),
    "as_of_off": ("不限发表日期。", "Articles of any date are used."),
    "exported": ("对话已存入 {path}。", "The conversation is in {path}."),
    "new": ("新的对话。", "A new conversation."),
    "unshown": ("（还有 {count} 段）", "({count} more paragraphs)"),
    "help": (
        "/帮助              这份说明\n"
        "/出处 [编号 [段数]]  引文在原文中的位置，连同前后若干段（默认一段）\n"
        "/修改              把上一个问题的完整说法放进输入行\n"
        "/重问 [模型]        再问一次上一个问题，可换模型\n"
        "/模型 [模型]        换一种回答方式；不写则列出\n"
        "/截至 [日期]        只看该日及以前发表的文章；不写则不限\n"
        "/导出 文件.md       把对话连同出处存为 Markdown\n"
        "/新对话            忘掉以上对话，重新开始\n"
        "/退出              结束（也可按 Ctrl-D）；回答途中按 Ctrl-C 只停止回答\n"
        "以上命令也可用英文：/help /sources /edit /retry /model /as-of /export /new /quit",
        "/help                  this list\n"
        "/sources [N [COUNT]]   a quote in its article, with COUNT paragraphs before and after "
        "(default 1)\n"
        "/edit                  puts the last question, written out, on the input line\n"
        "/retry [SPEC]          asks the last question again, by another model where one is named\n"
        "/model [SPEC]          who answers; without SPEC, who could\n"
        "/as-of [DATE]          only articles published by then; without DATE, all\n"
        "/export FILE.md        writes the conversation and its sources as Markdown\n"
        "/new                   forgets all this and begins anew\n"
        "/quit                  ends it, as Ctrl-D does; Ctrl-C stops an answer\n"
        "The same in Chinese: /帮助 /出处 /修改 /重问 /模型 /截至 /导出 /新对话 /退出",
    ),
}


def chat_text(language: str, name: str, **values: object) -> str:
    """Return a text in a language ("zh" or "en") with its values filled in."""
    return TEXTS[name][0 if language == "zh" else 1].format(**values)
