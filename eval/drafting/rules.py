"""Questions by rules, without a model."""

from __future__ import annotations

from eval.drafting.clauses import sentences
from eval.drafting.english import english_questions
from eval.drafting.events import event_questions
from eval.drafting.figures import figure_questions
from eval.drafting.proposal import Proposal, sound
from eval.drafting.titles import title_question
from rag.text import is_chinese
from rag.types import Article

SENTENCES = 120  # of an article that are looked at


class RuleWriter:
    """Drafts questions after figures, dates and titles."""

    name = "rules"

    def propose(self, article: Article) -> list[Proposal]:
        """Return every sound question, self-contained ones first, in the article's order."""
        found: list[Proposal] = []
        for _, sentence in zip(range(SENTENCES), sentences(article), strict=False):
            if is_chinese(sentence):
                found += figure_questions(sentence, article)
                found += event_questions(sentence, article)
            else:
                found += english_questions(sentence, article)
        title = title_question(article)
        found += [title] if title is not None else []
        return sorted(sound(found, article), key=lambda one: not one.self_contained)
