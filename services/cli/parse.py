"""`koreadesk parse`: a document to articles."""

from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import click
from pydantic import ValidationError

from services.cli.article_lines import show
from services.fetcher.article import Arrival
from services.fetcher.decide import decide
from services.fetcher.identity import identify
from services.fetcher.parse import parse as parse_document
from services.fetcher.parse.document import Document, Feed, Unreadable
from services.fetcher.sources import Source
from services.runtime.version import made_by


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--url", metavar="URL", help="Where the document was found: relative links are resolved against it.")
@click.option("--jsonl", is_flag=True, help="One Article record a line, as on wire.articles.")
def parse(file: BinaryIO, url: str | None, jsonl: bool) -> None:
    """Parse an RSS or Atom document into articles, oldest first.

    FILE absent or - is standard input. What no article can be made of gives one line and exit 1.

    \b
    Example:  koreadesk parse feed.xml --url https://news.example/rss/nk.xml
              curl -s https://news.example/rss/nk.xml | koreadesk parse --jsonl
    """
    try:
        feed = parse_document(Document(content=file.read(), url=url))
        source = Source(name="file", url=url or "https://file.invalid/")
    except Unreadable as refusal:
        raise click.ClickException(f"{file.name}: {refusal}") from None
    except ValidationError as mistake:
        reason = mistake.errors()[0]["msg"].removeprefix("Value error, ")
        raise click.BadParameter(reason, param_hint="--url") from None
    for article in decide(identify(feed.entries, source.name), {}, {}, _arrival(source, feed)).articles:
        show(article, jsonl)


def _arrival(source: Source, feed: Feed) -> Arrival:
    return Arrival(source, feed, datetime.now(UTC), timedelta(hours=6), first_poll=False, made_by=made_by())
