"""Saved web pages made of invented articles and of the furniture of a dozen invented sites."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import opencc

Piece = tuple[str, bool]  # lines as they stand in the file; whether they are the article's

ARTICLES = (
    (
        "临泽新区六条措施扶持早期设计企业",
        "时间：2025-03-19 09:20 来源：临泽新区融媒体中心",
        "3月18日，临泽新区发布六条措施，扶持成立不满三年的芯片设计企业，首批受益企业有27家。",
        "按照措施，企业租用公共平台的测试设备，前1000个小时免收费用，此后按成本价的六成收取。",
        "怎样避免撒胡椒面",
        "“不看规模，只看有没有真正的产品。”产业发展局局长商映秋说，评审由企业界和高校各出三人，"
        "名单公示七天。",
        "去年试行的半年里，共有9家企业流片成功，其中两家拿到了海外订单。",
        "（记者 温以宁）",
        "责任编辑：简书白",
    ),
    (
        "砚湖大桥合龙 两岸车程缩短到八分钟",
        "来源：青川日报　作者：叶怀瑾　2024年11月6日",
        "本报讯（记者 叶怀瑾）11月5日上午10时，随着最后一段钢箱梁就位，砚湖大桥主桥合龙。",
        "大桥全长2860米，双向六车道，2022年4月开工，预计明年6月通车。",
        (
            "施工中最难的是水下的岩溶。项目总工程师阮青禾说，86根桩里有31根遇到溶洞，"
            "最深的一个有19米。"
        ),
        "通车以后，临泽新区到老城的车程由35分钟缩短到8分钟。",
        "图为合龙现场。 宁非晚 摄",
    ),
    (
        "关于开展老旧电梯更新补助的通知",
        "各街道办事处，管委会各部门：",
        "为做好老旧电梯更新工作，现将有关事项通知如下。",
        "一、补助范围。使用满15年、经检验需要更新的住宅电梯，每台补助15万元。",
        "二、申请材料。包括业主表决结果、检验报告和施工合同。",
        "三、联系方式。联系人：沈若川，联系电话：0577-5550123，地址：砚湖大道1号。",
        "附件：1. 补助申请表.docx",
        "2. 电梯更新流程图.pdf",
        "临泽新区建设局",
        "2024年9月3日",
    ),
    (
        "一块豆腐的三十年",
        "天不亮，石桥巷里已经有了豆香。谷雨眠把泡了一夜的黄豆倒进石磨，磨盘吱呀呀地转起来。",
        "她十九岁跟着婆婆学做豆腐，如今五十一岁了。“水要慢慢加，急了就粗。”她说。",
        "问：有没有想过用机器？",
        "答：想过，买过一台，做了两个月又收起来了。街坊说不是那个味道，我自己也尝得出来。",
        "去年秋天，女儿在网上开了店，每天多卖四十斤。她却还是照旧，每天只磨两锅，卖完就收摊。",
        "（摘自《石桥巷记事》）",
    ),
    (
        "青川理工大学与三家企业共建实验室",
        "2025-01-09 11:15",
        "1月8日，青川理工大学与岚屿微电子、澄石半导体、衡舟机器人签约，共建三个联合实验室。",
        "三个实验室分别是：",
        "• 功率器件可靠性联合实验室",
        "• 宽禁带材料联合实验室",
        "• 触觉传感联合实验室",
        "学校每年投入1200万元，企业按一比一配套，成果由双方共有。",
        "签约之后，有关人员参观了学校新建的洁净室，并就研究生的联合培养交换了意见。",
        "来源：青川理工大学新闻网",
    ),
    (
        "湿地里的数鸟人",
        "文/骆千寻 图/冯意浓",
        "数鸟是件慢功夫。望远镜架在栏杆上，左手按计数器，右手记，一个上午不能抬头。",
        "今年冬天，砚湖湿地记到鸟类168种，比修复以前多出了41种；青头潜鸭来了19只。",
        "“它们比人守时。”鹿鸣野教授说，“每年11月的第二个星期，误差不会超过三天。”",
        "数完的名单会交给公园管理处，明年将有30只候鸟戴上追踪器。",
        "数鸟人不领报酬。有人问图什么，骆千寻想了想，说：就图它们还来。",
    ),
)
ENGLISH = (
    (
        "Yanhu Bridge closes its last gap",
        "By Jane Mallory | 6 November 2024",
        "The last steel segment of the Yanhu Bridge was lowered into place on Tuesday "
        "morning, ending "
        "thirty-one months of work over one of the region's most difficult river beds.",
        "The bridge is 2,860 metres long and carries six lanes. It is expected to open in June.",
        "What made it hard",
        '"Of eighty-six piles, thirty-one met a cavern," said chief engineer Ruan Qinghe. "The '
        'deepest was nineteen metres."',
        "Once traffic is let in, the drive from the new area to the old town will take "
        "eight minutes "
        "instead of thirty-five.",
        "Editing by Tom Hollis",
    ),
    (
        "A maker of robot hands opens its third line",
        "Published: 9 January 2025",
        "Hengzhou Robotics opened a third production line in Tongxi on Wednesday and said "
        "it would hire "
        "140 people by the summer.",
        (
            "The company makes hands that can peel a raw egg. Its sensors feel a pressure of "
            "0.02 newtons."
        ),
        "Three products will be made on the line:",
        "- a five-finger hand for laboratories",
        "- a gripper for watch factories",
        "- a sensor skin sold by the metre",
        "Sales reached 460 million yuan last year, the company said, without giving a profit.",
    ),
)
HEADLINES = (
    "青川地铁四号线本月底试运行 早高峰三分半一班",
    "冬枣上市第一周 果农为何不急着卖？",
    "记者探访凌晨两点的蔬菜批发市场",
    "这座县城把旧粮仓改成了图书馆",
    "全国青年击剑锦标赛落幕 青川姑娘夺得铜牌",
    "“夜校”又火了：白天上班，晚上学木工",
    "省气象台发布大雾黄色预警",
    "外卖骑手的第一堂急救课",
    "百年老茶馆重新开张，头一天来了六百人",
    "6000米深海拍到罕见水母",
    "房贷利率再下调，月供能省多少？",
    "山里来了支“板凳乐队”",
    "中学生发现一颗小行星 将以校名命名",
    "非遗纸伞远销二十七国",
    "高铁静音车厢扩大到112趟",
    "退休教师三十年手绘家乡古桥",
    "今冬流感疫苗接种点公布",
    "农民画家把稻田画进了地铁站",
    "机器狗上山巡检输电线",
    "老字号酱园推出减盐酱油 首日售罄",
    "跨境电商年货节开幕丨三百种商品首次亮相",
    "海岛邮递员的最后一班船",
    "医保目录新增91种药品",
    "沙漠公路边长出了百万棵梭梭",
)
ENGLISH_HEADLINES = (
    "Night schools are back, and carpentry is full",
    "Why nobody is in a hurry to sell winter dates",
    "Rare jellyfish filmed at 6,000 metres",
    "Inside the vegetable market at two in the morning",
    "Mortgage rates fall again: what it means for you",
    "Teenagers find a minor planet",
    "The postman of the outer islands makes his last trip",
    "A granary becomes a library",
    "Robot dogs patrol the power lines",
    "Quiet carriages extended to 112 trains",
    "Tea house of a hundred years reopens its doors",
    "Ninety-one medicines added to insurance list",
)
STORIES = (
    (
        "近日，记者从市交通运输局获悉，今年全市计划新建农村公路一百二十公里，改造危桥三十一座，"
        "并将在年底前实现"
    ),
    (
        "12月4日清晨五点，菜市场的灯已经亮了一大片，刘师傅一边卸货一边告诉记者，"
        "这一车白菜是昨天夜里从邻县"
    ),
    (
        "据新华社电 经过两年多的修缮，这座建于1908年的车站日前重新向公众开放，"
        "首批预约的三千张门票在十分钟内"
    ),
    (
        "为了让更多老人学会使用智能手机，社区每周三下午开设小课堂，课程不收费用，"
        "由大学生志愿者手把手地教，从"
    ),
    (
        "专家提醒，入冬以后昼夜温差加大，心脑血管疾病进入高发期，有基础病的人应当注意保暖，"
        "避免在清晨气温最低"
    ),
    (
        "本报讯 昨日，第十二届青川读书节开幕，本届读书节以“纸上远行”为主题，设主会场一个、"
        "分会场十六个，共安排"
    ),
    (
        "截至目前，该项目已完成投资三点七亿元，占年度计划的百分之九十二，"
        "预计明年三月底前全部完工，届时可新增"
    ),
    (
        "中新网消息 研究人员在海拔四千三百米的湖泊里发现一种从未记录过的微小藻类，"
        "它能够在零下二十度的环境里"
    ),
)
ENGLISH_STORIES = (
    (
        "Officials said on Monday that a hundred and twenty kilometres of rural road will be "
        "built this"
    ),
    "The lamps were already on at five in the morning when Mr Liu began to unload his cabbages and",
    "After two years of repairs the station of 1908 opened its doors to the public, and the first",
    (
        "Researchers have found a tiny alga in a lake at 4,300 metres that was never recorded "
        "before, and"
    ),
)


@dataclass(frozen=True)
class Made:
    """A page, and for each of its characters whether it belongs to the article."""

    style: str
    text: str
    of_the_article: list[bool]


class Writer:
    """Draws what a page needs from the lists above."""

    def __init__(self, seed: int, *, english: bool = False) -> None:
        self.random = random.Random(seed)
        self.english = english

    def titles(self, count: int) -> list[str]:
        return self.random.sample(ENGLISH_HEADLINES if self.english else HEADLINES, count)

    def stories(self, count: int, length: int | None = None) -> list[str]:
        found = self.random.sample(ENGLISH_STORIES if self.english else STORIES, count)
        return [story[:length] for story in found]

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def day(self) -> str:
        return f"2025-{self.random.randint(1, 12):02d}-{self.random.randint(1, 28):02d}"


def _portal(write: Writer, body: str) -> Iterator[Piece]:
    yield "首页 | 新闻 | 财经 | 体育 | 娱乐 | 科技 | 汽车", False
    yield (
        write.one("您的位置：", "当前位置：", "所在位置: ") + "首页 > 新闻中心 > 要闻 > 正文",
        False,
    )
    yield body, True
    yield write.one("分享到：微信 新浪微博 QQ空间", "分享到\n微信\n微博\nQQ好友"), False
    yield write.one("标签：半导体 新区 政策", "关键词：政策|产业", "标签："), False
    yield (
        "\n".join([write.one("相关阅读", "相关新闻", "【相关报道】"), *bullets(write.titles(5))]),
        False,
    )
    rows = [f"{place}\n{title}" for place, title in enumerate(write.titles(6), start=1)]
    yield "\n".join([write.one("24小时热榜", "点击排行", "热点新闻排行榜"), *rows]), False
    yield (
        "关于我们 | 联系我们 | 版权声明 | 网站地图\nCopyright © 2009-2025 青川在线 版权所有",
        False,
    )
    yield "浙ICP备00000000号-1", False


def bullets(titles: list[str], mark: str = "•") -> list[str]:
    """Return titles as a list's items."""
    return [f"  {mark} {title}" for title in titles]


