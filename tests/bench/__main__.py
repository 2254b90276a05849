"""`make bench`: every measurement in turn."""

import subprocess
import sys

MEASUREMENTS = ("reading", "through_kafka", "latency")

for name in MEASUREMENTS:
    print(f"== {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=True)
