"""Explaining a text: in the terminal, as a page, as a line of JSON; and when there is nothing to flag."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from services.cli.explain import explain

NO_SHOW = "A quiet morning\n\nNorth Korean officials did not show up on Monday for talks with South Korea.\n"
QUIET = "Samsung shares rose in Seoul.\n"


def run(text: str, *options: str, color: bool = False) -> str:
    result = CliRunner().invoke(explain, [*options], input=text, color=color)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_claim_comes_with_the_row_and_the_rule_that_made_it() -> None:
    said = run(NO_SHOW, "--date", "2018-07-12")
    assert re.search(r"\[1\] meeting missed · PRK -> KOR · asserted", said)
    assert re.search(r"decided by +\w+", said)
    assert re.search(r"rule +\w+/\d", said)
    assert re.search(r"tier +[ABC]: \w+", said)


def test_without_a_terminal_there_is_no_colour() -> None:
    assert "\x1b[" not in run(NO_SHOW)


def test_a_terminal_sees_the_evidence_in_colour_unless_it_asks_for_none() -> None:
    assert "\x1b[" in run(NO_SHOW, color=True)
    plain = CliRunner(env={"NO_COLOR": "1"}).invoke(explain, [], input=NO_SHOW, color=True)
    assert "\x1b[" not in plain.output


def test_silence_is_explained() -> None:
    said = run(QUIET)
    assert "irrelevant" in said
    assert "not flagged" in said


def test_what_was_turned_away_names_the_row_that_did_it() -> None:
    said = run(
        "South Korea's team failed to show up in the second half against North Korea in the World Cup qualifier."
    )
    assert "meeting missed · KOR" not in said or "asserted" not in said


def test_a_given_headline_makes_the_whole_file_the_body() -> None:
    record = json.loads(run("North Korea called off the talks with Seoul.\n", "--headline", "Talks off", "--jsonl"))
    assert record["claims"][0]["kind"] == "meeting_cancelled"
    assert record["claims"][0]["evidence"][0]["field"] == "body"


def test_a_json_line_is_read_as_classify_reads_it() -> None:
    line = json.dumps({"id": "x7", "title": "", "text": "North Korea called off the talks with Seoul."})
    assert json.loads(run(line, "--jsonl"))["id"] == "x7"


def test_the_page_escapes_a_hostile_text_and_fetches_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    hostile = '<script>alert(1)</script>\n\nNorth Korea called off the talks with "Seoul" <img src=x onerror=y>.\n'
    run(hostile, "--html", str(out))
    page = out.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;img src=x" in page
    assert re.search(r"<mark>[^<]*called off", page)
    assert not re.search(r"(?:src|href)=\"", page)


def test_a_bad_date_ends_with_one_line() -> None:
    result = CliRunner().invoke(explain, ["--date", "soon"], input=QUIET)
    assert result.exit_code != 0
    assert result.output.strip().splitlines()[-1].startswith("Error: --date: 'soon' is no date")


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b[2J" not in run("North Korea called off the talks with Seoul.\x1b[2J\n", color=True)
