"""Slots: who tells it, how far one may lean on it, and the codes of other schemes."""

from typing import NamedTuple

import pytest

from schemas.claim import Claim, Hop
from schemas.kind import Kind, Tier
from services.classifier.knowledge import load_knowledge
from services.classifier.knowledge.class_entries import SourcingExample
from services.classifier.reading.claims.codes import CodeTable
from services.classifier.reading.claims.sourcing import SourceFinder
from services.classifier.reading.claims.tiers import Standing, tier_of
from services.classifier.reading.reader import Reader
from services.classifier.reading.texts.text import Text, fold
from services.classifier.reading.texts.tokens import words_of

KNOWLEDGE = load_knowledge()
READER = Reader(KNOWLEDGE)
SOURCES = SourceFinder(KNOWLEDGE.sourcing)
CODES = CodeTable(KNOWLEDGE.codes)
MISSED = Standing(actors=("PRK",), targets=("USA",))


class Told(NamedTuple):
    """A sentence as a source is looked for in it."""

    written: str
    folded: str
    vocabulary: frozenset[str]


def chain(*sentences: str) -> list[str]:
    own, *after = [Told(text, fold(text), frozenset(words_of(text))) for text in sentences]
    return [f"{hop.name} {hop.role}" for hop in SOURCES.sources(None, [own], after).hops]


def claim_of(kind: Kind, body: str, headline: str = "") -> Claim:
    found = [claim for claim in READER.read(Text("t", headline, body)).claims if claim.kind == kind]
    assert found, f"no {kind} in {body!r}"
    return found[0]


def by(*hops: tuple[str, str]) -> tuple[Hop, ...]:
    return tuple(Hop(name=name, role=role) for name, role in hops)  # type: ignore[arg-type]


@pytest.mark.parametrize("example", KNOWLEDGE.sourcing.examples, ids=lambda example: example.text[:50])
def test_each_source_of_the_knowledge_gives_its_chain(example: SourcingExample) -> None:
    assert chain(example.text) == list(example.chain)


@pytest.mark.parametrize("example", KNOWLEDGE.sourcing.lookalikes, ids=lambda example: example.text[:50])
def test_a_name_that_tells_nothing_is_no_source(example: SourcingExample) -> None:
    assert chain(example.text) == []


def test_an_office_and_its_own_spokeswoman_are_one_root() -> None:
    own = [
        Told(text, fold(text), frozenset(words_of(text)))
        for text in ("Nobody came, the Unification Ministry said.", "They waited, a spokeswoman told reporters.")
    ]
    assert SOURCES.sources(None, own, []).roots == ("Unification Ministry",)


def test_unnamed_press_gives_way_to_the_outlet_named_next() -> None:
    assert chain("Nobody came, local media reported.", "The guests waited, Kyodo reported, citing a diplomat.") == [
        "Kyodo named",
        "a diplomat anonymous",
    ]


def test_a_source_of_the_next_sentence_is_not_lent_to_this_one() -> None:
    assert chain("Nobody came.", "A spokesman for the ministry said that it had rained.") == []


@pytest.mark.parametrize(
    ("standing", "tier", "reason"),
    [
        (Standing(("PRK",), ("USA",), speakers=("USA",)), Tier.A, "on the record by a side that took part"),
        (Standing(("PRK",), ("USA",), own_words=True), Tier.A, "on the record by the actor itself"),
        (Standing(("PRK",), ("USA",), roots=("Kyodo", "Yonhap")), Tier.A, "independent sources: Kyodo and Yonhap"),
        (Standing(("PRK", "USA"), (), speakers=("USA",), joint=True), Tier.A, "on the record by the actor itself"),
        (MISSED, Tier.B, "the outlet's own word"),
        (Standing(("PRK",), ("USA",), roots=("Kyodo",)), Tier.B, "one source: Kyodo"),
        (Standing(("PRK",), (), speakers=("PRK",)), Tier.B, "on the record by the actor itself"),
        (Standing(("PRK",), ("USA",), speakers=("USA",), charge=True), Tier.B, "charged by the other side"),
        (Standing(("PRK",), ("USA",), speakers=("JPN",)), Tier.B, "the outlet's own word"),
        (Standing(("PRK",), ("USA",), hops=by(("officials", "anonymous"))), Tier.C, "a single anonymous source"),
        (Standing(("KOR",), ("PRK",), hops=by(("KCNA", "state_media"))), Tier.C, "state media about the other side"),
        (Standing(("PRK",), ("USA",), inferred=True), Tier.C, "put together from two statements"),
        (Standing(("PRK",), ("USA",), own_words=True, denied=True), Tier.C, "somebody denies it"),
        (Standing((), ("USA",), speakers=("USA",)), Tier.C, "nobody is named as the actor"),
    ],
)
def test_a_tier_has_the_reason_that_decided_it(standing: Standing, tier: Tier, reason: str) -> None:
    found, reasons = tier_of(standing)
    assert (found, reasons[0]) == (tier, reason)


