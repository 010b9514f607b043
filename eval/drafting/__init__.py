"""Proposes question sets from the articles of a library, for a person to correct."""
