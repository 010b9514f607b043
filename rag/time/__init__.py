"""Dates in text: calendar spans, the words for them in Chinese and English, what completes them."""
