"""Articles that say the same: each is kept, one of them is searched."""

from rag.duplicates.relations import Relations, duplicate_groups, find_duplicates, find_relations

__all__ = ["Relations", "duplicate_groups", "find_duplicates", "find_relations"]
