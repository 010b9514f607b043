"""Small sound files of every kind, and pieces that have brought readers down, to mutate."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass
from functools import lru_cache

from tests.reading import samples
from tests.reading.mutations import bases
from tests.reading.pdf_files import Piece, column, pdf
from tests.reading.test_damaged_files import W, word


@dataclass(frozen=True)
class Seed:
    """A sound file: its name, whose ending chooses the reader, and its bytes."""

    name: str
    data: bytes


MARKDOWN = (
    "---\ntitle: 云麓书院\ndate: 2024-03-05\nissuer: 云麓日报\ntags: [书院, 讲座]\n---\n"
    '# 云麓书院开讲\n\n**近日**，书院开讲。[详情](http://example.cn/a_(b).html "题")\n\n'
    "| 项 | 数 |\n|:--|--:|\n| 讲座 | 12 |\n\n> 引文，`代码`，__强调__，*斜体*。\n\n```\n块\n```\n"
)
HTML = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>云麓书院开讲_云麓网</title>'
    '<meta name="PubDate" content="2024-03-05 10:20"><meta property="og:title" content="开讲">'
    '<script type="application/ld+json">{"datePublished": "2024-03-05", "headline": "开讲"}'
    "</script></head><body><nav><a href=/>首页</a> &gt; <a href=/n>新闻</a></nav><h1>云麓书院开讲</h1>"
    "<div class=info>来源：云麓日报 2024年3月5日 作者：某某</div><div class=article>"
    + "<p>近日，云麓书院开讲，市民三百余人到场，讲座每月两次，持续到年底。</p>"
    * 4
    + "<table><tr><td>项</td><td>数</td></tr><tr><td>讲座</td><td>12</td></tr></table></div>"
    "<ul class=related><li><a href=1>相关阅读一</a></li></ul><footer>版权所有 ICP备1号</footer>"
    '<script>var content = "<p>近日，书院开讲。\\u4e66\\n</p>";</script></body></html>'
)
NOTICE = (
    "索引号：YL-2024-03 | 发文机关：云麓市人民政府办公室\n文号：云政办〔2024〕3号\n"
    "关于印发《云麓书院管理办法》的通知\n各区人民政府：\n第一条 本办法自2024年7月1日起施行，有效期5年。\n"
    "第二条 《云麓书院暂行办法》（云政办〔2019〕8号）同时废止。下列文件停止执行：\n1.《甲办法》\n"
    "云麓市人民政府办公室\n2024年5月28日\n"
)
PORTAL = (
    "当前位置：首页 > 新闻 > 正文\n云麓书院开讲\n2024-03-05 10:20 来源：云麓日报 字号：大 中 小 打印\n"
    "近日，云麓书院开讲，市民三百余人到场。讲座每月两次，持续到年底。\n"
    "（责任编辑：某某）\n标签：书院 讲座\n上一篇：没有了\n下一篇：湿地\n相关阅读\n· 湿地新种 03-04\n"
    "版权所有 云麓网 ICP备1号\n"
)
ENGLISH = (
    "Academy opens its doors\nBy Ann Lee, 5 March 2024\n\nThe Yunlu Academy opened on Tuesday, "
    "Mr. Lee said. About 300 people came, 12% more than last year.\n"
)
QUESTIONS = (
    "那它去年的总投资是多少？", "近三年云麓书院办了多少场讲座，和2023年第一季度比增加了几成？",
    "What about the second phase in March 2024?", "《云麓书院管理办法》从什么时候起施行？",
    "对了，那里呢", "Who opened it, and how many came last Tuesday?",
)  # fmt: skip
DOCUMENT = (
    f"<w:document {W}><w:body><w:p><w:r><w:t>云麓书院开讲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p>"
    "<w:r><w:t>项</w:t><w:tab/></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>数</w:t></w:r></w:p></w:tc>"
    "</w:tr></w:tbl><w:p><w:del><w:r><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>近日，书院开讲。"
    "</w:t></w:r></w:ins></w:p></w:body></w:document>"
)
# Pieces of syntax, numbers and characters at which parsers stumble.
TOKENS: tuple[bytes, ...] = tuple(
    one.encode("utf-8", "surrogatepass") if isinstance(one, str) else one
    for one in (
        "\0", "\ufeff", "\ufffd", "\u202e", "\u0301" * 40, "²²²²²²²²²²", "１９９９", "٣٤", "〇○零",
        "9" * 400, "9" * 5000, "0x" + "f" * 5000, "一" * 500, "亿" * 300, "1e999", "NaN", "-0",
        "《" * 30, "（(" * 30, "[[" * 30, "”“" * 30, "\n" * 60, " " * 200, "\u3000" * 60, "\t|" * 40,
        "》", "〔2024〕0号", "二〇二四年十三月三十二日", "0000-00-00", "2024-02-30", "9999年99月99日",
        "去年今日前天近三年", "last year, next Monday, Q9 2024", "&#x110000;", "&#xD800;", "&#0;",
        "&" * 40, "<![CDATA[", "]]>", "<!--", "-->", "</html>", "<table><tr><td>" * 20, "<p" * 30,
        '<meta name="pubdate" content="²²²²²²²²²²">', "<base href='//'>", "<svg><script>", "<br>" * 40,
        '<script type="application/ld+json">[{"@graph":[[]]}]</script>', '<meta charset="utf-7">',
        '<meta charset="undefined">', "content=\"\\ud800", "---\ntitle: 0x" + "f" * 5000 + "\n---\n",
        "---\na: &a [*a]\n---\n", "---\na: !!bool x\n---\n", "---\ndate: !!int ''\n---\n", "\\ud800",
        "---\ndate: !!timestamp x\n---\n", "---\n? [a]\n: b\n---\n", '"text": null, ', '"id": 1e5, ',
        '"date": "' + " " * 300 + '", ', "[" * 300, "{\"a\":" * 300, "**a " * 30, "__a " * 30,
        "> " * 60, "» 一 " * 8, "Content-Transfer-Encoding: x-uuencode\n\nbegin 666 a\n#0V%T\n",
        "Content-Type: text/html; charset*=x''%ff\n", "=?utf-8?b?////?=", "--xx\n", "--xx--\n",
        'Content-Type: multipart/mixed; boundary="xx"\n\n--xx\n' * 4, "~{<:Ky2;S{#,NpJ)l6HK!#~}",
        b"\x80", b"\xff\xfe", b"\xed\xa0\x80", b"\x81\x30\x81\x30", b"\x8e\xa1", b"%PDF-", b"PK\x03\x04",
        "本报讯（记者 ", "新华社云麓3月5日电", "自2024年7月1日起施行", "废止下列：\n《甲》\n", "对了，，，，",
        "责任编辑：", "字号：大 中 小", "首页 > > > ", "相关阅读\n", "[999999999999999999999]",
    )
)  # fmt: skip


@lru_cache(maxsize=1)
def seeds() -> dict[str, tuple[Seed, ...]]:
    """Return the sound files by kind: txt, md, html, mhtml, jsonl, jsonl.gz, docx, pdf."""
    found: dict[str, list[Seed]] = {}
    for base in bases():
        if base.name != "word.docx":  # python-docx's template makes it large
            found.setdefault(kind_of(base.name), []).append(Seed(base.name, base.data))
    texts = {"portal": PORTAL, "notice": NOTICE, "page": samples.PAGE, "english": ENGLISH}
    found["txt"] += [Seed(f"{name}.txt", text.encode()) for name, text in texts.items()]
    found["md"].append(Seed("marked.md", MARKDOWN.encode()))
    found["html"] += [Seed("rich.html", HTML.encode()), Seed("gb.htm", _gb())]
    lines = [
        {"id": 7, "title": "开讲", "date": "2024年3月5日", "url": "http://a.cn/2024/03/05/", "text": NOTICE},
        {"text": samples.PAGE, "lang": "zh-CN"},
        {"question": "？"},
    ]  # fmt: skip
    packed = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines).encode()
    found["jsonl"].append(Seed("several.jsonl", packed))
    found["jsonl.gz"].append(Seed("several.jsonl.gz", gzip.compress(packed, 1)))
    found["docx"] = [Seed("small.docx", word(DOCUMENT)), Seed("notes.docx", _with_notes())]
    pieces = [*column("云麓书院开讲，市民三百余人到场。" * 6, 40, 700, 20), Piece("A-1 b", 300, 60)]
    found["pdf"].append(Seed("columns.pdf", pdf([pieces, None])))
    found["pdf"].append(Seed("plain.pdf", samples.pdf("Yunlu opened in 2024.")))
    return {kind: tuple(several) for kind, several in found.items()}


def kind_of(name: str) -> str:
    """Return the kind of a file by its name."""
    ending = name.partition(".")[2]
    return "html" if ending == "htm" else ending


def _gb() -> bytes:
    return samples.html("gb2312").encode("gb18030")


def _with_notes() -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    notes = f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>注一。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    return word(
        DOCUMENT, **{"word/_rels/document.xml.rels": relations, "word/footnotes.xml": notes}
    )


def packed(entries: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of entries, not compressed."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()
