"""What the ledger makes of observations."""

from datetime import timedelta
from itertools import permutations

import pytest

from schemas.article import Status
from schemas.claim import Speaker
from schemas.kind import Factuality, Kind, Tier
from schemas.observation import Observation
from schemas.signal import MAX_ARTICLES, Signal
from services.classifier.ledger.decide import Nothing, Revised, decide, take_back
from services.classifier.ledger.event import Event
from services.classifier.ledger.memory import KEPT, Memory
from tests.classifier.made import MADE, THURSDAY, an_edition, an_observation, hops, on_day

DAY = timedelta(days=1)


def tell(memory: Memory, observation: Observation) -> Revised | Nothing:
    decision = decide(memory, observation, MADE)
    if isinstance(decision, Revised):
        memory.put(decision.event)
    return decision


def signals(*observations: Observation, memory: Memory | None = None) -> list[Signal]:
    held = memory if memory is not None else Memory()
    told = [tell(held, observation) for observation in observations]
    return [decision.signal for decision in told if isinstance(decision, Revised)]


def reasons(*observations: Observation) -> list[str]:
    memory = Memory()
    return [tell(memory, observation).reason for observation in observations]


def later(days: float) -> dict[str, object]:
    return {"published_at": THURSDAY + days * DAY}


# opening and adding


def test_the_first_report_opens_an_event() -> None:
    observation = an_observation()
    (signal,) = signals(observation)
    assert (signal.reason, signal.revision, signal.roots) == ("new", 1, 1)
    assert signal.caused_by == observation.article.id
    assert signal.detected_at == observation.observed_at
    assert signal.evidence == observation.evidence


def test_a_second_article_corroborates_it() -> None:
    first, second = signals(an_observation("one"), an_observation("two", ref={"source": "other"}))
    assert second.id == first.id
    assert (second.reason, second.revision, second.roots) == ("corroborated", 2, 2)
    assert {article.headline for article in second.articles} == {"Headline of one", "Headline of two"}


def test_the_same_observation_again_changes_nothing() -> None:
    assert reasons(an_observation(), an_observation()) == ["new", "repeat"]


