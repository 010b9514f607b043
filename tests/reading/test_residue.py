"""What sites put around articles goes, and nothing of an article with it."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.residue.cleaning import Cleaned, Reason, Residue, remove_residue
from rag.reading.residue.site_furniture import furniture_of

from . import web_pages

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason=f"no {SHARED}")
NEWS = "近日，新区管委会公布了今年的十件实事，涉及交通、教育和医疗等方面，总投资二十三亿元。\n"
TITLE = "新区公布十件实事\n"


def seed(number: str) -> str:
    (path,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def test_every_reason_on_one_page() -> None:
    page = (
        "青川在线\n"
        "当前位置：首页 > 新闻 > 正文\n"
        f"{TITLE}"
        "来源：青川日报 浏览次数：35 字号：[大 中 小]\n"
        f"{NEWS}"
        "责任编辑：简书白\n"
        "分享到：微信 微博\n"
        "标签：实事 民生\n"
        "上一篇：冬枣上市第一周\n"
        "相关阅读\n"
        "• 山里来了支“板凳乐队”\n"
        "• 百年老茶馆重新开张\n"
        "版权所有 青川在线 浙ICP备00000000号\n"
    )
    cleaned = remove_residue(page)
    assert cleaned.text == f"{TITLE}来源：青川日报 \n{NEWS}责任编辑：简书白\n"
    assert [(one.reason, one.text) for one in cleaned.residue] == [
        (Reason.PORTAL_HEADER, "青川在线\n"),
        (Reason.BREADCRUMB, "当前位置：首页 > 新闻 > 正文\n"),
        (Reason.SHARE_LINE, "浏览次数：35 字号：[大 中 小]"),
        (Reason.SHARE_LINE, "分享到：微信 微博\n"),
        (Reason.TAG_LINE, "标签：实事 民生\n"),
        (Reason.NEIGHBOUR, "上一篇：冬枣上市第一周\n"),
        (Reason.RELATED_LIST, "相关阅读\n• 山里来了支“板凳乐队”\n• 百年老茶馆重新开张\n"),
        (Reason.FOOTER, "版权所有 青川在线 浙ICP备00000000号\n"),
    ]
    assert all(page[one.start :].startswith(one.text) for one in cleaned.residue)


@pytest.mark.parametrize(
    ("residue", "reason"),
    [
        ("返回某某，查看更多", Reason.PORTAL_PHRASE),
        ("打开青川新闻 查看精彩图片", Reason.PORTAL_PHRASE),
        ("如遇作品内容、版权等问题，请在30日内与本网联系。", Reason.PORTAL_PHRASE),
        ("免责声明：本文不代表本平台立场。", Reason.PORTAL_PHRASE),
    ],
)
@pytest.mark.parametrize("before", ["", "\n"])
def test_portals_phrases_at_the_end(residue: str, reason: Reason, before: str) -> None:
    text = TITLE + NEWS.strip() + before + residue
    kept = TITLE + NEWS.strip() + before
    assert remove_residue(text) == Cleaned(kept, (Residue(residue, reason, len(kept)),))


def test_a_phrase_gives_way_to_the_editor() -> None:
    text = f"{TITLE}{NEWS.strip()}返回某某，查看更多责任编辑：简书白"
    assert remove_residue(text).text == f"{TITLE}{NEWS.strip()}责任编辑：简书白"


KEPT = {
    "winners": (
        f"{NEWS}获奖名单\n• 浙江大学 张三团队\n• 青川理工大学 李四团队\n• 岚屿微电子 王五\n• "
        f"澄石 赵六"
    ),
    "measures": (
        f"{NEWS}主要措施\n• 深化改革,强化创新驱动,推动融合发展\n• "
        f"加强领导,压实责任,确保落实到位\n• 突出重点,攻坚克难,务求实效"
    ),
    "attachments": f"{NEWS}附件：\n1. 申报表.docx\n2. 项目清单.xlsx",
    "background under a heading": (
        f"{TITLE}{NEWS}相关链接\n水阁街道位于新区西部，辖六个社区，有三万人。"
        f"2023年财政收入四亿元。"
    ),
    "digest": (
        "最新动态\n• 3月5日，新区召开春季招商大会，签约项目二十一个。\n• 3月8日，"
        "青川大桥开工建设，工期三年。"
    ),
    "contacts": f"{NEWS}联系人：沈若川\n联系电话：0577-5550123\n地址：砚湖大道1号\n邮编：325000",
    "telephones": f"{NEWS}报名热线\n+86-10-5550123\n+86-10-5550124",
    "agenda": (
        f"{NEWS}上午\n• 9:00 领导致辞\n• 9:30 主旨演讲：芯片的未来\n• 10:30 圆桌讨论\n• 11:30 "
        f"签约仪式"
    ),
    "routes": (
        f"{NEWS}旅游线路推荐\n• 砚湖湿地—石桥巷 一日游\n• 青川古城—纸伞工坊 两日游\n• 大沙溪 "
        f"亲子游\n• 夜市 美食"
    ),
    "table": f"{NEWS}年份 | 项目 | 产值\n2022 | 28 | 97\n2023 | 31 | 120",
    "ellipses": (
        "她走了……\n没有人知道她去了哪里，风吹着空荡荡的院子，门一直开着……\n后来呢？\n后来，"
        "院子里又种上了豆子，每年秋天，都要收上满满的一筐……"
    ),
    "abstract": f"关键词：半导体；功率器件\n{NEWS}关键词：半导体；功率器件",
    "a definition": f"{NEWS}标签：食品包装上的文字、图形和符号。\n{NEWS}",
    "law": f"{NEWS}未经著作权人许可，任何人不得转载其作品。",
    "byline": f"{TITLE}记者 商政君 通讯员 雷莹莹\n{NEWS}记者 商政君 摄",
    "english bullets": (
        "The committee met on Tuesday and agreed on three measures for the region.\n- A new "
        "line\n- More buses\n- Cheaper tickets"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KEPT)
def test_articles_that_end_in_short_lines_are_kept_whole(kind: str) -> None:
    assert remove_residue(KEPT[kind]) == Cleaned(KEPT[kind], ())


def test_headlines_under_an_unknown_heading_go_only_where_the_page_holds_other_residue() -> None:
    listed = "一周视野\n" + "".join(f"• {title}\n" for title in web_pages.HEADLINES[:6])
    assert remove_residue(TITLE + NEWS + listed) == Cleaned(TITLE + NEWS + listed, ())
    shared = "分享到：微信 微博\n"
    assert remove_residue(TITLE + NEWS + shared + listed).text == TITLE + NEWS


def test_a_headline_above_the_path_is_spared_where_none_stands_below() -> None:
    path = "首页 > 新闻 > 正文\n"
    assert remove_residue(f"{TITLE}{path}{NEWS}").text == f"{TITLE}{NEWS}"
    assert remove_residue(f"青川在线\n{path}{TITLE}{NEWS}").text == f"{TITLE}{NEWS}"
    steps = "当前位置：\n首页\n>\n新闻\n>\n正文\n"
    assert remove_residue(f"{steps}\n{TITLE}{NEWS}").text == f"\n{TITLE}{NEWS}"


def test_a_wrapped_newspaper_page_is_kept_whole() -> None:
    article = "相关新闻\n" + NEWS.strip() * 12
    wrapped = "\n".join(article[at : at + 17] for at in range(0, len(article), 17))
    assert remove_residue(TITLE + wrapped) == Cleaned(TITLE + wrapped, ())


@pytest.mark.parametrize(
    "text", ["", "  \n", "标签:", "当前位置：首页 > 新闻\n分享到：微信 微博\n"]
)
def test_a_text_is_never_emptied(text: str) -> None:
    assert remove_residue(text) == Cleaned(text, ())


def test_generated_pages_of_twelve_sites() -> None:
    """At least 95% of each site's furniture goes, and no character of an article."""
    furniture: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for page in web_pages.pages(range(30)):
        removed = [False] * len(page.text)
        for one in remove_residue(page.text).residue:
            removed[one.start : one.start + len(one.text)] = [True] * len(one.text)
        told = list(zip(page.text, page.of_the_article, removed, strict=True))
        lost = "".join(char for char, mine, gone in told if mine and gone and not char.isspace())
        assert lost == "", page.style
        furniture[page.style] += sum(not mine and not char.isspace() for char, mine, _ in told)
        left[page.style] += sum(
            not mine and not gone and not char.isspace() for char, mine, gone in told
        )
    assert len(furniture) == 12
    for style, characters in furniture.items():
        assert left[style] <= 0.05 * characters, style