def test_state_media_speak_on_the_record_for_their_own_side() -> None:
    standing = Standing(("PRK",), ("USA",), speakers=("PRK",), hops=by(("KCNA", "state_media")))
    assert tier_of(standing)[0] == Tier.A


@pytest.mark.parametrize(
    ("kind", "objects", "cameo", "goldstein"),
    [
        (Kind.MEETING_MISSED, ("meeting",), ("164", "nearest"), ("-7.0", "nearest")),
        (Kind.MEETING_CANCELLED, ("meeting",), ("161", "exact"), ("-4.0", "exact")),
        (Kind.MEETING_CANCELLED, ("talks",), ("164", "exact"), ("-7.0", "exact")),
        (Kind.MEETING_HELD, ("visit",), ("042", "exact"), ("1.9", "exact")),
        (Kind.STATEMENT_REVERSED, (), (None, "none"), (None, "none")),
        (Kind.SANCTIONS_IMPOSED, (), ("163", "exact"), ("-8.0", "exact")),
    ],
)
def test_codes_say_how_well_they_fit(
    kind: Kind, objects: tuple[str, ...], cameo: tuple[str | None, str], goldstein: tuple[str | None, str]
) -> None:
    found = {code.scheme: (code.value, code.fit) for code in CODES.codes(kind, objects)}
    assert (found["CAMEO"], found["Goldstein"]) == (cameo, goldstein)


def test_every_kind_has_its_three_codes() -> None:
    assert all(len(CODES.codes(kind, ())) == 3 for kind in Kind)


def test_the_press_of_a_side_does_not_speak_for_it() -> None:
    claim = claim_of(Kind.MEETING_CANCELLED, "North Korea called off the talks with South Korea, local media reported.")
    assert (claim.tier, claim.confirmation) == (Tier.C, "unconfirmed")


def test_what_the_other_side_states_is_confirmed() -> None:
    body = "North Korea called off Monday's talks with South Korea, Seoul's Unification Ministry said."
    claim = claim_of(Kind.MEETING_CANCELLED, body)
    assert (claim.tier, claim.confirmation) == (Tier.A, "confirmed")


def test_silence_when_asked_leaves_it_unconfirmed() -> None:
    body = (
        "North Korea called off Monday's talks with South Korea, Seoul's Unification Ministry said. "
        "The Pentagon declined to comment."
    )
    assert claim_of(Kind.MEETING_CANCELLED, body).confirmation == "unconfirmed"


def test_a_meeting_takes_place_where_the_text_says() -> None:
    body = "Officials of North Korea and South Korea held talks at Panmunjom on Monday."
    assert claim_of(Kind.MEETING_HELD, body).venue == "panmunjom"


def test_words_have_no_venue() -> None:
    body = "North Korea on Monday denounced the United States as a gangster over the drills in Seoul."
    assert claim_of(Kind.DENUNCIATION, body).venue is None


def test_a_side_that_speaks_ends_the_chain() -> None:
    claim = claim_of(Kind.DENUNCIATION, "North Korea denounced the United States as a gangster on Monday.")
    assert [(hop.name, hop.role) for hop in claim.sourcing] == [("North Korea", "official")]


def test_unnamed_officials_are_not_made_official_by_their_side() -> None:
    body = "North Korea called off Monday's talks with South Korea, South Korean officials said."
    claim = claim_of(Kind.MEETING_CANCELLED, body)
    assert ([hop.role for hop in claim.sourcing], claim.tier) == (["anonymous"], Tier.C)
