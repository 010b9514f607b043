"""Publication dates are those that an article gives as its own."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.address_dates import date_in_address
from rag.reading.date_origins import CONFIDENCE, DateOrigin, PublicationDate
from rag.reading.dates import find_publication_date, normalise_date, publication_date
from rag.reading.written_dates import fold, written_dates

BODY = "各单位要认真贯彻落实，2019年5月1日前完成。" * 60


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024年3月", "2024-03"),
        ("2024-3-5", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024-03-05T12:00:00+08:00", "2024-03-05"),
        ("2024-03-05 12:00:00", "2024-03-05"),
        ("2007-08-20-23:59:59", "2007-08-20"),
        ("２０２４年３月５日", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("二○二四年十二月二十五日", "2024-12-25"),
        ("二〇二四年十月三十一日", "2024-10-31"),
        ("March 5, 2025", "2025-03-05"),
        ("5 March 2025", "2025-03-05"),
        ("Tue, 05 Mar 2024", "2024-03-05"),
        ("Sept. 2024", "2024-09"),
        ("二零二四年六月一日", "2024-06-01"),
        ("2024/06/01 12:30", "2024-06-01"),
        ("2024年6月1日 下午3:05", "2024-06-01"),
        ("2024年6月1日（星期六）", "2024-06-01"),
        ("2024-06-0112:30", "2024-06-01"),
        ("June 1st, 2024 at", None),
        ("2024-6/1", None),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("2024-13", None),
        ("03/05/2024", None),
        ("last week", None),
        ("", None),
    ],
)
def test_normalise_date(written: str, date: str | None) -> None:
    assert normalise_date(written) == date


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_in_every_writing(day: datetime.date) -> None:
    iso = day.isoformat()
    numerals = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    for written in (
        iso,
        f"{day.year}年{day.month}月{day.day}日",
        f"{numerals}年{_spelt(day.month)}月{_spelt(day.day)}日",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    ):
        assert normalise_date(written) == iso
        assert publication_date(f"标题\n发布时间：{written}\n正文。") == iso


def _spelt(number: int) -> str:
    tens, units = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    head = ("", "十", "二十", "三十")[tens]
    return head + (digits[units] if units else "")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("索引号 | 1 |\n成文日期 | 2024-02-27 | 公开方式 | 主动公开 |\n正文", "2024-02-27"),
        ("成文日期：2024-02-27\n发布日期：2024-03-01\n", "2024-03-01"),
        ("标题\n时间:2025-03-19 13:20:05来源:中国新闻网\n正文", "2025-03-19"),
        ("标题\n2019-09-07 15:20 来源：新华社\n正文", "2019-09-07"),
        ("标题\n来源：新华社 2019-09-07 15:20\n正文", "2019-09-07"),
        ("标题\n（2024年3月5日）\n正文", "2024-03-05"),
        ("丽水日报 2024年3月5日 星期二 第3版\n标题", "2024-03-05"),
        ("新华社北京2024年3月5日电 （记者", "2024-03-05"),
        ("人民日报\n2024年\n新华社北京3月5日电 记者", "2024-03-05"),
        (f"通知\n{BODY}\n丽水市人民政府\n2024年3月5日", "2024-03-05"),
        (f"通知\n{BODY}\n丽水市人民政府 二〇二四年三月五日\n", "2024-03-05"),
        ("Title\nPublished: 2024-07-01\nText", "2024-07-01"),
        ("Title\nBy Jane Doe, 5 March 2025\nText", "2025-03-05"),
        ("BEIJING, March 5, 2025 (Xinhua) -- China", "2025-03-05"),
        ("标题\n发布时间：2024年3月\n正文", "2024-03"),
    ],
)
def test_dates_that_are_the_articles_own(text: str, date: str) -> None:
    assert publication_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "新华社北京3月5日电 没有年份",
        "标题\n2023年12月20日，云南香格里拉产业园区举办恳谈会。",
        "会议通知\n时间：2025年3月19日\n地点：北京",
        "报名时间：2024年3月5日\n",
        "条例\n（2024年3月5日国务院第3次会议通过）\n",
        "标题\n日期: 来源:某网编辑:某人\n2012年9月21日开工至今，园区发展。",
        "医准智能于2023年9月落户丽水经开区。",
        "",
    ],
)
def test_dates_of_events_are_not_taken(text: str) -> None:
    assert publication_date(text) is None


@given(st.text())
def test_any_text_gives_a_date_or_none(text: str) -> None:
    date = publication_date(text)
    assert date is None or normalise_date(date) == date


@pytest.mark.parametrize(
    ("text", "value", "origin"),
    [
        ("标题\n发布日期：2024-03-05\n正文", "2024-03-05", DateOrigin.INDEX_TABLE),
        ("标题\n张三 发布于 2024-03-05 10:20\n正文", "2024-03-05", DateOrigin.INDEX_TABLE),
        ("丽水日报 2025年6月6日 星期五 第3版\n标题", "2025-06-06", DateOrigin.MASTHEAD),
        ("二〇二五年六月六日\n标题", "2025-06-06", DateOrigin.BYLINE),
        ("2025年\n6月6日 星期五\n标题", "2025-06-06", DateOrigin.MASTHEAD),
        ("6月6日 星期五\n丽水日报 2025年\n标题", "2025-06-06", DateOrigin.MASTHEAD),
        (f"{BODY}《人民日报》（2023年08月02日 06版）", "2023-08-02", DateOrigin.MASTHEAD),
        ("标题\n2019-09-26 10:56:28 证券时报网\n正文", "2019-09-26", DateOrigin.BYLINE),
        (
            "标题\n2019-09-07 15:10 字号：A\n最后更新: 2019-09-08\n文",
            "2019-09-07",
            DateOrigin.BYLINE,
        ),
        ("新华社北京2024年3月5日电 记者", "2024-03-05", DateOrigin.DATELINE),
        (f"通知\n{BODY}\n市政府\n2024年3月5日", "2024-03-05", DateOrigin.SIGNATURE),
        ("中新网丽水3月5日电 2024年3月5日，会议召开。", "2024-03-05", DateOrigin.BODY),
    ],
)
def test_where_a_date_comes_from(text: str, value: str, origin: DateOrigin) -> None:
    assert find_publication_date(text) == PublicationDate(value, origin, CONFIDENCE[origin])


@pytest.mark.parametrize(
    "text",
    [
        "最新机型发布于 2022 年 5 月 26 日，搭载新芯片。",
        "会议将于2026年3月5日 9:00举行\n正文",
        "报名截止 2024-03-05 18:00\n正文",
        "据新华社2023年4月21日消息，会议召开。",
        "会议召开，据新华社3月5日电，2024年3月5日起施行。",
        "中新网8月15日电 纪念1945年8月15日。2023年以来，",
        "预计到2030年12月建成。\n总投资3亿元",
    ],
)
def test_dates_of_prose_are_not_taken(text: str) -> None:
    assert find_publication_date(text) is None


def test_confidence_is_that_of_few_or_many_cases() -> None:
    assert CONFIDENCE[DateOrigin.MASTHEAD] == round(425 / 428, 2)
    assert CONFIDENCE[DateOrigin.SIGNATURE] == 0.5
    assert set(CONFIDENCE) == set(DateOrigin)


@pytest.mark.parametrize("value", ["2024-02-30", "5.3.2024", ""])
def test_a_publication_date_is_in_iso_form(value: str) -> None:
    with pytest.raises(ValueError, match="no ISO date"):
        PublicationDate(value, DateOrigin.BYLINE, 0.9)


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://a.cn/2024/03/05/c1.html", "2024-03-05"),
        ("https://a.cn/202307/20/c174107.html", "2023-07-20"),
        ("https://a.cn/t20230812_38669791.shtml", None),
        ("https://a.cn/202308/12/t20230812_38669791.shtml", "2023-08-12"),
        ("https://a.cn/c/2019-11-25/doc-1.shtml", "2019-11-25"),
        ("https://a.cn/2024/03/1.html", None),
        ("https://a.cn/1.html?d=2024-03-05", None),
        ("https://a.cn/2024/13/05/", None),
        ("https://a.cn/id/1202403051234/", None),
    ],
)
def test_date_in_an_address(url: str, value: str | None) -> None:
    found = date_in_address(url)
    assert (found and found.value) == value


@given(st.text(alphabet="0123456789年月日-/. 二〇一十MarchJune,，:\n星期"))
def test_dates_stand_where_they_are_said_to(text: str) -> None:
    folded = fold(text)
    end = 0
    for date in written_dates(folded):
        assert end <= date.start < date.end <= len(folded)
        assert normalise_date(folded[date.start : date.end]) == date.value
        end = date.end
