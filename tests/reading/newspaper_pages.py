"""Newspaper pages made of other articles, as a PDF's text gives them, with the truth.

A page is a list of printed lines that each know their article. Everything about a page is drawn
from one random generator: how articles are headed and signed, where lines are broken, which
blank lines stand in and between paragraphs, which column blocks are swapped.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST_LINE, LONGEST_LINE = 15, 40
SWAPS = ("none", "inside", "across", "columns")


@dataclass(frozen=True)
class Source:
    """An article to print."""

    headline: str
    body: str


@dataclass(frozen=True)
class Printed:
    """A line of the page; `owner` is the number of its article, None for the page's own lines."""

    text: str
    owner: int | None
    blank: int = 0  # blank lines before it
    indented: bool = False


@dataclass(frozen=True)
class Article:
    """The truth of an article: its lines in reading order, the first ones being its headline."""

    lines: tuple[str, ...]
    title: str | None

    @property
    def text(self) -> str:
        return squeezed("".join(self.lines))


@dataclass(frozen=True)
class Page:
    """The text of a page, its articles and how it was made."""

    text: str
    articles: tuple[Article, ...]
    style: str


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


# Short reports written for these tests; every name and figure is invented.
SOURCES = (
    Source(
        "云岭县茶园迎来头采",
        "清晨六点，云岭县松坪村的茶山上已有三百多名采茶工忙碌起来。今年气温回升早，龙井43号茶芽比去年提前九天开采。"
        "茶农陶桂香说，她家的十二亩茶园头一天就采了二十六斤青叶，每斤卖到一百四十元。县茶业协会统计，全县茶园面积已达四万八千亩。"
        "为了让鲜叶当天下锅，松坪村新建了两条全自动炒制线，每小时可加工青叶六百斤。炒茶师傅柴广林守在机器旁，不时抓起一把闻香。"
        "他介绍，机器控温准，茶叶颜色更匀，可最后提香的一锅还得靠手。协会还请来茶科所的专家，教茶农辨认茶小绿叶蝉，少打一遍农药。"
        "预计今年春茶产量为九百二十吨，产值约三亿元。四月中旬，松坪村将办一场开茶节，邀请游客上山采茶、炒茶、品茶。",
    ),
    Source(
        "地铁六号线盾构机始发",
        "昨日上午，随着刀盘缓缓转动，地铁六号线江心洲站的盾构机顺利始发，标志着过江隧道进入掘进阶段。"
        "隧道全长三千四百米，最深处位于江面以下五十一米，要穿过粉砂、卵石和断裂带三种地层。项目经理荆卫国说，最难的是卵石层，刀具磨损快，"
        "施工队准备了四次带压换刀。这台盾构机直径十二米，重两千六百吨，机身装有一千一百个传感器，可以实时回传土压和姿态。"
        "为了不影响江上航运，海事部门划出了临时航道，每天安排两艘巡逻艇值守。隧道计划用二十六个月贯通，六号线建成后，"
        "从江心洲到高铁东站只需十八分钟，比现在乘公交节省四十分钟。",
    ),
    Source(
        "百年戏楼修旧如旧",
        "城隍庙旁的鸣凤戏楼关门修缮两年后，本周六将重新开锣。这座戏楼建于光绪年间，上下三层，藻井由四百多块斗拱旋成。"
        "修缮前，屋面漏雨，两根金柱被白蚁蛀空。文保工程师缪清如带着木匠把每个构件拍照编号，能用的都用回原处，"
        "替换的楠木只占百分之七。最费工夫的是藻井，匠人们搭起脚手架，用竹签和毛刷清理了五个月，才露出底下的彩画。"
        "梨园老人裘锡龄十四岁就在这里登台，他摸着栏板说，声音还是从前那样拢得住。开锣当天将连演三场折子戏，"
        "票价分二十元和四十元两档，学生凭证免费。今后戏楼白天供人参观，晚上演出，周一闭楼养护。",
    ),
    Source(
        "冷链车间里的蓝莓生意",
        "走进东屏镇的冷链车间，传送带上的蓝莓正按大小落进不同的盒子。分选机用十六个摄像头给每颗果子拍照，一小时能分四吨。"
        "车间负责人鲍永昌原来跑长途货运，前年回乡租下荒坡种蓝莓，第一年因为没有冷库，烂掉了三成。镇里帮他申请了贴息贷款，"
        "又牵线农科院改良土壤的酸度。如今他的基地有五百二十亩，带动七十六户村民，采摘季每天要用工四百人。"
        "村民阚小娥在分选线上干了两年，每月工资四千三百元。鲍永昌说，下一步想做冻干果粒，把卖相差的果子也用起来，"
        "设备已经订好，九月就能试机。",
    ),
    Source(
        "急救站搬进夜市",
        "晚上八点，滨河夜市人声鼎沸，入口处一间挂着红十字的小木屋格外显眼。这是市急救中心设在商业街的首个急救站，"
        "配有除颤仪、氧气瓶和急救箱，两名护士从傍晚值守到凌晨。护士长郦晓萍介绍，开站四十天来已处理烫伤、扭伤和低血糖一百一十三例，"
        "其中一名突发心脏骤停的摊主在三分钟内得到除颤，目前已经康复出院。夜市管理处还组织摊主学习心肺复苏，"
        "首批九十六人拿到了救护员证。市急救中心表示，年底前将在体育馆、汽车站和两处景区再设五个急救站，"
        "并把位置标进手机地图，让市民一查就能找到。",
    ),
    Source(
        "老教授办起数学夜校",
        "每周三晚上，退休教授钮文彬都会准时走进社区的阅览室，给二十几名学员讲微积分。学员里有快递员、会计，也有陪孩子来的家长。"
        "三年前他在小区遛弯，听见保安翻着课本念叨极限，就萌生了办夜校的念头。没有黑板，他用旧门板刷漆；没有讲义，"
        "他手写后请打印店帮忙印。快递员滑志强已经听完两个学期，上个月通过了成人高考的数学科目，考了一百二十一分。"
        "钮文彬说，微积分不难，难的是让人相信自己学得会。如今夜校添了概率课，由他从前的学生来讲，教室也从阅览室换到了街道礼堂。",
    ),
    Source(
        "候鸟保护区添了护鸟队",
        "立冬过后，白鹭滩保护区迎来越冬高峰，监测员昨日数到东方白鹳三百零七只，比去年同期多五十二只。"
        "为了减少惊扰，保护区把环湖步道东段封闭到明年三月，并在芦苇荡外侧装了十二台红外相机。"
        "由渔民转成的护鸟队每天分三班巡湖，队长厍长水五十八岁，撑了半辈子船，如今专管清理旧渔网。上周他们救起一只翅膀缠住丝网的小天鹅，"
        "经兽医剪线上药，第三天放飞。保护区还同周边六个村签了协议，留下八百亩晚稻不收，作为候鸟的口粮，"
        "每亩补偿农户一千五百元。",
    ),
    Source(
        "钢厂余热暖了一座城",
        "供暖季开始后，北岸新区的居民发现家里的暖气比往年热得早。热从哪里来？答案在八公里外的宏远钢厂。"
        "过去高炉冲渣水温度高达九十度，只能喷淋降温，白白散掉。钢厂与热力公司合作，建起换热首站，把渣水里的热量送进供热管网，"
        "可供三百八十万平方米建筑取暖，一个冬天少烧煤七万吨。首站站长眭建军盯着屏幕说，供水温度稳定在八十五度，"
        "波动不超过两度。热力公司测算，居民每平方米的取暖费降了一元六角。二期换热站明年开工，届时还将覆盖高校园区的九所学校。",
    ),
    Source(
        "海岛小学来了机器人老师",
        "在离大陆二十七海里的望潮岛，全校只有四十一名学生的望潮小学上了一堂编程课，讲台上站着的是一台半人高的机器人。"
        "机器人由理工大学的志愿者团队送来，能听懂普通话和闽南话，会带孩子搭积木、写指令。五年级学生翁海潮第一次让小车绕着灯塔模型转了一圈，"
        "高兴得跳起来。校长查慧珍说，岛上风浪大，外来教师常常一周才能换一班，有了机器人，科学课不再断档。"
        "团队负责人表示，他们会每个学期派两名学生上岛驻校，机器人的课程也会跟着教材更新，明年计划再送到三个海岛。",
    ),
    Source(
        "非遗竹编走进办公桌",
        "一只能装下笔记本电脑的竹编包，最近成了安溪村的抢手货，网店上架半个月卖出两千四百只。"
        "设计它的是三十一岁的返乡青年宓小舟，她跟着爷爷学了三年破篾，把竹丝劈到零点三毫米，再与帆布缝合。"
        "从前村里竹编只做箩筐，一只卖二十元，年轻人不愿学。宓小舟把村里的老手艺人请进工坊，按件计酬，最多的一个月拿到九千元。"
        "工坊还与美术学院合作开发灯罩、屏风和键盘托，其中一款竹编灯罩入选了设计周展览。"
        "镇里腾出旧粮站给工坊做展厅，预计明年春天开放，参观者可以动手编一只杯垫带走。",
    ),
    Source(
        "女足少年夺得省赛冠军",
        "在昨晚结束的省青少年足球锦标赛女子组决赛中，石鼓中学队以三比二逆转上届冠军海州体校队，首次捧杯。"
        "上半场石鼓中学队防线两次失误，零比二落后。中场休息时，教练冀连胜只说了一句话：把球传到边上去。下半场第五十三分钟，"
        "七号欧小禾左路突破传中，前锋费一鸣头球扳回一城。第七十一分钟和第八十八分钟，费一鸣又连进两球，完成帽子戏法。"
        "这支球队的二十三名队员都来自山区，最远的家离学校一百二十公里。学校没有草皮球场，她们就在晒谷场上练脚法。"
        "赛后，县里宣布将拨款修建一块标准球场。",
    ),
    Source(
        "旧小区电梯按次付费",
        "和平里小区建于一九八七年，没有电梯，住在六楼的胥奶奶已经两年没有自己下过楼。上个月，三号楼装上了加装电梯，"
        "住户不用出建设费，刷卡乘坐，每次三角钱。街道办主任羿建平说，加装电梯最怕出资谈不拢，小区请来一家公司先垫资，"
        "靠乘梯费、轿厢广告和十五年的维保合同收回成本。一楼住户担心采光，设计方把井道改成玻璃，又退让一米五。"
        "目前小区十四栋楼中已有九栋签约，预计年底前全部开工。胥奶奶算了一笔账，每天下楼两趟，一个月三十六元，比请人背划算。",
    ),
)

