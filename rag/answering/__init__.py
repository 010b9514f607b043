"""Passages found to an answer whose sentences carry checked citations."""