def _government(write: Writer, body: str) -> Iterator[Piece]:
    yield "临泽新区管理委员会\n无障碍浏览 | 长者版 | 繁體", False
    yield "您现在的位置： 首页 / 政务公开 / 通知公告", False
    yield body, True
    yield "【打印本页】 【关闭窗口】", False
    yield f"上一篇：{write.titles(1)[0]}\n下一篇：{write.one('没有了', write.titles(1)[0])}", False
    yield "主办：临泽新区管理委员会 承办：临泽新区大数据中心\n网站标识码：3300000000", False
    yield "浙ICP备00000001号 浙公网安备33000000000000号\n建议使用1024×768分辨率浏览", False


def _teasers_cut(write: Writer, body: str) -> Iterator[Piece]:
    yield body, True
    yield "标签:", False
    rows = [
        f"  • {title}\n\n    {story}\n"
        for title, story in zip(write.titles(8), write.stories(8, 33), strict=True)
    ]
    yield "\n".join([write.one("城市圈", "乐活", "消费观察", "身边事"), *rows]), False
    yield (
        "\n\n".join([f"  • {write.one('文教', '社会', '健康')}", *bullets(write.titles(4))]),
        False,
    )


def _teasers_bulleted(write: Writer, body: str) -> Iterator[Piece]:
    yield write.one("做有温度的号\n\n欢迎您的到来", "每天一点新知"), False
    yield "当前位置:首页\xa0>\xa0生活\xa0>\xa0故事 >", False
    yield body, True
    for heading in ("相关阅读", "热门文章", "最新文章"):
        stories = [f"{story}，并且" for story in write.stories(4)]
        pairs = zip(write.titles(4), stories, strict=True)
        rows = [f"  • {title}\n\n  • {story}" for title, story in pairs]
        yield "\n".join([heading, "", *(rows if heading != "热门文章" else [])]), False


