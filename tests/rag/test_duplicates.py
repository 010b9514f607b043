"""Reprints and corrected versions: the same article is found, one that differs never is."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.duplicates import duplicate_groups, find_duplicates, find_relations
from rag.duplicates.alignment import Departure, departures, whole_clauses_left_out
from rag.duplicates.corrections import marked
from rag.duplicates.fingerprints import fingerprints, similar_pairs, text_key
from rag.duplicates.folding import fold_text
from rag.duplicates.furniture import is_furniture, without_furniture
from rag.duplicates.subjects import titles_conflict
from rag.duplicates.verification import Text
from rag.sentences import sentence_spans
from rag.types import Article

NEWS = Path(__file__).parents[2].parent / "shared/data/crud_news/articles.jsonl.gz"

TITLE = "青溪经开区新增七家技术中心"
DATELINE = "新华社青溪3月5日电（记者 陈小河）"
BODY = (
    "青溪经济开发区管委会5日通报，区内新增三家省级企业技术中心和四家市级企业技术中心。"
    "至此，全区技术中心达到58家，去年研发投入12.6亿元，同比增长9.4%。\n"
    "管委会副主任林致远介绍，新增的技术中心分布在轴承、水泵和光学镜片三个行业，"
    "其中远帆轴承有限公司的中心已有研发人员120名。\n"
    "“我们每年拿出3000万元支持企业建中心。”林致远说，下一步将在白鹭镇建设一个检测平台。\n"
    "检测平台占地两万平方米，计划明年10月投用，由开发区与江南理工学院共同管理。\n"
    "据了解，这个开发区成立于2006年，现有规模以上工业企业310家。"
)
FULL = f"{TITLE}\n{DATELINE}{BODY}"
ENGLISH = (
    "Brookfield opens a second water plant\n"
    "The town of Brookfield opened its second water treatment plant on Monday, officials said. "
    "It cost 14.5 million dollars and serves 32,000 households.\n"
    "Mayor Ellen Hart said the plant would cut outages by half. "
    "Two more pumping stations are planned for next year, the council said.\n"
    "The first plant was built in 1974 by the Norwell company."
)


def article(name: str, text: str, title: str = TITLE, date: str | None = None) -> Article:
    return Article(name, title, text, "x.txt", date)


def reprints(*texts: str, titles: tuple[str, ...] | None = None) -> dict[str, str]:
    titles = titles or (TITLE,) * len(texts)
    pairs = zip(texts, titles, strict=True)
    return find_duplicates(article(str(at), *pair) for at, pair in enumerate(pairs))


def wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


REPRINTS = {
    "word for word": FULL,
    "without headline": f"{DATELINE}{BODY}",
    "another headline": f"58家！青溪再添技术中心\n{DATELINE}{BODY}",
    "another agency line": f"{TITLE}\n本报讯（通讯员 王大川 记者 李明月）{BODY}",
    "no agency line": f"{TITLE}\n{BODY}",
    "last paragraphs cut": FULL[: FULL.index("检测平台占地")],
    "only the first paragraph": FULL[: FULL.index("管委会副主任")],
    "a paragraph left out": FULL.replace(FULL[FULL.index("“我们") : FULL.index("检测平台占")], ""),
    "a clause left out": FULL.replace("，同比增长9.4%", ""),
    "full-width": wide(FULL),
    "traditional script": opencc.OpenCC("s2t").convert(FULL),
    "lines joined, spaces": FULL.replace("\n", " ").replace("5日", "5 日"),
    "other punctuation": FULL.replace("，", ",").replace("“", "「").replace("”", "」"),
    "particles": FULL.replace("新增的技术", "新增技术").replace("中心和四", "中心与四"),
    "residue of a page": f"{FULL}\n责任编辑：赵小舟\n来源：青溪日报\n"
    "版权声明：未经授权不得转载，联系电话0999-1234567。\n分享到朋友圈",
    "original title first": f"原标题：{TITLE}\n{BODY}\n返回首页，查看更多",
    "author last": f"{BODY}（记者 陈小河）",
    "source first": f"{TITLE}\n来源：青溪日报 \n{BODY}",
    "longer": f"{FULL}\n开发区还将于下月举办一次技术对接会，邀请二十家科研院所参加。",
}

DIFFERENT = {
    "another figure": FULL.replace("58家", "59家"),
    "a decimal point": FULL.replace("12.6亿", "126亿"),
    "another unit": FULL.replace("3000万元", "3000元"),
    "a share gone": FULL.replace("9.4%", "9.4"),
    "another year": FULL.replace("2006年", "2008年"),
    "a Chinese numeral": FULL.replace("三家省级", "四家省级"),
    "a Chinese numeral of area": FULL.replace("两万平方米", "三万平方米"),
    "another month": FULL.replace("明年10月", "明年11月"),
    "one character of a name": FULL.replace("林致远", "林志远"),
    "a name once": FULL.replace("副主任林致远", "副主任林至远"),
    "another company": FULL.replace("远帆轴承", "长帆轴承"),
    "another place": FULL.replace("白鹭镇", "白露镇"),
    "another town": FULL.replace("青溪", "金溪"),
    "a denial": FULL.replace("计划明年", "不计划明年"),
    "up for down": FULL.replace("同比增长", "同比下降"),
    "figure and cut": FULL.replace("58家", "59家")[: FULL.index("检测平台占地")],
    "name and headline": f"喜讯！\n{FULL.replace('林致远', '林致达')}",
    "headline with another figure": FULL.replace("新增七家", "新增八家"),
    "new headline with another figure": FULL.replace(TITLE, "61家！青溪再添技术中心"),
    "headline of another place": FULL.replace(TITLE, "兰溪经开区新增七家技术中心"),
    "the day of the dateline": FULL.replace("3月5日电", "3月6日电"),
    "a figure of its own at the end": f"{FULL[: FULL.index('检测平台占')]}检测平台投资2亿元。",
    "a sentence of its own at the end": f"{FULL[: FULL.index('据了解')]}企业家许平川到场祝贺。",
    "a sentence of its own after the source": f"{BODY[: BODY.index('据了解')]}来源：青溪日报。"
    "又讯，白鹭镇的检测平台停建。",
}


@pytest.mark.parametrize("name", REPRINTS)
def test_the_same_article_is_a_reprint(name: str) -> None:
    assert len(reprints(FULL, REPRINTS[name])) == 1


@pytest.mark.parametrize("name", DIFFERENT)
def test_an_article_that_differs_is_none(name: str) -> None:
    assert DIFFERENT[name] != FULL
    assert reprints(FULL, DIFFERENT[name]) == {}


def test_english_reprints() -> None:
    cut = ENGLISH[: ENGLISH.index("The first plant")]
    assert reprints(ENGLISH, f"By Jane Moor\n{cut}", titles=("a", "a")) == {"1": "0"}
    for before, after in [
        ("14.5", "14.8"),
        ("Hart", "Hard"),
        ("Monday", "Sunday"),
        ("half", "20%"),
    ]:
        assert reprints(ENGLISH, cut.replace(before, after), titles=("a", "a")) == {}


def test_an_article_that_quotes_a_whole_other_is_no_reprint() -> None:
    note = (
        "青溪区水务局7日发布通告，白鹭水厂9日零时起停水检修，"
        "预计12小时后恢复，请沿线居民提前储水备用。"
    )
    column = (
        "停水通告怎样写才让人看得懂？本栏收到不少读者来信，说通告里的时间总要算上半天。"
        f"一位读者寄来的例子是这样的：“{note}”读者问，究竟是几点恢复？"
        "我们以为，写明恢复的钟点比写明时长更好，不要让居民自己去加。通告是写给人看的，不是写给档案看的。"
        "希望有关部门改一改这样的写法，这并不费事。"
    )
    assert reprints(note, column, titles=("停水通告", "通告要让人看懂")) == {}


def test_an_article_quoted_whole_in_a_longer_one_is_no_reprint() -> None:
    before = "".join(f"编者按第{n}段谈的是报道的写法而不是报道的事情。" for n in range(9))
    text = (
        BODY
        + "开发区还将于下月举办技术对接会，邀请二十家科研院所参加，届时白鹭镇的平台将开放参观。" * 3
    )
    assert reprints(f"{before}“{text}”", text, titles=("写法", TITLE)) == {}
    assert reprints(f"{before}\n{text}", text, titles=("写法", TITLE)) == {"1": "0"}


def test_the_original_title_may_stand_before_a_reprint_but_not_another_name() -> None:
    longer = f"{BODY}开发区还将于下月举办技术对接会，邀请二十家科研院所参加。"
    assert reprints(longer, f"原标题：{TITLE}{BODY}") == {"1": "0"}
    assert reprints(longer, f"原标题：{TITLE}61家{BODY}") == {}
    for other in ("兰溪经开区新增七家技术中心", "青溪经开区再增七家技术中心"):
        assert reprints(f"原标题：{TITLE}\n{longer}", f"原标题：{other}\n{BODY}") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("总分（58）。", "总分（）。"),
        ("总分（-8.5%）。", "总分（）。"),
        ("据《青溪时报》报道，", "据《兰溪时报》报道，"),
    ],
)
def test_a_clause_that_is_a_figure_or_a_source_is_not_left_out(one: str, other: str) -> None:
    assert reprints(f"{BODY}{one}{BODY[::-1]}", f"{BODY}{other}{BODY[::-1]}") == {}


def test_a_first_clause_that_serves_as_title_is_no_headline() -> None:
    longer = f"{BODY}开发区还将于下月举办技术对接会，邀请二十家科研院所参加。"
    one, other = f"据上级介绍，{longer}", f"经民间举报，{BODY}"
    assert reprints(one, other, titles=("据上级介绍", "经民间举报")) == {}
    assert reprints(one, f"经民间举报，\n{BODY}", titles=("据上级介绍", "经民间举报")) == {}


def test_a_short_item_of_a_long_digest_is_no_reprint() -> None:
    item = BODY[: BODY.index("管委会副主任")]
    others = "".join(
        f"第{n}条消息说的是另一件事，与前面的{n * 7}条没有关系，地点在{n}号港。" for n in range(40)
    )
    assert reprints(f"{item}\n{others}", item, titles=("今日要闻", TITLE)) == {}


@pytest.mark.parametrize(
    ("template", "one", "other"),
    [
        ("{}年度青溪区政府信息公开工作报告按要求编制，全文在区政府网站公布，"
         "内容包括主动公开、依申请公开、监督保障等六个部分，欢迎查阅并提出意见。", "2023", "2024"),
        ("{}今天晴到多云，西北风三到四级，早晚温差较大，请市民注意添衣保暖，外出时注意交通安全，"
         "夜间行车注意低能见度，户外作业注意防风防火。最高气温18度。", "3月5日", "3月6日"),
        ("{}发布公告称，公司董事会审议通过了关于使用部分闲置募集资金进行现金管理的议案，"
         "同意公司使用不超过2亿元的闲置募集资金进行现金管理，期限为十二个月。",
         "远帆轴承", "青溪水泵"),
        ("青溪白条鸡蛋批发价今日每公斤{}元，与昨日相比略有变化，市场货源充足，交易平稳，"
         "预计本周价格仍将维持在这一水平上下，养殖户补栏意愿不强。", "9.36", "9.63"),
    ],
)  # fmt: skip
def test_two_of_one_template_are_no_reprints(template: str, one: str, other: str) -> None:
    texts = [template.format(one), template.format(other)]
    found = find_relations(
        article(name, text, "通报", date)
        for name, text, date in zip("ab", texts, ("2024-03-05", "2024-03-06"), strict=True)
    )
    assert (found.reprints, found.superseded) == ({}, {})


def test_titles_of_two_years_part_equal_texts() -> None:
    assert reprints(BODY, BODY, titles=("2023年通报", "2024年通报")) == {}
    assert reprints(BODY, BODY, titles=("甲县天气预报", "乙县天气预报")) == {}
    assert reprints(BODY, BODY, titles=("开发区添了技术中心", "青溪：研发再提速")) == {"1": "0"}


def test_the_fullest_stands_then_the_earliest_then_the_first() -> None:
    cut = FULL[: FULL.index("据了解")]
    articles = [
        article("cut", cut, date="2024-03-01"),
        article("late", FULL, date="2024-03-06"),
        article("undated", FULL),
        article("early", FULL, date="2024-03-05"),
        article("early too", FULL.replace("，", ","), date="2024-03-05"),
    ]
    others = {"cut", "late", "undated", "early too"}
    assert find_relations(articles).reprints == dict.fromkeys(others, "early")


def test_no_chains_and_groups_with_the_standing_one_first() -> None:
    cuts = [FULL, FULL[: FULL.index("据了解")], FULL[: FULL.index("检测平台占")]]
    found = reprints(*reversed(cuts))
    assert found == {"0": "2", "1": "2"}
    assert [[group[0], *sorted(group[1:])] for group in duplicate_groups(found)] == [
        ["2", "0", "1"]
    ]


def test_the_order_given_does_not_matter_where_dates_differ() -> None:
    texts = REPRINTS | DIFFERENT
    articles = [
        article(name, text, date=f"2024-{1 + at // 28:02}-{1 + at % 28:02}")
        for at, (name, text) in enumerate(texts.items())
    ]
    expected = find_relations(articles)
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert find_relations(articles) == expected


def versions(text: str, title: str = TITLE, date: str | None = "2024-03-07") -> dict[str, str]:
    found = find_relations(
        [article("old", FULL, date="2024-03-05"), article("new", text, title, date)]
    )
    assert found.reprints == {}
    return found.superseded


@pytest.mark.parametrize(
    "mark", ["更正：{}", "{}（更正）", "{}（修订版）", "【更新】{}", "Correction: {}"]
)
def test_a_marked_correction_supersedes(mark: str) -> None:
    corrected = FULL.replace("58家", "59家").replace("120名", "102名")
    assert versions(corrected, mark.format(TITLE)) == {"old": "new"}
    assert versions(corrected, mark.format(TITLE), None) == {"old": "new"}
    assert versions(corrected, mark.format(TITLE), "2024-03-04") == {}  # it cannot be the later


def test_a_correction_in_the_text_or_of_a_name_supersedes() -> None:
    assert versions(f"更正：{FULL.replace('58家', '59家')}") == {"old": "new"}
    assert versions(FULL.replace("林致远", "林志远"), f"{TITLE}（更正）") == {"old": "new"}


def test_a_later_version_with_one_figure_changed_supersedes() -> None:
    assert versions(FULL.replace("58家", "59家")) == {"old": "new"}
    assert versions(FULL.replace("58家", "59家"), date="2024-03-05") == {}  # which is the later?
    assert versions(FULL.replace("58家", "59家"), date="2024-09-05") == {}  # not so late
    assert versions(FULL.replace("58家", "59家"), date=None) == {}


def test_other_changes_do_not_supersede_without_a_mark() -> None:
    assert versions(FULL.replace("林致远", "林志远")) == {}
    assert versions(FULL.replace("明年10月", "明年11月")) == {}
    assert versions(FULL.replace("58家", "59家"), "另一个标题") == {}
    daily = FULL.replace("58", "61").replace("12.6", "13.1").replace("9.4", "9.9")
    assert versions(daily.replace("120名", "133名").replace("310", "318")) == {}


def test_editions_of_two_years_do_not_supersede() -> None:
    old, new = (f"{year}年青溪区招生通知" for year in (2023, 2024))
    text = FULL.replace(TITLE, old)
    found = find_relations([
        article("old", text, old, "2023-05-01"),
        article("new", text.replace("2023", "2024").replace("58", "59"), new, "2024-05-01"),
        article("marked", text.replace("58家", "60家"), f"{new}（修订版）", "2024-05-09"),
    ])  # fmt: skip
    assert "old" not in found.superseded


def test_superseded_leads_to_the_newest() -> None:
    found = find_relations(
        article(str(n), FULL.replace("58家", f"{57 + n}家"), date=f"2024-03-0{5 + n}")
        for n in range(3)
    )
    assert found.superseded == {"0": "2", "1": "2"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("更正：青溪新增七家", True),
        ("青溪新增七家（修订版）", True),
        ("[Updated] Plant opens", True),
        ("关于修订管理办法的公告", False),
        ("推动设备更新的通知", False),
        ("Updated rules for plants", False),
    ],
)
def test_marks_of_a_correction(title: str, expected: bool) -> None:
    assert marked(Text.of(article("a", BODY, title))) is expected


@given(st.data())
def test_one_digit_changed_is_never_a_reprint(data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, one in enumerate(FULL) if one.isdigit()]))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != FULL[at]]))
    assert reprints(FULL, FULL[:at] + digit + FULL[at + 1 :]) == {}


@given(st.integers(0, len(BODY) - 1), st.sampled_from("王伟玮磊七八百否"))
def test_one_character_of_the_body_changed_is_never_a_reprint(at: int, other: str) -> None:
    if fold_text(BODY[at]).letters and BODY[at] not in f"的和{other}":
        assert reprints(FULL, f"{TITLE}\n{BODY[:at]}{other}{BODY[at + 1 :]}") == {}


@given(st.integers(1, 6))
def test_sentences_removed_from_the_end_leave_a_reprint(count: int) -> None:
    end = sentence_spans(FULL)[-1 - count][1]
    assert reprints(FULL, FULL[:end]) == {"1": "0"}


@pytest.mark.skipif(not NEWS.exists(), reason=f"real articles are not there: {NEWS}")
def test_real_articles_with_a_digit_changed_or_the_end_cut() -> None:
    choose = random.Random(7)
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 200)]
    for record in records:
        one = article("a", record["text"], "")
        digits = [at for at, letter in enumerate(one.text) if letter.isdigit()]
        if digits:
            at = choose.choice(digits)
            other = str((int(one.text[at]) + choose.randint(1, 9)) % 10)
            changed = replace(one, id="b", text=one.text[:at] + other + one.text[at + 1 :])
            assert find_duplicates([one, changed]) == {}, record["id"]
        spans = sentence_spans(one.text)
        rest = one.text[: spans[-2][1]] if len(spans) > 1 else ""
        if len(rest) > max(0.4 * len(one.text), 80):
            assert find_duplicates([one, replace(one, id="b", text=rest)]), record["id"]


def test_folding_keeps_what_gives_a_figure_its_value() -> None:
    assert fold_text("１，２００．５萬，約 ３－５％。 -4℃ ABC").letters == "1200.5万约3-5%-4℃abc"
    folded = fold_text("甲：乙，1,000。“丙”丁\n戊")
    assert folded.letters == "甲乙1000丙丁戊"
    assert folded.breaks.tolist() == [2, 1, 2, 0, 0, 0, 2, 0, 2, 2]
    assert folded.positions.tolist() == [0, 2, 4, 6, 7, 8, 11, 13, 15]


@given(st.text(max_size=60))
def test_folding_keeps_positions(text: str) -> None:
    folded = fold_text(text)
    assert len(folded.positions) == len(folded.letters) == len(folded.breaks) - 1
    for letter, at in zip(folded.letters, folded.positions.tolist(), strict=True):
        assert fold_text(f"1{text[at]}1").letters[1] == letter


def test_departures_are_where_the_texts_part() -> None:
    full = fold_text("一二三四五六七八九十，甲乙丙丁戊己庚辛壬癸子丑。天地玄黄，宇宙洪荒日月盈昃。")
    short = fold_text("一二三四五六七八九十，甲乙丙丁戊己庚辛壬癸子丑。宇宙洪荒日月盈昃。")
    found = list(departures(short, full))
    assert found == [Departure(22, 22, 22, 26)]
    assert whole_clauses_left_out(full, short, found[0])
    assert not whole_clauses_left_out(full, short, Departure(22, 22, 22, 25))
    apart = fold_text("全不相干的另一篇文章说的是别的事")
    assert list(departures(apart, full)) == [Departure(0, 16, 0, len(full.letters))]


@given(st.text("甲乙丙丁", max_size=40), st.text("甲乙丙丁", max_size=40))
def test_departures_account_for_every_letter(short: str, full: str) -> None:
    at = full_at = 0
    for one in departures(fold_text(short), fold_text(full)):
        assert short[at : one.start] == full[full_at : one.full_start]
        at, full_at = one.end, one.full_end
    assert short[at:] == full[full_at:]


def test_texts_that_share_fifteen_letters_share_a_fingerprint() -> None:
    shared = "三家省级企业技术中心和四家市级"
    assert len(shared) == 15
    one, other = fingerprints([f"开头甲乙丙{shared}结尾", f"别处文字另起一行{shared}完"])
    assert np.intersect1d(one, other).size
    assert fingerprints(["短"])[0].size == 0


def test_fingerprints_that_are_known_are_not_computed_again() -> None:
    known = {text_key(BODY): np.array([7], dtype=np.uint32)}
    first, second = fingerprints([BODY, FULL], known)
    assert first.tolist() == [7]
    assert known[text_key(FULL)] is second
    assert second.tolist() == fingerprints([FULL])[0].tolist()


def test_pairs_share_half_of_the_fingerprints_of_the_shorter() -> None:
    sketches = [np.arange(start, end, dtype=np.uint32) for start, end in [(0, 9), (5, 13), (5, 9)]]
    assert list(similar_pairs(sketches)) == [(1, [0]), (2, [0, 1])]
    assert list(similar_pairs([])) == []


def test_a_story_printed_by_hundreds_has_one_standing() -> None:
    found = reprints(*(f"{FULL}\n来源：{chr(0x4F60 + n)}山日报" for n in range(300)))
    assert set(found.values()) == {"0"}
    assert len(found) == 299


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2023年工作报告", "2024年工作报告", True),
        ("天气预报第三期", "天气预报第四期", True),
        ("甲县天气预报", "乙县天气预报", True),
        ("青溪新增七家技术中心", "青溪新增七家技术中心", False),
        ("工信部明年起未备案不得展业", "明年起未备案不得展业", False),
        ("开发区添技术中心", "青溪研发再提速", False),
        ("", "第三期", False),
    ],
)
def test_titles_of_one_template_conflict(one: str, other: str, expected: bool) -> None:
    assert titles_conflict(one, other) is expected
    assert titles_conflict(other, one) is expected


def test_furniture() -> None:
    assert without_furniture("新华社北京3月5日电（记者 陈小河）今天").strip() == "今天"
    assert without_furniture("来源：青溪日报\n责任编辑：赵小舟").strip() == ""
    assert is_furniture("来源：青溪日报。版权声明：不得转载。")
    kept = "甲公司3月5日电动汽车交付", "资金来源：政府拨款5亿元", "记者：您怎么看？"
    assert [without_furniture(text) for text in kept] == list(kept)
    assert not is_furniture("来源：青溪日报。公司亏损5亿元。")
