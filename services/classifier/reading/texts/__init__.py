"""Texts: the copy as it came, its language, its sentences and tokens."""
