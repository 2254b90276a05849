"""The ledger: what has been reported before, and what a new observation makes of it.

Pure: nothing here reads a clock, a topic or a table. `decide` looks an observation up in `Memory` and
says what becomes of it; the caller publishes that, writes it down, and only then tells the memory.
"""
