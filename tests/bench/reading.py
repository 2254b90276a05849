"""How fast the reader alone reads, on one core, beside what one would otherwise take.

    python -m tests.bench.reading [--quick]

Dense articles are about Korea from end to end, the mix has one of them in twenty: the bench's own, and where the
evaluation material is at hand real ones, at the rate at which they came. Beside it, in the same run: a keyword
alert over some sixty words, which tells no kind, no actor and no denial, and spaCy's small English pipeline, which
tags and parses and reads nothing yet. Hostile texts are measured in milliseconds for each 100 kB; the longest ones
show whether time grows with length alone. Start-up and memory are those of a fresh process.
"""

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from schemas.article import Article
from services.classifier.knowledge import load_knowledge
from services.classifier.observe import text_of
from services.classifier.reading.reader import COLLECT_AFTER, Reader
from services.classifier.reading.texts.text import Text
from tests.bench.articles import bench_articles, dense_articles
from tests.bench.hostile import HOSTILE
from tests.bench.natural import natural_texts
from tests.bench.others import keyword_alert, spacy_pipeline

AIMS = {"dense": 300, "mixed": 5_000}
"""Articles a second at least."""
HOSTILE_MS, START_SECONDS, MEMORY_MB = 150, 1.0, 150
_HUNDRED_KB = 100_000


def ready_reader() -> Reader:
    """A reader as the process that reads has it (see `reading_process`)."""
    reader = Reader(load_knowledge())
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    return reader


def texts(articles: Sequence[Article]) -> list[Text]:
    return [text_of(article) for article in articles]


def rate(work: Callable[[Text], object], given: Sequence[Text], rounds: int) -> float:
    """Texts a second of processor time, in the best round."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        for text in given:
            work(text)
        best = min(best, time.process_time() - begun)
    return len(given) / best


def throughput(reader: Reader, rounds: int) -> None:
    """Print the rates of the reader and of the others."""
    given = {"dense": texts(list(dense_articles(100))), "mixed": texts(list(bench_articles(1_000)))}
    for name, some in given.items():
        figure = rate(reader.read, some, rounds)
        print(f"reader    {name:6} {figure:9,.0f} articles/s {1e6 / figure:8,.0f} us each, aim {AIMS[name]:,}/s")
    natural = natural_texts(reader)
    for name, some in natural.items():
        figure = rate(reader.read, some, rounds)
        print(f"  of {len(some):5,} real ones {figure:6,.0f} articles/s {1e6 / figure:8,.0f} us each, {name}")
    if not natural:
        print("  real ones are absent: set KOREADESK_SHARED to where the evaluation material is")
    alert = keyword_alert()
    for name, some in given.items():
        figure = rate(lambda text: alert(f"{text.headline}\n{text.body}"), some, rounds)
        print(f"keywords  {name:6} {figure:9,.0f} articles/s {1e6 / figure:8,.0f} us each")
    pipeline = spacy_pipeline()
    if pipeline is None:
        print("spaCy     absent: install deploy/requirements-bench.txt (make bench does) to compare with it")
        return
    figure = rate(lambda text: pipeline(text.body), given["dense"][:10], 1)
    print(f"spaCy     dense  {figure:9,.0f} articles/s {1e6 / figure:8,.0f} us each")


def hostile(reader: Reader, long: int) -> None:
    """Print the hostile texts from the worst on, with the time of the long ones beside that of short ones."""
    found = []
    for name, make in HOSTILE.items():
        short_ms, long_ms = (_ms_for_100_kb(reader, make(length)) for length in (_HUNDRED_KB, long))
        found.append((max(short_ms, long_ms), short_ms, long_ms, name))
    print(f"hostile texts, ms for each 100 kB (aim {HOSTILE_MS}), at 100 kB and at {long // 1000:,} kB:")
    for worst, short_ms, long_ms, name in sorted(found, reverse=True)[:10]:
        print(f"  {name:36} {short_ms:6.0f} {long_ms:6.0f}{'  over' if worst > HOSTILE_MS else ''}")


def _ms_for_100_kb(reader: Reader, body: str) -> float:
    return 1e3 / rate(reader.read, [Text("hostile", "", body)], 2) * _HUNDRED_KB / len(body)


def fresh_process() -> None:
    """Print how long a fresh process takes until it has read its first article, and its memory after many."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.reading", "--fresh"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    seconds = time.monotonic() - begun
    megabytes = json.loads(process.stdout.readline())["mb"]
    process.wait()
    print(f"start-up {seconds:.2f} s (aim {START_SECONDS:.0f}), memory {megabytes:.0f} MB (aim {MEMORY_MB})")


def _be_fresh() -> None:
    reader = ready_reader()
    reader.read(Text("first", "North Korea", "North Korean officials did not show up for talks on Monday."))
    print("ready", flush=True)
    for text in texts([*dense_articles(100), *bench_articles(500)]):
        reader.read(text)
    print(json.dumps({"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round, and hostile texts of 200 kB")
    parser.add_argument("--fresh", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fresh:
        _be_fresh()
        return
    reader = ready_reader()
    fresh_process()
    throughput(reader, 1 if options.quick else 5)
    hostile(reader, 200_000 if options.quick else 1_000_000)


if __name__ == "__main__":
    main()
