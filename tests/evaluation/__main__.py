"""Scores the reader: tables for each set, tiers, the stream, and a comparison with the accepted version.

    python -m tests.evaluation                 everything (`make eval`)
    python -m tests.evaluation --record        keep these predictions as the accepted ones
    python -m tests.evaluation --errors KIND   list what is wrong in the open sets

Exits with 1 where a figure is significantly worse than that of the accepted version. The texts of the
closed set are scored and never shown.
"""

import argparse
import collections
import sys
from collections.abc import Iterator

from tests.evaluation.bootstrap import Counts, counts_of, f1, interval, precision, total, worse
from tests.evaluation.sets import (
    CLOSED,
    CORPUS,
    OPEN_SETS,
    Judged,
    Row,
    accepted,
    classify,
    judged,
    record,
    rows,
    scorer,
)

FIGURES = {"alert grade F1": ("alert", f1), "alert grade precision": ("alert", precision), "all kinds F1": ("all", f1)}


def asserted_kinds(row: Row, among: frozenset[str] | None) -> set[str]:
    found = {s["kind"] for s in row.get("signals", []) if s.get("factuality", "asserted") == "asserted"}
    return found & among if among is not None else found


def per_text(gold: dict[str, Row], said: dict[str, Row], which: str) -> list[Counts]:
    among = frozenset(scorer().ALERT_GRADE) if which == "alert" else None
    return [counts_of(asserted_kinds(said[key], among), asserted_kinds(want, among)) for key, want in gold.items()]


def pooled(sets: list[Judged], name: str) -> Judged:
    gold = {f"{s.name}/{key}": row for s in sets for key, row in s.gold.items()}
    said = {f"{s.name}/{key}": row for s in sets for key, row in s.said.items()}
    return Judged(name, gold, said)


def table(one: Judged) -> Iterator[str]:
    module = scorer()
    result = module.score(one.gold, one.said)
    bad = len(result["signals without exact evidence"])
    yield f"\n== {one.name}: {result['items']} texts, {bad} signals without exact evidence, "
    yield f"   {result['evidence on gold words']:.1%} of the right ones on the gold's words"
    yield f"   {'':24} {'prec':>6} {'recall':>6} {'F1':>6} {'true':>5} {'said':>5} {'gold':>5}"
    first = ["relevance", "signals", "alert grade", "kind and actor"]
    rest = sorted(set(result["scores"]) - set(first), key=lambda kind: (kind not in module.ALERT_GRADE, kind))
    for name in [*first, *rest]:
        f = result["scores"].get(name)
        if f:
            yield (
                f"   {name:24} {f['precision']:6.3f} {f['recall']:6.3f} {f['f1']:6.3f}"
                f" {f['true']:5} {f['predicted']:5} {f['wanted']:5}"
            )
    yield from intervals(one)


def intervals(one: Judged) -> Iterator[str]:
    for name, (which, figure) in FIGURES.items():
        texts = per_text(one.gold, one.said, which)
        span = interval(texts, figure)
        yield f"   {name}: {figure(total(texts)):.3f}, 95 % interval {span.low:.3f} to {span.high:.3f}"


def tiers(one: Judged) -> Iterator[str]:
    """Precision of alert-grade signals by tier, over texts."""
    alert = frozenset(scorer().ALERT_GRADE)
    right: collections.Counter[str] = collections.Counter()
    said: collections.Counter[str] = collections.Counter()
    for key, row in one.said.items():
        wanted = asserted_kinds(one.gold[key], alert)
        best = {
            s["kind"]: s["tier"]
            for s in sorted(row["signals"], key=lambda s: s["tier"], reverse=True)
            if s["kind"] in alert and s["factuality"] == "asserted"
        }
        for kind, tier in best.items():
            said[tier] += 1
            right[tier] += kind in wanted
    for tier in sorted(said):
        yield f"   tier {tier}: {right[tier]} of {said[tier]} right ({right[tier] / said[tier]:.2f})"


def stream() -> Iterator[str]:
    """Every alert-grade signal on the unlabelled stream, to be read one by one."""
    path = CORPUS / "stream.jsonl"
    alert = frozenset(scorer().ALERT_GRADE)
    texts, said = rows(path), classify(path)
    ringing = [
        (key, s)
        for key, row in said.items()
        for s in row["signals"]
        if s["kind"] in alert and s["factuality"] == "asserted"
    ]
    rate = len(ringing) / len(texts) * 10_000
    yield f"\n== stream: {len(texts)} articles, {len(ringing)} alert-grade signals ({rate:.0f} in 10,000)"
    for key, signal in ringing:
        words = " … ".join(e["text"] for e in signal["evidence"])
        yield f"   {key} {signal['kind']} {','.join(signal['actors'])}: {words}"
    relevant = sum(row["relevant"] is True for row in said.values())
    unread = sum(row["relevant"] is None for row in said.values())
    yield f"   relevant {relevant}, unread {unread}"


def compared(one: Judged) -> Iterator[tuple[str, bool]]:
    """Each figure against the accepted version's: a line, and whether it is significantly worse."""
    before = accepted(one.name)
    gold = {key: row for key, row in one.gold.items() if key in before}
    if not gold:
        return
    for name, (which, figure) in FIGURES.items():
        change, fell = worse(per_text(gold, before, which), per_text(gold, one.said, which), figure)
        remark = ", significantly worse" if fell else ""
        yield f"   {one.name} {name}: {change:+.3f} against the accepted version{remark}", fell


def errors(sets: list[Judged], kind: str) -> None:
    for one in sets:
        for key, want in one.gold.items():
            got, wanted = kind in asserted_kinds(one.said[key], None), kind in asserted_kinds(want, None)
            if got != wanted:
                side = "missed" if wanted else "false alarm"
                print(f"\n{one.name} {key} {side}: {want.get('title') or ''}\n  {want['text'][:600]}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.evaluation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", action="store_true", help="keep these predictions as the accepted ones")
    parser.add_argument("--errors", metavar="KIND", help="list what is wrong in the open sets, and stop")
    parser.add_argument("--no-stream", action="store_true", help="leave the stream out")
    return parser.parse_args()


def main() -> int:
    """Score, compare, and perhaps record."""
    options = arguments()
    if not CORPUS.is_dir():
        print(f"evaluation material is not at {CORPUS.parent}; set KOREADESK_SHARED", file=sys.stderr)
        return 2
    sets = [judged(name) for name in OPEN_SETS]
    if options.errors:
        errors(sets, options.errors)
        return 0
    closed = judged(CLOSED)
    development = pooled(sets[:2], "dev and dev2")
    for one in (*sets, development, closed):
        print(*table(one), *tiers(one), sep="\n")
    if not options.no_stream:
        print(*stream(), sep="\n")
    return compare_and_record([*sets, closed], recording=options.record)


def compare_and_record(sets: list[Judged], *, recording: bool) -> int:
    print("\n== against the accepted version")
    lines = [line for one in sets for line in compared(one)]
    print(*(text for text, _ in lines), sep="\n")
    if recording:
        for one in sets:
            record(one)
    return 1 if any(fell for _, fell in lines) and not recording else 0


if __name__ == "__main__":
    sys.exit(main())
