"""Every error, advice and reason exists in Chinese and in English."""

from __future__ import annotations

import errno
import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.residue.wording import Reason
from tests.messages import Texts
from tests.reading.test_damaged_files import KINDS
from ui.messages import TEXTS as MESSAGES
from ui.translating import TEXTS, in_language, notice_in_language

COLLECTED = Texts()
WORDED = {one for one in COLLECTED.templates if any(map(str.isalpha, one.replace("{}", "")))}
PASSED_ON = {  # what was raised or reported elsewhere, or is in the reader's language already
    ("embeddings/errors.py", "message"),
    ("eval/questions.py", "path"),
    ("eval/questions.py", "problems"),
    ("rag/answering/retrying.py", "advice"),
    ("rag/answering/retrying.py", "message"),
    ("rag/intake.py", "before.reason"),
    ("rag/reading/articles.py", "str(piece.reason)"),
    ("rag/reading/docx.py", "name"),
    ("rag/reading/jsonl.py", "complaint"),
    ("rag/reading/jsonl.py", "error.message"),
    ("rag/reading/pdf/furniture.py", "reason"),
    ("rag/reading/pdf/reader.py", "problem"),
    ("rag/reading/pdf/reader.py", "record['error']"),
    ("rag/reading/reader.py", "error.message"),
    ("rag/reading/reader.py", "error.strerror or type(error).__name__"),
    ("rag/reading/reader.py", "problem"),
    ("rag/reading/web/outside.py", "where"),
    ("rag/report.py", "advice"),
    ("rag/report.py", "message"),
    ("rag/settings_file.py", "path"),
    ("rag/settings_file.py", "settings_cls"),
    ("ui/question_sets.py", "error.advice"),
    ("ui/question_sets.py", "message"),
    ("ui/service/chat_completions.py", "events"),  # of a response, no error
    ("ui/service/stopping.py", "config"),  # of the server, no error
    ("ui/turn_records.py", "str(record['advice'])"),
    ("ui/turn_records.py", "str(record['error'])"),
    ("ui/uploads.py", "texts.unknown_kind"),
    ("ui/uploads.py", "reason"),
    ("ui/window/asking.py", "texts.model_refused.format(model=wanted.model)"),
    ("ui/window/asking.py", "texts.model_advice.format(models=', '.join(self._models))"),
}  # fmt: skip

OF_PAGES = (  # reasons of removed pieces that are no part of `Reason`
    "running head", "running foot", "page number", "turned text",
    "above_main_text", "inside_main_text", "below_main_text", "outside_main_text",
)  # fmt: skip


def test_the_collector_sees_every_kind_of_place() -> None:
    assert {
        "no encoder is named {}.",  # an f-string
        "Save the file as UTF-8 and index it again.",  # a constant of the module
        "is damaged: {} NUL bytes, the first at byte {} of {}",  # a variable of the function
        "is a question, not an article",  # a constant of another module
        "{} has {} bad lines, nothing was run: {}{}.",  # within the error's own class
        "its text is turned",  # a reason of a part
    } <= COLLECTED.templates.keys()


@pytest.mark.parametrize("template", sorted(WORDED))
def test_every_error_has_a_chinese_text(template: str) -> None:
    place = COLLECTED.templates[template]
    assert template in TEXTS, f"{place.module}:{place.line}"


def test_no_error_is_made_of_what_is_not_known() -> None:
    unknown = {(place.module, place.source) for place in COLLECTED.unknown}
    assert unknown - PASSED_ON == set()


@pytest.mark.parametrize("english", TEXTS)
def test_a_chinese_text_has_the_values_of_its_template(english: str) -> None:
    fields = [
        name for _, name, _, _ in string.Formatter().parse(TEXTS[english]) if name is not None
    ]
    assert len(fields) == english.count("{}")
    assert sorted(fields) in ([""] * len(fields), sorted(map(str, range(len(fields)))))
    assert any("\u4e00" <= one <= "\u9fff" for one in TEXTS[english])


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_has_the_same_values_in_both_languages(name: str) -> None:
    fields = [
        {field for _, field, _, _ in string.Formatter().parse(text)} for text in MESSAGES[name]
    ]
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("is empty", "是空的"),
        ("no article has the id 'a1'.", "没有编号为 'a1' 的文章。"),
        ("the embeddings server gave (2, 3) for 4 texts.", "编码服务对 4 段文字返回了 (2, 3)。"),
        (
            "none of 2 files could be read; a.txt: is damaged UTF-8 (byte 5 of 9, in line 1)",
            "2 个文件都未能读取；a.txt：UTF-8 文本已损坏（第 5 字节，共 9 字节，第 1 行）",
        ),
        (
            "line 2: is not JSON; line 3: has no text; line 9: no date: soon; and 5 more",
            "第 2 行：不是 JSON；第 3 行：没有 text；第 9 行：不是日期：soon；另有 5 处",
        ),
        (
            "pages 2, 5 to 7: no text (scanned?); page 9: damaged",
            "第 2、5至7 页：没有文字（可能是扫描件）；第 9 页：已损坏",
        ),
        (
            "pages 1, 3, 5, 7, 9 and 4 more: left out, the next one takes over 10 s",
            "第 1、3、5、7、9 和另外 4 处 页：未读，下一页读取用时超过 10 秒",
        ),
        (
            "has a text layer that cannot be read (page 1: its text layer cannot be read)",
            "文字层无法读取（第 1 页：文字层无法读取）",
        ),
        ("L/current.json is damaged. Go back to the last sound state: yuanwen check --restore",
         "L/current.json 已损坏。请退回到上一个完好的状态：yuanwen check --restore"),
        ("the model's server does not answer: refused. Check that it runs at http://x.",
         "模型服务没有回应：refused。请确认它在 http://x 运行。"),
        ("Connection to host failed, and 2 more", "Connection to host failed, and 2 more"),
    ],
)  # fmt: skip
def test_errors_in_chinese(english: str, chinese: str) -> None:
    assert in_language("zh", english) == chinese
    assert in_language("en", english) == english


def test_the_error_within_a_notice() -> None:
    notice = "语言模型没有正常回答，以下是摘自原文的回答。 (the language model failed: x)"
    assert notice_in_language("zh-CN", notice).endswith("(语言模型出错：x)")
    assert notice_in_language("zh", "没有说明") == "没有说明"


@pytest.mark.parametrize("reason", [*Reason, *OF_PAGES])
def test_reasons_of_removed_pieces(reason: str) -> None:
    assert in_language("zh", str(reason)) != str(reason)


@pytest.mark.parametrize("kind", KINDS)
def test_what_readers_say_of_damaged_files(kind: str, tmp_path: Path) -> None:
    from rag.reading.reader import read_file

    name, data, _ = KINDS[kind]
    (tmp_path / name).write_bytes(data)
    reason = read_file(str(tmp_path / name), 10**8)[1].reason
    assert reason is not None
    chinese = in_language("zh", reason)
    assert chinese != reason
    assert not any(word in chinese.split() for word in ("is", "has", "the", "of", "holds"))


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EIO, errno.ENOSPC])
def test_what_the_system_says_of_a_file(number: int) -> None:
    assert in_language("zh", os.strerror(number)) != os.strerror(number)


@given(st.text())
def test_any_text_can_be_shown(text: str) -> None:
    assert in_language("en", text) == text
    assert isinstance(in_language("zh", text), str)
