"""sources.yaml: what is taken, what is refused and how it is said."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.fetcher.sources import Sources, fraction
from services.runtime.strict_yaml import BadFile, load_strict

GOOD = """
sources:
  - name: yonhap-north-korea
    url: https://news.example/rss/nk.xml
    class: wire
    every: 60s
    pace: 5s
    rights: quote
  - {name: plain, url: http://other.example/feed}
defaults: {max_age: 12h}
network: {allow: [127.0.0.0/8, "fd00::/8"]}
"""


def load(folder: Path, text: str) -> Sources:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return load_strict(path, Sources)


def test_the_file_of_the_design_is_read(tmp_path: Path) -> None:
    sources = load(tmp_path, GOOD)
    wire, plain = sources.sources
    assert (wire.source_class, wire.every, wire.pace, wire.rights) == (
        "wire", timedelta(seconds=60), timedelta(seconds=5), "quote",
    )  # fmt: skip
    assert (plain.source_class, plain.every, plain.rights) == ("news", None, "quote")
    assert sources.defaults.max_age == timedelta(hours=12)
    assert [str(network) for network in sources.network.allow] == ["127.0.0.0/8", "fd00::/8"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{name: a, url: 'https://a.example/', pase: 3s}", r"yaml:3: sources\.0\.pase: unknown key; did you mean pace"),
        ("{name: A, url: 'https://a.example/'}", r"sources\.0\.name"),
        ("{name: a, url: 'ftp://a.example/'}", r"sources\.0\.url: an address begins with https"),
        ("{name: a, url: 'https://u:secret@a.example/'}", r"sources\.0\.url: a name or password"),
        ("{name: a, url: 'https://a.example/', every: 60}", r"sources\.0\.every: a duration is a number with its unit"),
        ("{name: a, url: 'https://a.example/', every: 0s}", r"sources\.0\.every"),
        ("{name: a, url: 'https://a.example/', class: fast}", r"sources\.0\.class"),
        ("{name: a, url: 'https://a.example/', zone: Mars/Base}", r"sources\.0\.zone: no such time zone"),
        ("{name: a}", r"sources\.0\.url: missing"),
        ("{name: a, url: 'https://a.example/'}\n  - {name: a, url: 'https://b.example/'}", "two sources have the name"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_key(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(BadFile, match=complaint):
        load(tmp_path, f"\nsources:\n  - {line}\n")


def test_a_secret_in_an_address_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refusal:
        load(tmp_path, "sources: [{name: a, url: 'https://u:hush@a.example/'}]")
    assert "hush" not in str(refusal.value)


def test_a_file_without_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no source"):
        load(tmp_path, "sources: []")


def test_a_range_that_is_none_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refusal:
        load(tmp_path, "sources: [{name: a, url: 'https://a.example/'}]\nnetwork: {allow: [10.0.0.1/8]}")
    assert str(refusal.value).count("10.0.0.1/8") == 1


def test_shares_are_whole_hosts_and_leave_nothing_out() -> None:
    feeds = [{"name": f"s{n}", "url": f"https://h{n % 20}.example/{n}"} for n in range(100)]
    sources = Sources.model_validate({"sources": feeds})
    shares = [sources.share(number, 3).sources for number in (1, 2, 3)]
    assert sorted(source.name for share in shares for source in share) == sorted(feed["name"] for feed in feeds)
    hosts = [{source.host for source in share} for share in shares]
    assert not hosts[0] & hosts[1]
    assert not hosts[1] & hosts[2]
    assert not hosts[0] & hosts[2]
    assert sources.share(1, 1) == sources


def test_a_fraction_is_the_same_in_every_process() -> None:
    assert fraction("wire.example") == pytest.approx(0.1776299622415607)
