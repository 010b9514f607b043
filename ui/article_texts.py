"""Every text of the panel of the articles, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.reading.date_origins import DateOrigin
from ui.texts import Language


@dataclass(frozen=True)
class ArticleTexts:
    """The panel's texts in one language; those with braces are filled by `str.format`."""

    html_language: str
    words: str
    words_hint: str
    issuer: str
    any_issuer: str
    file: str
    since: str
    until: str
    date_hint: str
    all_listed: str
    some_listed: str
    none_listed: str
    no_articles: str
    choose: str
    choose_all: str
    reprint: str
    superseded: str
    residue: str
    undated: str
    pages: str
    page: str
    newer: str
    older: str
    date: str
    origin: str
    url: str
    document_number: str
    effective: str
    repealed: str
    characters: str
    reprint_of: str
    reprints: str
    superseded_by: str
    removed_pieces: str
    cut: str
    close: str
    remove: str
    remove_chosen: str
    remove_sure: str
    removing_sure: str
    keep: str
    removing: str
    removed: str
    removed_more: str
    removed_file: str
    add: str
    folder: str
    folder_added: str
    folder_left_out: str
    stop: str
    stopping: str
    waiting: str
    preparing: str
    read: str
    comparing: str
    encode: str
    save: str
    going_on: str
    duplicates: str
    pieces_of: str
    origins: Mapping[str, str]


ZH = ArticleTexts(
    html_language="zh-CN",
    words="标题中的词",
    words_hint="几个词用空格隔开",
    issuer="发布机构",
    any_issuer="全部",
    file="文件",
    since="起",
    until="止",
    date_hint="2024-06",
    all_listed="共 {count} 篇",
    some_listed="{count} 篇符合，共 {all} 篇",
    none_listed="没有符合条件的文章。",
    no_articles="还没有文章。把文件拖到“添加文章”一栏，就可以提问了。",
    choose="选择：{title}",
    choose_all="选中本页",
    reprint="转载",
    superseded="已更正或废止",
    residue="去残留 {count} 处",
    undated="日期不详",
    pages="翻页",
    page="第 {page} / {pages} 页",
    newer="← 较新",
    older="较旧 →",
    date="日期",
    origin="见于{where}",
    url="网上原文",
    document_number="文号",
    effective="施行日期",
    repealed="失效日期",
    characters="{count} 字",
    reprint_of="转载自",
    reprints="转载",
    superseded_by="更正或废止它的文章",
    removed_pieces="作为残留去除的内容，{count} 处",
    cut="文章很长，这里显示前 {shown} 字，全文共 {count} 字，都可以检索。",
    close="关闭",
    remove="移除这篇",
    remove_chosen="移除所选 {count} 篇",
    remove_sure="确定移除这篇？",
    removing_sure="确定移除 {count} 篇？",
    keep="不移除",
    removing="正在移除…",
    removed="已移除 {count} 篇，现在共 {articles} 篇文章：",
    removed_more="等 {count} 篇",
    removed_file="上传的文件 {name} 已删除。",
    add="添加文章",
    folder="选择文件夹…",
    folder_added="文件夹中有 {count} 个文件可读。",
    folder_left_out="另有 {count} 个其他种类的文件，没有选入。",
    stop="停止",
    stopping="正在停止…",
    waiting="另一项更改正在进行，完成后接着读这些文件。",
    preparing="正在准备…",
    read="读取文件 {done} / {of}",
    comparing="已读完，正在与文库中的文章比较…",
    encode="编入索引 {done} / {of} 段",
    save="保存",
    going_on="读入期间可以照常提问。",
    duplicates="{count} 组文章内容重复：只检索其中一篇，其余列为转载。",
    pieces_of="作为残留去除 {count} 处",
    origins={
        DateOrigin.METADATA: "文件自带的信息",
        DateOrigin.INDEX_TABLE: "文中标明的日期栏",
        DateOrigin.MASTHEAD: "报头",
        DateOrigin.BYLINE: "署名行",
        DateOrigin.DATELINE: "电头",
        DateOrigin.SIGNATURE: "落款",
        DateOrigin.ADDRESS: "网址",
        DateOrigin.BODY: "正文",
    },
)

EN = ArticleTexts(
    html_language="en",
    words="Words of the title",
    words_hint="one or several",
    issuer="Issuer",
    any_issuer="any",
    file="File",
    since="From",
    until="To",
    date_hint="2024-06",
    all_listed="{count} articles",
    some_listed="{count} of {all} articles",
    none_listed="No article is like that.",
    no_articles="No articles yet. Drop files under “Add articles”, then ask.",
    choose="Select: {title}",
    choose_all="Select this page",
    reprint="reprint",
    superseded="corrected or repealed",
    residue="{count} pieces of residue out",
    undated="no date",
    pages="Pages",
    page="page {page} of {pages}",
    newer="← Newer",
    older="Older →",
    date="Date",
    origin="from {where}",
    url="Original page",
    document_number="Document number",
    effective="In force from",
    repealed="In force until",
    characters="{count} characters",
    reprint_of="Reprint of",
    reprints="Reprints",
    superseded_by="Corrected or repealed by",
    removed_pieces="What was removed as residue ({count})",
    cut="A long article: the first {shown} characters of {count}; all of it is searched.",
    close="Close",
    remove="Remove this article",
    remove_chosen="Remove the {count} selected",
    remove_sure="Really remove this article?",
    removing_sure="Really remove {count} articles?",
    keep="Keep",
    removing="Removing…",
    removed="{count} removed; the library now holds {articles} articles:",
    removed_more="{count} in all",
    removed_file="The uploaded file {name} is deleted.",
    add="Add articles",
    folder="Choose a folder…",
    folder_added="{count} files of the folder can be read.",
    folder_left_out="{count} files of other kinds are left out.",
    stop="Stop",
    stopping="Stopping…",
    waiting="Another change is under way; these files come next.",
    preparing="Getting ready…",
    read="Reading file {done} of {of}",
    comparing="All read; comparing them with the library…",
    encode="Indexing {done} of {of} passages",
    save="Saving",
    going_on="You can go on asking meanwhile.",
    duplicates="Groups of articles that say the same: {count}. One of each is searched, the others "
    "are listed as reprints.",
    pieces_of="{count} pieces removed as residue",
    origins={
        DateOrigin.METADATA: "the file's own data",
        DateOrigin.INDEX_TABLE: "a labelled date in the text",
        DateOrigin.MASTHEAD: "the masthead",
        DateOrigin.BYLINE: "the byline",
        DateOrigin.DATELINE: "the dateline",
        DateOrigin.SIGNATURE: "the signature",
        DateOrigin.ADDRESS: "the page's address",
        DateOrigin.BODY: "the text",
    },
)

ARTICLE_TEXTS: dict[Language, ArticleTexts] = {"zh": ZH, "en": EN}
