"""Files that are damaged, hostile or none at all: each is told, in bounded memory and time."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter

from rag.reading.file_report import FileReport
from rag.reading.reader import discover, read_file

from . import samples
from .pdf_files import Piece, file_of, pdf

ROOT = Path(__file__).parents[2]
LIMIT = 100_000_000
SECONDS = 10.0
ARTICLE = samples.ARTICLE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reported(folder: Path, name: str, data: bytes) -> FileReport:
    path = folder / name
    path.write_bytes(data)
    articles, report = read_file(str(path), LIMIT)
    assert len(articles) == report.articles
    return report


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x80]) + data[at + 1 :]


def word(document: str, **others: str | bytes) -> bytes:
    """A Word file whose main part is this XML, deflated; `others` are further entries."""
    entries = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": document,
        **others,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


PHOTO = {"word/media/a.png": os.urandom(400_000)}  # so that the XML is no bomb by its ratio
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(
    f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12)
)  # fmt: skip
ENTITIES = (
    f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]><w:document {W}><w:body><w:p><w:r><w:t>'
    "&a11;</w:t></w:r></w:p></w:body></w:document>"
)
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def aes_pdf() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(samples.pdf("secret")))
    writer.encrypt("password", algorithm="RC4-40")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


SIZE = len(ARTICLE.encode())
GBK = (ARTICLE * 20).encode("gb18030")
TORN = (ARTICLE.split("\n")[3] + "\n" + ARTICLE).encode("gb18030")
BIG5 = "臺灣大學與國家實驗室，這是一個關於語言學習的研究，學生們在圖書館裡讀書。\n" * 20

KINDS: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "is empty"),
    "only space": ("a.md", b" \n\t\r\n", "is empty"),
    "cut in a character": (
        "a.txt", ARTICLE.encode()[:-4],
        f"is damaged UTF-8 (byte {SIZE - 6} of {SIZE - 4}, in line 4)",
    ),
    "one flipped byte in 100 kB": (
        "a.txt", flipped(("文" * 40 + "\n").encode() * 900, 50_000),
        "is damaged UTF-8 (byte 50001 of 108900, in line 414)",
    ),
    "a byte lost in GB18030": ("a.txt", GBK[:400] + GBK[401:], "is damaged GB18030 ("),
    "two bytes lost in GB18030": (
        "a.txt", TORN[:10] + TORN[11:51] + TORN[52:], "is damaged GB18030 (in line 1)"
    ),
    "cut in GB18030": ("a.txt", GBK[:401], "is damaged GB18030 (byte 400 of 401, in line "),
    "cut in Big5": (
        "a.txt", BIG5.encode("big5")[:400], "is damaged Big5 (byte 399 of 400, in line 6)"
    ),
    "UTF-16 cut": ("a.txt", ARTICLE.encode("utf-16")[:-1], "says it is utf-16-le but is damaged"),
    "UTF-8 encoded twice": (
        "a.txt", ARTICLE.encode().decode("latin-1").encode(),
        "was decoded wrongly before: UTF-8 taken for Latin-1",
    ),
    "GB18030 taken for Latin-1": (
        "a.txt", ARTICLE.encode("gb18030").decode("latin-1").encode(),
        "was decoded wrongly before: GB18030 taken for Latin-1",
    ),
    "UTF-8 taken for GB18030": (
        "a.txt", ARTICLE.encode().decode("gb18030", "replace").replace("\ufffd", "?").encode(),
        "was decoded wrongly before: UTF-8 taken for GB18030",
    ),
    "lost characters": (
        "a.txt", ("锟斤拷" * 9 + ARTICLE).encode(), "was damaged before: it is full of"
    ),
    "mojibake in a line": (
        "a.jsonl", json.dumps({"text": ARTICLE.encode().decode("latin-1")}).encode(),
        "holds no article (line 1: was decoded wrongly before",
    ),
    "an image": (
        "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "is a binary file, not text (an image)"
    ),
    "a PDF named .txt": ("a.txt", samples.pdf("x"), "is a binary file, not text (a PDF)"),
    "random bytes": ("a.txt", zlib.compress(ARTICLE.encode() * 9) * 9, "is "),
    "padded with NULs": ("a.txt", ARTICLE.encode() + bytes(4096), "is damaged: 4096 NUL bytes"),
    "an encrypted PDF": ("a.pdf", samples.encrypted_pdf(), "is encrypted"),
    "an older encryption": ("a.pdf", aes_pdf(), "is encrypted"),
    "a scanned PDF": ("a.pdf", pdf([None]), "has no text (scanned?)"),
    "half a PDF": ("a.pdf", samples.pdf("x")[:90], "is a damaged PDF"),
    "no DOCX": ("a.docx", b"text", "is no DOCX file"),
    "half a DOCX": ("a.docx", samples.word()[:9000], "is no DOCX file"),
    "an encrypted DOCX": (
        "a.docx", OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "is encrypted"
    ),
    "an old Word file": ("a.docx", OLE + bytes(500), "is no DOCX but an older Word's file"),
    "a DOCX without a document": ("a.docx", word("no XML"), "is a damaged DOCX"),
    "a damaged archive": ("a.jsonl.gz", b"no archive", "is a damaged archive"),
    "questions": ("a.jsonl", b'{"id": "1", "question": "?"}', "is a set of questions"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told(tmp_path: Path, kind: str) -> None:
    name, data, reason = KINDS[kind]
    report = reported(tmp_path, name, data)
    assert report.status == ("skipped" if kind == "questions" else "failed")
    assert report.articles == 0
    assert report.reason is not None
    assert report.reason.startswith(reason)


def test_a_page_that_was_scanned_makes_a_pdf_partial(tmp_path: Path) -> None:
    page = [Piece("The zone attracted 41 projects.", 72, 400)]
    report = reported(tmp_path, "a.pdf", pdf([page, None]))
    assert (report.status, report.articles) == ("partial", 1)
    assert report.reason == "page 2: no text (scanned?)"


def test_line_ends_and_invisible_characters_do_not_count(tmp_path: Path) -> None:
    def identity(text: str, encoding: str = "utf-8") -> str:
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        (article,), report = read_file(str(path), LIMIT)
        assert report.status == "read"
        return article.id

    other = ARTICLE.replace("经开区", "经\u200b开\u00ad区\x03").replace("项目", "项\ufeff目")
    kinds = [ARTICLE.replace("\n", end) for end in ("\r", "\r\n", "\u2028", "\x0c", "\x85")]
    found = {identity(text) for text in [ARTICLE, other, *kinds]}
    found |= {identity(ARTICLE, one) for one in ("gb18030", "utf-16", "utf-16-be", "utf-32-le")}
    assert len(found) == 1


def _line_of(size: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(b'{"text": "first"}\n{"text": "')
            for _ in range(size // 1_000_000):
                file.write(b"a" * 1_000_000)
            file.write(b'"}\n{"text": "last"}\n')

    return write


def _bytes(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2_000_000_000)


def _gz_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"text": "first"}\n')
        for _ in range(500):
            file.write(bytes(1_000_000))


def _bad_lines(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(b"x\n" * 500_000)


def _docx_bomb(megabytes: int, inner: bytes = b"\0") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(megabytes // 10):
                archive.writestr(f"word/media/{number}.bin", inner * (10_000_000 // len(inner)))

    return write


def _nested_docx(path: Path) -> None:
    _docx_bomb(60)(path)
    inner = path.read_bytes()
    path.write_bytes(word("<a/>", **{f"word/embeddings/{n}.docx": inner for n in range(9)}))


MHTML_HEAD = (
    b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="xx"\n\n--xx\n'
    b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
)
STREAM = zlib.compress(b"BT /L 9 Tf (x) Tj ET " * 10_000_000, 9)
KIDS = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99>>"
HOSTILE: dict[str, tuple[str, Callable[[Path], None], str, str | None]] = {
    "2 GB": ("a.txt", _sparse, "failed", "is too large: 2000.0 MB, over the limit of 20.0 MB"),
    "2 GB of lines": ("t.jsonl", _sparse, "failed", "is too large: 2000.0 MB, over the limit"),
    "5 MB of text": ("u.txt", _bytes(ARTICLE.encode() * (5_000_000 // SIZE)), "read", None),
    "too many elements": (
        "v.html", _bytes("<p>一二".encode() * 900_000), "failed",
        "is too large: 8.1 MB, over the limit of 8.0 MB",
    ),
    "a large page in a small archive": (
        "w.mhtml",
        _bytes(MHTML_HEAD + base64.encodebytes("<p>一二".encode() * 900_000) + b"--xx--"),
        "failed", "is too large: 8.1 MB, over the limit of 8.0 MB",
    ),
    "ratio": ("b.docx", _docx_bomb(150), "failed", "unpacks to "),
    "total": ("c.docx", _docx_bomb(500, os.urandom(1000)), "failed", "unpacks to 500 MB"),
    "nested": ("d.docx", _nested_docx, "failed", "holds no text"),
    "laughs": ("e.docx", _bytes(word(ENTITIES)), "failed", ""),
    "elements": (
        "f.docx", _bytes(word(f"<w:document {W}>{'<w:p/>' * 2_600_000}</w:document>", **PHOTO)),
        "failed", "",
    ),
    "much XML": (
        "g.docx", _bytes(word(f"<w:document {W}>{os.urandom(20_000_000).hex()}</w:document>")),
        "failed", "holds XML of 40 MB, over the limit of 16 MB",
    ),
    "deep XML": ("h.docx", _bytes(word("<a>" * 100_000)), "failed", "is a damaged DOCX"),
    "cross references": (
        "i.pdf", _bytes(samples.pdf("text").replace(b"startxref", b"startxyyy")), "read", None
    ),
    "page loop": ("j.pdf", _bytes(file_of([CATALOGUE, KIDS])), "failed", ""),
    "object loop": (
        "k.pdf", _bytes(file_of([
            CATALOGUE, TREE, PAGE.replace(b"<<>>", b"5 0 R"), b"5 0 R", b"6 0 R", b"5 0 R",
        ])),
        "failed", "has no text",
    ),
    "million pages": (
        "l.pdf", _bytes(file_of([
            CATALOGUE, TREE.replace(b"Count 1", b"Count 1000000"), PAGE, b"<<>>",
        ])),
        "failed", "",
    ),
    "huge content": (
        "m.pdf", _bytes(file_of([
            CATALOGUE, TREE, PAGE.replace(b"<<>>", b"<</Font<</L 5 0 R>>>>"),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(STREAM), STREAM),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ])), "failed", "",
    ),
    "gz bomb": ("n.jsonl.gz", _gz_bomb, "partial", "line 2: "),
    "bad lines": ("o.jsonl.gz", _bad_lines, "failed", "has over 10000 lines that cannot be read"),
    "deep HTML": (
        "p.html", _bytes(b"<html><body>" + b"<div>" * 100_000 + f"<p>{ARTICLE}</p>".encode()),
        "", None,
    ),
    "attribute": (
        "q.html",
        _bytes(samples.html().replace("<body>", f"<body title={'x' * 7_500_000}>").encode()),
        "read", None,
    ),
    "deep JSON": (
        "r.jsonl", _bytes(b"[" * 100_000), "failed", "holds no article (line 1: is not JSON"
    ),
    "long line": ("s.jsonl", _line_of(90_000_000), "partial", "line 2: is longer than 16 MB"),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[object]]]:
    """Read all hostile files in one process with a limit of memory."""
    if not sys.platform.startswith("linux"):
        pytest.skip("limits of memory are those of Linux")
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for name, write, _, _ in HOSTILE.values():
        write(folder / name)
        paths.append(str(folder / name))
    done = subprocess.run(
        [sys.executable, "-m", "tests.reading.limited", str(LIMIT), *paths],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(paths), (HOSTILE.keys(), lines, done.stderr[-2000:])
    yield dict(zip(HOSTILE, lines, strict=True))
    for path in paths:
        Path(path).unlink()


@pytest.mark.parametrize("kind", HOSTILE)
def test_memory_and_time_are_bounded(kind: str, outcomes: dict[str, list[object]]) -> None:
    status, reason, seconds, characters = outcomes[kind]
    _, _, wanted, beginning = HOSTILE[kind]
    assert isinstance(seconds, float)
    assert seconds < SECONDS
    assert wanted in {"", status}
    if beginning is None:
        assert characters or reason
    else:
        assert isinstance(reason, str)
        assert reason.startswith(beginning)
        assert reason != "does not fit into memory"


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    found = {
        name: read_file(str(tmp_path / name), LIMIT)[1].reason
        for name in ("pipe.txt", "device.txt", "loop.txt", "gone.txt", "x" * 300 + ".txt")
    }
    assert found["pipe.txt"] == found["device.txt"] == "is not a regular file"
    assert found["gone.txt"] == "No such file or directory"
    assert found["loop.txt"] in {"Too many levels of symbolic links", "Symbolic link loop"}
    assert found["x" * 300 + ".txt"] == "File name too long"


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert read_file("socket.txt", LIMIT)[1].reason == "is not a regular file"


def test_a_file_that_vanishes_after_it_was_found(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    files = discover([tmp_path])
    first = next(files)
    (tmp_path / "b.txt").unlink()
    assert first.name == "a.txt"
    reports = [read_file(str(path), LIMIT)[1] for path in files]
    assert [report.reason for report in reports] in ([], ["No such file or directory"])


def test_a_loop_of_links_and_names_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "up").symlink_to(tmp_path)
    (tmp_path / "inner" / "self").symlink_to("self")
    name = os.fsencode(tmp_path) + b"/\xb2\xe2\xca\xd4.txt"
    Path(os.fsdecode(name)).write_text(ARTICLE, encoding="utf-8")
    paths = list(discover([tmp_path]))
    assert len(paths) == 1
    (article,), report = read_file(str(paths[0]), LIMIT)
    assert report.status == "read"
    assert report.path.endswith("\\udcb2\\udce2\\udcca\\udcd4.txt")
    assert article.source == report.path


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    path.chmod(0)
    assert read_file(str(path), LIMIT)[1].reason == "Permission denied"


def test_a_file_that_may_not_be_read_as_anyone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")

    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert read_file(str(path), LIMIT)[1] == FileReport(str(path), "failed", 0, "Permission denied")
