from datetime import timedelta
from typing import Any

import pytest

from schemas.kind import Factuality, Kind, Tier
from services.alerts.route import Decision, Told, Way, route, story_of
from tests.alerts.builders import NOW, a_signal, an_article, subscriptions

OLD = an_article(published_at=NOW - timedelta(hours=7))


def decide(told: dict[str, Told] | None = None, when: dict[str, Any] | None = None, **changes: Any) -> Decision:
    """The archive's part in a signal."""
    asked = subscriptions(subscriptions=[{"name": "s", "to": ["archive"], "when": when or {}}])
    (decision,) = route(a_signal(**changes), asked, NOW, told or {})
    return decision


@pytest.mark.parametrize(
    ("changes", "when", "way", "reason"),
    [
        ({}, {}, Way.RING, "asked for"),
        ({"factuality": Factuality.DENIED}, {}, Way.HELD, "s: not asserted but denied"),
        ({"factuality": Factuality.BACKGROUND}, {}, Way.HELD, "s: not asserted but background"),
        ({"kind": Kind.THREAT}, {}, Way.HELD, "s: kind threat not asked for"),
        ({"kind": Kind.THREAT}, {"kinds": ["threat"]}, Way.RING, "asked for"),
        ({}, {"parties": ["KOR"]}, Way.HELD, "s: party not matched"),
        ({}, {"parties": ["USA"]}, Way.RING, "asked for"),
        ({"targets": ()}, {"parties": ["PRK"]}, Way.RING, "asked for"),
        ({}, {"matters": ["sanctions"]}, Way.HELD, "s: matter not matched"),
        ({}, {"matters": ["war_remains"]}, Way.RING, "asked for"),
        ({}, {"tier": "B"}, Way.HELD, "s: tier C below B"),
        ({"tier": Tier.A}, {"tier": "B"}, Way.RING, "asked for"),
        ({"article": OLD}, {}, Way.DIGEST, "too old: 7 h, at most 6 h"),
        ({"article": an_article(published_at=NOW + timedelta(hours=1))}, {}, Way.RING, "asked for"),
        ({"article": an_article(backfill=True)}, {}, Way.DIGEST, "backfill"),
        ({"reason": "withdrawn", "revision": 2}, {}, Way.HELD, "withdrawn before it was told here"),
        ({"reason": "merged", "revision": 2}, {}, Way.HELD, "merged before it was told here"),
        ({"reason": "corrected", "revision": 2, "article": OLD}, {}, Way.DIGEST, "too old: 7 h, at most 6 h"),
    ],
)  # fmt: skip
def test_each_decision_has_its_reason(changes: dict[str, Any], when: dict[str, Any], way: Way, reason: str) -> None:
    decision = decide(when=when, **changes)
    assert (decision.way, decision.reason) == (way, reason)


def test_an_endpoint_in_two_subscriptions_is_told_once_and_both_are_the_why() -> None:
    asked = subscriptions(
        subscriptions=[
            {"name": "all", "to": ["archive"]},
            {"name": "north", "to": ["archive"], "when": {"parties": ["PRK"]}},
            {"name": "south", "to": ["archive"], "when": {"parties": ["KOR"]}},
        ]
    )
    (decision,) = route(a_signal(), asked, NOW, {})
    assert decision.subscriptions == ("all", "north")


@pytest.mark.parametrize("reason", ["withdrawn", "corrected", "changed", "merged"])
def test_whoever_was_told_hears_what_became_of_it_whatever_they_asked_for(reason: str) -> None:
    told = {"archive": Told("story", ("s",))}
    decision = decide(told, reason=reason, revision=2, factuality=Factuality.DENIED, kind=Kind.THREAT)
    assert (decision.way, decision.subscriptions) == (Way.RING, ("s",))


def test_a_kill_rings_although_it_carries_the_date_of_what_it_kills() -> None:
    told = {"archive": Told("story", ("s",))}
    assert decide(told, reason="withdrawn", revision=2, article=OLD).way is Way.RING


def test_a_kill_that_is_old_itself_goes_into_the_digest() -> None:
    told = {"archive": Told("story", ("s",))}
    killed = decide(told, reason="withdrawn", revision=2, article=OLD, detected_at=NOW - timedelta(hours=8))
    assert killed.way is Way.DIGEST


def test_whoever_was_told_before_and_is_no_endpoint_any_more_is_passed_over() -> None:
    asked = subscriptions(subscriptions=[])
    assert route(a_signal(revision=2, reason="changed"), asked, NOW, {"gone": Told("story", ("s",))}) == ()


def test_the_story_is_the_article_until_there_is_a_story_id() -> None:
    assert story_of(a_signal(), None) == "article-1"
    assert story_of(a_signal(article=an_article(story_id="story-9")), None) == "story-9"


def test_a_later_report_of_an_event_belongs_to_the_story_in_which_it_was_first_told() -> None:
    second = a_signal(revision=2, reason="corroborated", article=an_article(id="article-2"))
    assert story_of(second, Told("article-1", ("s",))) == "article-1"


def test_the_newest_article_counts_where_the_cause_was_cut_from_the_list() -> None:
    articles = (OLD, an_article(id="article-3"))
    assert decide(articles=articles, caused_by="beyond-the-list").way is Way.RING
