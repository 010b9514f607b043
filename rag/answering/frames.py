"""Our own words around the quotes, in the language of the question."""

from __future__ import annotations

from rag.languages import language_of

NOT_FOUND = {
    "zh": "文章里没有找到这个问题的答案。",
    "en": "The articles do not hold the answer to this question.",
    "de": "Die Artikel enthalten keine Antwort auf diese Frage.",
    "ru": "В статьях нет ответа на этот вопрос.",
    "fr": "Les articles ne répondent pas à cette question.",
    "es": "Los artículos no responden a esta pregunta.",
    "ja": "記事の中にこの質問の答えは見つかりませんでした。",
    "ko": "기사에서 이 질문의 답을 찾지 못했습니다.",
}
QUOTED = {  # before sentences that are quoted in another language than the question's
    "zh": "原文写道：",
    "en": "The original text says:",
    "de": "Im Original steht:",
    "ru": "В оригинале сказано:",
    "fr": "Le texte original dit :",
    "es": "El texto original dice:",
    "ja": "原文にはこうあります：",
    "ko": "원문은 다음과 같습니다:",
}
NEAREST = {  # the article that comes nearest where nothing answers
    "zh": "最接近的是《{title}》（{date}）。",
    "en": "The nearest is “{title}” ({date}).",
    "de": "Am nächsten kommt „{title}“ ({date}).",
    "ru": "Ближе всего статья «{title}» ({date}).",
    "fr": "Le plus proche est « {title} » ({date}).",
    "es": "El más cercano es «{title}» ({date}).",
    "ja": "最も近いのは「{title}」（{date}）です。",
    "ko": "가장 가까운 것은 “{title}”({date})입니다.",
}
UNSPOKEN = {  # what an answer would need
    "zh": "查到的段落都没有提到：{words}。",
    "en": "None of the passages found mentions: {words}.",
    "de": "Keine der gefundenen Stellen erwähnt: {words}.",
    "ru": "Ни в одном из найденных отрывков нет слов: {words}.",
    "fr": "Aucun des passages trouvés ne mentionne : {words}.",
    "es": "Ninguno de los pasajes encontrados menciona: {words}.",
    "ja": "見つかった箇所のどれにも次の語はありません：{words}。",
    "ko": "찾은 대목 어디에도 다음 말이 없습니다: {words}.",
}
UNDATED = {"zh": "无日期", "en": "undated", "de": "ohne Datum", "ru": "без даты", "fr": "sans date",
           "es": "sin fecha", "ja": "日付なし", "ko": "날짜 없음"}  # fmt: skip
SEPARATORS = {"zh": "、", "ja": "、"}  # of things in a row; ", " elsewhere
UNVERIFIED = {  # before what a model wrote and no passage bears out
    "zh": "语言模型写了下面的话，原文中查不到依据：",
    "en": "The language model wrote the following, which the articles do not bear out:",
    "de": "Das Sprachmodell schrieb Folgendes, was die Artikel nicht belegen:",
    "ru": "Языковая модель написала следующее, чего статьи не подтверждают:",
    "fr": "Le modèle de langue a écrit ceci, que les articles ne confirment pas :",
    "es": "El modelo de lenguaje escribió lo siguiente, que los artículos no confirman:",
    "ja": "言語モデルは次のように書きましたが、記事では裏付けられません：",
    "ko": "언어 모델이 다음과 같이 썼지만 기사에서 확인되지 않습니다:",
}
DISPUTED = {  # before the quotes of articles that disagree
    "zh": "各篇文章的说法不同，新的在前：{statements}。",
    "en": "The articles differ; newest first: {statements}.",
    "de": "Die Artikel widersprechen sich; das Neueste zuerst: {statements}.",
    "ru": "Статьи расходятся; сначала новое: {statements}.",
    "fr": "Les articles divergent ; le plus récent d'abord : {statements}.",
    "es": "Los artículos difieren; primero lo más reciente: {statements}.",
    "ja": "記事によって異なります（新しい順）：{statements}。",
    "ko": "기사마다 다릅니다(최신순): {statements}.",
}
DISPUTED_UNDATED = {  # the same where dates do not tell which is newer
    "zh": "各篇文章的说法不同：{statements}。",
    "en": "The articles differ: {statements}.",
    "de": "Die Artikel widersprechen sich: {statements}.",
    "ru": "Статьи расходятся: {statements}.",
    "fr": "Les articles divergent : {statements}.",
    "es": "Los artículos difieren: {statements}.",
    "ja": "記事によって異なります：{statements}。",
    "ko": "기사마다 다릅니다: {statements}.",
}
STATED = {"zh": "{value}（{date}）", "ja": "{value}（{date}）", "en": "{value} ({date})"}
BETWEEN_STATEMENTS = {"zh": "；", "ja": "；", "en": "; "}
MODEL_FAILED = {
    "zh": "语言模型没有正常回答，以下是摘自原文的回答。",
    "en": "The language model did not answer; this answer is extracted from the articles.",
}
MODEL_FAILED_NOTHING = {
    "zh": "语言模型没有正常回答，从原文里也没有摘到答案。",
    "en": "The language model did not answer, and nothing could be extracted from the articles.",
}
OFF_QUESTION = {
    "zh": "语言模型的回答里没有所问的数字或日期，以下是摘自原文的回答。",
    "en": "The language model's answer lacks the figure or date asked for; "
    "this one is extracted from the articles.",
}
LEFT_OUT = {  # of the passages for a language model
    "zh": "模型的上下文放不下全部段落，排在最后的 {count} 个没有给它看。",
    "en": "The model's context does not hold all passages; the last {count} were left out.",
}


def frame_language(question: str) -> str:
    """Return the language of frames for a question; English where we have none."""
    language = language_of(question)[:2]
    return language if language in NOT_FOUND else "en"
