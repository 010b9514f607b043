"""How names are told in Chinese and in Latin letters: patterns on folded text."""

from __future__ import annotations

import re

from rag.surnames import DOUBLE_SURNAMES, SURNAMES

HAN_LETTER = "\u3400-\u9fff"
_TITLES = (
    "董事长|副董事长|总经理|副总经理|总裁|副总裁|首席执行官|首席技术官|创始人|联合创始人|负责人|理事长|会长|副会长|秘书长|主席|副主席|主任|副主任|书记|副书记"
    "|省长|市长|副市长|县长|副县长|区长|镇长|乡长|厅长|局长|副局长|处长|科长|部长|副部长|院长|副院长|校长|副校长|所长|行长|站长|队长|班长|村长|店长|厂长|车间主任"
    "|教授|副教授|院士|博士|研究员|工程师|总工程师|专家|律师|医生|医师|护士|老师|教练|导演|演员|作家|诗人|画家|歌手|记者|通讯员|学生|村民|市民|居民|选手|运动员"
    "|总统|总理|首相|国王|大使|发言人|总监|经理|先生|女士|同志|法官|检察官|民警|飞行员|航天员|队员|主持人|作者|编剧|设计师"
)
_SAYS = (
    "说|表示|介绍|指出|告诉|认为|回忆|坦言|强调|透露|解释|称|谈到|写道|宣布|感慨|补充道|先生|女士|教授|院士|博士|同志|主任|书记|市长|院长|校长|老师|医生|律师"
    "|担任|出任|当选|创办|执导|出席|主持|率队|率领|夺得|获得|赢得|带领|自幼|出生|生于|毕业"
)
_GIVEN = f"[{HAN_LETTER}]"
_SURNAME = f"(?:{DOUBLE_SURNAMES}|[{''.join(sorted(SURNAMES))}])"
_BEHIND_NAME = rf"(?=$|[^{HAN_LETTER}]|说|表示|介绍|指出|告诉|认为|回忆|坦言|强调|透露|解释|称|在|和|与|及|等|对|将|于|向|带|率|出席|主持|宣布|担任|出任|是|从|为|已|也|又|曾|作|的|一行|先生|女士|同志|则|还|就|到|被|把)"
TITLED = re.compile(rf"(?:{_TITLES})(?P<name>{_SURNAME}{_GIVEN}{{1,2}}?){_BEHIND_NAME}")
SAYING = re.compile(
    rf"(?:(?<=^)|(?<=[^{HAN_LETTER}])|(?<=由)|(?<=是)|{_TITLES})(?P<name>{_SURNAME}{_GIVEN}{{1,2}}?)(?:{_SAYS})"
)
IS_PERSON = re.compile(
    rf"(?:是|为|由)(?P<name>{_SURNAME}{_GIVEN}{{1,2}})(?=$|[。,、;!?])|由(?P<by>{_SURNAME}{_GIVEN}{{1,2}}?)(?=于|在|创办|创立|担任|出任|执导|主持|编写|设计|负责|带领)"
)
FOREIGN = re.compile(rf"[{HAN_LETTER}]{{1,8}}(?:·[{HAN_LETTER}]{{1,8}})+")
NO_PERSON = re.compile(
    r"相关|有关|该|公司|项目|一|方面|方案|计划|时间|常常|时候|时代|任何|经济|经过|经营|全体|全部|全面|全国|平均|和|与|干部|成为|成立|成功|成员|程序|项|高度"
    r"|高新|明确|明年|今年|去年|水平|万元|安全|都|能|能够|常|从|向|简|马上|石油|金融|金额|金属|农|文化|文件|国家|国际|国内|商|通过|左右|年|时|路|华|东部|广|边|贺信"
    r"|[^·]*[部厅局会院校区市县省国社队]$"
)
_ENDS_ORGANISATION = (
    "有限责任公司|股份有限公司|有限公司|公司|集团|大学|学院|研究院|研究所|实验室|医院|银行|法院|检察院|委员会|管委会|协会|学会|商会|联合会|基金会|基金|出版社"
    "|报社|电视台|中学|小学|幼儿园|工厂|合作社|事务所|博物馆|图书馆|美术馆|俱乐部|党委|政府|证券|保险|航空|铁路|机场|产业园|工业园|科技园|园区|厅|局"
)
_ENDS_PLACE = "经济技术开发区|经济开发区|开发区|经开区|高新区|自贸区|自治区|自治州|自治县|新区|街道|社区|景区|省|市|县|区|镇|乡|村|州|岛|湖|江|河|山|路|大道|大桥|站|港|寺|公园|广场"
_NOT_AN_END = (
    r"(?!(?<=乡)[村镇亲间土愁贤]|(?<=镇)[痛压定静]|(?<=村)[民庄级委里]|(?<=区)[域块别分间]|(?<=市)[场民级值面价况]|(?<=山)[火区体水村林洪路坡顶东西脉]"
    r"|(?<=省)[级份去钱时]|(?<=路)[线径段面口程演由网过]|(?<=站)[点在位台起长]|(?<=港)[口区股元币]|(?<=湖)[南北泊水]|(?<=江)[苏西水南北]|(?<=河)[流南北道]"
    r"|(?<=岛)[屿]|(?<=县)[级域]|(?<=州)[级])"
)
ENDED = re.compile(
    rf"(?P<core>[{HAN_LETTER}]{{2}})(?:(?P<organisation>{_ENDS_ORGANISATION})|(?P<place>{_ENDS_PLACE}){_NOT_AN_END})"
)
# Characters that begin no name's last two: what stands before a general noun (这家公司, 全市).
GENERAL = re.compile(
    r"[的了在是和与及或为由对向从到等该本此各全我你他她其这那某每多两几数一二三四五六七八九十个家所名位座条处项批大小新老旧上下内外中前后分总子母省市县区国有限股份]$"
    r"|^[年月日于至的了在是和与及或由对向从到等该此各我你他她其这那某每家所名位个条处项批]"
    r"|本地|当地|异地|城市|超市|上市|股市|楼市|都市|夜市|农村|乡村|山村|地区|社区|小区|园区|景区|城区|山区|灾区|校区|辖区|片区|厂区|库区|城镇|乡镇|企业|工业|科技|上游|下游|当地|地方|人民|相关|有关|主管|部门|基层"
    r"|高速|公共|商业|投资|母|龙头|上市|互联|建筑|房地|物流|电力|保险|文化|国家|体育|科学|综合|中心|重点|职业|技术|国际|结|格|布|时|邮|当|出口|进口|产业|开发|专业|技工|半导体|海外|境外|全球|民营|国有|外资|集成|生物|医药"
)
MARKED = re.compile(r"《([^《》]{1,60})》|[“\"「]([^“”\"「」]{2,30})[”\"」]")
LATIN_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[&.+'’/-][A-Za-z0-9]+)*")
NO_LATIN_NAME = frozenset(
    re.findall(
        "[a-z]+",
        "the a an in on at of for to by from with and or but it its this that these those he "
        "she they we i you as january february march april may june july august september "
        "october november december monday tuesday wednesday thursday friday saturday sunday "
        "jan feb mar apr jun jul aug sep sept oct nov dec rmb cny usd eur hkd yuan according "
        "however no not there their his her our if when while after before since until both "
        "also one two three four five six seven eight nine ten chinese mr mrs ms dr nm mm cm "
        "km kg kw mw",
    )
)
HAN_RUN = re.compile(rf"[{HAN_LETTER}·]{{2,}}")
