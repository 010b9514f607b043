"""Articles to a library to passages found to an answer with citations. Knows nothing of windows."""
