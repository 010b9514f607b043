"""What each score is called and what it means, in Chinese and in English."""

from __future__ import annotations

from eval.report.texts import Text

SCORES: dict[str, tuple[Text, Text]] = {  # what it is called, what it means
    "recall@1": (
        Text("首篇召回", "recall, first article"),
        Text("首篇中包含的正确文章占比", "share of the right articles that stand first"),
    ),
    "recall@5": (
        Text("前 5 篇召回", "recall, first 5 articles"),
        Text("前 5 篇中包含的正确文章占比", "share of the right articles among the first five"),
    ),
    "recall@10": (
        Text("前 10 篇召回", "recall, first 10 articles"),
        Text("前 10 篇中包含的正确文章占比", "share of the right articles among the first ten"),
    ),
    "success@5": (
        Text("前 5 篇命中", "success, first 5 articles"),
        Text(
            "前 5 篇中至少有一篇正确文章的问题占比",
            "share of questions with at least one right article among the first five",
        ),
    ),
    "mrr@10": (
        Text("平均倒数名次", "mean reciprocal rank"),
        Text(
            "首篇正确文章名次的倒数；1 表示总在第一",
            "one over the first right article's place; 1: always first",
        ),
    ),
    "ndcg@10": (
        Text("排序质量", "ranking quality"),
        Text(
            "正确文章越靠前越高；1 表示最好的次序",
            "higher, the higher right articles stand; 1: the best order",
        ),
    ),
    "answer_accuracy": (
        Text("答对率", "accuracy"),
        Text(
            "回答包含应有内容的占比；未作答算错",
            "share of answers that say what is expected; a refusal is wrong",
        ),
    ),
    "answer_f1": (
        Text("回答的 F1", "answer F1"),
        Text(
            "与标准答案的字词重合；回答越长越低",
            "words shared with the expected answer; lower for longer answers",
        ),
    ),
    "citation_precision": (
        Text("引用准确率", "citation precision"),
        Text(
            "引用中出自正确文章并显示答案的占比",
            "share of citations from a right article that show the answer",
        ),
    ),
    "citation_recall": (
        Text("引用覆盖率", "citation recall"),
        Text("至少有一条恰当引用的问题占比", "share of questions with at least one good citation"),
    ),
    "refused_when_unanswerable": (
        Text("该拒则拒", "refused when unanswerable"),
        Text("文章中没有答案时，不作答的占比", "share refused of the questions without an answer"),
    ),
    "answered_when_answerable": (
        Text("该答则答", "answered when answerable"),
        Text("文章中有答案时，作答的占比", "share answered of the questions that have an answer"),
    ),
    "seconds_p50": (
        Text("用时中位数（秒）", "seconds, median"),
        Text("半数问题在此时间内完成", "half of the questions took no longer"),
    ),
    "seconds_p95": (
        Text("用时 95 分位（秒）", "seconds, 95th percentile"),
        Text("95% 的问题在此时间内完成", "95 % of the questions took no longer"),
    ),
    "judge_accuracy": (
        Text("评判：答对率", "judge: accuracy"),
        Text("评判模型认为答对的占比", "share of answers that the judge calls right"),
    ),
    "judge_partly": (
        Text("评判：至少部分答对", "judge: at least partly right"),
        Text(
            "评判模型认为答对或部分答对的占比", "share that the judge calls right or partly right"
        ),
    ),
    "judge_agreement": (
        Text("评判一致率", "judge: agreement"),
        Text(
            "评判模型与字符串比对结论相同的占比",
            "share on which the judge and the expected strings agree",
        ),
    ),
    "judge_kappa": (
        Text("评判一致性 κ", "judge: κ"),
        Text("扣除巧合后的一致程度；1 为完全一致", "agreement beyond chance; 1: complete"),
    ),
}
