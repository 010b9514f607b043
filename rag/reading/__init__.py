"""Files to articles: encodings, formats, titles, dates."""
