"""A programme of many items is split at its items; an article stays whole."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.splitting.programme import Evidence, evidence, split_programme
from rag.reading.splitting.stories import find_stories

SHARED = Path(__file__).parents[3] / "shared"
NEWSCAST = SHARED / "data" / "newscast_days.jsonl.gz"
GIVES_AWAY = re.compile(r"央视网消息\s*[(（]\s*新闻联播\s*[)）]\s*[:：]?\s*")

ITEMS = {
    "海州港新集装箱码头昨天投入使用 年吞吐能力居全省第二": (
        "海州港新集装箱码头昨天投入使用，首艘货轮载着八百个集装箱靠泊，码头年吞吐能力居全省第二。\n"
        "港务公司说，新码头的桥吊由远程操作员控制，一名操作员能同时照看三台桥吊，装卸效率提高四成。"
        "码头后方的铁路专线下月通车，货物卸船以后可以直接装上火车。"
    ),
    "【走进山村】青石岭茶农办起自己的合作社 鲜叶变成好茶": (
        "近日，记者来到青石岭，这里的茶农办起自己的合作社已有三年，山上的鲜叶变成好茶卖到城里。\n"
        "从卖鲜叶到做成茶\n"
        "老支书带着大家建起炒青车间，一斤干茶的收入比从前多出两倍，茶农们把炒青的手艺写成了小册子。\n"
        "年轻人又回来了\n"
        "二十六岁的店主把直播间搬进茶园，订单来自三十多座城市，合作社的账本上第一次有了外省的名字。"
    ),
    "国家图书馆将展出六十部宋代刻本 观众须提前预约": (
        "国家图书馆今天宣布，将展出六十部宋代刻本，展期到八月底，观众须提前在网上预约。\n"
        "这些刻本来自十二家收藏单位，其中三部是首次公开。展柜恒温恒湿，每部刻本每天只翻开两页，"
        "修复师还将在现场演示怎样给旧纸补洞。"
    ),
    "南部山区出现强降雨 三条公路中断 没有人员伤亡": (
        "据应急管理部门通报，南部山区昨晚出现强降雨，三条公路中断，没有人员伤亡。\n"
        "抢修队伍连夜出动\n"
        "养路工人带着十二台挖掘机清理塌方，两条公路已经单向放行，另一条预计明天中午恢复通车。\n"
        "气象台预计，降雨今夜减弱，山区仍须防范滑坡，沿河低处的居民暂时住在学校。"
    ),
    "全国青年羽毛球锦标赛在临江落幕 东道主拿下女双金牌": (
        "全国青年羽毛球锦标赛15日在临江落幕，东道主选手拿下女双金牌，男双冠军归北方队。\n"
        "女双决赛打满三局，最后一分来自一记网前小球。主教练说，两名姑娘配对不到半年，"
        "这枚金牌来得比预想的早，秋天她们将随队出国打公开赛。"
    ),
    "科研人员在深海热泉区发现盲虾新物种 论文在线发表": (
        "科研人员日前在深海热泉区发现一种盲虾，经基因测序确认是新物种，论文已在线发表。\n"
        "这种盲虾没有眼睛，靠背上的感光斑寻找热泉喷口。潜水器在两千七百米深处采到十一只样本，"
        "它们以细菌为食，幼体能随洋流漂到几百公里以外。"
    ),
}
PROGRAMME = "\n".join(f"{title}\n{body}" for title, body in ITEMS.items())

SUBHEADED = """临江新区三年建成科技城 四百家企业在滩涂上落户
日前，记者走进临江新区。三年前这里还是一片滩涂，如今科技城里开着四百家企业，记者想看看科技城怎样建成。
企业为什么愿意来临江新区落户发展
记者近日问了二十家企业，临江新区给企业的第一样东西是时间。在新区办执照只要半天，企业省下的时间都用在研发上。
临江新区的人才究竟从哪里来
据新区公布的数字，临江新区与六所大学合办学院，科技城的企业出题，学生答题，去年有两千名毕业生留在科技城。
科技城怎样留住长大了的企业
今年以来，科技城有九家企业要扩建，临江新区提前备好楼宇，企业三次扩建都不出科技城，这是新区对企业的承诺。
临江新区的下一步往哪里走
新区昨天宣布，科技城二期今年开工，临江新区的企业和人才都会在科技城二期找到位置，滩涂将全部建成新区。"""

LAW = """临江市湿地保护条例
第一章 总则
第一条 为了加强湿地保护，维护生态平衡，根据有关法律，结合本市实际，制定本条例。
第二条 本市行政区域内湿地的保护、利用和管理，适用本条例。
第二章 规划与名录
第三条 市林业主管部门会同有关部门编制湿地保护规划，报市人民政府批准。
第四条 湿地实行名录管理，名录由市人民政府向社会公布。
第三章 法律责任
第五条 违反本条例规定，擅自填埋湿地的，责令限期恢复，并处罚款。
第四章 附则
第六条 本条例自2024年6月1日起施行。"""

QUESTIONS = """人才住房补贴有关问题解答
问：哪些人可以申请人才住房补贴？
答：今年以来新到本市就业、签订三年以上劳动合同的毕业生，可以申请人才住房补贴。
问：人才住房补贴的标准是多少？
答：据市人社局公布的标准，本科生每月八百元，硕士生每月一千二百元。
问：人才住房补贴怎样申请？
答：日前开通的网上窗口可以直接申请，材料由系统自动比对。
问：人才住房补贴什么时候发放？
答：每季度第一个月15日前发放到本人社保卡账户。"""

REPORT = """临江市上半年经济运行情况
一、工业生产稳步回升
上半年，全市规模以上工业增加值同比增长6.2%，增速比一季度加快0.8个百分点。
二、消费市场逐步恢复
上半年，全市社会消费品零售总额同比增长7.1%，其中餐饮收入增长14.3%。
三、外贸进出口保持增长
上半年，全市进出口总额同比增长3.5%，其中出口增长4.4%。
四、居民收入平稳增长
上半年，全市居民人均可支配收入同比名义增长5.8%。"""


def titles(text: str) -> list[str | None]:
    return [item.title for item in split_programme(text)]


def test_items_are_found_and_subheads_stay_inside_them() -> None:
    found = split_programme(PROGRAMME)
    assert [item.title for item in found] == list(ITEMS)
    assert [item.text for item in found] == [f"{title}\n{body}" for title, body in ITEMS.items()]


@pytest.mark.parametrize(
    "form",
    ["{title}\n\n　　{body}\n\n", "{number}、{title}\n{body}\n", "● {title}\n{body}\n"],
    ids=["blank lines and indents", "numbers", "bullets"],
)
def test_the_same_programme_in_other_forms(form: str) -> None:
    text = "".join(
        form.format(title=title, body=body, number=number)
        for number, (title, body) in enumerate(ITEMS.items(), start=1)
    )
    assert titles(text) == list(ITEMS)


def test_titles_in_brackets_that_run_into_the_text() -> None:
    bare = {title.rpartition("】")[2]: body.split("\n")[0] for title, body in ITEMS.items()}
    assert titles("\n".join(f"【{title}】{body}" for title, body in bare.items())) == list(bare)


def test_a_section_heading_goes_with_its_first_item() -> None:
    sport = "全国青年羽毛球锦标赛在临江落幕 东道主拿下女双金牌"
    found = titles(PROGRAMME.replace(sport, f"体育快讯\n{sport}", 1))
    assert found == [f"体育快讯 {title}" if title == sport else title for title in ITEMS]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("周立 听声音就能分辨轴承", "吴敏 一针一线绣出航天旗"),
        ("1、本周工匠周立和他的轴承", "2、本周工匠吴敏和她的航天旗"),
    ],
    ids=["parts of the title", "points of a list"],
)
def test_titles_inside_an_item_are_not_items(first: str, second: str) -> None:
    craft = "两位工匠今天登台 周立 听声音就能分辨轴承 吴敏 一针一线绣出航天旗"
    body = (
        f"两位工匠今天登台领奖，他们来自不同的城市，干的都是别人看不见的细活。\n{first}\n"
        f"昨天，周立又在车间听声音，轴承好坏他一听就能分辨，本周已经听过三百只轴承。\n{second}\n"
        "今天，吴敏的针线已经绣了四个月，航天旗上的一针一线都要数着经纬，本周她绣完最后一颗星。"
    )
    assert titles(f"{PROGRAMME}\n{craft}\n{body}") == [*ITEMS, craft]


def test_what_stands_before_the_first_item_is_an_item_of_its_own() -> None:
    greeting = "观众朋友晚上好，今天节目的时间大约三十分钟。"
    found = split_programme(f"{greeting}\n{PROGRAMME}")
    assert (found[0].text, found[0].title) == (greeting, None)
    assert [item.title for item in found[1:]] == list(ITEMS)


@pytest.mark.parametrize(
    "text",
    [SUBHEADED, LAW, QUESTIONS, REPORT, "\n".join(ITEMS), "一段没有标题的话。", " \n 短 \n"],
    ids=["subheads", "law", "questions", "report", "list of titles", "paragraph", "word"],
)
def test_any_other_text_stays_whole(text: str) -> None:
    (item,) = split_programme(text)
    assert (item.text, item.title) == (text.strip(), None)
    assert text[item.start : item.end] == item.text


BRIEFS = {
    "海州港新集装箱码头投入使用": "首艘货轮昨天靠泊海州港新集装箱码头，年吞吐能力居全省第二。",
    "青石岭茶农办起合作社": "青石岭茶农合作社近日挂牌成立。",
    "国家图书馆将展出宋代刻本": "国家图书馆今天宣布，六十部宋代刻本展期到八月底。",
    "全国青年羽毛球锦标赛落幕": "全国青年羽毛球锦标赛15日落幕，东道主夺女双金牌。北方队夺男双。",
    "深海热泉区发现盲虾新物种": "科研人员日前在深海热泉区发现盲虾新物种，论文已在线发表。",
}


@pytest.mark.parametrize("form", ["{}\n{}\n", "【{}】{}\n", "● {}\n{}\n\n"])
def test_short_items_under_titles_are_split(form: str) -> None:
    text = "".join(form.format(title, body) for title, body in BRIEFS.items())
    assert titles(text) == list(BRIEFS)


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("简讯\n", "{}\n"),
        ("今日快讯\n2024年5月20日\n", "● {}\n"),
        ("要闻速览\n\n", "{}\n\n"),
        ("", "【快讯】{}\n"),
    ],
)
def test_briefs_without_titles_are_split_where_the_text_says_what_it_is(
    heading: str, form: str
) -> None:
    text = heading + "".join(form.format(body) for body in BRIEFS.values())
    found = split_programme(text)
    assert [item.text for item in found[bool(heading) :]] == [
        form.format(body).strip() for body in BRIEFS.values()
    ]
    assert not heading or found[0].text == heading.strip()
    assert found[-1].title == "科研人员日前在深海热泉区发现盲虾新物种，论文已在线发表"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(BRIEFS.values()),  # nothing says that it is a digest
        "简讯\n" + "\n".join(list(BRIEFS.values())[:3]),  # too few
        "简讯\n" + "\n".join([*BRIEFS.values(), "".join(BRIEFS.values()) * 2]),  # one is no brief
        "快讯\n"  # no line tells when or by whom
        + "\n".join(f"{name}的做法是先试点后推广。" for name in ("甲地", "乙县", "丙乡", "丁村")),
        "快讯\n"  # one subject
        + "\n".join(f"昨天，海州港新集装箱码头的第{n}台桥吊投入使用。" for n in "一二三四五"),
    ],
    ids=["no heading", "three", "one is long", "no news", "one subject"],
)
def test_short_lines_that_are_no_briefs_stay_whole(text: str) -> None:
    assert titles(text) == [None]


SHORT_SECTIONS = """临江新区人才住房补贴办事指南
申请人才住房补贴的条件
近期新到本市就业的毕业生，可以申请人才住房补贴。
人才住房补贴的标准
据市人社局公布的标准，人才住房补贴每月八百元。
办理人才住房补贴的地点
日前开通的网上窗口可以办理人才住房补贴。
发放人才住房补贴的时间
本周起，人才住房补贴每月15日发放到账户。"""


def test_short_sections_of_one_subject_stay_whole() -> None:
    assert titles(SHORT_SECTIONS) == [None]


def test_three_items_are_too_few_to_tell() -> None:
    few = "\n".join(f"{title}\n{body}" for title, body in list(ITEMS.items())[::2])
    assert titles(few) == [None]


def test_the_evidence_is_counted_by_hand() -> None:
    stories = find_stories(
        "甲乙丙丁\n近日，甲乙丙丁戊己。\n子丑寅卯\n子丑辰巳午未，甲乙。", fewest=2, least_ledes=0
    )
    # 甲乙 乙丙 丙丁 all stand in the first lede, of 子丑 丑寅 寅卯 one in the second; of the first
    # title's three one stands in the other story, of the second's none; too short for blocks.
    assert evidence(stories) == Evidence(
        stories=2,
        echo=pytest.approx((1 + 1 / 3) / 2),
        ledes=0.5,
        title_characters=4.0,
        foreign=pytest.approx((1 / 3 + 0) / 2),
        cohesion=0.5,
    )


def test_the_score_is_summed_by_hand() -> None:
    found = Evidence(
        stories=24, echo=0.6, ledes=0.75, title_characters=15, foreign=0.1, cohesion=0.5
    )
    # 2 ln(12 / 4) + 4 × 0.75 + 6 × 15 / 20 − 6 × 0.1 − 6 × 0.5
    assert found.score == pytest.approx(2.1972246 + 3 + 4.5 - 0.6 - 3)


def test_texts_are_answered_from_their_form_where_few_ledes_are_news() -> None:
    assert len(find_stories(PROGRAMME, fewest=4, least_ledes=0.5)) == 9
    assert find_stories(PROGRAMME, fewest=10, least_ledes=0.5) == []
    assert find_stories(REPORT, fewest=4, least_ledes=0.5) == []


LINES = st.sampled_from(
    [*PROGRAMME.split("\n"), *LAW.split("\n"), "", "　", "【", "今天，", "1、", "A title", "\r"]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=40).map("\n".join))
def test_every_character_is_in_one_item(text: str) -> None:
    if not text.strip():
        return
    items = split_programme(text)
    end = 0
    for item in items:
        assert not text[end : item.start].strip()
        assert text[item.start : item.end] == item.text == item.text.strip() != ""
        end = item.end
    assert not text[end:].strip()


@given(st.permutations(list(ITEMS.items())))
def test_the_order_of_the_items_does_not_matter(items: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{title}\n{body}" for title, body in items)
    assert titles(text) == [title for title, _ in items]


def _days() -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Return each day's text without the giveaway words, and its items' titles and offsets."""
    days = []
    with gzip.open(NEWSCAST, "rt", encoding="utf-8") as lines:
        for line in lines:
            day = json.loads(line)
            cuts = [found.span() for found in GIVES_AWAY.finditer(day["text"])]
            items = [
                (
                    one["title"],
                    *(
                        place - sum(min(end, place) - start for start, end in cuts if start < place)
                        for place in (one["start"], one["end"])
                    ),
                )
                for one in day["items"]
            ]
            days.append((GIVES_AWAY.sub("", day["text"]), items))
    return days


@pytest.mark.skipif(not NEWSCAST.exists(), reason="../shared/data/newscast_days.jsonl.gz is absent")
def test_item_starts_of_the_newscast_days_kept_for_reporting() -> None:
    right = wrong = missed = 0
    for text, items in _days()[1::2]:
        assert all(text.startswith(title, start) for title, start, _ in items)
        true = {start for _, start, _ in items}
        briefs = [(start, end) for title, start, end in items if "快讯" in title]
        found = {item.start for item in split_programme(text)}
        right += len(found & true)
        missed += len(true - found)
        wrong += sum(
            not any(start < place < end for start, end in briefs) for place in found - true
        )
    assert right + missed == 1017
    assert 2 * right / (2 * right + wrong + missed) >= 0.90
