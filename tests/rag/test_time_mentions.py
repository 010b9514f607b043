"""Dates in text: what each form means beside a publication date, worked out by hand."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.time_mentions import TimeMention, time_mentions, write_out

# A Tuesday. The week is March 4 to 10, the week before February 26 to March 3.
PUBLISHED = "2024-03-05"

WRITTEN = [
    ("2023年11月10日", "2023-11-10"),
    ("2023-11-10", "2023-11-10"),
    ("2023/11/10", "2023-11-10"),
    ("2023.11.10", "2023-11-10"),
    ("2023 年 11 月 10 日", "2023-11-10"),
    ("２０２３年１１月１０日", "2023-11-10"),
    ("二〇二三年十一月十日", "2023-11-10"),
    ("二零二五年三月三十一日", "2025-03-31"),
    ("二○二五年三月廿一日", "2025-03-21"),
    ("2024年2月29日", "2024-02-29"),
    ("2023年11月10号", "2023-11-10"),
    ("2023年11月", "2023-11"),
    ("二〇二五年三月", "2025-03"),
    ("2023年", "2023"),
    ("2023年度", "2023"),
    ("1852年", "1852"),
    ("民國113年3月5日", "2024-03-05"),
    ("民国元年", "1912"),
    ("2024年一季度", "2024-01-01/2024-03-31"),
    ("2024年第三季度", "2024-07-01/2024-09-30"),
    ("2023年前三季度", "2023-01-01/2023-09-30"),
    ("2023年上半年", "2023-01-01/2023-06-30"),
    ("2023年下半年", "2023-07-01/2023-12-31"),
    ("2023年1-9月", "2023-01-01/2023-09-30"),
    ("2023年1月至9月", "2023-01-01/2023-09-30"),
    ("2023年前10个月", "2023-01-01/2023-10-31"),
    ("2023年底", "2023-12"),
    ("2023年年末", "2023-12"),
    ("2023年初", "2023-01"),
    ("2023年3月上旬", "2023-03-01/2023-03-10"),
    ("2023年3月中旬", "2023-03-11/2023-03-20"),
    ("2024年2月下旬", "2024-02-21/2024-02-29"),
    ("2023年3月底", "2023-03-21/2023-03-31"),
    ("2020年至2023年", "2020-01-01/2023-12-31"),
    ("2020—2023年", "2020-01-01/2023-12-31"),
    ("2020-2023年", "2020-01-01/2023-12-31"),
    ("2021-2025", "2021-01-01/2025-12-31"),
    ("2023年11月10日至12日", "2023-11-10/2023-11-12"),
    ("2023年10月28日至11月3日", "2023-10-28/2023-11-03"),
    ("2023年12月20日至2024年1月5日", "2023-12-20/2024-01-05"),
    ("2022年11月至2023年3月", "2022-11-01/2023-03-31"),
    ("2023.11.10-2023.11.20", "2023-11-10/2023-11-20"),
    ("20世纪90年代", "1990-01-01/1999-12-31"),
    ("二十世纪八九十年代", "1980-01-01/1999-12-31"),
    ("1990年代", "1990-01-01/1999-12-31"),
    ("十四五期间", "2021-01-01/2025-12-31"),
    ("“十四五”末", "2025"),
    ("“十三五”时期", "2016-01-01/2020-12-31"),
    ("November 10, 2023", "2023-11-10"),
    ("10 November 2023", "2023-11-10"),
    ("Sept. 5, 2023", "2023-09-05"),
    ("June 2023", "2023-06"),
    ("first quarter of 2024", "2024-01-01/2024-03-31"),
    ("Q1 2024", "2024-01-01/2024-03-31"),
    ("second half of 2023", "2023-07-01/2023-12-31"),
    ("first nine months of 2023", "2023-01-01/2023-09-30"),
    ("1990s", "1990-01-01/1999-12-31"),
    ("end of 2025", "2025-12"),
    ("June 5-8, 2023", "2023-06-05/2023-06-08"),
    ("June 5 to July 3, 2023", "2023-06-05/2023-07-03"),
    ("January to June 2023", "2023-01-01/2023-06-30"),
    ("2020 to 2023", "2020-01-01/2023-12-31"),
]

RELATIVE = [
    ("今天", "2024-03-05"),
    ("今天上午", "2024-03-05"),
    ("今日", "2024-03-05"),
    ("昨天", "2024-03-04"),
    ("昨晚", "2024-03-04"),
    ("前天", "2024-03-03"),
    ("大前天", "2024-03-02"),
    ("明天", "2024-03-06"),
    ("後天", "2024-03-07"),
    ("本月", "2024-03"),
    ("本月10日", "2024-03-10"),
    ("上月", "2024-02"),
    ("上個月", "2024-02"),
    ("上月20日", "2024-02-20"),
    ("下个月", "2024-04"),
    ("下月初", "2024-04-01/2024-04-10"),
    ("今年", "2024"),
    ("去年", "2023"),
    ("上年", "2023"),
    ("前年", "2022"),
    ("明年", "2025"),
    ("来年", "2025"),
    ("後年", "2026"),
    ("今年6月", "2024-06"),
    ("去年11月10日", "2023-11-10"),
    ("去年的11月10日", "2023-11-10"),
    ("去年底", "2023-12"),
    ("今年年初", "2024-01"),
    ("今年上半年", "2024-01-01/2024-06-30"),
    ("去年前三季度", "2023-01-01/2023-09-30"),
    ("去年第四季度", "2023-10-01/2023-12-31"),
    ("今年1—2月", "2024-01-01/2024-02-29"),
    ("去年11月至今年2月", "2023-11-01/2024-02-29"),
    ("本周", "2024-03-04/2024-03-10"),
    ("上周", "2024-02-26/2024-03-03"),
    ("下周", "2024-03-11/2024-03-17"),
    ("本周五", "2024-03-08"),
    ("上周三", "2024-02-28"),
    ("這週日", "2024-03-10"),
    ("上周末", "2024-03-02/2024-03-03"),
    ("星期三", "2024-02-28"),
    ("周二", "2024-03-05"),
    ("近日", "2024-02-20/2024-03-05"),
    ("日前", "2024-02-20/2024-03-05"),
    ("近三年", "2021-03-05/2024-03-05"),
    ("近三年来", "2021-03-05/2024-03-05"),
    ("5年来", "2019-03-05/2024-03-05"),
    ("最近90天", "2023-12-06/2024-03-05"),
    ("过去三个月", "2023-12-05/2024-03-05"),
    ("上世纪90年代", "1990-01-01/1999-12-31"),
    ("today", "2024-03-05"),
    ("yesterday", "2024-03-04"),
    ("tomorrow", "2024-03-06"),
    ("last year", "2023"),
    ("this year", "2024"),
    ("next year", "2025"),
    ("last month", "2024-02"),
    ("next month", "2024-04"),
    ("last week", "2024-02-26/2024-03-03"),
    ("last Friday", "2024-03-01"),
    ("last Tuesday", "2024-02-27"),
    ("next Tuesday", "2024-03-12"),
    ("last June", "2023-06"),
    ("next June", "2024-06"),
    ("November 10 last year", "2023-11-10"),
    ("first quarter of this year", "2024-01-01/2024-03-31"),
    ("past three years", "2021-03-05/2024-03-05"),
]

# text, publication, the words, their days
COMPLETED = [
    ("11月10日，公司签约", "2024-03-05", "11月10日", "2023-11-10"),
    ("12月20日，公司公告", "2024-01-05", "12月20日", "2023-12-20"),
    ("1月20日，公司公告", "2024-03-05", "1月20日", "2024-01-20"),
    ("十一月十日，公司签约", "2024-03-05", "十一月十日", "2023-11-10"),
    ("音乐会将于4月20日举行", "2024-03-05", "4月20日", "2024-04-20"),
    ("音乐会将于1月5日举行", "2023-12-20", "1月5日", "2024-01-05"),
    ("新规12月1日起施行", "2024-08-01", "12月1日", "2024-12-01"),
    ("会议拟于9月1日召开", "2024-03-05", "9月1日", "2024-09-01"),
    ("预计3月4日晚间到达", "2024-03-05", "3月4日", "2024-03-04"),
    ("活动时间：3月20日", "2024-03-05", "3月20日", "2024-03-20"),
    ("2月29日，项目开工", "2025-06-01", "2月29日", "2024-02-29"),
    ("截至7月，累计登记", "2023-08-16", "7月", "2023-07"),
    ("公司9月投产", "2024-03-05", "9月", "2023-09"),
    ("10月28日至11月3日", "2024-03-05", "10月28日至11月3日", "2023-10-28/2023-11-03"),
    ("12月20日至1月5日", "2024-03-05", "12月20日至1月5日", "2023-12-20/2024-01-05"),
    ("11月至次年3月为供暖期", "2024-06-05", "11月至次年3月", "2023-11-01/2024-03-31"),
    ("11月10日至2024年1月5日", "2024-03-05", "11月10日至2024年1月5日", "2023-11-10/2024-01-05"),
    ("一季度增长5%", "2024-05-05", "一季度", "2024-01-01/2024-03-31"),
    ("前三季度增长5%", "2024-03-05", "前三季度", "2023-01-01/2023-09-30"),
    ("前三季度增长5%", "2023-10-25", "前三季度", "2023-01-01/2023-09-30"),
    ("1月至6月增长5%", "2024-07-20", "1月至6月", "2024-01-01/2024-06-30"),
    ("1-11月增长5%", "2023-12-20", "1-11月", "2023-01-01/2023-11-30"),
    ("做好下半年工作", "2023-07-17", "下半年", "2023-07-01/2023-12-31"),
    ("记者4日获悉", "2024-03-05", "4日", "2024-03-04"),
    ("记者29日获悉", "2024-03-05", "29日", "2024-02-29"),
    ("记者二十九日获悉", "2024-03-05", "二十九日", "2024-02-29"),
    ("会议将于20日召开", "2024-03-15", "20日", "2024-03-20"),
    ("90年代的老楼", "2024-03-05", "90年代", "1990-01-01/1999-12-31"),
    ("5月10日，项目开工", "2024", "5月10日", "2024-05-10"),
    ("5月，项目开工", "2024-06", "5月", "2024-05"),
    ("10日，项目开工", "2024-06", "10日", "2024-06-10"),
    ("It opened on July 5.", "2024-03-05", "July 5", "2023-07-05"),
    ("It will open on June 5.", "2024-03-05", "June 5", "2024-06-05"),
    ("It opened in May.", "2024-03-05", "May", "2023-05"),
    ("It opened in August.", "2024-03-05", "August", "2023-08"),
]

# text, publication, the days of all its mentions in order
IN_SEQUENCE = [
    ("2022年公司成立，同年上市，次年6月投产", None, ["2022", "2022", "2023-06"]),
    ("2022年5月10日签约，当日开工，次日停工", None, ["2022-05-10", "2022-05-10", "2022-05-11"]),
    ("2022年5月签约，同月开工，次月停工", None, ["2022-05", "2022-05", "2022-06"]),
    ("2021年招生，当年学费一万元", None, ["2021", "2021"]),
    ("2021年招生。回想当年", None, ["2021"]),
    ("2019年3月入学，7月毕业", "2024-03-05", ["2019-03", "2019-07"]),
    ("2019年3月入学。12月30日，他毕业了", "2022-12-31", ["2019-03", "2022-12-30"]),
    (
        "1937年7月7日开战。7月29日，城陷。8月13日再战",
        None,
        ["1937-07-07", "1937-07-29", "1937-08-13"],
    ),
    ("8月9日开幕。10日闭幕", "2023-09-20", ["2023-08-09", "2023-08-10"]),
    ("5月10、11日举行", "2024-06-01", ["2024-05-10", "2024-05-11"]),
    ("2021、2022年连续获奖", None, ["2021", "2022"]),
    ("2024年3月5日（星期二）", "2024-03-20", ["2024-03-05"]),
    ("2024年3月5日 星期二 晴", "2024-03-20", ["2024-03-05"]),
    ("去年同期", PUBLISHED, ["2023"]),
    ("2023年13月", PUBLISHED, ["2023"]),
    ("He spoke on Friday.", PUBLISHED, ["2024-03-01"]),
    ("He will speak on Friday.", PUBLISHED, ["2024-03-08"]),
    ("截至2023年底，同比去年10月", PUBLISHED, ["2023-12", "2023-10"]),
    ("《2024年工作规划》", PUBLISHED, ["2024"]),
    ("今天下单，明天到货", PUBLISHED, ["2024-03-05", "2024-03-06"]),
    ("新机型5月亮相", "2024-06-01", ["2024-05"]),
    ("2000年前后", PUBLISHED, ["2000"]),
    ("2030年前碳达峰", PUBLISHED, ["2030"]),
    ("至2024-03-05止", None, ["2024-03-05"]),
    ("between 2020 and 2023", None, ["2020-01-01/2023-12-31"]),
    ("in 2020 and 2023", None, ["2020", "2023"]),
    ("It opened in 2020. In the same year it closed.", None, ["2020", "2020"]),
    ("It opened in 2020 and closed the following year.", None, ["2020", "2021"]),
    ("from 2020, by 2023, since 1998.", None, ["2020", "2023", "1998"]),
]

NO_DATE = [
    "2024-38087", "〔2024〕12号", "锡金罚决字〔2023〕2号", "1.5", "3.6公里", "v2023.1.2",
    "2023.1.2版", "12号线", "3号楼", "92号汽油", "5月亮", "一日三餐", "2000年前", "1500年的历史",
    "近2000年", "公元前1046年", "公元前221年", "（前1046年）", "2023年2月29日", "2月30日",
    "4月31日", "2023-02-29", "电话2024-3805-1234", "1900-2000元", "三个月", "3个月", "15年",
    "10日游", "拘留10日", "近5日", "7日年化", "每年3月15日", "每周三", "周一至周五",
    "建成后年产值", "竣工后年产10万吨", "启用后年均客流",
    "农历八月十五", "三月三", "十月革命", "电影《明年再见》", "《去年》", "同日本", "如今日益",
    "之后天气", "目前天气", "提前天数", "说明年份", "以上年轻人", "光明日报", "今日头条", "90后",
    "20年代", "第三季", "从业近10年", "近10年的历史", "近年来", "多年来", "24小时", "9时30分",
    "15%", "生日前", "5日前", "3月龄", "六个月大", "it may rain", "They march 5 times.",
    "USA Today", "by 2000 units", "2,024 people", "every Friday", "a second half",
    "route 2024-05", "",
]  # fmt: skip


def words(text: str, mention: TimeMention) -> str:
    return text[mention.start : mention.end]


@pytest.mark.parametrize(("text", "value"), WRITTEN)
def test_a_date_in_full_needs_no_publication_date(text: str, value: str) -> None:
    for published in (None, PUBLISHED):
        [mention] = time_mentions(text, published)
        assert (words(text, mention), mention.value) == (text, value)
        assert mention.resolved_from == "written"


@pytest.mark.parametrize(("text", "value"), RELATIVE)
def test_a_relative_word_is_counted_from_the_publication(text: str, value: str) -> None:
    sentence = f"It opened {text}." if text.isascii() else f"{text}，公司签约。"
    sentence = f"It opened on {text}." if text.startswith("November") else sentence
    [mention] = time_mentions(sentence, PUBLISHED)
    assert (words(sentence, mention), mention.value) == (text, value)
    assert mention.resolved_from == "relative"
    assert time_mentions(sentence, None) == []


@pytest.mark.parametrize(("text", "published", "found", "value"), COMPLETED)
def test_what_a_date_leaves_out_is_completed(
    text: str, published: str, found: str, value: str
) -> None:
    [mention] = time_mentions(text, published)
    assert (words(text, mention), mention.value) == (found, value)
    assert mention.resolved_from in {"year_of_context", "written"}


@pytest.mark.parametrize(("text", "published", "values"), IN_SEQUENCE)
def test_dates_build_on_those_before(text: str, published: str | None, values: list[str]) -> None:
    assert [mention.value for mention in time_mentions(text, published)] == values


@pytest.mark.parametrize("text", NO_DATE)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert time_mentions(text, PUBLISHED) == []


def test_the_days_of_a_mention_are_inclusive() -> None:
    text = "（记者 张三）去年，经开区引进7个项目；2024年一季度，又引进2个。"
    assert time_mentions(text, PUBLISHED) == [
        TimeMention(7, 9, "2023-01-01", "2023-12-31", "relative"),
        TimeMention(20, 28, "2024-01-01", "2024-03-31", "written"),
    ]
    assert (text[7:9], text[20:28]) == ("去年", "2024年一季度")


@pytest.mark.parametrize(
    ("text", "published", "values"),
    [
        ("今年、本月、今天、上周、近三年", "2024-03", ["2024", "2024-03"]),
        ("今年、本月、今天、上周、近三年", "2024", ["2024"]),
        ("今年、本月、今天、上周、近三年", "soon", []),
        ("今年、本月、今天、上周、近三年", "2024-02-30", []),
        ("今天、上半年", "2024-05-10", ["2024-05-10"]),  # last year's or this one's: not guessed
        ("11月10日，公司签约", None, []),
        ("后天", "9999-12-31", []),
        ("前年", "0002-01-01", []),
    ],
)
def test_what_cannot_be_known_is_left_out(text: str, published: str, values: list[str]) -> None:
    assert [mention.value for mention in time_mentions(text, published)] == values


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("去年，公司签约。", "去年（2023年），公司签约。"),
        ("去年11月10日签约", "去年11月10日（2023年11月10日）签约"),
        ("今年6月投产", "今年6月（2024年6月）投产"),
        ("去年底投产", "去年底（2023年底）投产"),
        ("今年年底投产", "今年年底（2024年底）投产"),
        ("今年上半年", "今年上半年（2024年上半年）"),
        ("去年同期", "去年（2023年）同期"),
        ("去年11月至今年2月", "去年11月至今年2月（2023年11月至2024年2月）"),
        ("今年1月至今年2月", "今年1月至今年2月（2024年1月至2月）"),
        ("昨天上午", "昨天上午（2024年3月4日）"),
        ("上周", "上周（2024年2月26日至3月3日）"),
        ("上月", "上月（2024年2月）"),
        ("近三年", "近三年（2021年3月5日至2024年3月5日）"),
        ("去年，2023年，11月10日，同年", "去年（2023年），2023年，11月10日，同年"),
        ("It grew last year.", "It grew last year (2023)."),
        ("yesterday", "yesterday (March 4, 2024)"),
        ("last month", "last month (February 2024)"),
        ("無日期", "無日期"),
    ],
)
def test_relative_words_are_written_out(text: str, written: str) -> None:
    assert write_out(text, PUBLISHED) == written
    assert write_out(text, None) == text


def test_a_date_without_a_year_is_written_out_where_asked() -> None:
    text = "3月6日启用，去年动工。It opened on 10 November."
    assert write_out(text, "2025-03-10") == (
        "3月6日启用，去年（2024年）动工。It opened on 10 November."
    )
    assert write_out(text, "2025-03-10", years=True) == (
        "3月6日（2025年3月6日）启用，去年（2024年）动工。"
        "It opened on 10 November (November 10, 2024)."
    )


PIECES = st.sampled_from(
    [text for text, *_ in (*WRITTEN, *RELATIVE, *COMPLETED, *IN_SEQUENCE)]
    + [
        *NO_DATE,
        "至",
        "—",
        "，",
        "。",
        "\n",
        " ",
        "日",
        "月",
        "年",
        "12",
        "第",
        "《",
        "》",
        "in ",
        "将于",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789年月日号至—-/. 今去明前后上下本同当次周期季一二十〇", max_size=40),
    st.lists(PIECES, max_size=8).map("".join),
)
PUBLICATIONS = st.one_of(
    st.none(),
    st.text(max_size=10),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, PUBLICATIONS)
def test_any_text_gives_ordered_mentions_of_real_days(text: str, published: str | None) -> None:
    end = 0
    for mention in time_mentions(text, published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        first, last = (datetime.date.fromisoformat(day) for day in (mention.first, mention.last))
        assert first <= last
        assert mention.first.startswith(mention.value[:4])


@settings(max_examples=200, deadline=None)
@given(TEXTS, PUBLICATIONS)
def test_writing_out_only_adds(text: str, published: str | None) -> None:
    written = write_out(text, published)
    rest = iter(written)
    assert all(character in rest for character in text)
    relative = [one for one in time_mentions(text, published) if one.resolved_from == "relative"]
    assert (written == text) == (not relative)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back_in_every_writing(day: datetime.date) -> None:
    month, iso = f"{day:%B}", day.isoformat()
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        iso,
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
    ):
        [mention] = time_mentions(text, None)
        assert (words(text, mention), mention.value) == (text, iso)
    [mention] = time_mentions(f"{day.month}月{day.day}日，签约", iso)
    assert mention.value == iso


@pytest.mark.parametrize(
    "unit",
    [
        "去年11月10日，公司签约；今年6月将投产。昨天，记者获悉，3月4日", "1", "一", "1月", "至",
        "2020年至", "《", "今", "一二三四五", "2020-", "1-", "last ", "June 5 to ", "当日",
        "20日",
    ],
)  # fmt: skip
def test_the_time_grows_with_the_length(unit: str) -> None:
    def seconds_per_character(length: int) -> float:
        text = unit * (length // len(unit))
        began = time.process_time()
        time_mentions(text, PUBLISHED)
        return (time.process_time() - began) / length

    time_mentions("今天", PUBLISHED)  # the folding table is made
    short = min(seconds_per_character(10_000) for _ in range(3))
    assert seconds_per_character(100_000) < 4 * short + 1e-6


def test_a_long_text_takes_no_longer_per_character() -> None:
    unit = "去年11月10日，公司签约；今年6月将投产。记者4日获悉，项目总投资3.6亿元，占地12亩。\n"
    times = {}
    for length in (10**4, 10**5, 10**6):
        text = unit * (length // len(unit))
        began = time.process_time()
        assert len(time_mentions(text, PUBLISHED)) == 3 * (length // len(unit))
        times[length] = (time.process_time() - began) / length
    assert times[10**6] < 4 * times[10**4] + 1e-6
