"""Statements: what a side said before against what it says or does now."""