@needs_shared
@pytest.mark.parametrize("number", ["000", "001", "003"])
def test_seeds_without_residue_stay_as_they_are(number: str) -> None:
    assert remove_residue(seed(number)) == Cleaned(seed(number), ())


@needs_shared
def test_seeds_lose_exactly_their_residue() -> None:
    text = seed("002")
    assert remove_residue(text).text.strip() == text[: text.index("标签:")].strip()
    text = seed("004")
    start, end = text.index("\n\n丽缙高新区"), text.index("相关阅读")
    assert remove_residue(text).text.strip() == text[start:end].strip()


@needs_shared
def test_what_stands_only_in_residue_can_no_longer_be_asked() -> None:
    left = "".join(remove_residue(seed(number)).text for number in ("002", "004"))
    assert "小面" not in left
    assert "淄川" not in left


@needs_shared
@pytest.mark.parametrize(
    "file", ["cmrc2018/articles", "drcd/articles", "xquad/articles_zh", "xquad/articles_en"]
)
def test_no_false_alarm_on_encyclopedia_articles(file: str) -> None:
    lines = (SHARED / f"data/{file}.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 240
    for line in lines:
        assert remove_residue(json.loads(line)["text"]).residue == ()


def test_samples_keep_their_articles() -> None:
    for path in sorted((ROOT / "samples/articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert remove_residue(text) == Cleaned(text, ()), path.name


def site_pages(count: int) -> list[str]:
    """Return pages of a site that puts two lines above and one below every article."""
    return [
        f"砚湖观察\n每天一点湖上新闻\n第{number}号湖区报告\n{web_pages.STORIES[number]}。\n"
        f"本页由砚湖小组维护 第{number}页\n临泽新区建设局\n2024年3月{number}日\n"
        for number in range(1, count + 1)
    ]


def test_lines_that_a_site_repeats() -> None:
    pages = site_pages(4)
    furniture = furniture_of(pages)
    assert furniture == {"砚湖观察", "每天一点湖上新闻", "第0号湖区报告", "本页由砚湖小组维护第0页"}
    cleaned = remove_residue(pages[0], furniture)
    assert [one.text for one in cleaned.residue] == [
        "砚湖观察\n每天一点湖上新闻\n",
        "本页由砚湖小组维护 第1页\n",
    ]
    assert "第1号湖区报告" in cleaned.text  # the last line above the text is its headline
    assert cleaned.text.endswith("临泽新区建设局\n2024年3月1日\n")
    assert remove_residue(pages[0]).residue == ()


def test_two_pages_and_reprints_tell_nothing() -> None:
    assert furniture_of(site_pages(2)) == frozenset()
    assert furniture_of([site_pages(1)[0]] * 9) == frozenset()
    article = site_pages(1)[0]
    notes = [f"转自{story}的网站，略有删节。\n" for story in web_pages.STORIES]
    assert furniture_of([article * 2 + note for note in notes]) == frozenset()


PIECES = st.sampled_from(
    [
        *web_pages.HEADLINES[:4],
        *web_pages.STORIES[:2],
        NEWS,
        *("相关阅读", "标签:", "分享到：微信", "首页 > 新闻 > 正文", "上一篇：", "版权所有"),
        *("责任编辑：", "2024-03-05", "返回某某，查看更多", "声明：本文转载，侵权请联系本网。"),
        *("• ", "\n", "\n\n", "...", "\u2028", "\xa0"),
    ]
)


def visible(parts: Iterable[str]) -> Counter[str]:
    return Counter("".join("".join(parts).split()))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)), st.booleans())
