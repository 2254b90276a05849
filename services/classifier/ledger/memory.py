"""Memory: the events that are held, and the ways to find them again."""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from schemas.kind import Kind
from schemas.observation import Observation
from services.classifier.ledger.event import Event

KEPT = timedelta(days=45)
"""How long an event is held after the last observation of it, counted by the times of observations, not by
a clock: a replay of last year's articles forgets as their readers did. Topics keep observations for 30 days,
so no repeat comes after its event is gone."""

K = TypeVar("K", bound=Hashable)

_NEVER = datetime.min.replace(tzinfo=UTC)


class Memory:
    """Events by id, by kind and actors, by article, and by the observations that they know."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: OrderedDict[str, Event] = OrderedDict()
        self._by_slots: defaultdict[tuple[Kind, tuple[str, ...]], set[str]] = defaultdict(set)
        self._by_article: defaultdict[str, set[str]] = defaultdict(set)
        self._by_observation: dict[str, str] = {}
        self.now = _NEVER
        for event in sorted(events, key=lambda event: event.observed_until):
            self.put(event)

    def __len__(self) -> int:
        return len(self._events)

    def events(self) -> list[Event]:
        """All events that are held, the one longest unreported first."""
        return list(self._events.values())

    def knows(self, observation_id: str) -> bool:
        """Whether the observation has taken part in an event that is held."""
        return observation_id in self._by_observation

    def alike(self, observation: Observation) -> list[Event]:
        """Events of the same kind and actors, in the order of their ids."""
        found = self._by_slots.get((observation.kind, tuple(sorted(observation.actors))), ())
        return [self._events[name] for name in sorted(found)]

    def told_by(self, article_id: str) -> list[Event]:
        """Events that this article reports, in the order of their ids."""
        return [self._events[name] for name in sorted(self._by_article.get(article_id, ()))]

    def put(self, event: Event) -> None:
        """Hold an event as it now is."""
        self.drop(event.id)
        self._events[event.id] = event
        self._by_slots[event.kind, event.actors].add(event.id)
        for report in event.reports:
            self._by_article[report.article.id].add(event.id)
        self._by_observation.update(dict.fromkeys(event.known, event.id))
        self.now = max(self.now, event.observed_until)

    def drop(self, event_id: str) -> None:
        """Forget an event, if it is held."""
        event = self._events.pop(event_id, None)
        if event is None:
            return
        _discard(self._by_slots, (event.kind, event.actors), event_id)
        for report in event.reports:
            _discard(self._by_article, report.article.id, event_id)
        for name in event.known:
            self._by_observation.pop(name, None)

    def expired(self, now: datetime) -> list[str]:
        """The ids of events that nobody has reported for `KEPT`, the oldest first."""
        names = []
        for event in self._events.values():
            if now - event.observed_until <= KEPT:
                break
            names.append(event.id)
        return names


def _discard(index: defaultdict[K, set[str]], key: K, name: str) -> None:
    index[key].discard(name)
    if not index[key]:
        del index[key]
