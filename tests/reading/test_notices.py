"""What public documents say of themselves; every value worked out by hand from the text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.articles import articles_of
from rag.reading.dates import normalise_date
from rag.reading.headlines import issuer_of
from rag.reading.notices.notice import Notice, notice_of
from rag.reading.page import Page
from rag.time_mentions import time_mentions

SHARED = Path(__file__).parents[2].parent / "shared"
BODY = "各街道办事处，管委会各部门：\n现将有关事项通知如下，请认真贯彻执行。\n"
FULL = Notice(
    index_number="LZ2024-05-0112",
    document_number="临新管发〔2024〕12号",
    issuer="临泽新区管理委员会",
    written="2024-05-28",
    published="2024-06-03",
    openness="主动公开",
)
BARS = (
    "索引号 | LZ2024-05-0112 | 文号 | 临新管发〔2024〕12号 |\n组配分类 | 其他 | 发布机构 | "
    "临泽新区管理委员会 |\n"
    "成文日期 | 2024-05-28 | 发布日期 | 2024-06-03 |\n公开方式 | 主动公开 |\n"
)
COLONS = (
    "索引号：LZ2024-05-0112\n发文字号：临新管发[2024]12号\n发文机关：临泽新区管理委员会\n"
    "成文日期：2024年5月28日\n"
    "发布日期：2024年6月3日\n公开方式：主动公开\n"
)
CELLS = (
    "索引号\nLZ2024-05-0112\n文 号\n临新管发（2024）12号\n发布机构\n临泽新区管理委员会\n"
    "成文日期\n2024/5/28\n"
    "发布日期\n2024/6/3\n公开方式\n主动公开\n关于人才公寓的通知\n"
)
FORMS = {
    "bars": BARS,
    "bars at the edges": "\n".join(f"| {row}" for row in BARS.splitlines()) + "\n",
    "colons": COLONS,
    "colons on one line": COLONS.replace("\n", "　") + "\n",
    "colons and single spaces": COLONS.replace("\n", " ") + "\n",
    "brackets": "".join(f"【{row.replace('：', '】', 1)}\n" for row in COLONS.splitlines()),
    "tabs": BARS.replace(" | ", "\t").replace(" |", "\t"),
    "cells on lines": CELLS,
    "cells on lines, blank lines between": CELLS.replace("\n", "\n\n"),
    "labels with colons over values": CELLS.replace("号\nLZ", "号：\nLZ").replace(
        "文 号", "文　号："
    ),
    "labels over values": (
        "索引号 | 文号 | 发布机构 | 成文日期 | 发布日期 | 公开方式\n"
        "LZ2024-05-0112 | 临新管发【2024】12号 | 临泽新区管理委员会 | 2024-05-28 | "
        "2024-06-03 | 主动公开\n"
    ),
    "spread labels": (
        "索 引 号： LZ2024-05-0112   公开方式： 主动公开\n发文机关： 临泽新区管理委员会   "
        "成文日期： 2024年05月28日\n"
        "发文字号： 临新管发〔2024〕 12 号   发布日期： 2024年06月03日\n主 题 词：\n"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_table_says_the_same(form: str) -> None:
    text = f"{FORMS[form]}\n关于人才公寓的通知\n{BODY}"
    assert notice_of(text) == FULL


@pytest.mark.parametrize("form", ["bars", "colons", "tabs", "cells on lines"])
def test_the_issuer_is_the_one_that_headlines_names(form: str) -> None:
    text = f"{FORMS[form]}\n关于人才公寓的通知\n{BODY}"
    assert notice_of(text).issuer == issuer_of(text)


@pytest.mark.parametrize(
    "table",
    [
        (
            "索引号 | 1133/2024-38087 | 文号 | |\n组配分类 | 动态 | 发布机构 | 宣传科 |\n"
            "公开方式 | |\n今天上午开会。"
        ),
        (
            "索引号\n1133/2024-38087\n文号\n\n组配分类\n动态\n发布机构\n宣传科\n公开方式\n\n"
            "今天上午开会。"
        ),
        (
            "索引号：1133/2024-38087\n文号：\n组配分类：动态\n发布机构：宣传科\n公开方式：\n"
            "今天上午开会。"
        ),
        (
            "索引号\t1133/2024-38087\t文号\t\t组配分类\t动态\n发布机构\t宣传科\t公开方式\t\n"
            "今天上午开会。"
        ),
    ],
)
def test_an_empty_cell_does_not_take_the_next_label_for_its_value(table: str) -> None:
    assert notice_of(table) == Notice(index_number="1133/2024-38087", issuer="宣传科")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("临新管发〔2024〕12号", "临新管发〔2024〕12号"),
        ("临新管发[2024]12号", "临新管发〔2024〕12号"),
        ("临新管发【2024】012号", "临新管发〔2024〕12号"),
        ("临新管发（2024）12号", "临新管发〔2024〕12号"),
        ("临新管发﹝2024﹞ 12 号", "临新管发〔2024〕12号"),
        ("临新管发〔２０２４〕１２号", "临新管发〔2024〕12号"),
        ("临建公告〔2024〕第5号", "临建公告〔2024〕第5号"),
        ("青川市人民政府令第388号", "青川市人民政府令第388号"),
        ("无", None),
        ("-", None),
    ],
)
def test_document_numbers(written: str, number: str | None) -> None:
    assert notice_of(f"索引号：A-1\n文号：{written}\n主题分类：其他\n").document_number == number


def test_a_number_on_a_line_of_its_own() -> None:
    text = f"临泽新区管理委员会文件\n临新管发〔2024〕12号\n关于停水的通知\n{BODY}"
    assert notice_of(text).document_number == "临新管发〔2024〕12号"
    inside = f"关于停水的通知\n根据青政发〔2021〕7号文件精神，决定停水。\n{BODY}"
    assert notice_of(inside).document_number is None


def test_the_signature_gives_the_day_it_was_written() -> None:
    text = f"关于停水的通知\n{BODY * 9}\n临泽新区建设局\n二〇二四年九月三日\n"
    assert notice_of(text).written == "2024-09-03"
    assert notice_of(text).published is None
    assert notice_of(f"短讯\n{BODY}\n记者 商政君\n2024年9月3日\n").written is None


@pytest.mark.parametrize(
    ("article", "effective", "repealed"),
    [
        ("本办法自2024年7月1日起施行。", "2024-07-01", None),
        ("第九条 本办法自二〇二四年七月一日起正式实施。", "2024-07-01", None),
        ("五、自2024年7月1日起执行。", "2024-07-01", None),
        ("本通知自发布之日起施行。", "2024-06-03", None),
        ("本通知自印发之日起执行。", "2024-05-28", None),
        ("本办法自2024年7月1日起施行，有效期至2027年6月30日。", "2024-07-01", "2027-06-30"),
        ("本办法自2024年7月1日起施行，有效期5年。", "2024-07-01", "2029-06-30"),
        ("本办法自2024年2月29日起试行，有效期两年。", "2024-02-29", "2026-02-28"),
        ("本政策有效期自2024年7月1日至2026年12月31日。", "2024-07-01", "2026-12-31"),
        ("本通告自2025年1月1日起废止。", None, "2025-01-01"),
        ("本办法有效期自2024年7月1日起至2026年12月31日止。", "2024-07-01", "2026-12-31"),
        ("本办法自2024年7月1日起施行至2026年12月31日止。", "2024-07-01", "2026-12-31"),
        ("本办法自2024年7月1日起施行，至2026年12月31日止。", "2024-07-01", "2026-12-31"),
        ("本办法自2024年7月1日至2026年12月31日施行。", "2024-07-01", "2026-12-31"),
        ("本办法执行期限为2024年7月1日至2026年12月31日。", "2024-07-01", "2026-12-31"),
        (
            "本办法自二〇二四年七月一日起施行，有效期至二○二六年十二月三十一日。",
            "2024-07-01",
            "2026-12-31",
        ),
        ("本办法自2024年7月1日起试行，试行期两年。", "2024-07-01", "2026-06-30"),
        ("本办法自2024年7月1日起施行，试行期为二年。", "2024-07-01", "2026-06-30"),
        ("本办法自2024年7月1日起试行，试行期一年。", "2024-07-01", "2025-06-30"),
        ("本办法自2024年7月1日起施行。有效期5年。", "2024-07-01", "2029-06-30"),
        ("本办法自2024年7月1日起施行，有效期六个月。", "2024-07-01", "2024-12-31"),
        ("本办法自2024年8月31日起施行，有效期6个月。", "2024-08-31", "2025-02-28"),
        ("本办法自发布之日起施行，有效期5年。", "2024-06-03", "2029-06-02"),
        ("本办法自印发之日起施行，有效期自施行之日起五年。", "2024-05-28", "2029-05-27"),
        ("本办法自公布之日起30日后施行。", "2024-07-03", None),  # 3 June and 30 days
        ("本办法自公布之日起三十日后施行，试行两年。", "2024-07-03", "2026-07-02"),
        ("本办法自公布之日起满30日施行。", "2024-07-03", None),
        ("本办法自印发之日起1个月后执行。", "2024-06-28", None),
        ("本办法自发布之日起30个工作日后施行。", None, None),  # depends on the holidays
        ("本办法于2026年12月31日失效。", None, "2026-12-31"),
        ("本措施实施期限自2024年7月1日起5年。", "2024-07-01", "2029-06-30"),
        ("本措施有效期自2024年7月1日起。", None, None),
        ("从业人员自2024年7月1日起执行新标准，营业执照有效期5年。", None, None),
        ("本办法自2024年7月1日起施行。食品经营许可证有效期5年。", "2024-07-01", None),
        ("《民法典》自2021年1月1日起施行。", None, None),
        ("大桥自2024年7月1日起实施交通管制。", None, None),
        ("本办法按照《条例》制定，《条例》自2021年1月1日起施行。", None, None),
        ("会议自2024年7月1日起召开。", None, None),
    ],
)
def test_from_when_until_when(article: str, effective: str | None, repealed: str | None) -> None:
    notice = notice_of(f"{BARS}\n关于人才公寓的通知\n{BODY}{article}\n")
    assert (notice.effective, notice.repealed) == (effective, repealed)


@pytest.mark.parametrize(
    ("article", "effective"),
    [
        ("本通知自发布之日起施行。", "2024-03-05"),
        ("本通知自公布之日起30日后施行。", "2024-04-04"),  # 26 days of March, 4 of April
        ("大桥自发布之日起封闭。", None),
    ],
)
def test_what_holds_from_its_issue_holds_from_the_documents_date(
    article: str, effective: str | None
) -> None:
    text = f"关于停水的通知\n发布时间：2024-03-05\n{BODY}{article}\n"
    assert articles_of(Page(text=text), "a.txt")[0].effective_date == effective


def test_days_cannot_be_counted_from_a_month() -> None:
    text = f"关于停水的通知\n{BODY}本通知自公布之日起30日后施行。"
    assert notice_of(text, "2024-03-05").effective == "2024-04-04"
    assert notice_of(text, "2024-03").effective is None


@pytest.mark.parametrize(
    "day",
    [
        *("二〇二四年三月五日", "二○二四年三月五日", "二零二四年三月五日", "二◯二四年3月5日"),
        *("二O二四年三月五日", "二o二四年三月五日", "二0二四年三月五日", "二\u041e二四年三月五日"),
        *("二Ｏ二四年三月五日", "２０２４年３月５日", "2024年三月五日"),
    ],
)
def test_every_sign_for_zero(day: str) -> None:
    assert normalise_date(day) == "2024-03-05"
    text = f"关于停水的通知\n{BODY * 9}\n临泽新区建设局\n{day}\n"
    (article,) = articles_of(Page(text=text), "a.txt")
    assert article.date == "2024-03-05"
    if not {"２", "Ｏ"} & set(day):  # full width is folded for an article's date only
        assert article.issuer == "临泽新区建设局"
        assert notice_of(f"{BODY}本办法自{day}起施行。").effective == "2024-03-05"


@pytest.mark.parametrize("year", ["二O二O年", "二○二〇年", "二0二0年", "二零二零年"])
def test_years_of_zeros(year: str) -> None:
    assert normalise_date(f"{year}十月二十日") == "2020-10-20"
    (mention,) = time_mentions(f"截至{year}十月二十日，共有九家。", None)
    assert mention.value == "2020-10-20"


def test_from_its_issue_without_a_date_is_unknown() -> None:
    assert notice_of(f"关于停水的通知\n{BODY}本通知自发布之日起施行。").effective is None


@pytest.mark.parametrize(
    ("article", "repeals"),
    [
        ("《旧办法》（青政发〔2020〕5号）同时废止。", ("《旧办法》",)),
        ("原《旧办法》《又一办法》同时废止。", ("《旧办法》", "《又一办法》")),
        ("《关于印发〈旧办法〉的通知》即行废止。", ("《关于印发〈旧办法〉的通知》",)),
        (
            "青政发[2018]3号、青政办发〔2019〕7号文件停止执行。",
            ("青政发〔2018〕3号", "青政办发〔2019〕7号"),
        ),
        ("决定废止《旧办法》。", ("《旧办法》",)),
        (
            (
                "经研究，决定废止下列文件：\n1.《甲办法》（青政发〔2015〕1号）\n2.《乙办法》\n"
                "特此通知。"
            ),
            ("《甲办法》", "《乙办法》"),
        ),
        ("根据《立法法》的规定，《旧办法》同时废止。", ("《旧办法》",)),
        ("《旧办法》已于2019年废止。", ()),
        ("《旧办法》的废止程序另行规定。", ()),
        ("与《旧办法》不一致的，以本办法为准。", ()),
        ("过期的票证一律作废。", ()),
    ],
)
def test_what_a_document_repeals(article: str, repeals: tuple[str, ...]) -> None:
    assert (
        notice_of(f"关于管理的通知\n{BODY}本办法自2024年7月1日起施行。{article}").repeals == repeals
    )


@pytest.mark.skipif(not SHARED.exists(), reason=f"no {SHARED}")
def test_the_notice_among_the_seeds() -> None:
    (path,) = (SHARED / "seeds").glob("001_*.txt")
    assert notice_of(path.read_text(encoding="utf-8")) == Notice(
        index_number="113325000026460671/2024-38087",
        issuer="宣传信息科",
        written="2024-02-27",
        openness="主动公开",
    )


PIECES = st.sampled_from(
    [
        *COLONS.splitlines(),
        *CELLS.splitlines(),
        *("|", "\n", "：", "\t", "废止", "《", "》", "。"),
        *("自2024年6月1日起施行", "有效期9年", "本办法"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_read_and_leaves_values_that_stand_in_it(text: str) -> None:
    notice = notice_of(text)
    for value in (notice.index_number, notice.openness, *notice.repeals):
        if value is not None and "〔" not in value:
            assert value in text
    assert dataclasses.replace(notice) == notice


def test_a_repealed_document_does_not_lend_its_day() -> None:
    text = "本条例自2021年10月1日起施行。2005年3月1日起施行的《临泽市限制养犬规定》同时废止。"
    assert notice_of(text).effective == "2021-10-01"
