"""Files added in the window and articles removed there: what is kept on disk, what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import LetterEncoder

from rag.engine import Engine
from rag.errors import Cancelled, LibraryError
from ui.article_texts import ZH as TEXTS
from ui.change_rendering import removal_html, step_html, uploaded_html
from ui.jobs import Step
from ui.removing import Removal, remove
from ui.texts import ZH
from ui.uploads import readable, safe_name, upload


def written(folder: Path, name: str, *sayings: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name.endswith(".jsonl"):
        lines = (f'{{"title": "{one}", "text": "{one}的工作有了新进展。"}}\n' for one in sayings)
        path.write_text("".join(lines), encoding="utf-8")
    else:
        path.write_text(f"{sayings[0]}\n\n{sayings[0]}的工作有了新进展。\n", encoding="utf-8")
    return path


def kept(engine: Engine) -> list[str]:
    return sorted(path.name for path in (engine.folder.path / "uploads").iterdir())


def titles(engine: Engine) -> set[str]:
    return {entry.title for entry in engine.catalogue().entries}


def ids(engine: Engine, *wanted: str) -> list[str]:
    return [entry.id for entry in engine.catalogue().entries if entry.title in wanted]


def test_a_stopped_upload_leaves_no_copy(engine: Engine, tmp_path: Path) -> None:
    first = written(tmp_path, "甲.txt", "甲镇")
    upload(engine, [first], ZH)

    def stop(stage: str, done: int, of: int, item: str = "", /) -> None:
        if stage == "encode":
            raise Cancelled("stopped.")

    with pytest.raises(Cancelled):
        upload(engine, [first, written(tmp_path, "乙.txt", "乙镇")], ZH, stop)
    assert kept(engine) == ["甲.txt"]  # that of the earlier upload stays
    assert titles(engine) == {"甲镇"}


def test_where_nothing_can_be_read_each_file_is_told(engine: Engine, tmp_path: Path) -> None:
    empty, odd = tmp_path / "空.txt", tmp_path / "tool.exe"
    empty.write_bytes(b"")
    odd.write_bytes(b"MZ")
    done = upload(engine, [empty, odd], ZH)
    assert done.index is None
    assert [(one.path, one.reason) for one in done.files] == [
        ("空.txt", "is empty"), ("tool.exe", ZH.unknown_kind),
    ]  # fmt: skip
    assert kept(engine) == []
    shown = uploaded_html(done, TEXTS, ZH)
    assert "是空的" in shown


def test_a_removed_upload_does_not_come_back(engine: Engine, tmp_path: Path) -> None:
    upload(engine, [written(tmp_path, "甲.txt", "甲镇"), written(tmp_path, "乙.txt", "乙镇")], ZH)
    done = remove(engine, ids(engine, "甲镇"))
    assert done == Removal(("甲镇",), ("甲.txt",), 1)
    assert kept(engine) == ["乙.txt"]
    engine.index([str(engine.folder.path / "uploads")])
    assert titles(engine) == {"乙镇"}
    upload(engine, [tmp_path / "甲.txt"], ZH)  # unless it is added again
    assert titles(engine) == {"甲镇", "乙镇"}


def test_a_file_stays_as_long_as_one_of_its_articles(engine: Engine, tmp_path: Path) -> None:
    upload(engine, [written(tmp_path, "镇.jsonl", "甲镇", "乙镇", "丙镇")], ZH)
    assert remove(engine, ids(engine, "甲镇", "丙镇")).files == ()
    engine.index([str(engine.folder.path / "uploads")])
    assert titles(engine) == {"乙镇"}
    assert kept(engine) == ["镇.jsonl"]


def test_only_our_copies_are_deleted(engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path, "乙.txt", "乙镇")
    engine.index([str(path), str(written(tmp_path, "甲.txt", "甲镇"))])
    assert remove(engine, ids(engine, "乙镇")).files == ()
    assert path.exists()


def test_an_unknown_id_removes_nothing(engine: Engine, tmp_path: Path) -> None:
    upload(engine, [written(tmp_path, "甲.txt", "甲镇")], ZH)
    with pytest.raises(LibraryError, match="no article has the id 'x'"):
        remove(engine, [*ids(engine, "甲镇"), "x"])
    assert titles(engine) == {"甲镇"}
    assert kept(engine) == ["甲.txt"]


def test_reprints_among_the_files_are_counted(
    engine: Engine, letters: LetterEncoder, tmp_path: Path
) -> None:
    text = "本报讯 云岭茶园今年春季采茶12.7吨，比去年多两成。" * 4
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"开采\n\n{text}\n", encoding="utf-8")
    upload(engine, [tmp_path / "a.txt"], ZH)
    assert upload(engine, [tmp_path / "b.txt"], ZH).reprints == 1
    assert upload(engine, [written(tmp_path, "丁.txt", "丁镇")], ZH).reprints == 0


def test_a_folder_gives_the_files_that_can_be_read() -> None:
    given = ["/t/2/b.TXT", "/t/1/图.png", "/t/1/.a.txt", "/t/1/a.jsonl.gz", "/t/.DS_Store"]
    assert readable(given) == ["/t/1/a.jsonl.gz", "/t/2/b.TXT"]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("a/../../b/zip.txt", "zip.txt"),
        ("..\\..\\通知.pdf", "通知.pdf"),
        (".txt", "article.txt"),
        ("...md", "article.md"),
        ("<b>粗</b>.txt", "b.txt"),
        ("\u202egnp.txt", "gnp.txt"),  # right-to-left override
        ("长" * 300 + ".jsonl.gz", "长" * 60 + ".jsonl.gz"),
        ("a\n\x00b.txt", "ab.txt"),
    ],
)
def test_names_of_every_kind_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_step_names_its_file_and_those_around_it() -> None:
    names = [f"{number}.txt" for number in range(40)]
    shown = step_html(Step("read", 20, 40, "uploads/<20>.txt"), TEXTS, names)
    assert "读取文件 21 / 40" in shown
    assert "&lt;20&gt;.txt" in shown
    assert '<progress value="20" max="40"' in shown
    assert shown.count("<li") == 12
    assert '<li class="read"><bdi>19.txt' in shown
    assert '<li class="now"><bdi>20.txt' in shown
    assert '<li class="next"><bdi>25.txt' in shown
    assert "正在停止" in step_html(Step("read", 1, 2, "a", stopping=True), TEXTS)
    assert "编入索引 5 / 9 段" in step_html(Step("encode", 5, 9), TEXTS)
    assert "比较" in step_html(Step("read", 2, 2), TEXTS)
    assert "value" not in step_html(Step(), TEXTS)  # nobody knows how long it waits


def test_a_long_removal_is_told_by_its_first_titles() -> None:
    done = Removal(tuple(f"<{number}>" for number in range(14)), ("a&b.txt",), 3)
    shown = removal_html(done, TEXTS)
    assert "已移除 14 篇，现在共 3 篇文章" in shown
    assert "&lt;9&gt;" in shown
    assert "&lt;10&gt;" not in shown
    assert "等 14 篇" in shown
    assert "a&amp;b.txt" in shown
