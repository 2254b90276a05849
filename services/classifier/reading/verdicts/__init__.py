"""Verdicts: which kind of signal a frame tells, whether it happened, and whose act it is."""
