"""Files are found, read and reported; nothing that is wrong with a file is raised."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from rag.reading.articles import articles_of
from rag.reading.date_origins import DateOrigin, PublicationDate
from rag.reading.file_report import FileReport
from rag.reading.joining import join_lines
from rag.reading.page import Page
from rag.reading.reader import discover, read_file

from . import samples

SEEDS = Path(__file__).parents[2].parent / "shared/seeds"
PAGES = Path(__file__).parents[2].parent / "shared/html"
LIMIT = 10**7
needs_seeds = pytest.mark.skipif(not SEEDS.exists(), reason=f"no {SEEDS}")


def put(path: Path, data: bytes) -> str:
    """Write a file and return its path as given to `read_file`."""
    path.write_bytes(data)
    return str(path)


def test_one_article_in_five_encodings_has_one_id(tmp_path: Path) -> None:
    text = (
        "臺灣經濟發展\n"
        + "這是一個關於經濟發展的報導，學生們在圖書館裡讀書，並且參加了活動。\n" * 4
    )
    found = [
        read_file(put(tmp_path / f"{encoding}.txt", text.encode(encoding)), LIMIT)[0][0]
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030", "big5")
    ]
    assert len({article.id for article in found}) == 1
    assert len({article.text for article in found}) == 1
    assert len(found[0].id) == 16


def test_the_article_of_a_text(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", samples.ARTICLE.encode("gb18030"))
    (article,), report = read_file(path, LIMIT)
    assert report == FileReport(path, "read", 1, None)
    assert (article.source, article.text) == (path, samples.ARTICLE)
    assert (article.title, article.date) == ("丽水经开区召开会议", "2024-03-05")
    assert (article.issuer, article.language) == ("丽水日报", "zh")


def test_several_articles_of_a_page_are_numbered() -> None:
    page = Page(text=samples.PAGE, date=PublicationDate.of("2024-03-05", DateOrigin.METADATA))
    first, second = articles_of(page, "p.txt")
    assert (first.source, second.source) == ("p.txt#1", "p.txt#2")
    assert (first.title, second.title) == ("地铁六号线东延段开通", "砚湖湿地公园记录到鸟类新种")
    assert first.date == second.date == "2024-03-05"


def test_a_page_header_joins_the_first_article_and_dates_them_all() -> None:
    header = "要闻\n2024年3月5日\n星期二\n03\n\n"
    first, second = articles_of(Page(text=header + samples.PAGE, lines_joined=False), "p.txt")
    assert first.text.startswith("要闻")
    assert (first.title, second.title) == ("地铁六号线东延段开通", "砚湖湿地公园记录到鸟类新种")
    assert (first.date, second.date) == ("2024-03-05", "2024-03-05")


def test_an_index_table_of_a_cell_a_line_names_the_title() -> None:
    text = (
        "索 引 号：\n000014349/2023-00045\n标　　题：\n关于印发人才公寓管理办法的通知\n"
        "发布日期：\n2023年07月20日\n\n各县（市、区）人民政府：\n现将《人才公寓管理办法》印发给你们，请遵照执行。"
    )
    (article,) = articles_of(Page(text=text, lines_joined=False), "n.txt")
    assert (article.title, article.date) == ("关于印发人才公寓管理办法的通知", "2023-07-20")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\n\n", "is empty"),
        ("a.txt", b"\0\1\2\3" * 9, "is a binary file, not text"),
        ("a.xyz", b"text", "is of an unknown kind"),
        ("a.pdf", b"text", "is a damaged PDF"),
        ("a.docx", b"text", "is no DOCX file"),
        ("a.html", b"<html></html>", "holds no text of an article"),
        ("a.mhtml", b"text", "holds no HTML part"),
        ("a.jsonl", b"{}", "holds no article (line 1: has no text)"),
        ("a.jsonl", b"\n", "is empty"),
        ("a.jsonl.gz", b"text", "is a damaged archive"),
        ("a.txt", b"a" * (LIMIT + 1), "is too large: 10.0 MB, over the limit of 10.0 MB"),
    ],
)
def test_damage_is_reported(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = put(tmp_path / name, data)
    articles, report = read_file(path, LIMIT)
    assert articles == []
    assert (report.path, report.status, report.articles) == (path, "failed", 0)
    assert report.reason is not None
    assert report.reason.startswith(reason)
    assert "\n" not in report.reason


def test_what_is_no_file_is_reported(tmp_path: Path) -> None:
    assert read_file(str(tmp_path / "no.txt"), LIMIT)[1].reason == "No such file or directory"
    assert read_file(str(tmp_path), LIMIT)[1].reason == "is a folder"
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_file(str(tmp_path / "pipe.txt"), LIMIT)[1].reason == "is not a regular file"


def test_partial_and_skipped(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl.gz", gzip.compress(b'{"text": "ok"}\nx\nx\nx\nx\n'))
    articles, report = read_file(path, LIMIT)
    assert [article.source for article in articles] == [path]
    told = "; ".join(f"line {line}: is not JSON" for line in (2, 3, 4))
    assert report == FileReport(path, "partial", 1, f"{told}; and 1 more")
    path = put(tmp_path / "questions.jsonl", b'{"id": "1", "question": "?"}')
    assert read_file(path, LIMIT)[1] == FileReport(path, "skipped", 0, "is a set of questions")


def test_discover(tmp_path: Path) -> None:
    inner = tmp_path / "b"
    inner.mkdir()
    for name in ("b/z.JSONL.GZ", "b/a.md", "c.txt", "a.txt", ".hidden.txt", "notes.xyz", "d.gz"):
        (tmp_path / name).touch()
    (inner / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = [str(path.relative_to(tmp_path)) for path in discover([tmp_path])]
    assert found == ["a.txt", "b/a.md", "b/z.JSONL.GZ", "c.txt"]
    named = [tmp_path / "notes.xyz", tmp_path / "missing.txt"]
    assert list(discover(named)) == named


@needs_seeds
def test_seeds_date_and_issuer() -> None:
    found = {}
    for path in discover([SEEDS]):
        for article in read_file(str(path), LIMIT)[0]:
            found.setdefault(path.name[:3], (article.date, article.issuer, article.title))
    assert found["001"][:2] == ("2024-02-27", "宣传信息科")
    assert found["002"] == ("2025-03-19", "中国新闻网", "向新而行 浙江丽水探路山区发展“新赛道”")
    assert found["000"][::2] == (None, "丽水经开区召开党工委(扩大)会议")
    assert found["003"][2] == "探索“金融+产业”新模式 经开区赴长三角招商引资"
    assert found["004"][::2] == (None, "丽缙高新区:奔竞不息勇立潮头的智造新城")
    assert len(found) == 5


@needs_seeds
@pytest.mark.parametrize(
    ("seed", "joined", "line"),
    [
        ("000*", "力度不减、劲头不松", "创新机制精准破解难题"),
        ("000*", "作为全市经济发展的主平台", "直面复杂整治困局"),
        ("000*", "结出的硕果。更值得关注", "记者 商政君 摄"),
        ("000*", "“3+N”配套体系", "晶引电子项目冲刺投产"),
        ("003*", "技术合作、市场前景等方面", "探索“金融+产业”新模式"),
        ("003*", "促投促建工作图报。7月", "服务“挂挡”提速 项目加速落地"),
        ("003*", "总建筑面积25万平方米", "经开区“医准智能”选题荣获一等奖"),
        ("003*", "首根12吋完美单晶成功下线", "全市首根完美单晶晶棒在经开区成功下线"),
    ],
)
def test_seeds_sentences_are_whole_and_headings_alone(seed: str, joined: str, line: str) -> None:
    text = join_lines(next(SEEDS.glob(seed)).read_text("utf-8"))
    assert joined in text
    assert line in text.split("\n")


@pytest.mark.skipif(not PAGES.exists(), reason=f"no {PAGES}")
def test_real_pages_have_titles_and_most_have_dates() -> None:
    found = [read_file(str(path), LIMIT)[0] for path in discover([PAGES])]
    assert all(len(articles) == 1 for articles in found)
    assert sum(articles[0].date is not None for articles in found) >= 0.9 * len(found)
    dates = {articles[0].source[-12:]: articles[0].date for articles in found}
    assert dates["other-1.html"] == "2007-08-20"  # stated by the page, which was made in 2023
    assert dates["/cmse-1.html"] == "2021-01-05"
