"""Pairs of articles and what the second is to the first, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.duplicates import find_relations
from rag.duplicates.imprint import Imprint
from rag.duplicates.imprint_lines import is_imprint
from rag.duplicates.subjects import issuers_conflict, places_conflict, subjects_conflict
from rag.reading.reader import read_file
from rag.types import Article

REPRINT, CORRECTION, APART = "reprint", "correction", "apart"

PLANT_TITLE = "白鹭水厂二期通水 十二万居民受益"
PLANT = (
    "青溪区水务局20日宣布，白鹭水厂二期工程通水，日供水能力由8万吨提高到15万吨，沿线3个镇的12万居民受益。\n"
    "水务局局长林致远说，二期工程总投资4.6亿元，铺设管道62公里，比原计划提前40天完工。"
    "水厂采用膜处理工艺，出厂水浊度低于0.1。\n"
    "住在柳湾镇的赵小舟说，过去夏天用水高峰时三楼就没有水，现在六楼也不用水泵。\n"
    "水务局计划2026年启动三期工程，届时全区供水能力将达到25万吨。"
)
GRANT_TITLE = "青溪区2024年第一季度经济运行情况"
GRANT = (
    "第一季度，全区规模以上工业增加值同比增长6.2%，固定资产投资增长4.8%，社会消费品零售总额36.5亿元，"
    "同比增长7.1%。\n"
    "分行业看，轴承制造业增长9.3%，光学镜片制造业增长12.4%，水泵制造业下降1.6%。\n"
    "全区居民人均可支配收入15230元，同比名义增长5.5%，城镇新增就业2140人。"
)
LAND_TITLE = "河东镇柳湾村征地补偿安置公告"
LAND = (
    "根据《中华人民共和国土地管理法》及有关规定，现将征地补偿安置方案公告如下。\n"
    "一、征收河东镇柳湾村集体土地3.25公顷，其中耕地2.10公顷，需安置农业人口46人。\n"
    "二、土地补偿费和安置补助费按每公顷67.5万元计算，青苗补偿费按实际种植情况补偿。\n"
    "三、被征地村民代表王大川负责登记，自公告之日起三十日内携带权属证书到村委会办理补偿登记，"
    "逾期不办理的，以调查结果为准。\n"
    "四、对方案有异议的，可在公告期内书面提出听证申请，由自然资源局依法组织听证。"
)
OTHER_LAND = (
    LAND.replace("河东镇柳湾村", "河西镇石桥村")
    .replace("3.25", "5.80")
    .replace("2.10", "4.35")
    .replace("46人", "71人")
    .replace("王大川", "李明月")
)
RELEASE = (
    "{}宣布与江南理工学院签署战略合作协议，双方将在轴承检测、人才培养和成果转化三个方面开展合作。"
    "根据协议，双方共建一个联合实验室，每年投入研发经费{}万元，首批{}名研究生将于秋季进入企业实习。"
    "{}表示，合作有助于提升产品精度，缩短研发周期，推动行业向高端发展。"
    "学院方面表示，将以此次签约为契机，把论文写在车间里，把成果用在产品上。"
)
ONE_FIRM = RELEASE.format("远帆轴承有限公司", 800, 12, "总经理陈小河")
OTHER_FIRM = RELEASE.format("长河轴承有限公司", 950, 15, "总经理周立本")
NOTE = (
    "更正：本报5月20日第3版《白鹭水厂二期通水 十二万居民受益》一文中，“总投资4.6亿元”应为"
    "“总投资4.9亿元”，“铺设管道62公里”应为“铺设管道66公里”。由于采编人员核对不细造成差错，特此更正，并向读者致歉。"
)
COLUMN = (
    "夏天用水难，难在哪里？这个问题，记者带着它走访了五个县的三十户人家，也查了十年的供水年报。"
    "多数人家说的是同一件事：水压不够。水压不够的背后是管网老化，漏损率有的地方高到三成。"
    "治漏损要花钱，钱从哪里来，各地办法不同。有的靠水价，有的靠财政，有的把管网交给企业去管。"
    f"{PLANT.splitlines()[1]}"
    "这是其中一地的做法，未必处处适用。管网是看不见的工程，看不见的工程最考验治理的耐心。"
    "专家建议，先摸清家底，再分片改造，不要等到管子爆了再修。修一次路，埋一次管，账要一起算。"
    "水价听证会上，居民最关心的不是涨多少，而是涨了以后水能不能上楼。这句话值得记下来。"
)
HOUSING = (
    "根据《住房保障办法》，现将{}公租房配租工作公告如下。本次配租房源共{}套，分布在{}等小区，"
    "申请人须持有本地户籍满3年，家庭人均住房面积低于15平方米，人均年收入低于42000元。"
    "申请时间为公告之日起二十个工作日，受理地点为各街道便民服务中心。"
    "配租结果在政府网站公示，公示期为五个工作日，{}对结果有异议的可以书面提出。"
)
HERE = HOUSING.format("青溪区", 320, "柳湾", "青溪区居民")
MEETING = (
    "关于召开轴承行业技术对接会的通知\n时间：2024年6月{}日14:00\n地点：青溪会议中心三楼\n"
    "为推动轴承行业技术进步，请各企业派一名负责人参加，会议材料请提前报送，"
    "参会人员请自带本单位产品样册，交通和住宿自理。"
)
WEATHER = (
    "青溪天气\n2024-05-2{} 来源：{}\n今天白天晴到多云，西北风三到四级，最高气温18度，"
    "夜间最低气温8度，早晚温差较大，请市民注意添衣保暖，外出注意交通安全，夜间行车注意低能见度。"
)
SIGNED = PLANT + "\n{}\n2024年5月2{}日"
HEADS = {
    "date line and source": "{title}\n2024-05-2{n} 08:3{n} 来源：{paper}\n{text}",
    "date line below a masthead": "{paper}\n{title}\n"
    "发布时间：2024年05月2{n}日 浏览次数：3{n}1\n{text}",
    "agency": "{title}\n{agency}5月2{n}日电（记者 {person}）{text}",
    "paper's own": "{title}\n本报讯(记者{person} 通讯员{person})  {text}",
    "all on one line": "2024-05-2{n} 来源：{paper} {agency}5月2{n}日电 {text}",
    "masthead with page": "{paper} 2024年5月2{n}日 星期三 第{n}版\n{title}\n"
    "□本报记者 {person}\n{text}",
    "closing signature": "{title}\n{text}\n来源：{paper}\n责任编辑：{person} 校对：{person}",
    "author first": "{title}\n来源：{paper}  作者：{person}  时间：2024-05-2{n}\n{text}",
    "bare date": "{title}\n2024年5月2{n}日\n{text}",
}


HEAD_LINES = [
    line.format(title="", text="", paper="青溪日报", agency="新华社", person="陈小河", n=1)
    for head in HEADS.values()
    for line in head.splitlines()
]


def printed(head: str, text: str, *, second: bool) -> str:
    paper, agency, person = (
        ("兰溪晚报", "中新社兰溪", "李明月") if second else ("青溪日报", "新华社青溪", "陈小河")
    )
    return HEADS[head].format(
        title=PLANT_TITLE,
        text=text,
        paper=paper,
        agency=agency,
        person=person,
        n=2 if second else 1,
    )


@dataclass(frozen=True)
class Pair:
    """Two articles, the second published two days later, and what it is to the first."""

    expected: str
    second: str
    first: str = PLANT
    title: str = PLANT_TITLE
    second_title: str | None = None
    issuers: tuple[str | None, str | None] = (None, None)
    dates: tuple[str, str] = ("2024-05-21", "2024-05-23")


TRADITIONAL = opencc.OpenCC("s2t").convert
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
REVISED = f"{PLANT_TITLE}（更正）"
PAIRS = {
    "word for word": Pair(REPRINT, PLANT),
    "shortened": Pair(REPRINT, PLANT[: PLANT.index("住在")]),
    "a paragraph left out": Pair(REPRINT, PLANT.replace(PLANT.splitlines()[2] + "\n", "")),
    "another headline": Pair(REPRINT, PLANT, second_title="六楼也不用水泵：青溪供水扩容"),
    "another headline, shortened": Pair(
        REPRINT, PLANT[: PLANT.index("住在")], second_title="白鹭水厂提前四十天完工"
    ),
    "traditional script": Pair(REPRINT, TRADITIONAL(PLANT), second_title=TRADITIONAL(PLANT_TITLE)),
    "full-width digits": Pair(REPRINT, PLANT.translate(WIDE)),
    "spaces at figures, joined lines": Pair(
        REPRINT, PLANT.replace("\n", "").replace("20日", " 20 日 ").replace("62", " 62 ")
    ),
    "one figure changed, as if it were none": Pair(
        APART, PLANT.replace("62公里", "66公里"), second_title="青溪供水扩容"
    ),
    "one figure in Chinese numerals changed": Pair(
        APART, PLANT.replace("六楼", "七楼"), second_title="青溪"
    ),
    "one name changed": Pair(APART, PLANT.replace("林致远", "林志远")),
    "one date changed": Pair(APART, PLANT.replace("20日宣布", "21日宣布")),
    "one year changed": Pair(APART, PLANT.replace("2026年", "2027年")),
    "a denial added": Pair(APART, PLANT.replace("计划2026年启动", "不计划2026年启动")),
    "rise turned to fall": Pair(
        APART, GRANT.replace("下降1.6%", "增长1.6%"), GRANT, GRANT_TITLE, "一季度运行平稳"
    ),
    "a correction notice": Pair(APART, NOTE, second_title="更正"),
    "a correction notice under the title": Pair(APART, NOTE, second_title=f"更正：{PLANT_TITLE}"),
    "corrected, and says so": Pair(
        CORRECTION,
        PLANT.replace("4.6亿", "4.9亿").replace("62公里", "66公里"),
        second_title=REVISED,
    ),
    "corrected name, and says so": Pair(
        CORRECTION, PLANT.replace("林致远", "林志远"), second_title=REVISED
    ),
    "corrected name and figure": Pair(
        CORRECTION,
        PLANT.replace("林致远", "林志远").replace("62公里", "66公里"),
        second_title=REVISED,
    ),
    "corrected date": Pair(CORRECTION, PLANT.replace("20日宣布", "19日宣布"), second_title=REVISED),
    "corrected place": Pair(CORRECTION, PLANT.replace("柳湾镇", "石桥镇"), second_title=REVISED),
    "corrected figure, without a word": Pair(CORRECTION, PLANT.replace("62公里", "66公里")),
    "corrected, a year later": Pair(
        APART, PLANT.replace("62公里", "66公里"), dates=("2024-05-21", "2025-05-23")
    ),
    "the next quarter": Pair(
        APART,
        GRANT.replace("第一季度", "第二季度"),
        GRANT,
        GRANT_TITLE,
        GRANT_TITLE.replace("一", "二"),
    ),
    "the next quarter, one figure changed": Pair(
        APART, GRANT.replace("6.2%", "6.4%"), GRANT, GRANT_TITLE, GRANT_TITLE.replace("一", "二")
    ),
    "the next quarter under one title, as an update": Pair(
        APART,
        GRANT.replace("第一季度", "第二季度").replace("6.2%", "6.4%"),
        GRANT,
        "青溪区经济运行情况",
        "【更新】青溪区经济运行情况",
    ),
    "the half year for the quarter": Pair(
        APART,
        GRANT.replace("第一季度", "上半年").replace("6.2%", "6.4%"),
        GRANT,
        "青溪区经济运行情况",
        "青溪区经济运行情况（修订）",
    ),
    "the next year": Pair(
        APART,
        GRANT.replace("6.2%", "6.4%"),
        GRANT,
        GRANT_TITLE,
        GRANT_TITLE.replace("2024", "2025"),
    ),
    "the revised figures of a quarter": Pair(
        CORRECTION, GRANT.replace("6.2%", "6.4%"), GRANT, GRANT_TITLE, f"{GRANT_TITLE}（修订）"
    ),
    "another village": Pair(APART, OTHER_LAND, LAND, LAND_TITLE, "河西镇石桥村征地补偿安置公告"),
    "another village, its notice revised": Pair(
        APART, OTHER_LAND, LAND, LAND_TITLE, "河西镇石桥村征地补偿安置公告（修订）"
    ),
    "another village under one title, revised": Pair(
        APART, OTHER_LAND, LAND, "征地补偿安置公告", "征地补偿安置公告（修订）"
    ),
    "another village, the same text": Pair(
        APART, LAND, LAND, "柳湾村征地补偿安置公告", "石桥村征地补偿安置公告（更正）"
    ),
    "the same notice of another district's bureau": Pair(
        APART,
        LAND.replace("46人", "71人"),
        LAND,
        "征地补偿安置公告",
        issuers=("河东区自然资源局", "河西区自然资源局"),
    ),
    "the notice revised": Pair(
        CORRECTION,
        LAND.replace("46人", "64人"),
        LAND,
        LAND_TITLE,
        f"{LAND_TITLE}（修订）",
        issuers=("河东区自然资源局", "河东区自然资源局"),
    ),
    "a paragraph quoted in a longer article": Pair(
        APART, COLUMN, second_title="管网是看不见的工程"
    ),
    "that paragraph alone": Pair(
        APART, PLANT.splitlines()[1], COLUMN, "管网是看不见的工程", "二期工程总投资4.6亿元"
    ),
    "two press releases of one template": Pair(
        APART, OTHER_FIRM, ONE_FIRM, "远帆轴承与江南理工学院签约", "长河轴承与江南理工学院签约"
    ),
    "two press releases under one title": Pair(APART, OTHER_FIRM, ONE_FIRM, "校企签署战略合作协议"),
    "another district under one title, corrected": Pair(
        APART,
        HOUSING.format("兰溪区", 280, "石桥", "兰溪区居民"),
        HERE,
        "住房保障工作公告",
        "住房保障工作公告（更正）",
    ),
    "another district, its name alone": Pair(
        APART,
        HERE.replace("青溪区", "兰溪区"),
        HERE,
        "住房保障工作公告",
        "住房保障工作公告（更正）",
    ),
    "another estate and figure": Pair(
        APART,
        HERE.replace("柳湾", "石桥").replace("320", "280"),
        HERE,
        "住房保障工作公告",
        "住房保障工作公告（修订版）",
    ),
    "the day of an event": Pair(
        APART, MEETING.format(5), MEETING.format(3), "关于召开对接会的通知"
    ),
    "the day of a signature": Pair(
        APART, SIGNED.format("青溪区水务局", 2), SIGNED.format("青溪区水务局", 1)
    ),
    "another issuer's signature": Pair(
        APART, SIGNED.format("兰溪区水务局", 1), SIGNED.format("青溪区水务局", 1)
    ),
    "a daily bulletin": Pair(
        APART, WEATHER.format(2, "气象台"), WEATHER.format(1, "气象台"), "青溪天气"
    ),
    "a bulletin in another paper": Pair(
        REPRINT, WEATHER.format(2, "晚报"), WEATHER.format(1, "日报"), "青溪天气"
    ),
    "the day with which the body begins": Pair(
        APART, f"2024年5月21日，{PLANT}", f"2024年5月20日，{PLANT}"
    ),
    "corrected, with a note at its head": Pair(
        CORRECTION,
        f"更正说明：本文此前误作“4.6亿元”，现已改正。\n{PLANT.replace('4.6亿', '4.9亿')}",
    ),
    "corrected under a new title": Pair(
        CORRECTION,
        PLANT.replace("4.6亿", "4.9亿"),
        second_title="更正：白鹭水厂二期总投资为4.9亿元",
    ),
    "corrected, in traditional script": Pair(
        CORRECTION, TRADITIONAL(PLANT.replace("4.6亿", "4.9亿")), second_title=TRADITIONAL(REVISED)
    ),
    "editors at the end of the last line": Pair(
        REPRINT, f"{PLANT}（责任编辑：赵小舟）", f"{PLANT}（责任编辑：李明月）"
    ),
    "a headline of another place": Pair(
        APART, PLANT, title="青溪区水厂二期通水", second_title="十二万居民受益 兰溪区供水再扩容"
    ),
}


def relation(first: Article, second: Article) -> str:
    found = find_relations([first, second])
    if found.reprints:
        return REPRINT
    return {(): APART, (("first", "second"),): CORRECTION}[tuple(found.superseded.items())]


@pytest.mark.parametrize("name", PAIRS)
def test_the_second_article_is_to_the_first(name: str) -> None:
    pair = PAIRS[name]
    titles = pair.title, pair.title if pair.second_title is None else pair.second_title
    texts = pair.first, pair.second
    first, second = (
        Article(name, title, text, "x.txt", date, issuer)
        for name, title, text, date, issuer in zip(
            ("first", "second"), titles, texts, pair.dates, pair.issuers, strict=True
        )
    )
    assert relation(first, second) == pair.expected


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("", ""), REPRINT),
        (("62公里", "66公里"), CORRECTION),
        (("20日宣布", "21日宣布"), APART),
        (("林致远", "林志远"), APART),
    ],
    ids=["same", "figure", "date", "name"],
)
def test_what_a_site_prints_of_itself_does_not_count(
    head: str, change: tuple[str, str], expected: str, tmp_path: Path
) -> None:
    changed = PLANT.replace(*change) if change[0] else PLANT
    first, second = (
        Article(
            "second" if second else "first", PLANT_TITLE, printed(head, text, second=second), "x",
            "2024-05-22" if second else "2024-05-21",
        )
        for second, text in ((False, PLANT), (True, changed))
    )  # fmt: skip
    assert relation(first, second) == expected
    found = []
    for number, one in enumerate((first, second)):
        path = tmp_path / f"{number}.txt"
        path.write_text(one.text, encoding="utf-8")
        found += read_file(str(path), 1 << 20)[0]
    if all(article.date for article in found):
        relations = find_relations(found)
        assert (len(relations.reprints), len(relations.superseded)) == (
            expected == REPRINT, expected == CORRECTION
        )  # fmt: skip


@pytest.mark.parametrize("one", HEADS)
@pytest.mark.parametrize("other", HEADS)
def test_heads_of_two_forms(one: str, other: str) -> None:
    texts = printed(one, PLANT, second=False), printed(other, PLANT, second=True)
    first, second = (Article(str(n), PLANT_TITLE, text, "x") for n, text in enumerate(texts))
    assert relation(first, second) == REPRINT


def test_imprints() -> None:
    lines = {
        "2024年05月20日08:30 | 来源：人民网-人民日报": True,
        "来源：青溪日报  作者：陈小河 王大川  时间：2024-05-20": True,
        "【字体：大 中 小】 打印": True,
        "作者 | 陈小河": True,
        "Published: 20 May 2024 | Source: The Brookfield Post": True,
        "时间：2024年6月3日14:00": False,
        "资金来源：政府": False,
        "记者：您怎么看？": False,
        "2024年第3期": False,
        "2024-05-20 3500": False,
        "2024年5月20日，青溪区召开会议": False,
    }
    assert {line: is_imprint(line) for line in lines} == lines


@given(st.lists(st.sampled_from([*PLANT.splitlines(), *HEAD_LINES, ""]) | st.text(max_size=20)))
def test_an_imprint_is_blanked_and_nothing_moves(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = Imprint.of(text).text
    assert len(found) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, found, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("青溪区管委会", "兰溪区管委会", True),
        ("青溪区应急管理局", "青溪区应急管理局", False),
        ("青溪日报", "兰溪日报", False),  # one reprints the other
        ("青溪区水务局", None, False),
    ],
)
def test_issuers_that_part_articles(one: str, other: str | None, expected: bool) -> None:
    assert issuers_conflict(one, other) is expected


def test_titles_that_name_other_places_or_periods() -> None:
    assert places_conflict("青溪区供水扩容", "水厂通水兰溪区受益")
    assert not places_conflict("青溪区供水扩容", "青溪区与兰溪区通水")
    assert not places_conflict("城市社区供水扩容", "楼市小区受益")
    assert subjects_conflict("上半年工业增长6.2%", "轴承业领跑全区前三季度工业全年可期")
    assert not subjects_conflict("上半年工业增长6.2%", "轴承业领跑上半年全区工业")