NAMES = (
    *"黄晓晖 吴启铭 高升 钟雨晴 商正言 雷盈盈 张琳 孙心远 廖玉洁 陈炜 樊文博 李旦".split(),  # noqa: SIM905
    *"周明远 郑海 林一诺 何其芳 徐静 马骏 许安然 罗丹 宋佳 韩冰 唐若水 曹操之".split(),  # noqa: SIM905
    *"袁枚 邓小北 冯唐生 欧阳明 司马亮 贾平 石子健 方知夏".split(),  # noqa: SIM905
)
KICKERS = (
    "创新驱动 绿色发展",
    "走基层·一线见闻",
    "聚焦高质量发展",
    "民生关注",
    "今年以来成效显著",
    "“小切口”撬动大变化",
    "多部门联合发力",
    "打通最后一公里！",
    "数字赋能 服务提速",
    "一线调查",
    "谁来守护这片绿水青山？",
    "新时代 新征程 新作为",
)
SECONDS = (
    "——来自基层一线的观察",
    "——一项改革背后的故事",
    "全市上下齐心协力推进",
    "预计明年全面建成",
    "相关负责人详解下一步计划",
    "惠及群众超过万人",
    "——写在项目启动之际",
)
CAPTIONS = (
    "日前,市民在新落成的滨江公园里散步休闲。该公园占地面积约三十亩,设有健身步道、儿童游乐区等设施,为周边居民提供了休憩好去处。",
    "8月12日,工人在高标准农田里操作无人机喷洒农药。今年以来,当地大力推广智慧农业,农业生产效率显著提高。",
    "图为孩子们在图书馆里体验传统剪纸技艺。暑假期间,各社区开展了丰富多彩的公益课堂活动,让孩子们度过一个充实的假期。",
    "秋日里,成片的晚稻进入成熟期,层层梯田犹如大地调色盘,美不胜收,吸引了众多摄影爱好者前来采风。",
)
CREDITS = (
    "记者 {0} 摄",
    "({0} 摄)",
    "（{0} 摄）",
    "摄影 {0}",
    "本报记者 {0} 摄",
    "记者 {0} 通讯员 {1} 摄",
    "（本报记者 {0} 摄）",
    "通讯员 {0} 摄",
    "{0}/摄",
    "摄影：{0}",
    "新华社记者 {0} 摄",
)
RUN_IN = (
    "本报讯(记者 {0})",
    "本报讯（记者 {0} {1}）",
    "本报讯(记者 {0} {1} 通讯员 {2})",
    "本报讯（通讯员 {0}）",
    "本报讯 （记者{0}）",
    "本报讯 记者{0} 通讯员{1}报道：",
    "新华社北京3月5日电（记者{0}、{1}）",
    "新华社杭州12月15日电 ",
    "本报北京3月5日电（记者 {0}）",
    "本报讯（全媒体记者 {0} 通讯员 {1} 文/图）",
    "本网讯（见习记者 {0}）",
    "【本报讯】",
    "（记者 {0} 通讯员 {1}）",
    "中新社上海8月1日电 （{0}）",
    "青川日报讯（记者 {0} {1}）",
)
OWN_LINE = (
    "记者 {0} 通讯员 {1} {2}",
    "记者 {0}",
    "本报记者 {0}",
    "□ 记者 {0} {1}",
    "□本报记者 {0}",
    "文/图 记者 {0}",
    "通讯员 {0} {1} 报道",
    "本报记者 {0} {1} 文/图",
    "■ {0}",
    "（记者 {0}）",
    "记者 {0} 文/摄",
    "◎本报记者 {0} 通讯员 {1}",
    "特约记者 {0} 通讯员 {1}",
    "新华社记者 {0} {1}",
    "记者{0} 通讯员{1}",
    "本报首席记者 {0}",
    "全媒体记者 {0} 通讯员 {1} 文/图",
    "记者 {0} 报道",
    "撰文/{0} 摄影/{1}",
    "本报评论员 {0}",
)
AT_END = (
    "（记者 {0}）",
    "(记者 {0} {1})",
    "（{0}）",
    "（本报记者 {0} 通讯员 {1}）",
    "（据新华社）",
    "({0} {1})",
    "（通讯员 {0}）",
)
END_LINE = ("（记者 {0}）", "本报记者 {0}", "记者 {0} 通讯员 {1}", "（{0} {1}）")
HEADERS = (
    ("03 要闻", "2025年3月6日 星期四 责任编辑 周明 版式 方知夏"),
    ("2024年12月5日 星期四 责任编辑：简书白 版式：方知夏", "青川日报"),
    ("第3版 综合新闻", "责任编辑：李明 电话：2223456"),
    ("A05版", "2023年8月1日 星期二"),
    ("青川日报",),
)


