"""Frames: one act as one clause tells it, with everything that stands between it and the text."""
