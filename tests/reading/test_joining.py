"""Lines broken in mid-sentence are joined, and only those."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.joining import join_lines

LONG = (
    "招商团队在了解企业运营状况、生产规模等多方面情况后,与企业相关负责人就项目投资、技术合作、市场"
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG, "前景等方面进行深入探讨。"),
        ("要求全体党员干部持之以恒抓落实,力度不减、", "劲头不松、标准不降。"),
        ("会议强调,经开区作为全市经", "济发展的主平台,要善于改革创新。"),
        ("政策支撑上,经开区出台“3+", "N”配套体系,以三大政策明晰路径。"),
        ("项目的快速推进,得益于经开区创新实施的", "“六即集成法”精准服务。"),
        ("看到了一张空港园区11月的促投促建工作", "图报。7月的时候,这里才刚刚完成平整。"),
        ("材料有限公司总占地面积224亩,总建筑", "面积25万平方米,于2023年6月动工。"),
        ("组建工作专班,进一步形成各部门服务项目", "的合力,健全重点项目综合调度机制。"),
        ("他说,这里环境好", "，服务也好。"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n\n\n　"])
def test_a_sentence_is_joined_over_its_break(first: str, second: str, gap: str) -> None:
    assert join_lines(f"{first}{gap.rstrip('　')}{second}\n") == first + second


@pytest.mark.parametrize(
    "text",
    [
        "丽水经开区召开党工委会议\n本报讯(记者 黄晓俊)6月5日,经开区召开会议。",
        "创新机制精准破解难题\n优异成绩的背后,是经开区积极探索新路径。",
        "直面复杂整治困局\n连片攻坚破解腾退难题\n整治之路并非坦途。",
        "“两清退”攻坚筑牢安全屏障\n——经开区化工园区腾退升级再提速\n记者 商政君 通讯员 雷莹莹",
        "强化担当,凝聚合力\n要进一步压实责任。",
        "索引号 | 113325 | 文号 |\n成文日期 | 2024-02-27 |",
        "一、总体要求\n二、主要任务\n(一)加强领导\n(二)压实责任",
        "会议指出,要抓落实。\n会议强调,要善于改革创新。",
        "烈士纪念日向人民英雄敬献花篮仪式在京隆重举行\n近日，天地英雄气，千秋尚凛然。",
        "他说:\n“我们将继续努力。”",
    ],
)
def test_a_break_that_is_meant_stays(text: str) -> None:
    assert join_lines(text) == text


def test_what_the_text_writes_in_one_elsewhere_is_joined() -> None:
    broken = "丽水中欣晶圆首根12吋完美\n\n单晶成功下线,是又一重大突破。"
    assert join_lines(broken).count("\n") == 1
    assert join_lines(f"举行完美单晶下线仪式。\n{broken}").endswith(
        "首根12吋完美单晶成功下线,是又一重大突破。"
    )


def test_wrapped_lines_with_indented_paragraphs() -> None:
    first = "　　今年以来，丽水经开区已成功引进四十一个半导体项目。总投资额超过七百亿元，入选名单。"
    second = (
        "　　会议强调，要善于改革创新，牢牢把握这一核心要求，紧盯经济增量、项目投资与招引工作。"
    )
    lines = [part[at : at + 12] for part in (first, second) for at in range(0, len(part), 12)]
    assert join_lines("\n".join(lines)) == f"{first.strip()}\n{second.strip()}"


def test_english_lines_are_joined_with_a_space() -> None:
    assert join_lines("The zone has attracted\nmore projects.") == (
        "The zone has attracted more projects."
    )
    assert join_lines("a well-\nknown firm, said") == "a well-known firm, said"


def test_nothing_gives_nothing() -> None:
    assert join_lines(" \n\t\n") == ""


PIECES = st.sampled_from(
    [
        "会议强调,",
        "经济发展",
        "的",
        "。",
        "”",
        "“",
        "\n",
        "\n\n",
        "　",
        " ",
        "(一)",
        "记者 ",
        "ab",
        "-",
        "|",
        "，",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_no_character_is_lost_doubled_or_moved(text: str) -> None:
    joined = join_lines(text)
    assert "".join(joined.split()) == "".join(text.split())
    assert "\n\n" not in joined
    assert joined == joined.strip()