def _teasers_marked(write: Writer, body: str) -> Iterator[Piece]:
    yield body, True
    yield write.one("点赞 12  收藏 3  评论 0", "收藏 | 打印 | 关闭"), False
    end = write.one("...", "…", "...[详细]", "… 查看全文")
    rows = [
        f"{title}\n{story}{end}"
        for title, story in zip(write.titles(5), write.stories(5, 40), strict=True)
    ]
    yield "\n".join([write.one("热点推荐", "猜你喜欢", "为您推荐", "精彩推荐"), *rows]), False


def _application(write: Writer, body: str) -> Iterator[Piece]:
    yield body, True
    yield "打开青川新闻 查看更多精彩图片", False
    yield "点赞 35\n收藏\n评论\n分享", False
    rows = [
        f"{title}\n{write.day()[5:]} 08:3{place}" for place, title in enumerate(write.titles(6))
    ]
    yield "\n".join([write.one("大家都在看", "你可能感兴趣的", "热门推荐"), *rows]), False
    yield "免责声明：本文来自青川号作者，不代表本平台立场，如有侵权请联系我们删除。", False


def _messenger(write: Writer, body: str) -> Iterator[Piece]:
    yield body, True
    yield "长按识别二维码关注我们", False
    yield (
        "\n".join([write.one("往期推荐", "往期回顾", "精彩回顾"), *bullets(write.titles(4), "▶")]),
        False,
    )
    yield "分享 收藏 点赞 在看\n阅读原文", False