def make_page(draw: random.Random, sources: Sequence[Source]) -> Page:
    """Print four to eight articles, and often a caption, on one page."""
    chosen = draw.sample(list(sources), draw.randint(4, min(8, len(sources))))
    layout = _Layout.drawn(draw)
    blocks: list[list[Printed]] = []
    articles: list[Article] = []
    for source in chosen:
        number = len(articles)
        head, body, title = _article(draw, source, number, layout)
        articles.append(Article(tuple(line.text for line in head + body), title))
        blocks.append(head)
        blocks.append(body)
    swap = layout.swap
    pages = [[blocks[n], blocks[n + 1]] for n in range(0, len(blocks), 2)]
    for number in range(len(pages)):
        if swap == "inside" and draw.random() < 0.5:
            pages[number][1] = _swapped(draw, pages[number][1])
        if swap in ("across", "columns") and number + 1 < len(pages) and draw.random() < 0.3:
            _crossed(draw, pages[number], pages[number + 1], swap)
    if draw.random() < 0.7:
        caption = _caption(draw, len(articles), layout)
        articles.append(Article(tuple(line.text for line in caption), None))
        host = draw.choice(pages)
        place = len(host[1])
        if draw.random() < 0.3:
            ends = [n for n, line in enumerate(host[1]) if line.text.endswith("。") and n]
            place = draw.choice([n + 1 for n in ends] or [place])
        host[1][place:place] = caption
    header = [Printed(text, None) for text in draw.choice(HEADERS)] if draw.random() < 0.3 else []
    lines = [*header, *(line for page in pages for block in page for line in block)]
    text = "".join(
        "\n" * line.blank + ("　　" if line.indented else "") + line.text + "\n" for line in lines
    )
    return Page(text, tuple(articles), f"{layout}")


