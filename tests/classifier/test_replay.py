"""Replay keeps a ledger in memory, one for each stream."""

import json

from click.testing import CliRunner

from services.classifier.reading.texts.text import Text
from services.classifier.replay import Replay
from services.cli.replay import replay
from tests.classifier.made import MADE, THURSDAY
from tests.classifier.marked_reader import MarkedReader

MISSED = "meeting_missed PRK>USA"


def desk() -> Replay:
    return Replay(MarkedReader(), MADE)


def a_text(name: str, body: str = MISSED) -> Text:
    return Text(name, "Headline", body, THURSDAY)


def test_two_texts_of_one_event_are_one_signal() -> None:
    told = desk()
    (first,) = told.tell(a_text("1"))
    (second,) = told.tell(a_text("2"))
    assert (first.id, first.caused_by, first.reason) == (second.id, "1", "new")
    assert (second.caused_by, second.reason, second.revision) == ("2", "corroborated", 2)


def test_streams_do_not_see_each_other() -> None:
    told = desk()
    (first,) = told.tell(a_text("1"), "m1")
    (second,) = told.tell(a_text("2"), "m2")
    assert (first.reason, second.reason) == ("new", "new")


def test_the_same_text_again_changes_nothing() -> None:
    told = desk()
    assert len(list(told.tell(a_text("1")))) == 1
    assert list(told.tell(a_text("1"))) == []


def test_an_id_that_comes_again_with_other_words_is_a_new_version() -> None:
    told = desk()
    (first,) = told.tell(a_text("1"))
    (second,) = told.tell(a_text("1", f"{MISSED}\nmore"))
    assert (second.id, second.reason) == (first.id, "changed")
    assert second.articles[0].version == 2


def test_a_version_that_says_nothing_of_it_any_more_withdraws_it() -> None:
    told = desk()
    (first,) = told.tell(a_text("1"))
    (second,) = told.tell(a_text("1", "the match was lost"))
    assert (second.id, second.reason, second.revision) == (first.id, "withdrawn", 2)


def test_a_text_without_a_date_comes_right_after_the_one_before_it() -> None:
    told = desk()
    list(told.tell(a_text("1")))
    (second,) = told.tell(Text("2", "Headline", MISSED, None))
    assert second.detected_at == THURSDAY


def test_the_command_prints_each_revision_with_the_article_that_caused_it() -> None:
    text = "North Korea did not show up for talks with the United States at the border on Thursday."
    line = json.dumps({"id": "n1", "stream": "s", "title": "No-show", "text": text, "date": "2018-07-12", "x": 1})
    result = CliRunner().invoke(replay, ["--jsonl"], input=f"{line}\n\n")
    assert result.exit_code == 0, result.output
    rows = [json.loads(row) for row in result.output.splitlines()]
    (missed,) = [row for row in rows if row["kind"] == "meeting_missed"]
    assert (missed["article_id"], missed["stream"], missed["actors"]) == ("n1", "s", ["PRK"])
    assert (missed["revision"], missed["reason"], missed["factuality"]) == (1, "new", "asserted")
    assert missed["id"].startswith("sig_")


def test_a_line_that_is_no_text_ends_the_command_with_its_number() -> None:
    result = CliRunner().invoke(replay, [], input='{"id": "1", "text": "x"}\n{"id": 2}\n')
    assert result.exit_code == 1
    assert "line 2: id" in result.output


def test_a_stream_that_is_no_string_is_named() -> None:
    result = CliRunner().invoke(replay, [], input='{"id": "1", "text": "x", "stream": 5}\n')
    assert result.exit_code == 1
    assert "stream: must be a string" in result.output
