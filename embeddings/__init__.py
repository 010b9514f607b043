"""Text to unit vectors to nearest rows. Knows nothing of articles."""
