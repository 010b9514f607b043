"""Questions after articles: a title turned into a request for the article."""

from __future__ import annotations

from eval.drafting.clauses import is_balanced, sentences
from eval.drafting.proposal import Proposal
from rag.text import is_chinese
from rag.types import Article

SHORTEST = {True: 10, False: 25}  # of a title, by whether it is Chinese
LONGEST = {True: 45, False: 110}
LEAD_CHARACTERS = 20  # a lead has at least so many


def title_question(article: Article) -> Proposal | None:
    """Return the question which article has this title; None where the title is not telling.

    Its evidence is the lead: the first sentence that is not the title.
    """
    title = " ".join(article.title.split())
    chinese = is_chinese(title)
    telling = SHORTEST[chinese] <= len(title) <= LONGEST[chinese] and is_balanced(title)
    telling = telling and title.isprintable()
    lead = next(
        (one for one in sentences(article) if len(one) >= LEAD_CHARACTERS and title not in one),
        None,
    )
    if not telling or lead is None or lead[-1] not in '。！!.”"':
        return None
    if chinese:
        inner = title.replace("“", "‘").replace("”", "’")
        question = f"哪篇文章讲的是“{inner}”？"
    else:
        question = f"Which article reports “{title}”?"
    return Proposal(question, "", lead, "title")
