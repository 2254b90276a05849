"""How well the reader reads: `python -m tests.evaluation`."""
