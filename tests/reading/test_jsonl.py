"""One article a line; bad lines are told and the others kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rag.errors import ReadError
from rag.reading.jsonl import Problem, read_jsonl
from rag.reading.page import article_id

NEWS = Path(__file__).parents[2].parent / "shared/data/crud_news/articles.jsonl.gz"
LIMIT = 10**7


def written(path: Path, *lines: object) -> Path:
    """Write objects as JSON and bytes as they are, one a line."""
    path.write_bytes(
        b"\n".join(
            line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
            for line in lines
        )
    )
    return path


def test_fields(tmp_path: Path) -> None:
    line = {
        "id": "a1",
        "title": "\n  题 \n 目 ",
        "text": "第一段。\r\n第二段。 ",
        "date": "2024年3月5日",
        "issuer": "宣传信息科",
        "url": " ",
        "lang": "zh-Hans",
    }
    (article,) = read_jsonl(written(tmp_path / "a.jsonl", line), "s", LIMIT).articles
    assert (article.id, article.title, article.text) == ("a1", "题 目", "第一段。\n第二段。")
    assert (article.date, article.issuer) == ("2024-03-05", "宣传信息科")
    assert (article.url, article.language, article.source) == (None, "zh", "s")


def test_what_is_missing_is_looked_for(tmp_path: Path) -> None:
    line = {"text": "丽水经开区召开会议\n发布时间：2024-03-05 来源：丽水日报\n正文。"}
    (article,) = read_jsonl(written(tmp_path / "a.jsonl", line), "s", LIMIT).articles
    assert article.id == article_id(article.text)
    assert (article.title, article.date) == ("丽水经开区召开会议", "2024-03-05")
    assert (article.issuer, article.language) == ("丽水日报", "zh")


def test_bad_lines_are_told_and_the_others_kept(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        b'\xef\xbb\xbf{"id": "1", "text": "\xe6\x96\x87"}',
        b"{broken",
        b"",
        [1, 2],
        {"id": "x"},
        {"text": " "},
        {"text": "文", "title": ["no"]},
        {"id": "1", "text": "又一篇"},
        b'{"text": "\\ud800"}',
        {"id": "2", "text": "好的", "date": "someday"},
        b'{"text": "\xff\xff"}',
        b"[" * 200_000,
    )
    lines = read_jsonl(path, "s", LIMIT)
    assert [article.id for article in lines.articles] == ["1", "2"]
    assert [article.source for article in lines.articles] == ["s#1", "s#2"]
    assert lines.articles[1].date is None
    assert [problem.line for problem in lines.problems] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert lines.problems[0] == Problem(2, "is not JSON")
    assert lines.problems[2] == Problem(5, "has no text")
    assert lines.problems[5] == Problem(8, "has the id of line 1: 1")
    assert lines.problems[7] == Problem(10, "no date: someday")


def test_an_archive_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    content = "".join(
        json.dumps({"text": f"{number} " + "文" * 50}) + "\n" for number in range(9000)
    )
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress(content.encode())
    path.write_bytes(packed[: len(packed) * 3 // 4])
    lines = read_jsonl(path, "s", LIMIT)
    assert 0 < len(lines.articles) < 9000
    assert lines.problems[-1].reason == "is a damaged archive"
    path.write_bytes(b"no archive")
    with pytest.raises(ReadError, match="is a damaged archive"):
        read_jsonl(path, "s", LIMIT)


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' + b" " * 3_000_000))
    lines = read_jsonl(path, "s", 1_000_000)
    assert len(lines.articles) == 1
    assert lines.problems == [Problem(2, "unpacks to over 1 MB")]


@pytest.mark.skipif(not NEWS.exists(), reason=f"no {NEWS}")
def test_real_news_are_read_whole(tmp_path: Path) -> None:
    with gzip.open(NEWS) as opened:
        head = b"".join(next(opened) for _ in range(5000))
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(head))
    lines = read_jsonl(path, "s", 10**9)
    assert len(lines.articles) == 5000
    assert lines.problems == []
