"""Web pages: the main text with its headline, and what the page states of it."""
