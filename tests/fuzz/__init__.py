"""Hostile input in bulk: mutations of every kind of file, growing inputs, patterns under attack."""