@dataclass(frozen=True)
class _Layout:
    """How a page is set."""

    width: int | None  # of each line, None: drawn for each line
    pdf: bool  # blank lines between all blocks, lines not wrapped
    head_blank: int
    article_blank: int
    paragraph_blank: int
    inner_blank: float
    indents: bool
    full_width: bool
    swap: str

    @classmethod
    def drawn(cls, draw: random.Random) -> _Layout:
        pdf = draw.random() < 0.35
        return cls(
            width=draw.choice([None, None, draw.randint(SHORTEST_LINE, LONGEST_LINE)]),
            pdf=pdf,
            head_blank=1 if pdf else draw.choice([0, 0, 1]),
            article_blank=draw.choice([1, 1, 2]) if pdf else draw.choice([0, 1, 1, 2]),
            paragraph_blank=1 if pdf else draw.choice([0, 1]),
            inner_blank=draw.choice([0.02, 0.06, 0.12]),
            indents=not pdf and draw.random() < 0.3,
            full_width=draw.random() < 0.6,
            swap=draw.choice(SWAPS),
        )


def _names(draw: random.Random, form: str) -> str:
    return form.format(*draw.sample(NAMES, 3))


def _article(
    draw: random.Random, source: Source, owner: int, layout: _Layout
) -> tuple[list[Printed], list[Printed], str]:
    signed = draw.choices(("run_in", "own_line", "end", "end_line"), (50, 30, 14, 6))[0]
    titles = []
    if draw.random() < 0.35:
        titles.append(draw.choice(KICKERS))
    titles.append(source.headline)
    title = " ".join(titles)
    if draw.random() < 0.25:
        titles.append(draw.choice(SECONDS))
    head = list(titles)
    paragraphs = paragraphs_of(draw, source.body)
    if signed == "own_line":
        head.append(_names(draw, draw.choice(OWN_LINE)))
    elif signed == "run_in":
        paragraphs[0] = _names(draw, draw.choice(RUN_IN)) + paragraphs[0]
    elif signed == "end":
        paragraphs[-1] += _names(draw, draw.choice(AT_END))
    printed = [
        Printed(text, owner, layout.article_blank if n == 0 else layout.head_blank)
        for n, text in enumerate(head)
    ]
    body: list[Printed] = []
    for n, paragraph in enumerate(paragraphs):
        blank = layout.head_blank if n == 0 else layout.paragraph_blank
        if n and len(paragraphs) > 3 and draw.random() < 0.08:
            body.append(
                Printed(
                    draw.choice(("直面难题", "下好“先手棋”", "未来可期 再启新程")), owner, blank
                )
            )
        body.extend(_wrapped(draw, paragraph, owner, blank, layout))
    if signed == "end_line":
        body.append(Printed(_names(draw, draw.choice(END_LINE)), owner, layout.paragraph_blank))
    return printed, body, title


