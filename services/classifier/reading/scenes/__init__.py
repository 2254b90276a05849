"""Scenes: one sentence with its parties, times, tags and clauses."""
