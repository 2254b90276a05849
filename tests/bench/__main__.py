"""`make bench`: every measurement in turn, and those that read again with the reader as `make compiled` makes it."""

import subprocess
import sys
from pathlib import Path

COMPILED = Path("build/compiled")
"""A tree like this one, with the reader's modules compiled."""
MEASUREMENTS = {"reading": (Path(), COMPILED), "through_kafka": (Path(), COMPILED), "latency": (Path(),)}

for name, folders in MEASUREMENTS.items():
    for folder in folders:
        if folder.is_dir():
            print(f"== {name}{', compiled' if folder == COMPILED else ''}", flush=True)
            subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=True, cwd=folder)