def test_every_character_is_kept_or_reported_once_and_in_order(text: str, furnished: bool) -> None:
    furniture = frozenset({"责任编辑:", "首页>新闻>正文"}) if furnished else frozenset()
    cleaned = remove_residue(text, furniture)
    assert visible([text]) == visible([cleaned.text, *(one.text for one in cleaned.residue)])
    rebuilt, at, kept = "", 0, iter(cleaned.text)
    for one in cleaned.residue:
        assert text[one.start : one.start + len(one.text)] == one.text
        rebuilt += "".join(next(kept) for _ in range(one.start - at)) + one.text
        at = one.start + len(one.text)
    assert rebuilt + "".join(kept) == text


def test_time_grows_with_the_length_only() -> None:
    """Ten times the text may take fifty times as long on a busy machine, never a hundred."""
    unfriendly = (
        "• 标题一二三四五六 七八九\n",
        "分享到：微信 微博 QQ\n",
        "相关链接\n",
        "标签: a b c\n" + NEWS,
        "> a > b",
        "生活\n• 甲乙丙丁戊己庚辛\n",
    )
    seconds: dict[str, list[float]] = defaultdict(list)
    for piece in unfriendly:
        for count in (1_000, 10_000):
            text = NEWS + piece * count
            seconds[piece].append(min(_seconds(text) for _ in range(3)))
    for piece, (short, long) in seconds.items():
        assert long < 50 * short + 0.05, piece


def test_speed_on_an_article_without_residue() -> None:
    text = TITLE + NEWS * 17
    assert 700 <= len(text) <= 800
    best = min(_seconds(text) for _ in range(20))
    assert best < 0.001  # measured 0.0002


def _seconds(text: str) -> float:
    start = time.process_time()
    remove_residue(text)
    return time.process_time() - start
