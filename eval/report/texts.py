"""Every text of a run's page, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """The same in both languages; braces are filled by `str.format`."""

    zh: str
    en: str


def both(text: str) -> Text:
    """Return what is written alike in both languages."""
    return Text(text, text)


PAGE: dict[str, Text] = {
    "title": Text("评测报告", "Evaluation report"),
    "tagline": Text(
        "{questions} 个问题，其中 {answerable} 个有答案",
        "{questions} questions, {answerable} of them with an answer",
    ),
    "search_only": Text("只检索，不作答", "search only, no answers"),
    # what was run
    "about": Text("评测内容", "What was run"),
    "questions": Text("问题集", "Questions"),
    "library": Text("文章库", "Library"),
    "holdings": Text(
        "{articles} 篇文章，{passages} 个段落", "{articles} articles in {passages} passages"
    ),
    "encoder": Text("编码器", "Encoder"),
    "model": Text("回答方式", "Answered by"),
    "extractive": Text("摘录原文（不用模型）", "Quotes only (no model)"),
    "mode": Text("检索方式", "Search"),
    "hybrid": Text("混合（关键词与语义）", "hybrid (keywords and meaning)"),
    "dense": Text("语义", "dense (meaning)"),
    "keyword": Text("关键词", "keyword"),
    "k": Text("每题段落数", "Hits per question"),
    "limit": Text("只问前 {limit} 题", "first {limit} only"),
    "date": Text("完成时间", "Finished"),
    "versions": Text("版本", "Versions"),
    # scores
    "scores": Text("得分", "Scores"),
    "scores_note": Text(
        "区间为 95% 自助法区间：换一批同类问题，得分大致会落在其中。n 是计入的问题数。"
        "每题得分都相同时，区间缩成一点；题目少时，这并不表示没有偏差。",
        "Intervals are 95 % bootstrap intervals: with other questions of the same sort, the score "
        "would most likely lie there. n is the number of questions that count. Where all of them "
        "score the same, the interval shrinks to a point; with few questions that is no certainty.",
    ),
    "score": Text("指标", "Score"),
    "value": Text("数值", "Value"),
    "interval": Text("95% 区间", "95 % interval"),
    "meaning": Text("含义", "Meaning"),
    "by_judge": Text(
        "评判模型：{spec}。已评 {graded} 题，失败 {failed} 题，评语无法辨认 {unreadable} 题。",
        "Judged by {spec}: {graded} graded, {failed} failed, {unreadable} replies unreadable.",
    ),
    # plots
    "plots": Text("图", "Plots"),
    "no_data": Text("本次运行没有数据，未画：", "Not drawn, as this run has no data for it: "),
    "comma": Text("、", ", "),
    "stop": Text("。", "."),
    "by_kind": Text("各类问题的得分", "Scores by kind of question"),
    "by_lang": Text("各语言的得分", "Scores by language"),
    "by_group_note": Text(
        "圆点是该组的得分，横线是 95% 区间；横线越长，题目越少、越说不准。"
        "两组横线大段重叠时，不要当作有差别。",
        "A dot is a group's score, the line its 95 % interval; a long line means few questions. "
        "Where the lines of two groups overlap widely, take them as no different.",
    ),
    "groups_left_out": Text(
        "另有 {count} 组题目较少，未画，见 run.json。",
        "{count} more groups with fewer questions are not drawn: see run.json.",
    ),
    "as_table": Text("数值表", "As a table"),
    "group": Text("组", "Group"),
    "risk": Text("风险与覆盖", "Risk and coverage"),
    "risk_x": Text("作答的问题占比", "share of questions answered"),
    "risk_y": Text("其中答错的占比", "share of these that are wrong"),
    "risk_note": Text(
        "从最有把握的回答往下取：曲线越低，越有把握的回答越可靠。曲线停在实际作答的比例处。"
        "曲线的平均高度是 {area}（越小越好）。",
        "Answers are taken from the surest down: the lower the curve, the more can sure answers be "
        "relied on. It ends at the share that was really answered. Its mean height is {area} "
        "(smaller is better).",
    ),
    "latency": Text("用时", "Time per question"),
    "latency_x": Text("秒", "seconds"),
    "latency_y": Text("已完成的问题占比", "share of questions done"),
    "latency_note": Text(
        "曲线表示多少问题在多少秒内完成。半数问题在 {p50} 秒内（p50），95% 在 {p95} 秒内（p95）。",
        "The curve tells what share of questions was done within how many seconds: half within "
        "{p50} s (p50), 95 % within {p95} s (p95).",
    ),
    "calibration": Text("把握是否可信", "Calibration of confidence"),
    "calibration_x": Text("首条段落的把握", "confidence of the first hit"),
    "calibration_y": Text("确为正确文章的占比", "share that is of a right article"),
    "calibration_note": Text(
        "点落在虚线上，说明把握与实际相符；在虚线下方是过于自信，上方是过于谨慎。"
        "下方的柱是题数，题数少的点说不准。按题数加权，平均相差 {error}。",
        "On the dashed line, confidence is what it says; below it, too sure; above it, too "
        "cautious. The bars count the questions; a dot of few says little. The mean distance, "
        "weighted by questions, is {error}.",
    ),
    # the worst questions
    "worst": Text("先看这些问题", "The worst questions first"),
    "order_answers": Text(
        "先列答错的，越有把握的越靠前；再列有答案却未作答的；最后是答对但引用不当的。",
        "Wrong answers first, the surest of them on top; then refusals of questions that have an "
        "answer; then answers that are right but badly cited.",
    ),
    "order_search": Text(
        "按首篇正确文章的名次排列：没有找到的在前，然后名次从后往前。",
        "By the place of the first right article: those not found first, then the farthest down.",
    ),
    "shown": Text(
        "下面显示前 {shown} 个；其余 {more} 个见 answers.jsonl。",
        "The first {shown} are shown; see answers.jsonl for {more} more.",
    ),
    "no_fault": Text("没有发现差错。", "Nothing went wrong."),
    "made_up": Text("本无答案，却作答", "answered, though there is no answer"),
    "wrong": Text("答错", "wrong"),
    "refused": Text("有答案，却未作答", "not answered, though there is an answer"),
    "badly_cited": Text("引用不当", "badly cited"),
    "not_found": Text("未找到正确文章", "no right article found"),
    "late": Text("首篇不是正确文章", "first article not a right one"),
    "right_place": Text("首篇正确文章排在第 {place} 篇", "first right article at place {place}"),
    "right_nowhere": Text("其中没有正确文章", "no right article among them"),
    "confidence": Text("把握 {value}", "confidence {value}"),
    "expected": Text("应有", "Expected"),
    "answer": Text("回答", "Answer"),
    "answers": Text("任一", "any of"),
    "all_of": Text("全部", "all of"),
    "none_of": Text("不得有", "none of"),
    "iso": Text("日期", "date"),
    "newest_first": Text("由新到旧", "newest first"),
    "articles": Text("文章", "article"),
    "evidence": Text("原文", "evidence"),
    "title_contains": Text("标题含", "title has"),
    "as_of": Text("截至 {date}", "as of {date}"),
    "no_answer": Text("文章中没有答案，应当不答", "the articles hold no answer: to be refused"),
    "nothing": Text("题目未写明", "the question does not say"),
    "more_strings": Text("另有 {count} 条", "{count} more"),
    "citations": Text("引用 {count} 条，其中恰当 {good} 条", "{count} citations, {good} good"),
    "citations_unjudged": Text("引用 {count} 条", "{count} citations"),
    "more_citations": Text(
        "另有 {count} 条，见 answers.jsonl。", "see answers.jsonl for {count} more."
    ),
    "good": Text("恰当", "good"),
    "bad": Text("不当", "not good"),
    "unsupported": Text("未得到原文支持", "not supported by the articles"),
    "hits": Text("前 {shown} 条段落（共 {count} 条）", "First {shown} of {count} passages"),
    "no_hits": Text("没有找到段落", "No passage was found"),
    "right_article": Text("正确文章", "right article"),
    "no_date": Text("日期不详", "no date"),
}
