"""Texts that once raised, or took for ever: each is read or refused, in linear time."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.intake import Intake
from rag.reading.dates import normalise_date
from rag.reading.file_report import FileReport
from rag.reading.plain import read_markdown
from rag.reading.reader import LINK_OUT, discover, read_file
from rag.reading.residue.wording import is_breadcrumb
from rag.reading.web.furniture import is_control
from tests.fuzz.growing import CASES, NOTE

from . import samples
from .pdf_files import file_of

LIMIT = 10**9
SECONDS = 3.0  # of the processor; what is linear takes a tenth of it
ARTICLE = samples.ARTICLE
MATTER = "---\n{}\n---\n正文一句。"
HTML = "<html><head>{}</head><body><p>近日，书院开讲，市民三百余人到场。</p></body></html>"
FIELD = '<meta name="pubdate" content="{}">'
NESTED = "Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 400


def read(folder: Path, name: str, text: str | bytes) -> FileReport:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    articles, report = read_file(str(path), LIMIT)
    assert len(articles) == report.articles
    return report


RAISED = {
    "a month of letters": ("a.txt", "二〇八七年 o 月，大家都来了。"),
    "Arabic digits": ("a.txt", "2024年٣月٣日，大家都来了。"),
    "a term in wide digits": ("a.txt", "本办法自2024年7月1日起施行，有效期５年。"),
    "a term in tens of tens": ("a.txt", "发布日期：2024-03-05\n本办法自公布之日起满十十日后施行。"),
    "a number of 5,000 digits": ("a.txt", f"总额为{'9' * 5000}元。"),
    "hexadecimal front matter": ("a.md", MATTER.format("title: 0x" + "f" * 5000)),
    "a truth that is none": ("a.md", MATTER.format("a: !!bool x")),
    "a number that is empty": ("a.md", MATTER.format("a: !!int ''")),
    "a time that is none": ("a.md", MATTER.format("date: !!timestamp x")),
    "superscript digits": ("a.html", HTML.format(FIELD.format("²²²²²²²²²²"))),
}  # fmt: skip


@pytest.mark.parametrize("kind", RAISED)
def test_strange_values_are_read(kind: str, tmp_path: Path) -> None:
    report = read(tmp_path, *RAISED[kind])
    assert (report.status, report.articles) == ("read", 1)


def test_front_matter_that_is_no_yaml_is_text() -> None:
    page = read_markdown(MATTER.format("title: 题\na: !!bool x"))
    assert page.title is None
    assert page.text.startswith("title: 题")


def test_parts_nested_by_the_hundred(tmp_path: Path) -> None:
    report = read(tmp_path, "a.mhtml", NESTED)
    assert report.status == "failed"
    assert report.reason in {
        "is a damaged web archive (RecursionError)", "holds no HTML part",
    }  # fmt: skip


SLOW: dict[str, tuple[str, str]] = {
    "number signs": ("a.md", "# " + "#" * 60_000 + "x"),
    "a table's rule": ("a.md", "|--|" + "\t" * 60_000 + "x\n一。"),
    "strong": ("a.md", "**a " * 30_000),
    "underlined": ("a.md", "__a " * 30_000),
    "blanks behind a field": ("a.html", HTML.format("ptime'=" + " " * 60_000)),
    "disclaimers": ("a.html", "<p>声明：一二三，四五六七八。" * 20_000),
    "links without prose": ("a.html", "<table><tr><td>甲<td>乙</table>" * 3_000),
    "blank lines": ("a.txt", "新闻\n本报讯（记者 甲）\n记者" + "\n" * 60_000 + "完。"),
    "lists of repeals": ("a.txt", "废止以下：\n" * 20_000),
    "a date of blanks": (
        "a.jsonl", json.dumps({"text": ARTICLE, "date": "2024-03-05" + " " * 60_000 + "x"})
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SLOW)
def test_what_took_the_square_of_its_length(kind: str, tmp_path: Path) -> None:
    started = time.process_time()
    assert read(tmp_path, *SLOW[kind]).status in {"read", "partial", "failed"}
    assert time.process_time() - started < SECONDS


def test_a_line_that_a_pattern_all_but_matches() -> None:
    started = time.process_time()
    assert not is_breadcrumb(("a" + " " * 8 + ">" + " " * 8) * 6 + "1")
    assert is_breadcrumb("首页 > 新闻 > > 云麓 >> 正文")
    assert is_breadcrumb("云麓网 » 要闻 › 书院 → 开讲")
    assert not is_control("返回首页" * 9 + "完")
    assert is_control("分享到：微信 QQ空间 返回首页")
    assert time.process_time() - started < 0.2


def test_a_byline_of_colons(tmp_path: Path) -> None:
    started = time.process_time()
    read(tmp_path, "a.txt", "来源:" + ": " * 24 + "。2024-03-05\n" + ARTICLE)
    assert time.process_time() - started < 0.5
    text = "云麓书院开讲\n来源：云麓日报 作者：陈某某 2024-03-05 10:20\n书院近日开讲。"
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    (article,), _ = read_file(str(tmp_path / "b.txt"), LIMIT)
    assert article.date == "2024-03-05"


def test_a_field_longer_than_a_date_is_none() -> None:
    assert normalise_date("2024-03-05" + " " * 200 + "x") is None
    assert normalise_date("Tuesday, 5 March 2024 10:20:30") == "2024-03-05"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("## 题 ##", "题"),
        ("# C# #", "C#"),
        ("**近日**，书院**开讲**。", "近日，书院开讲。"),
        ("***都*** 来", "都 来"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("__强调__ 与 snake__case__name", "强调 与 snake__case__name"),
        ("__a__b__", "a__b"),
    ],
)
def test_markup_is_still_taken_off(written: str, plain: str) -> None:
    assert read_markdown(written).text == plain


def test_notes_that_many_relations_name_are_read_once(tmp_path: Path) -> None:
    started = time.process_time()
    path = tmp_path / "a.docx"
    path.write_bytes(CASES["docx", "relations to one part"](400_000))
    (article,), _ = read_file(str(path), LIMIT)
    assert article.text.startswith("文。\n注。")
    assert article.text.count("注。") == 400_000 // (2 * len(NOTE))
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("matrix", [b"1e38 0 0 1e38 0 0", b"0 0 0 0 9 9", b"1 0 0 1 1e30 -1e30"])
def test_letters_that_stand_nowhere(matrix: bytes, tmp_path: Path) -> None:
    content = b"BT /L 9 Tf %s Tm (Yunlu opened.) Tj ET" % matrix
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</L 5 0 R>>>>>>"
    )
    data = file_of([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ])  # fmt: skip
    assert read(tmp_path, "a.pdf", data).status in {"read", "failed"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "articles"
    outside.mkdir()
    (inside / "deep").mkdir(parents=True)
    (outside / "secret.key").write_text("密钥", encoding="utf-8")
    (outside / "b.txt").write_text(ARTICLE, encoding="utf-8")
    (inside / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (inside / "deep" / "key.txt").symlink_to(outside / "secret.key")
    (inside / "folder").symlink_to(outside)
    (inside / "same.txt").symlink_to(inside / "a.txt")
    left_out: list[Path] = []
    found = list(discover([inside], left_out.append))
    assert found == [inside / "a.txt", inside / "same.txt"]
    assert left_out == [inside / "folder", inside / "deep" / "key.txt"] or set(left_out) == {
        inside / "folder", inside / "deep" / "key.txt",
    }  # fmt: skip
    intake = Intake({}, {}, LIMIT)
    intake.read([str(inside)], lambda *_: None)
    told = {Path(one.path).name: (one.status, one.reason) for one in intake.report().files}
    assert told["key.txt"] == told["folder"] == ("skipped", LINK_OUT)
    assert all("密钥" not in article.text for article in intake.articles)
    named = list(discover([inside, outside], left_out.append))  # whoever names it may have it
    assert outside / "b.txt" in named or inside / "folder" / "b.txt" in named


@pytest.fixture
def nested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in a folder in a folder …, deeper than Python may call itself."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(tmp_path)
    yield tmp_path
    subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # Python's own way calls itself


def test_folders_nested_by_the_thousand(nested: Path) -> None:
    (nested / "a.txt").write_text(ARTICLE, encoding="utf-8")
    found = list(discover([nested]))
    assert found[0] == nested / "a.txt"
    assert all(read_file(str(path), LIMIT)[1].reason for path in found[1:])


@pytest.mark.parametrize("path", ["a\0.txt", "../\0", "/proc/self/mem", "\ud800.txt", "." * 5000])
def test_names_that_are_no_files(path: str) -> None:
    articles, report = read_file(path, LIMIT)
    assert articles == []
    assert report.status == "failed"
    assert report.reason


def test_one_full_page_named_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """41 kB that would take minutes: after its time the rest is left out and told."""
    letters = (
        b"BT /L 9 Tf 1 0 0 1 %d %d Tm (a) Tj ET\n" % (7 * n % 590, 13 * n % 790)
        for n in range(1000)
    )
    content = b"".join(letters)
    data = file_of([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 60>>" % (b"3 0 R " * 60),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</L 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ])  # fmt: skip
    monkeypatch.setattr("rag.reading.pdf.reader.SECONDS", 2.0)
    started = time.monotonic()
    report = read(tmp_path, "a.pdf", data)
    assert report.status == "partial"
    assert report.reason is not None
    assert report.reason.endswith(": left out after 120 s")
    assert time.monotonic() - started < 20


def test_a_page_of_tens_of_thousands_of_loose_letters(tmp_path: Path) -> None:
    report = read(tmp_path, "a.pdf", CASES["pdf", "scattered letters"](21_000 * 40))
    assert report.reason == "has a text layer that cannot be read (page 1: too large)"
