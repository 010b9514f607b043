"""Which encoding a file is in, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ReadError
from rag.reading.encoding import Decoded, decode, plausibility, printed
from rag.reading.plausibility import first_rubbish

SIMPLIFIED = (
    "丽水经开区召开会议\n今年以来，丽水经开区已成功引进41个半导体项目，总投资额超过700亿元。"
    "会议强调，要善于改革创新，紧盯经济增量、项目投资、项目招引，推动产业发展。"
)
TRADITIONAL = (
    "臺灣大學與國家實驗室\n這是一個關於語言學習的研究，學生們在圖書館裡讀書，並且參加了許多活動。"
    "他們認為經濟發展與環境保護同樣重要，政府應當採取措施。"
)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("gb18030", "gb18030"),
    ],
)
def test_one_article_in_every_encoding_gives_one_text(encoding: str, named: str) -> None:
    decoded = decode(SIMPLIFIED.encode(encoding))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, named)


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", "gb18030", "utf-8"])
def test_traditional_script(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


def test_utf16_without_mark_and_without_any_nul() -> None:
    text = "今年以来丽水经济发展成功引进新项目，总投资额超过七百亿元。"
    assert b"\0" not in text.encode("utf-16-le")
    assert decode(text.encode("utf-16-le")).text == text


def test_rare_characters_of_gb18030_survive() -> None:
    text = f"朱镕基、陶喆、王淼和李㛃。{SIMPLIFIED}"
    assert len("㛃".encode("gb18030")) == 4
    assert decode(text.encode("gb18030")).text == text


def test_line_ends_and_marks_are_normalised() -> None:
    assert decode(b"\xef\xbb\xbfone\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"


def test_a_false_declaration_is_not_believed() -> None:
    decoded = decode(SIMPLIFIED.encode("utf-8"), declared="gb2312")
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, "utf-8")
    decoded = decode(SIMPLIFIED.encode("gb18030"), declared="big5")
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, "gb18030")
    assert decode(SIMPLIFIED.encode("gb18030"), declared="no-such").text == SIMPLIFIED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64), "is a binary file"),
        (bytes(range(1, 32)) * 9, "is a binary file"),
        (SIMPLIFIED.encode()[:-1], "is damaged UTF-8"),
        (b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le")[:-1], "says it is utf-16-le"),
        (("\ufffd" * 9 + "文章").encode(), "was damaged before"),
        ("Die Stra\xdfe f\xfchrt \xfcber die Br\xfccke".encode("latin-1"), "is in no known"),
        ("これは日本語の文章です。カタカナも使う。".encode("shift_jis"), "is in no known"),
        ("대한민국은 동아시아의 한반도 남부에 위치한 나라이다".encode("euc-kr"), "is in no known"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.message.startswith(reason)


def test_hong_kong_characters_and_seven_bits() -> None:
    text = f"{TRADITIONAL}佢哋喺深水埗嘅茶餐廳。"
    assert decode(text.encode("big5hkscs")).text == text
    assert decode(SIMPLIFIED.encode("hz")) == Decoded(SIMPLIFIED, "hz")
    assert decode(b"a ~{ b ~} c").encoding == "utf-8"


def test_wide_encodings_without_a_mark_hold_any_script() -> None:
    text = "The zone – 41 projects, naïve café, Köln."
    assert decode(text.encode("utf-16-le")).text == text
    assert decode(text.encode("utf-32-be")).text == text


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_line_feed(end: str) -> None:
    assert decode(f"甲{end}乙{end}丙".encode()).text == "甲\n乙\n丙"


def test_what_is_not_printed_is_dropped() -> None:
    assert printed("半\u200b导\ufeff体\x07 41\u202e个\xad") == "半导体 41个"
    assert printed("👩\u200d🔬") == "👩\u200d🔬"  # the joiner is part of what is seen


@pytest.mark.parametrize(
    "text",
    [
        "Die Straße führt über die Brücke nach Köln, wo schöne Gärten blühen.",
        "Ça a été très élevé, à côté de l'hôtel, où l'été naît.",
        "Это русский текст о погоде.",
        "대한민국은 동아시아의 한반도 남부에 위치한 나라이다.",
        "これは日本語の文章です。カタカナも使う。",
        "ἀρχὴ ἥμισυ παντός, τὰ πάντα ῥεῖ.",
        "䶮㛃𠮷龘靐齉爩麤灪",
    ],
)
def test_other_languages_and_rare_characters_are_no_mojibake(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode("utf-16")).text == text


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("utf-8", "latin-1", "UTF-8 taken for Latin-1"),
        ("utf-8", "cp1252", "UTF-8 taken for Latin-1"),
        ("gb18030", "latin-1", "GB18030 taken for Latin-1"),
        ("utf-8", "gb18030", "UTF-8 taken for GB18030"),
        ("utf-8", "big5hkscs", "UTF-8 taken for Big5"),
        ("gb18030", "big5hkscs", "GB18030 taken for Big5"),
    ],
)
def test_what_was_decoded_wrongly_before_is_refused(right: str, wrong: str, name: str) -> None:
    mojibake = SIMPLIFIED.encode(right).decode(wrong, "replace").replace("\ufffd", "?")
    with pytest.raises(ReadError) as caught:
        decode(mojibake.encode())
    assert caught.value.message == f"was decoded wrongly before: {name}"
    assert caught.value.advice == "Get the original file, or convert it back."


def test_a_stretch_torn_apart_is_found_in_a_long_text() -> None:
    torn = "今年以来丽水经济发展成功引进".encode("gb18030")[1:-1].decode("gb18030")
    text = SIMPLIFIED * 50 + torn + SIMPLIFIED * 50
    assert plausibility(text) > 0.6
    assert first_rubbish(SIMPLIFIED * 50) is None
    found = first_rubbish(text)
    assert found is not None
    assert abs(found - 50 * len(SIMPLIFIED)) < 8


def test_damage_names_the_byte() -> None:
    with pytest.raises(ReadError, match=r"byte 6 of 8, in line 1"):
        decode("原文".encode() + "文".encode()[:2])


def test_plausibility_worked_by_hand() -> None:
    assert plausibility("plain ASCII") == 1.0
    assert plausibility("的，") == 1.0  # a frequent character and punctuation
    assert plausibility("的猫") == 0.75  # frequent and ordinary
    assert plausibility("的\ue000") == -0.5  # private use: (1 - 2) / 2


@given(st.binary(max_size=300))
def test_bytes_decode_or_are_refused_but_never_replaced(data: bytes) -> None:
    try:
        decoded = decode(data)
    except ReadError:
        return
    assert "\r" not in decoded.text
    assert "\0" not in decoded.text
    assert decoded.text.count("\ufffd") <= 0.005 * len(decoded.text)
