"""Sentences against their quotes: what holds, what does not, and what says another thing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.claims.doubts import DoubtKind
from rag.claims.names import names_of
from rag.claims.quotes import Quote
from rag.claims.support import check
from rag.types import Article, Verdict

ZONE = Article(
    "zone",
    "澜州经开区：链上开花",
    "澜州经济技术开发区的晶圆产业起步于2019年。截至目前，澜州经开区已成功引进41个半导体项目，总投资额超过700亿元。"
    "3月6日，岚西科创产业园启用。去年11月10日，企业综合服务中心启用，服务了3,476家企业。"
    "高崎智能装备（澜州）有限公司的企业技术中心成立于2022年，现有专职研发人员20人，同比增长12.5%。"
    "董事长叶国信说，项目预计在今年9—10月投产，年产360万片。浙江澜州中欣晶圆半导体材料有限公司占地224亩。"
    "市二院尚未启用新门诊楼。市民代表李明远同意该方案，由云汀产业基金领投的B轮融资已完成。",
    "zone.txt",
    date="2025-03-20",
)
PORT = Article(
    "port",
    "New harbour for Qingchuan",
    "Acme Rail built the harbour line in 2021. It carried 3.6 million passengers last year, up 12.5 "
    "percent. The second phase will not open before March 2026. Xie Tingyu leads the team of 48.",
    "port.txt",
    date="2025-05-26",
    language="en",
)


def quote(article: Article, words: str) -> Quote:
    """The sentence of an article that holds these words."""
    at = article.text.index(words)
    stop = "。" if article is ZONE else ". "
    start = max(article.text.rfind(stop, 0, at) + len(stop), 0) if stop in article.text[:at] else 0
    end = article.text.find(stop, at)
    return Quote(article, start, len(article.text) if end < 0 else end + 1)


def verdict(sentence: str, words: str, article: Article = ZONE) -> Verdict:
    return check(sentence, [quote(article, words)]).verdict


def is_held(sentence: str, text: str) -> bool:
    """Tell whether the text of an article of 30 April 2025, quoted whole, holds a sentence."""
    language = "en" if text.isascii() else "zh"
    article = Article("a", "", text, "a.txt", date="2025-04-30", language=language)
    return check(sentence, [Quote(article, 0, len(text))]).verdict is Verdict.SUPPORTED


HELD = [
    ("澜州经开区已成功引进41个半导体项目。", "41个"),
    ("澜州经开区共引进了四十一个半导体项目，总投资额超过700亿元。", "41个"),
    ("澜州经济技术开发区一共有41个半导体项目，投资总额700多亿元。", "41个"),
    ("截至2025年3月，澜州经开区已引进41个半导体项目。", "41个"),
    ("截至二〇二五年三月，澜州经开区已引进41个半导体项目。", "41个"),
    ("总投资额超过700亿元，引进半导体项目41个。", "41个"),
    ("岚西科创产业园于2025年3月6日启用。", "3月6日"),
    ("岚西科创产业园于2025年3月启用。", "3月6日"),
    ("岚西科创产业园于2025-03启用。", "3月6日"),
    ("企业综合服务中心于2023年11月10日启用。".replace("2023", "2024"), "去年11月"),
    ("企业综合服务中心在2024年启用。", "去年11月"),
    ("企业综合服务中心服务了三千四百七十六家企业。", "去年11月"),
    ("企业综合服务中心服务了3476家企业。", "去年11月"),
    ("高崎智能的企业技术中心成立于2022年。", "2022年"),
    ("高崎智能的技术中心有20名专职研发人员。", "2022年"),
    ("高崎智能的研发人员同比增长百分之十二点五。", "2022年"),
    ("叶国信表示，项目预计今年9月至10月投产。", "叶国信"),
    ("项目预计在2025年9—10月投产，年产360万片。", "叶国信"),
    ("中欣晶圆占地224亩。", "224亩"),
    ("市二院的新门诊楼尚未启用。", "市二院"),
    ("李明远同意这个方案。", "市民代表"),
    ("B轮融资由云汀产业基金领投。", "市民代表"),
    ("The zone has attracted 41 projects with more than 70 billion yuan.", "41个"),
    ("As of March 2025 there were 41 projects.", "41个"),
    ("The centre of Gaoqi (高崎智能) has 20 R&D staff, up 12.5 percent.", "2022年"),
    ("The project will make 3.6 million wafers a year.", "叶国信"),
]
NOT_HELD = [
    ("澜州经开区已成功引进42个半导体项目。", "41个", "figure"),
    ("澜州经开区引进项目的总投资额超过700万元。", "41个", "figure"),
    ("澜州经开区引进项目的总投资额超过700亿美元。", "41个", "figure"),
    ("澜州经开区已成功引进41家半导体项目的员工41人。", "41个", "figure"),
    ("截至2024年3月，澜州经开区已引进41个半导体项目。", "41个", "date"),
    ("丽州经开区已成功引进41个半导体项目。", "41个", "name"),
    ("岚西科创产业园于2025年3月7日启用。", "3月6日", "date"),
    ("岚西科创产业园于2024年3月6日启用。", "3月6日", "date"),
    ("岚东科创产业园于2025年3月6日启用。", "3月6日", "name"),
    ("企业综合服务中心于2025年11月10日启用。", "去年11月", "date"),
    ("企业综合服务中心于2024年11月启用，服务了3467家企业。", "去年11月", "figure"),
    ("高峰智能的企业技术中心成立于2022年。", "2022年", "name"),
    ("高崎智能的企业技术中心成立于2021年。", "2022年", "date"),
    ("高崎智能的技术中心有20家专职研发人员。", "2022年", "figure"),
    ("高崎智能的研发人员同比下降12.5%。", "2022年", "contrary"),
    ("高崎智能的研发人员同比增长12.5个百分点。", "2022年", "figure"),
    ("叶国新表示，项目预计今年9月至10月投产。", "叶国信", "name"),
    ("董事长王建华说，项目预计今年9—10月投产。", "叶国信", "name"),
    ("项目预计在2025年9—11月投产。", "叶国信", "date"),
    ("项目年产36万片。", "叶国信", "figure"),
    ("富乐德占地224亩。", "224亩", "name"),
    ("杭州中欣晶圆半导体材料有限公司占地224亩。", "224亩", "name"),
    ("市二院已启用新门诊楼。", "市二院", "contrary"),
    ("李明远拒绝该方案。", "市民代表", "contrary"),
    ("B轮融资由海川产业基金领投。", "市民代表", "name"),
    ("C轮融资由云汀产业基金领投。", "市民代表", "name"),
    ("The zone has attracted 41 projects with more than 700 billion yuan.", "41个", "figure"),
    ("As of March 2024 there were 41 projects.", "41个", "date"),
    ("The centre of Gaofeng (高峰智能) has 20 R&D staff.", "2022年", "name"),
    ("The project will make 360,000 wafers a year.", "叶国信", "figure"),
]


@pytest.mark.parametrize(("sentence", "words"), HELD)
def test_held(sentence: str, words: str) -> None:
    found = check(sentence, [quote(ZONE, words)])
    assert (found.doubts, found.verdict) == ((), Verdict.SUPPORTED)


@pytest.mark.parametrize(("sentence", "words", "kind"), NOT_HELD)
def test_not_held(sentence: str, words: str, kind: str) -> None:
    found = check(sentence, [quote(ZONE, words)])
    assert found.verdict is not Verdict.SUPPORTED
    assert kind in {str(doubt.kind) for doubt in found.doubts}


@pytest.mark.parametrize(
    ("sentence", "words", "held"),
    [
        ("Acme Rail built the harbour line in 2021.", "2021", True),
        ("The harbour line was built by Acme Rail.", "2021", True),
        ("The harbour line was built by Emca Rail.", "2021", False),
        ("The harbour line was built by Acme Rail in 2020.", "2021", False),
        ("In 2024 it carried 3,600,000 passengers.", "3.6 million", True),
        ("In 2023 it carried 3.6 million passengers.", "3.6 million", False),
        ("It carried 3.6 million passengers, down 12.5 percent.", "3.6 million", False),
        ("It carried 3.6 billion passengers last year.", "3.6 million", False),
        ("The 2nd phase will not open before March 2026.", "second phase", True),
        ("The second phase will open before March 2026.", "second phase", False),
        ("The third phase will not open before March 2026.", "second phase", False),
        ("Xie Tingyu leads the team of forty-eight.", "Xie Tingyu", True),
        ("Xie Tingyun leads the team of 48.", "Xie Tingyu", False),
        ("港区铁路去年的客运量为360万人次，增长12.5%。", "3.6 million", True),
        ("港区铁路去年的客运量为36万人次，增长12.5%。", "3.6 million", False),
        ("二期工程2026年3月前不会开通。", "second phase", True),
    ],
)
def test_english_articles(sentence: str, words: str, held: bool) -> None:
    assert (verdict(sentence, words, PORT) is Verdict.SUPPORTED) is held


@pytest.mark.parametrize(
    ("text", "sentence", "held"),
    [
        ("房租按照周边房价的60%收取。", "The moon has 60 craters.", False),
        ("产值增长60倍。", "The moon has 60 craters.", False),
        ("收入提高60个百分点。", "The moon has 60 craters.", False),
        ("预算为60万元。", "The moon has 60 craters.", False),
        ("月球上有60个环形山。", "The moon has 60 craters.", True),
        ("房租按照周边房价的60%收取。", "The rent is 60 percent.", True),
        ("编号为60。", "The number is 60.", True),
    ],
)
def test_a_bare_number_is_no_share_and_no_part_of_another_figure(
    text: str, sentence: str, held: bool
) -> None:
    article = Article("a", "", text, "a.txt")
    found = check(sentence, [Quote(article, 0, len(text))])
    assert (found.verdict is Verdict.SUPPORTED) is held


def test_a_doubt_tells_what_was_claimed_and_what_the_quote_has() -> None:
    found = check("澜州经开区已成功引进42个半导体项目。", [quote(ZONE, "41个")])
    (doubt,) = found.doubts
    assert (doubt.kind, doubt.claimed, doubt.given) == (DoubtKind.FIGURE, "42个", "41个")
    assert found.verdict is Verdict.CONTRADICTED
    (doubt,) = check("高峰智能的企业技术中心成立于2022年。", [quote(ZONE, "2022年")]).doubts
    assert (doubt.kind, doubt.claimed, doubt.given) == (DoubtKind.NAME, "峰", "崎")
    (doubt,) = check("岚西科创产业园于2025年3月7日启用。", [quote(ZONE, "3月6日")]).doubts
    assert (doubt.kind, doubt.claimed, doubt.given) == (
        DoubtKind.DATE,
        "2025年3月7日",
        "2025-03-06",
    )


def test_what_the_quote_is_silent_about_is_unsupported_not_contradicted() -> None:
    found = check("中欣晶圆占地224亩，员工有560人。", [quote(ZONE, "224亩")])
    assert found.verdict is Verdict.UNSUPPORTED


def test_a_clause_of_which_the_quote_has_nothing_is_not_held() -> None:
    found = check("中欣晶圆占地224亩，深受附近群众欢迎和喜爱。", [quote(ZONE, "224亩")])
    assert [(one.kind, one.claimed) for one in found.doubts] == [
        (DoubtKind.NO_QUOTE, "深受附近群众欢迎和喜爱")
    ]


def test_a_subject_may_stand_before_the_quote_or_in_the_title() -> None:
    article = Article("a", "衡舟机器人", "公司由封听澜创办。现有员工320人。", "a.txt")
    bare = Quote(article, 9, 18)
    assert bare.text == "现有员工320人。"
    assert check("衡舟机器人现有员工320人。", [bare]).verdict is Verdict.SUPPORTED
    assert check("远山机械现有员工320人。", [bare]).verdict is not Verdict.SUPPORTED


def test_another_name_of_the_article_does_not_take_a_names_place() -> None:
    article = Article(
        "a", "两个项目", "富乐德的项目已开工。中欣晶圆的年产能为360万片，明年满产。", "a.txt"
    )
    second = Quote(article, 10, len(article.text))
    assert check("中欣晶圆的年产能为360万片。", [second]).verdict is Verdict.SUPPORTED
    assert check("富乐德的年产能为360万片。", [second]).verdict is not Verdict.SUPPORTED


STAGES = Article(
    "a",
    "云汀项目",
    "云汀项目分为两期，一期厂房于2024年7月完成主体验收，目前正在装修，全力冲刺竣工投产。总投资为55亿元。",
    "a.txt",
    date="2025-04-30",
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("云汀项目一期厂房于2024年7月完成主体验收。", Verdict.SUPPORTED),
        ("云汀项目将于2024年7月投产。", Verdict.UNSUPPORTED),
        ("云汀项目的总投资为55亿元。", Verdict.SUPPORTED),
        ("云汀项目的一期厂房花了55亿元验收。", Verdict.UNSUPPORTED),
    ],
)
def test_a_value_is_held_only_beside_what_it_is_said_of(sentence: str, verdict: Verdict) -> None:
    assert check(sentence, [Quote(STAGES, 0, len(STAGES.text))]).verdict is verdict


MEASURED = Article(
    "a",
    "云汀公司年报",
    "云汀公司去年实现产值3.2亿元，利润2,000万元。扣非净利润由亏转盈，达1,600万元，同比增长150.85%。"
    "研发团队200人，斥资5亿元建设二期。上半年销量同比增长5.51%。",
    "a.txt",
    date="2025-04-30",
)


@pytest.mark.parametrize(
    ("sentence", "doubted"),
    [
        ("云汀公司去年实现产值3.2亿元。", ()),
        ("云汀公司去年产值为3.2亿元，利润为2000万元。", ()),
        ("云汀公司去年实现利润3.2亿元。", ("3.2亿元",)),
        ("云汀公司去年产值为2000万元，利润为3.2亿元。", ("2000万元", "3.2亿元")),
        ("云汀公司净利润同比增长150.85%。", ()),  # an earlier clause says of what
        ("云汀公司销量同比增长150.85%。", ("150.85%",)),
        ("云汀公司投资5亿元建设二期。", ()),  # the quote has no word of the kind
        ("云汀公司研发团队有200人。", ()),
    ],
)
def test_a_figure_is_held_only_of_what_it_measures(sentence: str, doubted: tuple[str, ...]) -> None:
    found = check(sentence, [Quote(MEASURED, 0, len(MEASURED.text))])
    assert tuple(doubt.claimed for doubt in found.doubts) == doubted
    assert (found.verdict is Verdict.SUPPORTED) is not bool(doubted)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Acme Rail had sales of 5.5 billion yuan last year.", True),
        ("Acme Rail made a profit of 5.5 billion yuan last year.", False),
    ],
)
def test_a_figure_in_english_is_held_only_of_what_it_measures(sentence: str, held: bool) -> None:
    text = "Acme Rail had revenue of 5.5 billion yuan last year."
    found = check(
        sentence, [Quote(Article("a", "Rail", text, "a.txt", language="en"), 0, len(text))]
    )
    assert (found.verdict is Verdict.SUPPORTED) is held


@pytest.mark.parametrize(
    ("text", "sentence", "held"),
    [
        # a clause has a part for each of its figures
        ("年产值6亿元、税收3000万元。", "年产值6亿元，年税收3000万元。", True),
        ("年产值6亿元、税收3000万元。", "年税收6亿元。", False),
        ("实现产值5亿元和税收3000万元。", "实现税收5亿元。", False),
        ("营业收入、利润总额分别为32亿元和2亿元。", "营业收入32亿元。", True),
        ("Revenue was 3.4bn yuan and profit 200m yuan.", "Profit was 3.4 billion yuan.", False),
        # money is not produced, a number of things is no turnover
        ("公司用5亿元扩大产能。", "公司投资5亿元。", True),
        ("全市生产总值突破20亿元。", "全市财政收入突破20亿元。", False),
        ("上半年实现销售3.6亿元。", "上半年营收3.6亿元。", True),
        ("公司投入5亿元扩大产能。", "公司投资5亿元扩大产能。", True),
        ("税收收入12亿元，公共预算收入15亿元。", "税收收入15亿元。", False),
        ("固定资产投资完成12亿元。", "公司资产12亿元。", False),
        ("The group invested 300m yuan.", "It cost the group 300 million yuan.", True),
        ("The park sold 3,000 cars and made 4,000.", "The park made 3,000 cars.", False),
        # a share, and what stands apart from its percentages
        ("研发费用3000万元，占销售收入的6%。", "研发费用占比为6%。", True),
        ("产值5亿元，税收3000万元，分别增长10%和8%。", "产值增长10%。", True),
        ("产值5亿元，税收3000万元，增长8%。", "产值增长8%。", False),
        ("营业收入、利润总额分别为32亿元和2亿元。", "利润总额32亿元。", False),
        ("营业收入、利润总额分别为32亿元和2亿元。", "利润总额2亿元。", True),
        # no gain is a loss, no export all trade, no phase another
        ("公司亏损2亿元。", "公司利润2亿元。", False),
        ("公司净利润亏损2亿元。", "公司亏损2亿元。", True),
        ("进出口总额增长8%，其中出口增长10%。", "出口增长8%。", False),
        ("进出口总额增长8%，其中出口增长10%。", "进出口增长8%。", True),
        ("贷款余额12亿元，存款余额15亿元。", "存款余额12亿元。", False),
        ("一期投资3亿元，二期投资5亿元。", "二期投资3亿元。", False),
        ("一期投资3亿元，二期投资5亿元。", "项目的第二期投资5亿元。", True),
        ("一期投资3亿元，二期投资5亿元。", "投资分别为3亿元和5亿元。", True),
        # across languages
        ("净利润3.2亿元，营收20亿元。", "Net profit was 320 million yuan.", True),
        ("净利润3.2亿元，营收20亿元。", "Profit was 2 billion yuan.", False),
        ("产值实现翻番，超过5亿元。", "Output doubled to more than 500 million yuan.", True),
        ("总投资：5亿元，年产值：8亿元。", "年产值5亿元。", False),
    ],
)
def test_what_a_figure_measures_is_told_by_its_part_and_its_unit(
    text: str, sentence: str, held: bool
) -> None:
    assert is_held(sentence, text) is held


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("市长封听澜主持会议。", True),
        ("副市长封听澜主持会议。", False),
        ("市委书记叶国信出席会议。", True),
        ("市长叶国信出席会议。", False),
        ("叶国信书记出席会议。", True),
        ("董事长米向晚说，工程已完工。", True),
        ("总经理米向晚说，工程已完工。", True),
        ("公司经理米向晚说，工程已完工。", True),
        ("公司负责人米向晚说，工程已完工。", True),
        ("副总经理米向晚说，工程已完工。", False),
    ],
)
def test_a_person_is_given_no_other_office(sentence: str, held: bool) -> None:
    text = "市委书记叶国信出席会议，市长封听澜主持会议。公司董事长、总经理米向晚说，工程已完工。"
    found = check(sentence, [Quote(Article("a", "", text, "a.txt"), 0, len(text))])
    assert (found.verdict is Verdict.SUPPORTED) is held


@pytest.mark.parametrize(
    ("text", "sentence", "held"),
    [
        ("去年，全市营收32亿元。", "2024年，全市营收32亿元。", True),
        ("去年，全市营收32亿元。", "2025年，全市营收32亿元。", False),
        ("今年一季度，全市营收32亿元。", "2025年一季度，全市营收32亿元。", True),
        ("今年一季度，全市营收32亿元。", "上半年，全市营收32亿元。", True),  # lies within it
        ("今年前三季度，全市营收32亿元。", "2025年上半年，全市营收32亿元。", False),
        ("去年引进35个项目，目前已有41个。", "截至2025年4月，已有41个项目。", True),
        ("Revenue was 5m yuan last year.", "Revenue was 5m yuan in 2025.", False),
        ("It now has 41 projects, after 35 last year.", "In 2025 it has 41 projects.", True),
    ],
)
def test_the_day_of_publication_is_not_the_time_of_what_was_before(
    text: str, sentence: str, held: bool
) -> None:
    assert is_held(sentence, text) is held


TWO_YEARS = Article(
    "a",
    "",
    "截至2025年3月，新区引进项目36个。2024年，全区产值187亿元。公司2018年成立，去年营收5亿元。目前有员工20人。",
    "a.txt",
    date="2025-04-30",
)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("2024年，全区产值187亿元。", True),
        ("去年全区产值187亿元。", True),
        ("2025年，全区产值187亿元。", False),
        ("2025年3月全区产值187亿元。", False),
        ("截至2025年3月，新区引进项目36个。", True),
        ("公司2018年成立，营收5亿元。", True),
        ("2018年，公司营收5亿元。", True),  # the quote's sentence names it
        ("2024年，公司有员工20人。", True),  # no date beside it
        ("In 2024, output was 18.7 billion yuan.", True),
        ("In 2025, output was 18.7 billion yuan.", False),
    ],
)
def test_a_figure_is_of_the_time_that_its_sentence_gives(sentence: str, held: bool) -> None:
    found = check(sentence, [Quote(TWO_YEARS, 0, len(TWO_YEARS.text))])
    assert (found.verdict is Verdict.SUPPORTED) is held


def test_months_from_to_without_a_year_are_those_of_the_quote() -> None:
    text = "今年前三季度，全市实现营业收入32亿元。"
    quote_ = Quote(Article("a", "", text, "a.txt", date="2025-04-30"), 0, len(text))
    assert check("前三季度，全市营业收入32亿元。", [quote_]).verdict is Verdict.SUPPORTED
    assert check("1—8月，全市营业收入32亿元。", [quote_]).verdict is not Verdict.SUPPORTED


LETTERS = "澜州经开区引进4１个项目亿元年月日去今第一二三多超过叶国信说《》“”,，。；:！? \n[1]-—/%.aAbB·未不增长下降"


@given(st.text(alphabet=LETTERS, max_size=40), st.text(alphabet=LETTERS, min_size=1, max_size=60))
@example("", "A1１")
def test_any_text_can_be_checked(sentence: str, text: str) -> None:
    article = Article("a", sentence[:9], f"甲{text}", "a.txt", date="2025-03-20")
    found = check(sentence, [Quote(article, 0, len(article.text))])
    assert (found.verdict is Verdict.SUPPORTED) is (found.doubts == ())
    check(sentence, [Quote(article, 0, 1), Quote(article, 1, len(article.text))])
    assert check(text, [Quote(article, 1, len(article.text))]).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("董事长叶国信说，公司由封听澜于2018年创办。", {"叶国信", "封听澜"}),
        ("合作社理事长是米向晚。", {"米向晚"}),
        ("唐纳德·特朗普表示反对。", {"纳德·特朗"}),
        ("他在丽水出席会议。", {"丽水"}),
        ("《砚湖保护条例》自2024年起施行。", {"砚湖保护条例"}),
        ("采用A320飞机。", {"A320"}),
        ("It was built by Acme Rail in May.", {"Acme", "Rail"}),
        ("The firm (岚屿微电子) is new and small.", {"岚屿微电子"}),
        ("该公司是全市最大的企业。", set()),
        ("相关负责人表示，经济增长较快。", set()),
    ],
)
def test_names_of_a_sentence(sentence: str, names: set[str]) -> None:
    assert {name.text for name in names_of(sentence)} == names
