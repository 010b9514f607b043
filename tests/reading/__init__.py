"""Tests of `rag.reading`."""