def _digital_newspaper(write: Writer, body: str) -> Iterator[Piece]:
    yield (
        (
            f"返回首页\n上一版 下一版\n放大字号 缩小字号\n首页 >> 第A0{write.one('2', '5')}版 "
            f">> 要闻 >> 正文"
        ),
        False,
    )
    yield body, True
    yield "上一篇\n下一篇", False
    yield "版权所有 青川日报社 未经授权不得转载", False


def _nameless_list(write: Writer, body: str) -> Iterator[Piece]:
    yield write.one("网站首页>>资讯>>正文", "新闻中心 › 本地 › 正文"), False
    yield body, True
    yield "分享到：微博 微信", False
    yield (
        "\n".join(
            [write.one("生活百科", "民生", "视野", "融观察"), *bullets(write.titles(6), "■")]
        ),
        False,
    )


def _comments(write: Writer, body: str) -> Iterator[Piece]:
    yield "设为首页 | 加入收藏 | 登录 | 注册", False
    yield body, True
    yield "我要评论\n网友评论(0)\n登录后发表评论", False
    yield "\n".join([write.one("本周热门", "人气排行", "最新资讯"), *write.titles(7)]), False
    yield "友情链接：青川网 临泽网\n© 2012-2025 All Rights Reserved", False


def _english_news(write: Writer, body: str) -> Iterator[Piece]:
    yield "Skip to content\nHome | World | Business | Sports | Opinion\nSign in\nSubscribe", False
    yield "Home > Business > Regions", False
    yield body, True
    yield (
        write.one("Share this article", "Share this story:") + "\nFacebook Twitter LinkedIn Email",
        False,
    )
    yield (
        "\n".join([write.one("Most read", "Related articles", "Top stories"), *write.titles(5)]),
        False,
    )
    yield "About us | Contact | Privacy Policy | Terms of Use", False
    yield "© 2025 Qingchuan Courier. All rights reserved.", False


def _english_blog(write: Writer, body: str) -> Iterator[Piece]:
    yield "You are here: Home / Stories / Engineering", False
    yield body, True
    yield "Tags: bridges, rivers, building", False
    yield f"Previous post: {write.titles(1)[0]}\nNext post: {write.titles(1)[0]}", False
    rows = [
        f"{title}\n{story}... Read more"
        for title, story in zip(write.titles(4), write.stories(4), strict=True)
    ]
    yield "\n".join([write.one("You may also like", "Recommended for you"), *rows]), False


STYLES: dict[str, Callable[[Writer, str], Iterator[Piece]]] = {
    "portal": _portal,
    "government": _government,
    "teasers cut": _teasers_cut,
    "teasers bulleted": _teasers_bulleted,
    "teasers marked": _teasers_marked,
    "application": _application,
    "messenger": _messenger,
    "digital newspaper": _digital_newspaper,
    "nameless list": _nameless_list,
    "comments": _comments,
    "english news": _english_news,
    "english blog": _english_blog,
}


def pages(seeds: range) -> Iterator[Made]:
    """Yield a page of every style for every seed, every third Chinese one in traditional script."""
    traditional = opencc.OpenCC("s2t")
    for style, furnish in STYLES.items():
        english = style.startswith("english")
        for seed in seeds:
            write = Writer(seed, english=english)
            article = write.random.choice(ENGLISH if english else ARTICLES)
            body = write.one("\n", "\n\n", "\n　　" if not english else "\n").join(article)
            text, marks = "", []
            for piece, mine in furnish(write, body):
                shown = f"{piece}\n{write.one('', chr(10))}"
                if seed % 3 == 2 and not english:
                    shown = traditional.convert(shown)
                text += shown
                marks += [mine] * len(shown)
            yield Made(style, text, marks)
