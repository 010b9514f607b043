"""The conversation panel's texts, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TalkTexts:
    """Texts of one language; those with braces are filled by `str.format`."""

    new: str
    history: str
    export: str
    past_title: str
    no_past: str
    current: str
    delete: str
    delete_all: str
    sure: str
    close: str
    retry: str
    again_with: str
    compare_with: str
    edit: str
    stop: str
    stopped: str
    stopped_before: str
    earlier: str
    later: str
    copy: str
    copied: str
    copy_by_hand: str
    gone: str
    value: str
    date: str
    marker: str
    why: str
    to_find: str
    word_anew: str
    drop_as_of: str
    add_articles: str
    citation: str
    writing: str


ZH = TalkTexts(
    new="新对话",
    history="历史",
    export="导出",
    past_title="以前的对话",
    no_past="还没有保存的对话。",
    current="正在看",
    delete="删除",
    delete_all="全部删除",
    sure="再按一次确认",
    close="收起",
    retry="再答一次",
    again_with="换个模型",
    compare_with="对比模型",
    edit="修改",
    stop="停止",
    stopped="已停止，以上是停止前写出的文字，未经核对。",
    stopped_before="已停止，还没有写出文字。",
    earlier="上一段",
    later="下一段",
    copy="复制为引文",
    copied="已复制",
    copy_by_hand="请按 Ctrl+C 复制",
    gone="这篇文章后来已从文库移除，这里是当时的原文",
    value="说法",
    date="日期",
    marker="出处",
    why="原因：{why}",
    to_find="可以这样试试：",
    word_anew="换个问法，写出全名、年份或地点；",
    drop_as_of="去掉“截至日期”，更晚的文章也查；",
    add_articles="在“文章”里加入谈到这件事的文章。",
    citation="{issuer}《{title}》，{date}：“{quote}” {place}",
    writing="正在写回答",
)

EN = TalkTexts(
    new="New",
    history="History",
    export="Export",
    past_title="Earlier conversations",
    no_past="No conversation has been kept yet.",
    current="open now",
    delete="Delete",
    delete_all="Delete all",
    sure="Press again to confirm",
    close="Close",
    retry="Answer again",
    again_with="Another model",
    compare_with="Compare models",
    edit="Edit",
    stop="Stop",
    stopped="Stopped; what was written until then is above, unchecked.",
    stopped_before="Stopped before anything was written.",
    earlier="Earlier paragraph",
    later="Later paragraph",
    copy="Copy as citation",
    copied="Copied",
    copy_by_hand="Press Ctrl+C to copy",
    gone="removed from the library since; this is the text as it was",
    value="What is said",
    date="Date",
    marker="Source",
    why="Why: {why}",
    to_find="What may help:",
    word_anew="Ask in other words, with full names, years or places.",
    drop_as_of="Clear “As of”, so that later articles are searched too.",
    add_articles="Add articles that speak of it, under “Articles”.",
    citation="{issuer}“{title}”, {date}: “{quote}” {place}",
    writing="Writing the answer",
)
