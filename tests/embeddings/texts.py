"""Texts of six languages and the odd ones, on which encoders and tokenisers are tried."""

CHINESE = (
    "经开区去年引进了十二个半导体项目，总投资一百八十亿元。",
    "園區管理委員會昨日發布了人才住房配租公告。",
    "湿地公园的候鸟比去年多了七只。",
    "供水管道检修期间，望津街道将停水四小时。",
    "地铁三号线计划于2027年6月30日通车。",
    "记者从会上获悉，今年一季度生产总值同比增长6.8%。",
    "“我们的目标很简单，”厂长说，“把良品率提到九成九。”",
    "水。",
    "联系电话：０５７８－１２３４５６７（工作日８：３０—１７：３０）",
    "鱻龘靐齉爩",
)
ENGLISH = (
    "The zone attracted twelve semiconductor projects last year.",
    "Migratory birds have returned to the restored wetland.",
    "Water will be cut off for four hours during the repair.",
    "Line 3 of the metro is due to open on 30 June 2027.",
    "GDP grew by 6.8% in the first quarter, officials said.",
    "why?",
    "don't stop-me now; e.g. 3,476.50 USD/m²",
    "ALL CAPITAL LETTERS AND   several   spaces",
)
GERMAN = (
    "Im vergangenen Jahr zog die Zone zwölf Halbleiterprojekte an.",
    "Die Straßenbahn fährt ab Übermorgen wieder bis zum Größeren Platz.",
    "Wie viele Vögel überwintern im Feuchtgebiet?",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Der Preis beträgt 1.234,56 €.",
    "Ärzte, Öfen, Füße",
)
RUSSIAN = (
    "В прошлом году зона привлекла двенадцать проектов.",
    "Перелётные птицы вернулись на восстановленное болото.",
    "Когда откроется третья линия метро?",
    "Вода будет отключена на четыре часа.",
    "Ёжик в тумане",
    "ВВП вырос на 6,8 %",
)
FRENCH = (
    "L'année dernière, la zone a attiré douze projets.",
    "Où sont passés les oiseaux migrateurs ?",
    "Le métro ouvrira le 30 juin 2027, a déclaré le maire.",
    "ça œuvre à Noël",
    "« Voilà », dit-elle.",
    "Qu'est-ce que c'est ?",
)
JAPANESE = (
    "昨年、開発区は十二件の半導体プロジェクトを誘致した。",
    "渡り鳥が湿地公園に戻ってきました。",
    "地下鉄三号線はいつ開通しますか？",
    "カタカナとひらがな",
    "ﾊﾝｶｸｶﾀｶﾅ",
    "東京２０２７年",
)
ODD = (
    "",
    " ",
    "\n\t\n",
    "😀",
    "公园🦆🦆里有鸭子👨‍👩‍👧‍👦",
    "\U00020bb7\U00020bb7野家",  # beyond the basic plane: unknown to the vocabulary, twice
    "𓂀𓁹 x 𓂀",
    "\x00\x01",
    "a\u0301e\u0308",  # letters with combining marks
    "▁▁",  # SentencePiece's own sign for a space
    "0",
    "!?…——",
    "ก็เป็นเช่นนั้นเอง",
    "مرحبا بالعالم",
    "9" * 400,
    "经开区引进半导体项目。" * 150,
    "The committee met again. " * 150,
)
TEXTS = (*CHINESE, *ENGLISH, *GERMAN, *RUSSIAN, *FRENCH, *JAPANESE, *ODD)