def test_a_memory_read_back_from_its_table_knows_its_observations() -> None:
    memory = Memory()
    tell(memory, an_observation("one"))
    again = Memory(Event.model_validate_json(event.model_dump_json()) for event in memory.events())
    assert tell(again, an_observation("one")).reason == "repeat"
    assert tell(again, an_observation("two")).reason == "corroborated"


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Kind.MEETING_CANCELLED},
        {"actors": ("KOR",)},
        {"targets": ("JPN",)},
        {"matter": "sanctions"},
        {"venue": "Singapore"},
        {"ref": later(10), "time": None},
        {"time": on_day(THURSDAY - 20 * DAY)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_event_gets_a_signal_of_its_own(other: dict[str, object]) -> None:
    held = {"matter": "war_remains", "venue": "Panmunjom", "time": on_day(THURSDAY)}
    first, second = signals(an_observation("one", **held), an_observation("two", **{**held, **other}))
    assert first.id != second.id
    assert second.reason == "new"


@pytest.mark.parametrize(
    "vaguer",
    [{"targets": ()}, {"matter": None}, {"venue": None}, {"time": None}],
    ids=lambda change: next(iter(change)),
)
def test_a_report_that_says_less_is_one_of_the_same_event(vaguer: dict[str, object]) -> None:
    held = {"matter": "war_remains", "venue": "Panmunjom", "time": on_day(THURSDAY)}
    first, second = signals(an_observation("one", **held), an_observation("two", **{**held, **vaguer}))
    assert second.id == first.id
    assert (second.targets, second.matter, second.venue, second.time) == (
        first.targets,
        first.matter,
        first.venue,
        first.time,
    )


def test_a_late_report_that_names_the_day_is_one_of_the_same_event() -> None:
    first, second = signals(
        an_observation("one", time=on_day(THURSDAY)),
        an_observation("two", time=on_day(THURSDAY), ref=later(12)),
    )
    assert second.id == first.id


def test_a_threat_of_the_next_week_is_another_threat() -> None:
    first, second = signals(
        an_observation("one", Kind.THREAT), an_observation("two", Kind.THREAT, ref=later(2)), memory=Memory()
    )
    assert first.id != second.id


# who says so


def test_copies_of_one_agency_are_one_root() -> None:
    yonhap = hops(("Paper", "outlet"), ("Yonhap", "named"), ("officials", "anonymous"))
    *_, last = signals(
        an_observation("one", sourcing=yonhap, ref={"source": "paper"}),
        an_observation("two", sourcing=hops(("Yonhap News Agency", "named")), ref={"source": "other"}),
        an_observation("three", ref={"source": "third", "provider": "Yonhap"}),
    )
    assert (last.roots, last.tier) == (1, Tier.C)


def test_two_roots_make_tier_a_with_the_reason_named() -> None:
    _, second = signals(an_observation("one"), an_observation("two", ref={"source": "other"}))
    assert second.tier is Tier.A
    assert "two_independent_roots" in second.tier_reasons


def test_a_denial_keeps_the_tier_down() -> None:
    _, second = signals(an_observation("one", confirmation="denied_by"), an_observation("two", ref={"source": "other"}))
    assert (second.tier, second.confirmation) == (Tier.C, "denied_by")


def test_the_best_report_leads_and_the_others_fill_its_gaps() -> None:
    speaker = Speaker(side="USA", office="spokeswoman")
    _, second = signals(
        an_observation("one", matter="war_remains", rule="weak"),
        an_observation("two", tier=Tier.B, speaker=speaker, rule="strong"),
    )
    assert (second.rule, second.matter, second.speaker) == ("strong", "war_remains", speaker)


def test_content_does_not_depend_on_the_order_of_reports() -> None:
    reports = [
        an_observation("one", matter="war_remains", ref={"source": "a"}),
        an_observation("two", tier=Tier.B, venue="Panmunjom", ref={"source": "b", **later(1)}),
        an_observation("three", time=on_day(THURSDAY), ref={"source": "c", **later(0.5)}),
    ]
    history = {"id", "caused_by", "detected_at", "reason"}
    contents = {signals(*order)[-1].model_copy(update=dict.fromkeys(history)) for order in permutations(reports)}
    assert len(contents) == 1


def test_articles_beyond_the_limit_are_counted() -> None:
    reports = [an_observation(f"n{n}", ref={"source": f"s{n}"}) for n in range(MAX_ARTICLES + 7)]
    last = signals(*reports)[-1]
    assert (len(last.articles), last.articles_beyond, last.roots) == (MAX_ARTICLES, 7, MAX_ARTICLES + 7)
    assert last.revision == MAX_ARTICLES + 7


# new versions


def test_a_new_version_replaces_what_the_old_one_said() -> None:
    old, new = signals(
        an_observation("one", matter="war_remains"),
        an_observation("one", matter="war_remains", venue="Panmunjom", ref={"version": 2, "body": "x"}),
    )
    assert new.id == old.id
    assert (new.reason, new.revision, new.roots) == ("changed", 2, 1)
    assert [article.version for article in new.articles] == [2]


def test_a_correction_of_who_did_it_corrects_the_signal() -> None:
    correction = {"version": 2, "body": "x", "status": Status.CORRECTED}
    old, new = signals(an_observation("one"), an_observation("one", actors=("KOR",), ref=correction))
    assert new.id == old.id
    assert (new.reason, new.actors) == ("corrected", ("KOR",))


def test_a_version_that_no_longer_asserts_it_withdraws_the_signal() -> None:
    old, new = signals(
        an_observation("one"), an_observation("one", factuality=Factuality.DENIED, ref={"version": 2, "body": "x"})
    )
    assert new.id == old.id
    assert (new.reason, new.revision) == ("withdrawn", 2)


def test_a_withdrawn_event_takes_no_reports_of_others() -> None:
    memory = Memory()
    signals(
        an_observation("one"),
        an_observation("one", factuality=Factuality.DENIED, ref={"version": 2, "body": "x"}),
        memory=memory,
    )
    assert tell(memory, an_observation("two")).reason == "new"


def test_a_report_taken_back_leaves_those_of_others() -> None:
    *_, last = signals(
        an_observation("one"),
        an_observation("two"),
        an_observation("one", factuality=Factuality.HYPOTHETICAL, ref={"version": 2, "body": "x"}),
    )
    assert (last.reason, len(last.articles)) == ("changed", 1)


def test_an_old_version_that_comes_late_changes_nothing() -> None:
    assert reasons(an_observation("one", ref={"version": 2, "body": "x"}), an_observation("one")) == [
        "new",
        "superseded",
    ]


def test_what_a_later_version_leaves_out_is_withdrawn() -> None:
    memory = Memory()
    (held,) = signals(an_observation("one"), memory=memory)
    (told,) = take_back(memory, an_edition("one"), MADE)
    assert (told.signal.id, told.reason, told.signal.revision) == (held.id, "withdrawn", 2)
    assert told.signal.caused_by == held.caused_by


def test_what_a_later_version_leaves_out_stands_where_others_report_it() -> None:
    memory = Memory()
    signals(an_observation("one"), an_observation("two", ref={"source": "other"}), memory=memory)
    (told,) = take_back(memory, an_edition("one"), MADE)
    assert (told.reason, [article.headline for article in told.signal.articles]) == ("changed", ["Headline of two"])


def test_what_a_later_version_says_again_is_not_taken_back() -> None:
    memory = Memory()
    again = an_observation("one", ref={"version": 2, "body": "x"})
    signals(an_observation("one"), again, memory=memory)
    assert take_back(memory, an_edition("one", again), MADE) == []


def test_the_same_edition_again_changes_nothing() -> None:
    memory = Memory()
    signals(an_observation("one"), memory=memory)
    (told,) = take_back(memory, an_edition("one"), MADE)
    memory.put(told.event)
    assert take_back(memory, an_edition("one"), MADE) == []


# what opens nothing


@pytest.mark.parametrize("factuality", [it for it in Factuality if it is not Factuality.ASSERTED])
def test_only_what_is_asserted_opens_an_event(factuality: Factuality) -> None:
    assert reasons(an_observation(factuality=factuality)) == ["not asserted"]


# forgetting


def test_an_event_is_forgotten_when_nobody_has_reported_it_for_long() -> None:
    memory = Memory()
    signals(an_observation("one"), memory=memory)
    signals(an_observation("two", ref=later(KEPT.days - 1)), memory=memory)
    assert memory.expired(memory.now) == []
    signals(an_observation("three", ref=later(KEPT.days + 1)), memory=memory)
    (gone,) = memory.expired(memory.now)
    memory.drop(gone)
    assert len(memory) == 1
    assert not memory.knows(an_observation("one").id)
