"""Lines: what a person who watches the desk is told of each record. Pure."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.article import Article
from schemas.deadletter import DeadLetter
from schemas.delivery import Delivery
from schemas.kind import ALERT_GRADE
from schemas.signal import Signal
from schemas.tagged import TaggedArticle

REMEMBERED = 2000
"""Signals whose kind is remembered, to name the deliveries of them."""


@dataclass(frozen=True)
class Line:
    """One thing that happened. `verb` is what, `tone` how loud it is to be shown."""

    verb: str
    words: str
    tone: str = "plain"


class Teller:
    """Tells records in lines; remembers which signal was of which kind."""

    def __init__(self) -> None:
        self._kinds: OrderedDict[str, str] = OrderedDict()
        self._told: dict[type, Callable[[Any], Iterable[Line]]] = {
            Article: self._article,
            TaggedArticle: self._tagged,
            Signal: self._signal,
            Delivery: self._delivery,
            DeadLetter: self._dead_letter,
        }

    def lines(self, record: object) -> list[Line]:
        """The lines of a record; none for what is not shown."""
        tell = self._told.get(type(record))
        return list(tell(record)) if tell else []

    def kind_of(self, signal_id: str) -> str:
        """The kind of a signal in words, as far as it is remembered."""
        return self._kinds.get(signal_id, "signal")

    def _article(self, article: Article) -> Iterable[Line]:
        again = "" if article.version == 1 else f" (version {article.version}, {article.status})"
        late = " (older news)" if article.backfill else ""
        yield Line("read", f"{article.source}: {article.headline}{again}{late}", "quiet")

    def _tagged(self, tagged: TaggedArticle) -> Iterable[Line]:
        about = ", ".join(matter.replace("_", " ") for matter in tagged.matters)
        parties = ", ".join(tagged.parties)
        yield Line("tagged", " · ".join(filter(None, (parties, about, tagged.article.headline))))

    def _signal(self, signal: Signal) -> Iterable[Line]:
        kind = signal.kind.replace("_", " ")
        self._remember(signal.id, kind)
        if signal.kind not in ALERT_GRADE:
            return
        who = " → ".join(filter(None, (", ".join(signal.actors), ", ".join(signal.targets))))
        again = "" if signal.revision == 1 else f" ({signal.reason}, revision {signal.revision})"
        words = " … ".join(f"“{evidence.text}”" for evidence in signal.evidence[:2])
        parts = (f"{kind}{again}", who, f"tier {signal.tier}", words)
        yield Line("flagged", " · ".join(filter(None, parts)), "loud")

    def _remember(self, signal_id: str, kind: str) -> None:
        self._kinds[signal_id] = kind
        while len(self._kinds) > REMEMBERED:
            self._kinds.popitem(last=False)

    def _delivery(self, delivery: Delivery) -> Iterable[Line]:
        kind = self.kind_of(delivery.signal_id)
        if delivery.outcome == "delivered":
            taken = _seconds(delivery.published_at, delivery.finished_at)
            yield Line("delivered", f"{delivery.endpoint}: {kind} · {taken} after publication", "good")
        else:
            why = delivery.error or f"after {delivery.attempts} attempts"
            yield Line(delivery.outcome, f"{delivery.endpoint}: {kind} · {why}", "bad")

    def _dead_letter(self, letter: DeadLetter) -> Iterable[Line]:
        yield Line("buried", f"{letter.topic} {letter.partition}/{letter.offset}: {letter.reason}", "bad")


def _seconds(start: datetime, end: datetime) -> str:
    seconds = (end - start).total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
