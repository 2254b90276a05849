"""Relevance: whether a text is about Korea diplomacy, by features that have names."""
