"""What is remembered, for how long, and across restarts."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.fetcher.decide import Decision, Latest, Seen
from services.fetcher.standing import Standing
from services.fetcher.state import State
from tests.fetcher.build import NOW

DAY = timedelta(days=1)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as opened:
        yield opened


def decision(**shown: str) -> Decision:
    """A document with these items, each with a digest."""
    seen = {name: Seen(f"id-{name}", digest) for name, digest in shown.items()}
    return Decision(present=seen, latest={it.article_id: Latest(1, it.digest, False) for it in seen.values()})


def test_what_was_committed_is_there_after_a_restart(tmp_path: Path) -> None:
    standing = Standing(etag='"a"', body_hash="1", full_at=1.5, interval=60, next_at=2.5, failures=0.5)
    with State(tmp_path / "state.sqlite") as first:
        first.commit("wire", standing, decision(a="1"), NOW)
    with State(tmp_path / "state.sqlite") as second:
        assert second.standing("wire") == standing
        assert second.seen("wire", ["a", "b"]) == {"a": Seen("id-a", "1")}
        assert second.latest(["id-a", "id-b"]) == {"id-a": Latest(1, "1", False)}
        assert second.due("wire") == 2.5


def test_a_source_that_was_never_polled_stands_nowhere(state: State) -> None:
    assert (state.standing("wire"), state.due("wire"), state.seen("wire", ["a"])) == (None, None, {})


def test_sources_do_not_see_each_others_items(state: State) -> None:
    state.commit("wire", Standing(), decision(a="1"), NOW)
    assert state.seen("other", ["a"]) == {}


def test_an_item_is_remembered_for_14_days_after_it_left_its_feed(state: State) -> None:
    state.commit("wire", Standing(), decision(a="1", b="1"), NOW)
    state.commit("wire", Standing(), decision(b="1"), NOW + DAY)
    state.commit("wire", Standing(), decision(b="1"), NOW + 14 * DAY)
    assert set(state.seen("wire", "ab")) == {"a", "b"}
    state.commit("wire", Standing(), decision(b="1"), NOW + 16 * DAY)
    assert set(state.seen("wire", "ab")) == {"b"}
    assert set(state.latest(["id-a", "id-b"])) == {"id-b"}


def test_an_item_does_not_leave_while_nothing_but_304s_come(state: State) -> None:
    state.commit("wire", Standing(), decision(a="1"), NOW)
    for days in range(1, 40):
        state.commit("wire", Standing(), None, NOW + days * DAY)
    state.commit("wire", Standing(), decision(b="1"), NOW + 40 * DAY)
    assert set(state.seen("wire", "ab")) == {"a", "b"}


def test_an_item_that_comes_back_is_in_its_feed_again(state: State) -> None:
    for days, shown in ((0, {"a": "1"}), (1, {"b": "1"}), (2, {"a": "1"}), (16, {"a": "1"})):
        state.commit("wire", Standing(), decision(**shown), NOW + days * DAY)
    assert set(state.seen("wire", "a")) == {"a"}


def test_thousands_of_items_are_all_remembered(state: State) -> None:
    names = {f"n{number}": "1" for number in range(5000)}
    state.commit("wire", Standing(), decision(**names), NOW)
    assert len(state.seen("wire", names)) == 5000


def test_a_document_is_buried_once_a_source(state: State) -> None:
    assert not state.buried("wire", "d")
    state.remember_buried("wire", "d", NOW)
    assert state.buried("wire", "d")
    assert not state.buried("other", "d")


def test_the_later_of_two_pauses_holds(state: State) -> None:
    assert state.paused_until("h.example") is None
    state.pause("h.example", NOW + DAY)
    state.pause("h.example", NOW)
    assert state.paused_until("h.example") == NOW + DAY