def paragraphs_of(draw: random.Random, body: str) -> list[str]:
    """Cut a text without paragraphs into some, at ends of sentences."""
    sentences = re.findall(r"[^。！？]*[。！？][”’）)]*|[^。！？]+$", squeezed(body))
    paragraphs = [""]
    for sentence in sentences:
        if len(paragraphs[-1]) > draw.randint(60, 220) and sentence[0] not in "”）)":
            paragraphs.append("")
        paragraphs[-1] += sentence
    return [one for one in paragraphs if one]


def _wrapped(
    draw: random.Random, paragraph: str, owner: int, blank: int, layout: _Layout
) -> list[Printed]:
    lines: list[Printed] = []
    rest = paragraph
    while rest:
        width = layout.width or draw.randint(SHORTEST_LINE, LONGEST_LINE)
        if layout.pdf:
            width = draw.randint(60, 400)
        first = not lines
        inner = 1 if layout.pdf or draw.random() < layout.inner_blank else 0
        lines.append(
            Printed(rest[:width], owner, blank if first else inner, layout.indents and first)
        )
        rest = rest[width:]
    return lines


def _caption(draw: random.Random, owner: int, layout: _Layout) -> list[Printed]:
    credit = _names(draw, draw.choice(CREDITS))
    text = draw.choice(CAPTIONS)
    if draw.random() < 0.4:
        return _wrapped(draw, text + credit, owner, max(1, layout.paragraph_blank), layout)
    lines = _wrapped(draw, text, owner, max(1, layout.paragraph_blank), layout)
    return [*lines, Printed(credit, owner, layout.paragraph_blank)]


