"""Index tables of Chinese public documents (索引号, 文号, 发布机构 …), in every form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

HEAD_CHARACTERS = 2500
VALUE_CHARACTERS = 80
LINES_BETWEEN = 2  # a value stands at most this many lines below its label

INDEX_NUMBER = "index_number"
DOCUMENT_NUMBER = "document_number"
ISSUER = "issuer"
WRITTEN = "written"
PUBLISHED = "published"
OPENNESS = "openness"
EFFECTIVE = "effective"
REPEALED = "repealed"
OTHER = "other"

_LABELS = {
    INDEX_NUMBER: ("索引号", "信息索引号", "索引编号", "信息索取号", "索取号"),
    DOCUMENT_NUMBER: ("文号", "发文字号", "发文文号", "公文文号", "文件编号", "文件字号", "发文号"),
    ISSUER: (
        *(
            "发布机构",
            "发布机关",
            "发布单位",
            "发布部门",
            "发文机关",
            "发文机构",
            "发文单位",
            "发文部门",
        ),
        *("制发机关", "制定机关", "印发机关", "印发单位", "公开机构", "公开单位", "公开责任部门"),
    ),
    WRITTEN: (
        *("成文日期", "成文时间", "发文日期", "发文时间", "生成日期", "生成时间", "制发日期"),
        *("签发日期", "印发日期", "印发时间", "形成日期"),
    ),
    PUBLISHED: ("发布日期", "发布时间", "公开日期", "公开时间", "公布日期", "公布时间"),
    OPENNESS: ("公开方式", "公开属性", "公开类型", "公开形式", "信息公开方式"),
    EFFECTIVE: ("施行日期", "实施日期", "生效日期", "生效时间", "实施时间"),
    REPEALED: ("失效日期", "失效时间", "废止日期", "废止时间", "有效期至", "截止日期"),
    OTHER: (
        *(
            "组配分类",
            "主题分类",
            "体裁分类",
            "信息分类",
            "公文种类",
            "服务对象",
            "主题词",
            "公开范围",
            "公开时限",
        ),
        *(
            "有效性",
            "时效性",
            "是否有效",
            "效力状态",
            "有效期",
            "关键词",
            "标题",
            "信息名称",
            "名称",
            "文件名称",
            "内容概述",
        ),
        *(
            "规范性文件统一编号",
            "统一编号",
            "登记号",
            "分类",
            "公开程序",
            "来源",
            "信息来源",
            "发布人",
            "浏览次数",
        ),
    ),
}
_KIND = {label: kind for kind, labels in _LABELS.items() for label in labels}
_ANY = "|".join(r"[ \u3000\xa0]{0,4}".join(label) for label in sorted(_KIND, key=len, reverse=True))
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_ANY})(?=[\s|:：\]】]|$)")
_SEPARATORS = " \t\u3000\xa0|:：[]【】"
_CELL_END = re.compile(r"[|\n\t]|[ \u3000\xa0]{2,}")


def index_table(text: str) -> dict[str, list[str]]:
    """Return what the labels of an index table at a text's head give, as written there.

    Known are tables with a row a line, cells parted by bars, tabs, colons or wide space, tables of
    which every cell stands on a line of its own, and a row of labels over a row of values.

    Returns:
        For each kind of label (`ISSUER` …) its values in the text's order, empty ones left out.
    """
    head = text[:HEAD_CHARACTERS]
    found: dict[str, list[str]] = {}
    for kind, value in (*_under_labels(head), *_beside_labels(head)):
        if value:
            found.setdefault(kind, []).append(value)
    return found


def _beside_labels(head: str) -> Iterator[tuple[str, str]]:
    labels = list(_LABEL.finditer(head))
    stops = [*(label.start() for label in labels[1:]), len(head)]
    for label, stop in zip(labels, stops, strict=False):
        between = head[label.end() : stop]
        value = between.lstrip(_SEPARATORS + "\n")
        skipped = between[: len(between) - len(value)]
        if skipped and skipped.count("\n") <= LINES_BETWEEN:
            yield _KIND["".join(label[0].split())], _cell(value)


def _cell(value: str) -> str:
    value = value[: VALUE_CHARACTERS + 1]
    end = _CELL_END.search(value)
    cell = value if end is None else value[: end.start()]
    return cell.strip(_SEPARATORS) if len(cell) <= VALUE_CHARACTERS else ""


def _under_labels(head: str) -> Iterator[tuple[str, str]]:
    """Yield the values of a row that stands under a row of nothing but labels."""
    lines = [line for line in head.split("\n") if line.strip()]
    for labels, values in pairwise(lines):
        kinds = [_KIND.get("".join(cell.split())) for cell in _cells(labels)]
        cells = _cells(values)
        if len(kinds) < 2 or None in kinds or len(cells) != len(kinds):
            continue
        if any("".join(cell.split()) in _KIND for cell in cells):
            continue
        for kind, cell in zip(kinds, cells, strict=True):
            if kind is not None:
                yield kind, cell.strip(_SEPARATORS)


def _cells(row: str) -> list[str]:
    parted = row.strip().removeprefix("|").removesuffix("|")
    return re.split(r"[|\t]", parted) if re.search(r"[|\t]", parted) else []
