"""Every text of the evaluation panel, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from ui.texts import Language


@dataclass(frozen=True)
class EvaluationTexts:
    """The texts in one language; those with braces are filled by `str.format`."""

    evaluation: str
    intro: str
    questions: str
    no_questions: str
    origins: dict[str, str]  # of `QuestionSet.origin`
    upload: str
    uploaded: str
    compare_too: str
    model: str
    mode: str
    modes: dict[str, str]
    k: str
    with_answers: str
    limit: str
    run: str
    stop: str
    go_on: str
    preparing: str
    progress: str
    seconds_left: str
    minutes_left: str
    stopping: str
    stopped: str
    done: str
    wrong_k: str
    wrong_limit: str
    choose_questions: str
    choose_one: str
    choose_two: str
    not_finished: str
    finished_already: str
    being_run: str
    resume_refused: str
    resume_advice: str
    earlier: str
    no_earlier: str
    unfinished: str
    all_questions: str
    count: str
    open: str
    compare: str
    delete: str
    delete_sure: str
    keep: str
    deleted: str
    result: str
    no_result: str
    search_only: str
    asked: str
    score: str
    value: str
    interval: str
    interval_note: str
    report: str
    report_of: str
    download: str
    comparison: str
    difference: str
    verdicts: dict[str, str]
    comparison_note: str
    seconds_note: str
    left_out: str
    changes: str
    no_changes: str
    more_changes: str
    no_answer: str


ZH = EvaluationTexts(
    evaluation="评测",
    intro="用一组已知答案的问题，看看检索和回答有多可靠。评测进行时照常可以提问。",
    questions="问题集",
    no_questions="还没有问题集。请上传一个 .jsonl 文件；在提问时评价回答，也会形成一个问题集。",
    origins={
        "articles": "{name}（文章旁）",
        "library": "{name}",
        "uploaded": "{name}（上传）",
        "feedback": "读者评价（{name}）",
    },
    upload="上传问题集",
    uploaded="已收下 {name}，可以用来评测。",
    compare_too="与另一种设置比较",
    model="回答方式",
    mode="检索方式",
    modes={"hybrid": "混合", "dense": "语义", "keyword": "关键词"},
    k="每题段落数",
    with_answers="也写回答（不选则只检索）",
    limit="只问前几题（0：全部）",
    run="开始评测",
    stop="停止",
    go_on="继续",
    preparing="正在准备…",
    progress="已问 {done} 题，共 {of} 题",
    seconds_left="大约还要 {seconds} 秒",
    minutes_left="大约还要 {minutes} 分钟",
    stopping="问完手上这题就停…",
    stopped="已停止。问过的 {done} 题都已保存，可以继续。",
    done="评测完成，共 {of} 题。",
    wrong_k="“每题段落数”请填 1 到 100 的整数。",
    wrong_limit="“只问前几题”请填整数；0 表示全部。",
    choose_questions="请先选择问题集。",
    choose_one="请在列表中选择一次评测。",
    choose_two="请在列表中选择两次评测。",
    not_finished="这次评测还没有做完，请先“继续”。",
    finished_already="这次评测已经做完。",
    being_run="这次评测正在进行，请先停止。",
    resume_refused="这次评测停下以后，问题集或文章已有变动，无法接着做。",
    resume_advice="请重新开始一次评测。",
    earlier="以往的评测",
    no_earlier="还没有做过评测。",
    unfinished="未完成，已问 {answered} 题",
    all_questions="{count} 题",
    count="前 {count} 题",
    open="查看",
    compare="比较两次",
    delete="删除",
    delete_sure="确定删除 {count} 次评测",
    keep="不删",
    deleted="已删除 {count} 次评测。",
    result="结果",
    no_result="评测完成后，得分会显示在这里；也可以从以往的评测中选一次查看，或选两次比较。",
    search_only="只检索",
    asked="{questions} 题，其中 {answerable} 题有答案",
    score="指标",
    value="得分",
    interval="95% 区间",
    interval_note="换一批同类问题，得分大致会落在区间里；题目越少，区间越宽。",
    report="打开完整报告",
    report_of="打开 {letter} 的报告",
    download="下载报告",
    comparison="比较",
    difference="相差",
    verdicts={
        "better": "变好",
        "worse": "变差",
        "same": "分不出高下",
        "mixed": "有好有坏",
        "other": "有变化",
    },
    comparison_note="B 减 A。区间不含 0，才算真有差别。",
    seconds_note="用时还取决于机器当时忙不忙，不算区间。",
    left_out="有 {count} 题不是两次都问过，没有比较。",
    changes="结果不同的问题（{count}）",
    no_changes="每一题的结果都相同。",
    more_changes="另有 {count} 题没有列出。",
    no_answer="未作答",
)
EN = EvaluationTexts(
    evaluation="Evaluation",
    intro="Ask questions whose answers are known, and see how far search and answers can be "
    "relied on. You can go on asking questions meanwhile.",
    questions="Question set",
    no_questions="There is no question set yet. Upload a .jsonl file; judging answers in the "
    "conversation makes one, too.",
    origins={
        "articles": "{name} (beside the articles)",
        "library": "{name}",
        "uploaded": "{name} (uploaded)",
        "feedback": "Readers' verdicts ({name})",
    },
    upload="Upload a question set",
    uploaded="{name} is in and can be run.",
    compare_too="Compare with another setting",
    model="Answered by",
    mode="Search",
    modes={"hybrid": "hybrid", "dense": "meaning", "keyword": "keywords"},
    k="Passages per question",
    with_answers="Write answers (else search only)",
    limit="First questions only (0: all)",
    run="Run",
    stop="Stop",
    go_on="Continue",
    preparing="Getting ready…",
    progress="{done} of {of} questions",
    seconds_left="about {seconds} s left",
    minutes_left="about {minutes} min left",
    stopping="Stops after this question…",
    stopped="Stopped. The {done} questions asked so far are kept; you can continue.",
    done="Done: {of} questions.",
    wrong_k="“Passages per question” is a whole number from 1 to 100.",
    wrong_limit="“First questions only” is a whole number; 0 means all of them.",
    choose_questions="Choose a question set first.",
    choose_one="Choose one run of the list.",
    choose_two="Choose two runs of the list.",
    not_finished="This run has not ended yet: continue it first.",
    finished_already="This run has ended.",
    being_run="This run is under way: stop it first.",
    resume_refused="The question set or the articles have changed since this run was stopped.",
    resume_advice="Start a new run.",
    earlier="Earlier runs",
    no_earlier="No run yet.",
    unfinished="not ended, {answered} asked",
    all_questions="{count} questions",
    count="first {count}",
    open="Open",
    compare="Compare two",
    delete="Delete",
    delete_sure="Delete {count} for good",
    keep="Keep",
    deleted="{count} deleted.",
    result="Result",
    no_result="Scores appear here when a run has ended. Or choose an earlier run to open, or two "
    "to compare.",
    search_only="search only",
    asked="{questions} questions, {answerable} of them with an answer",
    score="Score",
    value="Value",
    interval="95 % interval",
    interval_note="With other questions of the same sort the score would most likely lie in the "
    "interval; with fewer questions it is wider.",
    report="Open the whole report",
    report_of="Open the report of {letter}",
    download="Download the report",
    comparison="Comparison",
    difference="Difference",
    verdicts={
        "better": "better",
        "worse": "worse",
        "same": "no clear difference",
        "mixed": "mixed",
        "other": "changed",
    },
    comparison_note="B minus A. Only where the interval leaves out 0 is there a difference.",
    seconds_note="Seconds depend on what else the machine did; they have no interval.",
    left_out="{count} questions are not in both runs and were left out.",
    changes="Questions that came out otherwise ({count})",
    no_changes="Every question came out alike.",
    more_changes="{count} more are not listed.",
    no_answer="no answer",
)

EVALUATION_TEXTS: dict[Language, EvaluationTexts] = {"zh": ZH, "en": EN}
