"""Random damage to small files of every kind, and a check of what is read of them.

`python -m tests.reading.mutations 10000 [seed]` runs as many cases and prints what it found;
the suite runs a few hundred by `test_mutations.py`.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx

from rag.reading.reader import read_file

from . import samples
from .pdf_files import column, pdf

ARTICLES = Path(__file__).parents[2] / "samples/articles"
LIMIT = 10**7
SECONDS = 5.0
TRADITIONAL = "臺灣大學與國家實驗室\n" + (
    "這是一個關於語言學習的研究，學生們在圖書館裡讀書，並且參加了許多活動。\n" * 9
)


@dataclass(frozen=True)
class Base:
    """A sound file, its text and how many characters a changed byte may turn into others.

    In UTF-8 one: a wrong character that is a character all the same cannot be told from a
    misprint. In encodings of two bytes a lost byte pairs those after it wrongly, up to the next
    ASCII character; six such in a row are told, shorter stretches pass as misprints. In Big5,
    whose second bytes may be ASCII, longer ones pass, too, so it is only run for crashes.
    """

    name: str
    data: bytes
    text: str
    wrong_for_a_byte: int | None


@dataclass(frozen=True)
class Finding:
    """A case that went wrong: what happened, and the damaged file."""

    case: int
    name: str
    what: str
    data: bytes


def bases() -> list[Base]:
    """Return the samples, copies in other encodings, and files of the other formats."""
    found = [
        Base(path.name, path.read_bytes(), path.read_text("utf-8"), 1)
        for path in sorted(ARTICLES.iterdir())
    ]
    plain = next(base for base in found if base.name.endswith(".txt"))
    found += [
        Base(f"{encoding}.txt", plain.text.encode(encoding), plain.text, wrong)
        for encoding, wrong in (("gb18030", 6), ("utf-16", 6), ("utf-8-sig", 1))
    ]
    found.append(Base("big5.txt", TRADITIONAL.encode("big5"), TRADITIONAL, None))
    text = samples.ARTICLE.replace("\n", "")
    page = column(text, 40, 700, 24)
    found.append(Base("page.pdf", pdf([page, page]), text, 6))
    document = docx.Document()
    document.add_paragraph(samples.ARTICLE)
    out = io.BytesIO()
    document.save(out)
    found.append(Base("word.docx", out.getvalue(), samples.ARTICLE, 6))
    line = json.dumps({"id": "1", "text": samples.ARTICLE}, ensure_ascii=False) + "\n"
    packed = gzip.compress(line.encode() * 3)
    found.append(Base("lines.jsonl.gz", packed, samples.ARTICLE, 6))
    head = (
        "Snapshot-Content-Location: http://example.cn/a.html\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="xx"\n\n--xx\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n"
    )
    found.append(Base("web.mhtml", f"{head}{samples.html()}\n--xx--\n".encode(), samples.html(), 1))
    return found


def damaged(data: bytes, chance: random.Random) -> tuple[bytes, int]:
    """Return data with one to four changes, and how many bytes these touch."""
    changed = bytearray(data)
    touched = 0
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(changed) + 1)
        size = min(chance.choice((1, 1, 2, 3, 8, 100)), len(changed) - at)
        kind = chance.randrange(6)
        if kind == 0 and at < len(changed):
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1 and at < len(changed):
            changed[at] = chance.randrange(256)
        elif kind == 2:
            del changed[at:]
        elif kind == 3:
            del changed[at : at + size]
        elif kind == 4:
            changed[at:at] = chance.randbytes(size)
            touched += size
        else:
            changed[at:at] = changed[at : at + size] * chance.choice((1, 1, 50))
        touched += 1
    return bytes(changed), touched


def wrong_characters(text: str, before: str) -> set[str]:
    """Return the characters beyond ASCII that the sound file does not hold at all.

    Each counts once: a damage that repeats a piece repeats what is wrong with it.
    """
    return {one for one in set(text) - set(before) if one > "\x7e" and not one.isspace()}


def is_meaningless(one: str) -> bool:
    """Tell replacement, private, unassigned and control characters."""
    return one == "\ufffd" or unicodedata.category(one) in {"Cc", "Co", "Cn", "Cs"}


def run(cases: int, seed: int, folder: Path) -> Iterator[Finding]:
    """Damage files and yield what goes wrong with reading them."""
    chance = random.Random(seed)
    sound = bases()
    for case in range(cases):
        base = chance.choice(sound)
        data, touched = damaged(base.data, chance)
        path = folder / base.name
        path.write_bytes(data)
        started = time.monotonic()
        try:
            articles, report = read_file(str(path), LIMIT)
        except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
            yield Finding(case, base.name, f"raises {type(error).__name__}: {error}", data)
            continue
        seconds = time.monotonic() - started
        if seconds > SECONDS:
            yield Finding(case, base.name, f"takes {seconds:.1f} s", data)
        if report.status in {"failed", "partial"} and not report.reason:
            yield Finding(case, base.name, "failed without a reason", data)
        text = "".join(article.title + article.text for article in articles)
        wrong = wrong_characters(text, base.text + samples.ARTICLE)
        meaningless = sum(map(is_meaningless, wrong))
        if base.wrong_for_a_byte is not None and len(wrong) > base.wrong_for_a_byte * touched:
            yield Finding(case, base.name, f"wrong characters: {wrong}", data)
        elif meaningless > touched:
            yield Finding(case, base.name, f"{meaningless} meaningless characters", data)


def main() -> None:
    cases = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found = 0
    kept = Path(tempfile.mkdtemp(prefix="mutations-"))
    with tempfile.TemporaryDirectory() as folder:
        for finding in run(cases, seed, Path(folder)):
            found += 1
            (kept / f"{finding.case}-{finding.name}").write_bytes(finding.data)
            print(f"case {finding.case}, {finding.name}: {finding.what[:200]}")  # noqa: T201
    print(f"{cases} cases, seed {seed}: {found} findings, their files in {kept}")  # noqa: T201
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
