"""Lines with source, author, date, counts and buttons: read whatever their order, never a title."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from rag.reading.articles import articles_of
from rag.reading.headlines import title_of
from rag.reading.meta_lines import is_meta_line
from rag.reading.plain import read_plain
from rag.types import Article

TITLE = "新区公布十件实事"
LEAD = "近日，新区管委会公布了今年的十件实事，涉及交通、教育和医疗等方面，总投资二十三亿元。"
REST = "会议要求，各部门要把任务分解到人，按月公布进展，接受群众监督，确保年内全部完成。"
FIELDS = {
    "source": ["来源：临泽日报"],
    "author": ["作者：李明", "记者 李明"],
    "date": ["时间：2024-03-05", "发布时间：2024-03-05 09:30", "2024-03-05", "2024年3月5日"],
    "readers": ["浏览次数：1234", "阅读量：1234", "浏览：1234次", "浏览次数： 次", "阅读 1234"],
    "buttons": ["字号：[大 中 小]", "打印", "分享到：", "【打印】【关闭】", "分享"],
}


def article_with(line: str) -> Article:
    (article,) = articles_of(read_plain(f"{TITLE}\n{line}\n{LEAD}\n{REST}\n"), "a.txt")
    return article


@pytest.mark.parametrize("between", [" ", "　", "  |  "])
def test_a_meta_line_in_any_order_gives_date_and_source_and_stays_a_line(between: str) -> None:
    chance = random.Random(between)
    wrong = []
    for order in permutations(FIELDS):
        for size in range(1, len(FIELDS) + 1):
            names = order[:size]
            if "date" not in names:
                continue
            line = between.join(chance.choice(FIELDS[name]) for name in names)
            found = article_with(line)
            source = "临泽日报" if "source" in names else None
            if (found.title, found.date, found.issuer) != (TITLE, "2024-03-05", source):
                wrong.append(line)
            elif LEAD not in found.text.split("\n"):
                wrong.append(f"joined: {line}")
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "removed"),
    [
        ("来源：临泽日报 2024-03-05 浏览次数：1234", "浏览次数：1234"),
        ("2024-03-05 来源：临泽日报 阅读量：56 字号：大 中 小", "阅读量：56 字号：大 中 小"),
    ],
)
def test_counts_are_taken_out_without_the_line_break(line: str, removed: str) -> None:
    article = article_with(line)
    assert [piece.text for piece in article.removed] == [removed]
    assert article.text.split("\n") == [TITLE, line.removesuffix(removed).strip(), LEAD, REST]


def test_a_day_is_no_count_of_readers() -> None:
    article = article_with("2024-03-05 浏览次数：1234 打印")
    assert (article.date, [one.text for one in article.removed]) == (
        "2024-03-05", ["浏览次数：1234 打印"]
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "2025年6月6日",
        "2025年6月6日 星期五",
        "2025年6月6日　星期五　第3版",
        "2025-06-06 A03版",
        "二〇二五年六月六日 星期五",
        "2025年6月6日 星期五 农历五月十一 第12345期 今日8版",
        "发布时间：2025-06-06 浏览：12次",
    ],
)
def test_a_first_line_that_is_only_a_date_is_no_title(line: str) -> None:
    assert is_meta_line(line)
    assert title_of(f"{line}\n{TITLE}\n{LEAD}\n") == TITLE
    assert (
        title_of(f"{line}\n{LEAD}\n")
        == "近日，新区管委会公布了今年的十件实事，涉及交通、教育和医疗等方面"
    )
    (article,) = articles_of(read_plain(f"{line}\n{TITLE}\n{LEAD}\n{REST}\n"), "a.txt")
    assert (article.title, article.date) == (TITLE, "2025-06-06")
    assert article.text.startswith(line.split(maxsplit=1)[0])  # it stays in the text


@pytest.mark.parametrize(
    "line",
    [
        "2024年工作报告",
        "2024年3月5日召开会议",
        "5月1日起停水",
        "首页",
        "分享",
        "一周大事：十件实事",
        TITLE,
    ],
)
def test_what_says_more_is_no_meta_line(line: str) -> None:
    assert not is_meta_line(line)


def test_a_date_alone_stays_the_title_of_nothing_else() -> None:
    assert title_of("2025年6月6日\n") == "2025年6月6日"
