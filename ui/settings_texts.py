"""Every text of the panel of the settings, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from ui.texts import Language


@dataclass(frozen=True)
class SettingsTexts:
    """The panel's texts in one language; those with braces are filled by `str.format`."""

    html_language: str
    title: str
    here: str
    here_hint: str
    language: str
    by_browser: str
    as_of: str
    as_of_hint: str
    as_of_told: str
    passages: str
    passages_hint: str
    in_use: str
    model: str
    other_models: str
    model_cost: str
    encoder: str
    bundled: str
    encoder_cost: str
    library: str
    no_library: str
    articles: str
    of_them_reprints: str
    passage_count: str
    written: str
    size: str
    weights: str
    own_weights: str
    shipped_weights: str
    again: str
    again_hint: str
    only_one: str
    choose_encoder: str
    current: str
    estimate: str
    estimating: str
    estimated: str
    begin: str
    leave: str
    stop: str
    encoded: str
    seconds: str
    minutes: str
    hours: str


ZH = SettingsTexts(
    html_language="zh-CN",
    title="设置",
    here="本窗口",
    here_hint="只影响这个浏览器窗口；语言会记在这个浏览器里。",
    language="语言",
    by_browser="跟随浏览器",
    as_of="截至日期",
    as_of_hint="如 2024-06，可不填",
    as_of_told="只查这一天及以前发表的文章；更晚的和没有日期的不查。",
    passages="查找段落数",
    passages_hint="每个问题找出多少段原文；多了更全，也略慢。",
    in_use="正在使用",
    model="回答方式",
    other_models="可换成",
    model_cost="在问题下方随时更换，下一个问题就生效。",
    encoder="编码器",
    bundled="自带（多语言）",
    encoder_cost="更换要把全部 {passages} 段重新编码，期间照常提问。",
    library="文库",
    no_library="还没有文章。",
    articles="文章",
    of_them_reprints="{articles} 篇，其中转载 {reprints} 篇",
    passage_count="{passages} 段，每段约 {characters} 字",
    written="更新时间",
    size="占用空间",
    weights="检索权重",
    own_weights="由你的问题校准",
    shipped_weights="自带",
    again="重新编码",
    again_hint="换用另一编码器，或重做现有的索引。完成前一直用旧的回答。",
    only_one="要换用其他编码器，请在启动前写入 YUANWEN_ENCODERS 或 yuanwen.toml 的 encoders。",
    choose_encoder="编码器",
    current="{name}（现用）",
    estimate="估算用时",
    estimating="正在试编几段…",
    estimated="用“{name}”重新编码 {passages} 段，大约需要{time}。现在开始？",
    begin="开始",
    leave="不了",
    stop="停止",
    encoded="已用“{name}”编码 {passages} 段，用时{time}。",
    seconds=" {count} 秒",
    minutes=" {count} 分钟",
    hours=" {count} 小时",
)

EN = SettingsTexts(
    html_language="en",
    title="Settings",
    here="This window",
    here_hint="For this tab of the browser only; the language is kept in this browser.",
    language="Language",
    by_browser="as the browser",
    as_of="As of",
    as_of_hint="e.g. 2024-06, optional",
    as_of_told="Only what was published by then is searched; later and undated articles are not.",
    passages="Passages",
    passages_hint="How many passages are found for a question; more is fuller and a little slower.",
    in_use="In use",
    model="Answered by",
    other_models="Others",
    model_cost="Change it below the question; it holds from the next question on.",
    encoder="Encoder",
    bundled="bundled (multilingual)",
    encoder_cost="A change encodes all {passages} passages anew; you can go on asking meanwhile.",
    library="Library",
    no_library="No articles yet.",
    articles="Articles",
    of_them_reprints="{articles}, {reprints} of them reprints",
    passage_count="{passages} passages of about {characters} characters",
    written="Last change",
    size="Room taken",
    weights="Search weights",
    own_weights="calibrated on your questions",
    shipped_weights="as shipped",
    again="Encode anew",
    again_hint="With another encoder, or the present one again. The old index answers until then.",
    only_one="Others are named before the start, in YUANWEN_ENCODERS or as encoders in "
    "yuanwen.toml.",
    choose_encoder="Encoder",
    current="{name} (in use)",
    estimate="Estimate the time",
    estimating="Trying a few passages…",
    estimated="Encoding {passages} passages with “{name}” takes about{time}. Begin now?",
    begin="Begin",
    leave="Leave it",
    stop="Stop",
    encoded="{passages} passages encoded with “{name}” in{time}.",
    seconds=" {count} s",
    minutes=" {count} min",
    hours=" {count} h",
)

SETTINGS_TEXTS: dict[Language, SettingsTexts] = {"zh": ZH, "en": EN}
