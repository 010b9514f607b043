"""Figures as values: the same in any writing, different where value or unit differ."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.claims.numerals import arabic_value, english_value, han_value
from rag.claims.quantities import quantities
from rag.claims.quantity import Quantity, same_value
from rag.claims.units import RANK
from tests.claims.falsify import han


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,476家", "3476家"), ("3476家", "三千四百七十六家"), ("３４７６家", "3476家"),
        ("55亿元", "5.5 billion yuan"), ("55亿元", "RMB 5.5bn"), ("55亿元", "5,500,000,000元"),
        ("55亿元", "人民币55亿"), ("55亿元", "五十五亿元"), ("US$5.5 billion", "55亿美元"),
        ("€3 million", "300万欧元"), ("10万", "100,000"), ("12.5%", "百分之十二点五"),
        ("12.5%", "12.5 percent"), ("12.5％", "12.5 per cent"), ("360万片", "3.6 million wafers"),
        ("三成", "30%"), ("翻一番", "doubled"), ("增长1倍", "翻了一番"), ("第二", "second"),
        ("第2", "2nd"), ("第十二", "12th"), ("二期", "第二期"), ("30多轮", "more than 30 rounds"),
        ("4000多人", "more than 4,000 people"), ("超过70亿元", "more than 7 billion yuan"),
        ("700亿元以上", "逾700亿元"), ("近70亿元", "nearly 7 billion yuan"), ("约120亿元", "about 12 billion yuan"),
        ("20%—30%", "20% to 30%"), ("3—5万元", "3万元至5万元"), ("between 20 and 30 people", "20至30人"),
        ("两家", "2家"), ("forty-one projects", "41个"), ("41 semiconductor projects", "41个"),
        ("1亿3000万元", "1.3亿元"), ("90分钟", "1.5小时"), ("三分之一", "one third"), ("一半", "50%"),
        ("12英寸", "12-inch"), ("5.6万平方米", "56,000 square metres"), ("20名", "20人"),
        ("1.2万亿元", "1.2 trillion yuan"), ("二十余家", "20多家"), ("三百五", "350"), ("2吨", "2000公斤"),
        ("3年", "three years"), ("69.8亿元", "近70亿元"), ("71.3亿元", "超过70亿元"), ("119亿元", "约120亿元"),
        ("5600亩", "5,600 mu"), ("1,326公斤", "1326 kg"), ("一两千人", "一两千人"),
    ],
)  # fmt: skip
def test_the_same_in_another_writing(one: str, other: str) -> None:
    if one == other:  # as vague on both sides: no figure
        assert quantities(one) == []
        return
    assert same_value(only(one), only(other)) or same_value(only(other), only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("55亿元", "55亿美元"), ("20人", "20家"), ("55亿元", "55万元"), ("3476家", "3467家"),
        ("12.5%", "12.5个百分点"), ("12.5%", "1.25%"), ("12.5%", "125%"), ("20%—30%", "20%"),
        ("20%—30%", "20%—35%"), ("超过70亿元", "近70亿元"), ("30多轮", "20多轮"),
        ("3公里", "3米"), ("5600亩", "5600平方米"), ("54天", "54个月"), ("第二", "2家"), ("第二", "第三"),
        ("二期", "一期"), ("3.6 million wafers", "36万片"), ("$3 million", "€3 million"),
        ("约120亿元", "130亿元"), ("70亿元", "71.3亿元"), ("超过70亿元", "85亿元"), ("三成", "三倍"),
        ("翻一番", "翻两番"), ("300户", "300人"), ("15岁", "15人"), ("百分之三", "千分之三"),
    ],
)  # fmt: skip
def test_not_the_same(one: str, other: str) -> None:
    assert not same_value(only(one), only(other))
    assert not same_value(only(other), only(one))


def test_a_rounded_figure_is_held_by_an_exact_one_and_not_the_other_way() -> None:
    assert same_value(only("30多轮"), only("31轮"))
    assert not same_value(only("31轮"), only("30多轮"))
    assert same_value(only("近70亿元"), only("69.8亿元"))
    assert not same_value(only("69.8亿元"), only("近70亿元"))


@pytest.mark.parametrize(
    "text",
    ["一些企业", "统一标准", "第一时间赶到", "十分重要", "万一下雨", "一家公司", "四川", "三农", "一带一路", "千方百计",
     "“十四五”规划", "A320", "5G网络", "数百家", "几十家", "两岸", "一起", "进一步"],
)  # fmt: skip
def test_idioms_and_codes_are_no_figures(text: str) -> None:
    assert quantities(text) == []


def test_a_figure_without_a_unit_may_have_any() -> None:
    assert same_value(only("41"), only("41家"))
    assert same_value(only("41个"), only("41家"))  # 个 counts anything
    assert not same_value(only("41个"), only("41人"))


@pytest.mark.parametrize(
    ("written", "value"),
    [("a dozen engineers", "12人"), ("two dozen staff", "24人"), ("half a dozen cars", "6辆"),
     ("half a million dollars", "50万美元"), ("$3.4bn", "34亿美元"), ("12 pct", "12%"),
     ("two and a half million yuan", "250万元"), ("one and a half years", "18个月"),
     ("a hundred firms", "100家"), ("a hundred and twenty firms", "120家"), ("half of it", "一半"),
     ("a quarter of it", "四分之一"), ("three-quarters of it", "75%"), ("a third of it", "三分之一")],
)  # fmt: skip
def test_english_numbers_in_words(written: str, value: str) -> None:
    assert same_value(only(written), only(value))


@pytest.mark.parametrize(
    "text", ["in the first half", "a half-hour talk", "a quarter later", "the third of them"]
)
def test_english_words_that_are_no_share(text: str) -> None:
    assert all(one.unit == RANK for one in quantities(text))


def test_figures_of_a_sentence_with_their_places() -> None:
    text = "总投资约120亿元，用地400亩，同比增长12.5%。"
    found = quantities(text)
    assert [text[one.start : one.end] for one in found] == ["120亿元", "400亩", "12.5%"]
    assert [(one.low, one.unit, one.bound) for one in found] == [
        (Fraction(12 * 10**9), "yuan", "about"),
        (Fraction(400 * 2000, 3), "m2", ""),
        (Fraction(25, 2), "percent", ""),
    ]


def test_dates_are_left_out() -> None:
    text = "2024年3月引进35个项目"
    assert [one.low for one in quantities(text, [(0, 7)])] == [35]


@pytest.mark.parametrize(
    ("written", "value"),
    [("三千四百七十六", 3476), ("二〇二五", 2025), ("十", 10), ("二十", 20), ("一百零五", 105), ("两万三千", 23000),
     ("一亿三千万", 130_000_000), ("一万亿", 10**12), ("三百五", 350), ("二三十", None), ("千万", None)],
)  # fmt: skip
def test_chinese_numerals(written: str, value: int | None) -> None:
    assert han_value(written) == value


def test_other_numerals() -> None:
    assert arabic_value("1亿3000万") == 130_000_000
    assert english_value("two hundred and six") == 206
    assert english_value("three thousand five hundred") == 3500


@given(st.integers(0, 9999))
def test_a_number_written_in_chinese_is_read_back(value: int) -> None:
    assert han_value(han(value)) == value


@given(st.text(alphabet="一二十百千万亿第0123456789.,元家人%多 —至约超过个年期a$", max_size=40))
def test_figures_stand_in_order_and_apart_in_any_text(text: str) -> None:
    found = quantities(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))
