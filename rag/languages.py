"""In which language a text is written, as far as scripts and the commonest words tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from rag.text import SCRIPTS, main_script

SAMPLE = 4000  # characters that are looked at
KANA_SHARE = 0.1  # of the characters of a Japanese text are kana at least
OF_SCRIPTS = {"han": "zh", "hangul": "ko", "cyrillic": "ru"}
# The commonest words, those of questions among them; a word of several languages tells nothing.
_WORDS = {
    "en": "am do per so no a an in the and of to is that for with as by it at what which who when where how why did does was were are has have from this their",
    "de": "der die das und ist nicht ein eine einer einen dem den des mit von für zu auf im wie was wer wann wo warum welche welcher welches wurde wurden wird war hat haben sich bei nach aus viele am zum zur durch dass wenn als welchen welchem hatte hatten waren kann können gab über unter zwischen während wieviel woher wohin wem wessen",
    "fr": "de en un la que une a le les des du et est une dans que qui quel quelle quels quelles combien quand où pourquoi comment pour sur avec été sont ont cette ce aux au par",
    "es": "de en un la o a como si no se el los las del y es una en que qué quién cuál cuáles cuántos cuántas cuándo dónde cómo para por con fue son ha han este esta según",
    "it": "la un in o e a si se il lo gli della delle dei del ed è una nel che chi quale quali quanti quante quando dove perché come per con sono stato questa questo",
    "pt": "de o a e que se um os as do da dos das e é uma em no na que quem qual quais quantos quantas quando onde como para por com foi são não",
    "nl": "de in het een en is niet van met voor op te dat wat wie waar wanneer hoe waarom welke werd werden wordt zijn heeft hebben bij uit",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SHARED = Counter(word for words in _WORDS.values() for word in set(words.split()))
_TELLING = {
    word: name for name, words in _WORDS.items() for word in words.split() if _SHARED[word] == 1
}
LATIN = tuple(_WORDS)  # English first


def language_of(text: str) -> str:
    """Return the language that dominates a text, by its ISO 639-1 code; en where unclear."""
    text = text[:SAMPLE]
    script = main_script(text)
    if script in {"han", "kana"}:
        han, kana = (len(re.findall(f"[{SCRIPTS[name]}]", text)) for name in ("han", "kana"))
        return "ja" if kana > KANA_SHARE * (kana + han) else "zh"
    return OF_SCRIPTS.get(script) or _latin_language(text)


@lru_cache(maxsize=256)
def _latin_language(text: str) -> str:
    told = Counter(_TELLING.get(word, "") for word in _WORD.findall(text.lower()))
    return max(LATIN, key=lambda name: told[name])  # the first of equal ones
