"""Sourcing: the chain from the outlet to the origin, and whether anybody confirms or denies."""

import re
from collections.abc import Iterable, Sequence

from schemas.claim import Hop
from services.classifier.knowledge.class_entries import SourcingFile
from services.classifier.reading.text import Text

_OUTLET = re.compile(
    r"\((Reuters|AP|AFP|Yonhap|KCNA|Kyodo|CNN|UPI|Xinhua|Bloomberg|IANS|dpa|ANI)\)|\b(Kyodo|Yonhap|Xinhua) --"
)
MAX_HOPS = 5


class SourceFinder:
    """Finds the hops in the words of a sentence; build it once."""

    def __init__(self, words: SourcingFile) -> None:
        self._state = _any(words.state_media)
        self._agency = _any(words.agencies)
        self._anonymous = _any(words.anonymous)
        self._official = _any(words.official)
        self._unconfirmed = _any(words.unconfirmed)

    def outlet(self, text: Text) -> Hop | None:
        """The outlet: the provider, else the agency in the dateline."""
        found = _OUTLET.search(text.body, 0, 200)
        name = text.provider or (found and (found.group(1) or found.group(2)))
        return Hop(name=name, role="state_media" if name == "KCNA" else "outlet") if name else None

    def chain(self, outlet: Hop | None, sentences: Iterable[tuple[str, str]]) -> tuple[Hop, ...]:
        """Outlet first, then whom it cites, down to the origin; a sentence comes as written and folded."""
        hops = [outlet] if outlet else []
        for written, folded in sentences:
            hops += [
                hop for hop in self._cited(written, folded) if hop.name.lower() not in {h.name.lower() for h in hops}
            ]
        return tuple(sorted(hops, key=_depth)[:MAX_HOPS])

    def _cited(self, written: str, folded: str) -> Iterable[Hop]:
        for pattern, role in (
            (self._state, "state_media"),
            (self._agency, "named"),
            (self._official, "official"),
            (self._anonymous, "anonymous"),
        ):
            found = pattern.search(folded)
            if found:
                yield Hop.model_validate({"name": written[found.start() : found.end()], "role": role})

    def leaves_open(self, folded: str) -> bool:
        """Tell whether the text says that nobody would confirm."""
        return self._unconfirmed.search(folded) is not None


def _depth(hop: Hop) -> int:
    return ("outlet", "named", "state_media", "official", "anonymous").index(hop.role)


def _any(phrases: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in longest) + r")(?!\w)")
