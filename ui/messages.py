"""Every text that the terminal shows, in Chinese and in English."""

from __future__ import annotations

import locale
import os

TEXTS: dict[str, tuple[str, str]] = {  # name: (Chinese, English)
    "error": ("错误：{message}", "Error: {message}"),
    "advice": ("建议：{advice}", "Advice: {advice}"),
    "stage_read": ("读取文件", "Reading files"),
    "stage_encode": ("编码段落", "Encoding passages"),
    "stage_eval": ("回答问题", "Asking questions"),
    "stage_judge": ("评阅回答", "Judging answers"),
    "stage_draft": ("起草问题", "Drafting questions"),
    "stage_calibrate": ("校准", "Calibrating"),
    "calibration_head": (
        "对没有用来拟合的问题（五折交叉验证），自带的权重 -> 校准后的权重：",
        "On questions not fitted on (5-fold cross-validation), shipped weights -> calibrated ones:",
    ),
    "calibration_kept": (
        "校准有益，今后检索即用 {path}。恢复自带的权重：yuanwen calibrate --reset",
        "It helps; the library is searched with {path} from now on. "
        "To undo it: yuanwen calibrate --reset",
    ),
    "calibration_fewer": (
        "注意：概率更准，但首条命中正确的问题变少了。看重命中的话，请 yuanwen calibrate --reset。",
        "Mind: probabilities are better, but fewer first hits are right. Where these matter more, "
        "run: yuanwen calibrate --reset",
    ),
    "calibration_not_kept": (
        "校准没有益处，未保留，文库照旧。可以多标注一些问题后再试。",
        "It does not help and is not kept; the library is as it was. Try with more questions.",
    ),
    "calibration_reset": ("已恢复自带的权重。", "The shipped weights are in use again."),
    "calibration_none": (
        "文库没有自己的权重。",
        "The library has no weights of its own.",
    ),
    "report_in": ("报告：{path}", "Report: {path}"),
    "judged": (
        "评阅模型 {spec}：判对 {accuracy:.3f}，与字符串核对一致 {agreement:.3f}（kappa {kappa}），"
        "共 {graded} 条，未能评阅 {failed} 条。",
        "Judge {spec}: {accuracy:.3f} right, agrees with the string measure on {agreement:.3f} "
        "(kappa {kappa}); {graded} graded, {failed} not.",
    ),
    "drafted": (
        "起草了 {count} 个问题，写入 {path}。请逐条核对、修改后再用。",
        "{count} questions drafted into {path}. Read and correct them before use.",
    ),
    "drafted_few": (
        "文库只够起草 {count} 个问题。",
        "The library gives only {count} questions.",
    ),
    "compare_settings": ("设置不同：", "Different settings:"),
    "compare_left_out": (
        "{count} 个问题不是各次评测都有，未比较。",
        "{count} questions are not in every run and were left out.",
    ),
    "compare_head": ("指标", "score"),
    "compare_difference": ("差 [95% 区间]", "difference [95 %]"),
    "compare_better": ("更好", "better"),
    "compare_worse": ("更差", "worse"),
    "compare_same": ("未见差别", "not clear"),
    "compare_mixed": ("有好有坏", "mixed"),
    "compare_other": ("措辞不同", "other words"),
    "compare_seconds": (
        "（秒数随机器忙闲而变，不作检验）",
        "(seconds vary with the machine's load and are not tested)",
    ),
    "compare_marks": (
        "（▲ 更好 ▼ 更差：与 a 之差的 95% 区间不含 0；区间见 --json）",
        "(▲ better ▼ worse than a: the 95 % interval of the difference excludes 0; see --json)",
    ),
    "compare_changes": (
        "{run}：{count} 个问题有变化，更好 {better}，更差 {worse}。",
        "{run}: {count} questions changed, {better} better, {worse} worse.",
    ),
    "compare_none": ("各次评测没有不同。", "The runs do not differ."),
    "compare_more": ("另有 {count} 个，见 --json。", "{count} more: see --json."),
    "no_answer_text": ("（仅检索）", "(search only)"),
    "run_in": ("结果在 {folder}", "The run is in {folder}"),
    "stage_save": ("写入文库", "Writing the library"),
    "indexed": (
        "文库共 {articles} 篇文章、{passages} 个段落：新增 {added}，未变 {unchanged}，"
        "替换 {replaced}，移除 {removed}。用时 {total:.1f} 秒。",
        "The library holds {articles} articles in {passages} passages: {added} added, "
        "{unchanged} unchanged, {replaced} replaced, {removed} removed. {total:.1f} s.",
    ),
    "duplicates": ("重复的文章：{count} 组。", "Reprints: {count} groups."),
    "watching": ("正在跟踪变化（按 Ctrl-C 结束）…", "Following changes (Ctrl-C ends it) …"),
    "removed_residue": (
        "作为网页残留去除 {count} 处，见 yuanwen articles show ID --raw。",
        "{count} pieces were removed as residue: see yuanwen articles show ID --raw.",
    ),
    "removed_piece": ("〔已去除：{reason}〕", "[removed: {reason}]"),
    "file_failed": ("未能读取 {path}：{reason}", "Could not read {path}: {reason}"),
    "file_partial": ("部分读取 {path}：{reason}", "Read in part {path}: {reason}"),
    "file_skipped": ("跳过 {path}：{reason}", "Skipped {path}: {reason}"),
    "no_hits": ("没有找到相关段落。", "No passage was found."),
    "left_out": (
        "按截止日期，{count} 篇更晚发表或没有日期的文章未参与。",
        "{count} articles published later, or without a date, were left out.",
    ),
    "understood": ("按此理解：{question}", "Understood as: {question}"),
    "nearest": ("最接近的段落：", "The nearest passages:"),
    "sources": ("出处：", "Sources:"),
    "unsupported": ("（未在原文中核实）", " (not verified in the articles)"),
    "reprints": ("另有 {count} 篇转载", "and {count} reprints"),
    "superseded": (
        "此文已被更正或废止，见 yuanwen articles show {id}",
        "corrected or repealed since: see yuanwen articles show {id}",
    ),
    "replay_same": ("重问得到同样的回答。", "Asked again, the answer is the same."),
    "replay_differs": ("重问得到的回答有不同：", "Asked again, the answer differs:"),
    "replay_part_same": ("  {part}：相同", "  {part}: same"),
    "replay_part_differs": ("  {part}：不同", "  {part}: different"),
    "replay_standalone_question": ("对问题的理解", "question as understood"),
    "replay_hits": ("找到的段落", "passages found"),
    "replay_prompts": ("给模型的提示", "prompts"),
    "replay_replies": ("模型的回复", "replies"),
    "replay_sentences": ("句子与核对结果", "sentences and verdicts"),
    "replay_citations": ("引文", "citations"),
    "replay_outcome": ("是否找到答案", "outcome"),
    "replay_hit_moved": ("  名次变化：{hit}", "  other rank: {hit}"),
    "replay_hit_gone": ("  不再找到：{hit}", "  not found any more: {hit}"),
    "replay_hit_new": ("  新找到：{hit}", "  found now: {hit}"),
    "replay_before": ("当时：{answer}", "Then: {answer}"),
    "replay_now": ("现在：{answer}", "Now: {answer}"),
    "replay_surrounding": ("{what}：当时 {old}，现在 {new}。", "{what}: {old} then, {new} now"),
    "undated": ("日期不详", "undated"),
    "confidence": ("相关度", "relevance"),
    "no_articles": ("文库里没有文章。", "The library holds no articles."),
    "removed": ("已移除 {count} 篇文章。", "Removed {count} articles."),
    "check_ok": ("文库完好。", "The library is sound."),
    "restored": (
        "已退回到第 {generation} 版；损坏的版本在文库的 damaged 文件夹里。",
        "Went back to generation {generation}; what is damaged is in the library's folder damaged.",
    ),
    "check_bad": ("文库有 {count} 处问题：", "The library has {count} problems:"),
    "serving": ("聊天窗口：{url}（按 Ctrl-C 结束）", "Chat window: {url} (Ctrl-C ends it)"),
    "serving_interface": (
        "HTTP 服务：{url}（没有聊天窗口：未设置 YUANWEN_USERS；按 Ctrl-C 结束）",
        "HTTP service: {url} (no chat window: YUANWEN_USERS is not set; Ctrl-C ends it)",
    ),
    "password": ("{user} 的密码（不显示）：", "Password of {user} (not shown): "),
    "password_again": ("再输入一次：", "Once more: "),
    "password_line": (
        "把下面一行放进 YUANWEN_USERS（多个用户用逗号隔开）：",
        "Put this line into YUANWEN_USERS (commas between users):",
    ),
    "interrupted": (
        "已中断；已完成的编码会在下次继续使用。",
        "Interrupted; what was encoded is kept for the next run.",
    ),
    "system_refuses": ("系统不允许：{told}", "the system refuses: {told}"),
    "out_of_memory": ("内存不够", "there is not enough memory."),
    "memory_advice": (
        "请少编入一些文件，分几次进行；文库还是原来的样子。",
        "Index fewer files at a time; the library is as it was.",
    ),
    "system_advice": (
        "请腾出空间，或检查文件夹权限。",
        "Make room, or check the rights of the folder.",
    ),
    "bad_setting": ("请改正或取消该环境变量。", "Correct or unset that variable."),
    "model_ok": ("{spec}：可用，{seconds} 秒", "{spec}: answers, {seconds} s"),
    "model_tokens": (
        "，读 {prompt} 个词元，写 {completion} 个",
        ", {prompt} tokens read, {completion} written",
    ),
    "model_bad": ("{spec}：不可用。{told}", "{spec}: fails. {told}"),
    "question": ("问：{question}", "Q: {question}"),
}


def interface_language(setting: str | None) -> str:
    """Return "zh" or "en": as set, else by the locale."""
    if setting:
        return "zh" if setting.lower().startswith("zh") else "en"
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def text(language: str, name: str, **values: object) -> str:
    """Return a text in a language with its values filled in."""
    return TEXTS[name][0 if language == "zh" else 1].format(**values)
