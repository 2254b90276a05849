"""`koreadesk parse` and `koreadesk fetch --once`, as people call them."""

import asyncio
from pathlib import Path

from click.testing import CliRunner, Result

from schemas.article import Article
from services.cli.main import main
from tests.fetcher.build import NOW, item, rss
from tests.fetcher.wire import wire


def called(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def test_a_document_on_standard_input_becomes_article_lines() -> None:
    result = called("parse", "--jsonl", "--url", "https://wire.example/rss", given=rss(item(link="/nk/1")))
    article = Article.model_validate_json(result.stdout)
    assert (article.headline, article.url, article.published_at) == (
        "Envoys meet in Seoul",
        "https://wire.example/nk/1",
        NOW,
    )


def test_a_document_is_shown_to_people(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(item()))
    result = called("parse", str(tmp_path / "feed.xml"))
    assert result.exit_code == 0
    assert "2018-07-12 12:00 UTC  Envoys meet in Seoul" in result.stdout


def test_what_is_no_feed_is_one_line_and_a_failure(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html></html>")
    result = called("parse", str(tmp_path / "page.html"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "page.html: an HTML page, not a feed" in result.stderr


def test_a_file_that_is_not_there_is_named() -> None:
    result = called("parse", "nowhere.xml")
    assert result.exit_code != 0
    assert "nowhere.xml" in result.stderr


def test_an_address_that_is_none_is_refused() -> None:
    result = called("parse", "--url", "ftp://x", given=rss(item()))
    assert result.exit_code != 0
    assert "https://" in result.stderr


def write_sources(folder: Path, *addresses: str) -> str:
    lines = [f"  - {{name: s{number}, url: '{address}', pace: 0s}}" for number, address in enumerate(addresses)]
    path = folder / "sources.yaml"
    path.write_text("sources:\n" + "\n".join(lines) + "\nnetwork: {allow: [127.0.0.0/8]}\n")
    return str(path)


async def test_sources_are_polled_once_and_printed(tmp_path: Path) -> None:
    async with wire() as server:
        server.content = rss(item())
        path = write_sources(tmp_path, server.address)
        result = await asyncio.to_thread(called, "fetch", "--sources", path, "--once", "--jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert Article.model_validate_json(result.stdout).source == "s0"


async def test_a_source_that_fails_is_named_and_the_others_are_printed(tmp_path: Path) -> None:
    async with wire() as server, wire() as broken:
        server.content = rss(item())
        broken.answers(404)
        path = write_sources(tmp_path, broken.address, server.address)
        result = await asyncio.to_thread(called, "fetch", "--sources", path, "--once")
    assert (result.exit_code, result.stderr) == (1, "s0: not_found: 404\n")
    assert "Envoys meet in Seoul" in result.stdout


def test_fetching_without_once_says_which_command_goes_on() -> None:
    result = called("fetch")
    assert result.exit_code != 0
    assert "koreadesk fetcher" in result.stderr


def test_a_wrong_file_of_sources_is_one_line_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources:\n  - {name: a, url: 'https://a.example/', evry: 60s}\n")
    result = called("fetch", "--once", "--sources", str(tmp_path / "sources.yaml"))
    assert result.exit_code == 1
    assert "sources.yaml:2: sources.0.evry: unknown key; did you mean every?" in result.stderr