def _cuts(body: Sequence[Printed], size: int = 2) -> list[int]:
    return list(range(size, len(body) - size + 1))


def _swapped(draw: random.Random, body: list[Printed]) -> list[Printed]:
    """Swap two neighbouring column blocks of an article."""
    cuts = _cuts(body, 1)
    if len(cuts) < 3:
        return body
    first, second, third = sorted(draw.sample(cuts, 3))
    return body[:first] + body[second:third] + body[first:second] + body[third:]


def _crossed(
    draw: random.Random, one: list[list[Printed]], other: list[list[Printed]], swap: str
) -> None:
    """Let the last column of an article stand inside the next one or after its first column."""
    own, next_own = one[1], other[1]
    if len(own) < 4 or len(next_own) < 4:
        return
    cut = draw.choice(_cuts(own)) if len(own) > 4 else 2
    moved = own[cut:]
    del own[cut:]
    place = (
        draw.choice(_cuts(next_own))
        if swap == "columns" and len(next_own) > 4
        else len(next_own) // 2
    )
    next_own[place:place] = moved


@dataclass(frozen=True)
class Score:
    """How a page was split."""

    found: int
    parts: int
    articles: int
    foreign: tuple[float, ...]  # of each part: the share of its characters that is another's
    failures: tuple[str, ...]


def score(page: Page, parts: Sequence[str]) -> Score:
    """Compare the texts of parts with the truth of a page."""
    bare = [squeezed(part) for part in parts]
    seen = Counter(squeezed(line) for article in page.articles for line in article.lines)
    owners = [
        (owner, squeezed(line))
        for owner, article in enumerate(page.articles)
        for line in article.lines
        if seen[squeezed(line)] == 1  # two articles may have the same kicker
    ]
    failures = []
    found = 0
    free = list(range(len(bare)))
    for article in page.articles:
        start = squeezed(article.lines[0])
        hit = next((n for n in free if _opens(bare[n], start)), None)
        if hit is None:
            failures.append(f"start missed: {article.lines[0]}")
        else:
            free.remove(hit)
            found += 1
    failures += [f"no start: {parts[n][:40]!r}" for n in free]
    foreign = []
    for part in bare:
        shares: dict[int, int] = {}
        for owner, line in owners:
            if len(line) > 5 and line in part:
                shares[owner] = shares.get(owner, 0) + len(line)
        total = sum(shares.values())
        most = max(shares, key=lambda one: shares[one]) if shares else None
        strange = total - shares[most] if most is not None else 0
        foreign.append(strange / max(1, total))
        if foreign[-1] > 0.03:
            failures.append(f"{foreign[-1]:.0%} foreign: {part[:30]!r}")
    return Score(found, len(parts), len(page.articles), tuple(foreign), tuple(failures))


def _opens(part: str, start: str) -> bool:
    header = {squeezed(line) for lines in HEADERS for line in lines}
    while True:
        lead = next((one for one in header if part.startswith(one)), None)
        if lead is None:
            return part.startswith(start)
        part = part[len(lead) :]
