"""Venues and matters as analysts write them: where it happens, and what it is about. Strict."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from schemas.record import Side
from services.classifier.knowledge.actor_entries import Entered, Words, laid_over

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
VenueKind = Literal[
    "city", "border", "base", "island", "sea", "site", "house", "resort", "airport", "region", "country"
]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f"no such time zone: {name}") from fault
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


class Venue(Entered):
    """A place where sides meet, test or face each other; `names` are all ways of writing it."""

    venue: Key
    kind: VenueKind
    names: Annotated[tuple[Words, ...], Field(min_length=1)]
    zone: Zone | None = None
    side: Side | None = None

    @property
    def key(self) -> str:
        """The venue's own key."""
        return self.venue


class Matter(Entered):
    """What talks and statements are about. `slot` is the proposition of the statement ledger, where there is one.

    `nouns` count wherever they stand; `nearby` only in the sentence of an event.
    """

    matter: Key
    nouns: Annotated[tuple[Words, ...], Field(min_length=1)]
    nearby: tuple[Words, ...] = ()
    slot: Key | None = None
    fits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The matter's own key."""
        return self.matter


class VenuesFile(Entered):
    """The whole of venues.yaml."""

    venues: tuple[Venue, ...] = ()

    def overlaid(self, other: "VenuesFile") -> "VenuesFile":
        """Lay another file over this one: entries with the same key are replaced, others added."""
        return VenuesFile(venues=laid_over(self.venues, other.venues, lambda e: e.key))


class MattersFile(Entered):
    """The whole of matters.yaml; where two matters fit one sentence, the one that stands first in it wins."""

    matters: tuple[Matter, ...] = ()

    def overlaid(self, other: "MattersFile") -> "MattersFile":
        """Lay another file over this one: entries with the same key are replaced, others added."""
        return MattersFile(matters=laid_over(self.matters, other.matters, lambda e: e.key))
