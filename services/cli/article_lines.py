"""Articles on standard output: for people, or as JSON lines."""

import textwrap

import click

from schemas.article import Article


def show(article: Article, jsonl: bool) -> None:
    """Print an article."""
    if jsonl:
        click.echo(article.model_dump_json())
        return
    dated = f"{article.published_at:%Y-%m-%d %H:%M} UTC" if article.published_from == "feed" else "no date"
    click.echo(f"{dated}  {article.headline}")
    click.echo(f"  {' · '.join(_facts(article))}")
    if article.body:
        click.echo(textwrap.indent(textwrap.shorten(article.body, 400, placeholder=" …"), "  "))
    click.echo()


def _facts(article: Article) -> list[str]:
    facts = [
        article.source,
        article.provider,
        article.byline,
        article.language,
        None if article.status == "usable" else article.status.value,
        "backfill" if article.backfill else None,
        f"{len(article.body)} characters",
        f"read {article.parse_quality}",
        article.edit_note,
        article.url,
        article.id,
    ]
    return [fact for fact in facts if fact]
