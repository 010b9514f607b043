"""Titles, issuers and languages from the text alone."""

from __future__ import annotations

import pytest

from rag.reading.headlines import issuer_of, title_of

LEDE = "本报讯(记者 黄晓俊)6月5日,丽水经开区召开党工委会议,传达精神,研究部署贯彻落实意见。"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"丽水经开区召开党工委会议\n{LEDE}", "丽水经开区召开党工委会议"),
        (f"探索新模式\n经开区赴长三角招商引资\n{LEDE}", "探索新模式 经开区赴长三角招商引资"),
        ("我们在努力\n当前位置:首页 > 情感 >\n智造新城\n日期: 来源:某网\n正文。", "智造新城"),
        (LEDE, "6月5日,丽水经开区召开党工委会议,传达精神,研究部署贯彻落实意见"),
        (
            "索引号 | 1 | 文号 | 2 |\n今天上午,人大会议在丽水开幕。报告提到经开区。",
            "今天上午,人大会议在丽水开幕",
        ),
        ("发布机构 | 宣传信息科\n今天上午,会议在丽水开幕。", "今天上午,会议在丽水开幕"),
        (
            "Lishui's zone attracts forty-one semiconductor projects\nBy Jane Doe\nText.",
            ("Lishui's zone attracts forty-one semiconductor projects"),
        ),
        ("深度 | 经开区的十年\n来源：丽水日报\n正文。", "深度 | 经开区的十年"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("组配分类 | 政务动态 | 发布机构 | 宣传信息科 |\n正文", "宣传信息科"),
        ("标题\n时间:2025-03-19 13:20:05来源:中国新闻网\n正文", "中国新闻网"),
        ("标题\n来源：丽水日报 作者：张三\n正文", "丽水日报"),
        ("标题\n新华社北京3月5日电 记者", "新华社"),
        ("通知\n请遵照执行。\n丽水市人民政府办公室\n2024年3月5日", "丽水市人民政府办公室"),
        ("Title\nSource: Xinhua\nText", "Xinhua"),
        (LEDE, None),
        ("标题\n资金来源：财政拨款\n来源：网络\n正文", None),
    ],
)
def test_issuer(text: str, issuer: str | None) -> None:
    assert issuer_of(text) == issuer
