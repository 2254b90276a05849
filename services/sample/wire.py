"""The wire: which items are out at a given moment, corrections applied. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.sample.story import Correction, Feed, Story, dated

PROVIDER = "Eastgate Wire"


@dataclass(frozen=True)
class Item:
    """A story as it stands on the wire at some moment."""

    slug: str
    guid: str
    headline: str
    byline: str | None
    paragraphs: tuple[str, ...]
    published: datetime
    updated: datetime


def items(stories: Mapping[str, Story], feed: Feed, opened: datetime, now: datetime) -> list[Item]:
    """The feed's items that are out, newest first. `stories` are keyed by their file's name."""
    out = [
        _item(slug, story, opened, now)
        for slug, story in stories.items()
        if story.feed == feed and opened + timedelta(seconds=story.at) <= now
    ]
    return sorted(out, key=lambda item: item.published, reverse=True)


def _item(slug: str, story: Story, opened: datetime, now: datetime) -> Item:
    published = opened + timedelta(seconds=story.at)
    correction = _correction_out(story, opened, now)
    headline, body = _corrected(story, correction)
    return Item(
        slug=slug,
        # A wire opened anew tells new stories: what was read of the last one shall not hide them.
        guid=f"tag:eastgate.example,{opened:%Y-%m-%d}:{opened:%H%M%S}/{slug}",
        headline=dated(headline, published),
        byline=story.byline,
        paragraphs=_paragraphs(body, story.dateline, published),
        published=published,
        updated=opened + timedelta(seconds=correction.at) if correction else published,
    )


def _correction_out(story: Story, opened: datetime, now: datetime) -> Correction | None:
    correction = story.correction
    return correction if correction and opened + timedelta(seconds=correction.at) <= now else None


def _corrected(story: Story, correction: Correction | None) -> tuple[str, str]:
    if correction is None:
        return story.headline, story.body
    headline, body = story.headline, story.body
    for wrong, right in correction.replace.items():
        headline, body = headline.replace(wrong, right), body.replace(wrong, right)
    return f"CORRECTED: {headline}", f"{body}\n\n({correction.note})"


def _paragraphs(body: str, dateline: str, published: datetime) -> tuple[str, ...]:
    told = [" ".join(paragraph.split()) for paragraph in dated(body, published).split("\n\n")]
    return (f"{dateline}, {published:%b} {published.day} ({PROVIDER}) - {told[0]}", *told[1:])
