"""PDF: reading order, furniture, paragraphs over breaks, tables, scanned pages."""

from __future__ import annotations

import random

import pytest

from rag.errors import ReadError
from rag.reading.pdf.reader import read_pdf
from rag.reading.plausibility import first_rubbish
from rag.types import Removed

from .pdf_files import Piece, column, file_of, pdf

FIRST = (
    "临泽新区今年引进半导体项目四十一个，总投资额超过七百亿元，"
    "项目建设正在加快推进，年内将有十二个投产。"
)
SECOND = (
    "会议强调，要善于改革创新，紧盯经济增量、项目投资和项目招引，"
    "推动产业发展，争取全年目标如期完成。"
)
THIRD = "砚湖湿地公园秋季共记录到鸟类一百二十六种，其中国家一级保护动物五种，比去年同期增加了九种。"
FOURTH = "地铁三号线延伸段已经开工建设，线路全长十八公里，设站九座，预计两年以后全线建成通车。"
TEXTS = [FIRST, SECOND, THIRD, FOURTH]


def columns(number: int) -> list[Piece]:
    """A headline above columns that share four paragraphs, broken anywhere."""
    characters = {2: 22, 3: 14}[number]
    lines = column("\n".join(TEXTS), 0, 0, characters)
    share = -(-len(lines) // number)
    pieces = [Piece("四件新闻在一个版面上", 150, 740, 24)]
    for at, line in enumerate(lines):
        place, row = divmod(at, share)
        left = 40 + place * (characters * 10 + 18)
        pieces.append(Piece(line.text, left + line.x, 700 - 14 * row))
    return pieces


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_columns_are_read_one_after_the_other_however_drawn(number: int, seed: int | None) -> None:
    pieces = columns(number)
    if seed is not None:
        random.Random(seed).shuffle(pieces)
    assert read_pdf(pdf([pieces])).text.split("\n") == ["四件新闻在一个版面上", *TEXTS]


def test_a_headline_between_columns_and_a_line_below_them() -> None:
    page = [
        *column(FIRST, 40, 740, 22), *column(SECOND, 290, 740, 22),
        Piece("第二条新闻的标题横跨两个栏目排在中间位置", 80, 640, 20),
        *column(THIRD, 40, 600, 22), *column(FOURTH, 290, 600, 22),
        Piece("本版所有文章未经许可不得转载，违者必究，联系电话见今天的第一版下方。", 40, 500),
    ]  # fmt: skip
    assert read_pdf(pdf([page])).text.split("\n") == [
        FIRST, SECOND, "第二条新闻的标题横跨两个栏目排在中间位置", THIRD, FOURTH,
        "本版所有文章未经许可不得转载，违者必究，联系电话见今天的第一版下方。",
    ]  # fmt: skip


def four_pages() -> list[list[Piece]]:
    """One paragraph over three page breaks, with head and page number on each page."""
    lines = column(FIRST + SECOND + THIRD + FOURTH, 40, 0, 24)
    return [
        [
            Piece("临泽新区统计公报", 230, 770, 8),
            *(Piece(line.text, line.x, 700 - 14 * row) for row, line in enumerate(part)),
            Piece(f"- {number} -", 290, 30),
        ]
        for number, part in enumerate((lines[:2], lines[2:4], lines[4:6], lines[6:]), start=1)
    ]


def test_heads_and_page_numbers_are_left_out_and_told() -> None:
    found = read_pdf(pdf(four_pages()))
    assert found.text == FIRST + SECOND + THIRD + FOURTH
    assert found.problem is None
    assert found.removed == tuple(
        removed
        for number in (1, 2, 3, 4)
        for removed in (
            Removed("临泽新区统计公报", "running head"),
            Removed(f"- {number} -", "page number"),
        )
    )


def test_what_no_other_page_repeats_is_no_head() -> None:
    head, body = Piece("2024年统计公报", 230, 770), column(FIRST, 40, 700, 24)
    assert read_pdf(pdf([[head, *body]])).text == f"2024年统计公报\n{FIRST}"
    title = Piece("统计公报", 230, 770, 30)  # in larger type than the heads
    pages = [[title, *body], *([Piece("统计公报", 230, 770, 8), *body] for _ in range(3))]
    assert read_pdf(pdf(pages)).text.split("\n") == ["统计公报", FIRST, FIRST, FIRST, FIRST]


def test_hyphens_go_where_a_word_was_broken() -> None:
    lines = [
        "The zone has attracted forty-one projects in the semi-",
        "conductor industry, among them a well-known manufac-",
        "turer of silicon wafers and a maker of well-",
        "known sensors.",
    ]
    page = [Piece(text, 40, 700 - 14 * row) for row, text in enumerate(lines)]
    assert read_pdf(pdf([page])).text == (
        "The zone has attracted forty-one projects in the semiconductor industry, among them a "
        "well-known manufacturer of silicon wafers and a maker of well-known sensors."
    )


def test_tables_are_read_by_rows() -> None:
    rows = [("年份", "项目", "投资"), ("2023", "29", "410亿元"), ("2024", "41", "700亿元")]
    page = [Piece("招商引资情况如下表所示。", 60, 740)]
    page += [
        Piece(cell, 60 + 120 * at, 700 - 20 * row)
        for at in (2, 0, 1)  # drawn column by column
        for row, cells in enumerate(rows)
        for cell in [cells[at]]
    ]
    page += column(FIRST, 40, 600, 30)
    assert read_pdf(pdf([page])).text.split("\n") == [
        "招商引资情况如下表所示。",
        "年份 | 项目 | 投资",
        "2023 | 29 | 410亿元",
        "2024 | 41 | 700亿元",
        FIRST,
    ]


def test_justified_lines_have_no_spaces_and_written_ones_stay() -> None:
    page = [Piece(one, 40 + 26 * at, 700) for at, one in enumerate("项目建设正在加快推进。")]
    page += [Piece("记者  王小明", 40, 660)]
    assert read_pdf(pdf([page])).text == "项目建设正在加快推进。\n记者 王小明"


def test_turned_text_is_left_out_and_told() -> None:
    page = [*column(FIRST, 40, 700, 24), Piece("仅供内部使用", 560, 300, 20, turned=True)]
    found = read_pdf(pdf([page]))
    assert found.text == FIRST
    assert found.removed == (Removed("仅供内部使用", "turned text"),)


def test_a_page_that_is_shown_turned_is_read_as_shown() -> None:
    upwards = [Piece(text, 300 + 14 * at, 100, turned=True) for at, text in enumerate(TEXTS)]
    data = pdf([upwards]).replace(b"/MediaBox", b"/Rotate 90/MediaBox")
    assert "".join(read_pdf(data).text.split("\n")) == "".join(TEXTS)
    with pytest.raises(ReadError, match="its text is turned"):
        read_pdf(pdf([upwards]))


def test_scanned_pages_are_named() -> None:
    page = column(FIRST, 40, 700, 24)
    found = read_pdf(pdf([page, None, page, None, None, []]))
    assert found.text == f"{FIRST}\n{FIRST}"
    assert found.problem == "pages 2, 4 to 5: no text (scanned?)"
    assert read_pdf(pdf([page, None])).problem == "page 2: no text (scanned?)"
    with pytest.raises(ReadError, match=r"^has no text \(scanned\?\)") as caught:
        read_pdf(pdf([None, None]))
    assert caught.value.advice == "Run text recognition on it first."


def test_a_page_that_is_missing_is_named() -> None:
    data = pdf([column(FIRST, 40, 700, 24), column(SECOND, 40, 700, 24)])
    broken = data.replace(b"9 0 obj\n<</Type/Page/", b"9 0 obj\n<</Type/Pige/")
    assert broken != data
    found = read_pdf(broken)
    assert found.text.startswith(FIRST)
    many = file_of([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</L 5 0 R>>>>>>",
        b"<</Length 42>>stream\nBT /L 12 Tf 72 400 Td (Only this page.) Tj ET\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ])  # fmt: skip
    found = read_pdf(many)
    assert found.text == "Only this page."
    assert found.problem == "pages 2 to 1000000: damaged"


def test_a_string_that_lost_a_byte_leaves_its_page_out_and_is_told() -> None:
    torn = "项目招引，推动产业发展。"
    digits = torn.encode("utf-16-be").hex().encode()
    page = [*column(FIRST, 40, 700, 24), Piece(torn, 40, 600)]
    sound = pdf([page, column(SECOND, 40, 700, 24)])
    assert torn in read_pdf(sound).text
    found = read_pdf(sound.replace(digits, digits[:9] + digits[11:]))  # of 62db 6b is left
    assert (found.text, found.problem) == (SECOND, "page 1: its text is damaged")
    with pytest.raises(ReadError, match="is a damaged PDF"):
        read_pdf(pdf([page]).replace(digits, digits[:9] + digits[11:]))


@pytest.mark.parametrize(
    "line",
    [
        "网站有十种语言：ไทย हिन्दी বাংলা தமிழ் ქართული አማርኛ ខ្មែរ ລາວ မြန်မာ Русский עברית",
        "ไทย、हिन्दी、বাংলা、தமிழ்、ქართული、አማርኛ、ខ្មែរ、ລາວ、မြန်မာ",
        "泰语ไทย印地语हिन्दी孟加拉语বাংলা泰米尔语தமிழ்格鲁吉亚语ქართული",
    ],
)
def test_a_line_of_many_scripts_is_no_damage(line: str) -> None:
    assert first_rubbish(line, wide=True) is None


def test_the_place_of_a_mixture_of_scripts() -> None:
    assert first_rubbish("项目招引，歟ᗿౣꡒꡎꝎᩓ템唰", wide=True) == 6  # between 歟 and ᗿ
