"""A verbatim run of an article, with what stands around it there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.orders import order_spans
from rag.types import Article

HEAD_CHARACTERS = 150  # of the article's beginning, where its subjects are introduced
BEFORE_CHARACTERS = 250  # of the text before a quote, which its 该公司 and its dates point to


@dataclass(frozen=True)
class Quote:
    """A verbatim run of an article: `article.text[start:end]`."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the run."""
        return self.article.text[self.start : self.end]

    @property
    def before(self) -> str:
        """What stands before it."""
        return self.article.text[max(0, self.start - BEFORE_CHARACTERS) : self.start]

    @property
    def context(self) -> str:
        """What else names the matter: title, issuer, the article's head, the text before.

        Sentences that give orders to a language model are no part of it.
        """
        article = self.article
        parts = (article.title, article.issuer or "", article.text[:HEAD_CHARACTERS], self.before)
        return _told("\n".join(parts))


@lru_cache(maxsize=512)
def _told(text: str) -> str:
    return "\n".join(text[start:end] for start, end, order in order_spans(text) if not order)
