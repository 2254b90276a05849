"""Events: one occurrence, and the observations that report it."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import NonNegativeInt

from schemas.edition import Edition
from schemas.ids import signal_id
from schemas.kind import Kind
from schemas.observation import Observation
from schemas.record import Record, Side, UtcTime
from schemas.signal import MAX_ARTICLES
from services.classifier.ledger.root import root_of


class Event(Record):
    """What the ledger holds of one flagged event.

    `reports` are the observations that stand behind it, at most one article's worth each of
    `MAX_ARTICLES` articles, the earliest published first. Of further articles only the number and their
    origins are kept. `known` names every observation and edition that ever took part, replaced ones
    included: a repeat is recognised by it, and its length is the revision.
    """

    id: str
    kind: Kind
    actors: tuple[Side, ...]
    reports: tuple[Observation, ...]
    known: tuple[str, ...]
    beyond: NonNegativeInt = 0
    beyond_roots: tuple[str, ...] = ()
    withdrawn: bool = False
    observed_until: UtcTime

    @property
    def revision(self) -> int:
        return len(self.known)

    @property
    def anchor(self) -> Observation:
        """The report that says best when it happened: the earliest with a time of its own, else the earliest."""
        return next((report for report in self.reports if has_own_time(report)), self.reports[0])

    @property
    def roots(self) -> frozenset[str]:
        """The independent origins of all reports."""
        return frozenset(map(root_of, self.reports)) | frozenset(self.beyond_roots)

    def of_article(self, article_id: str) -> tuple[Observation, ...]:
        """What this article reports of it."""
        return tuple(report for report in self.reports if report.article.id == article_id)

    def rests_on_only(self, article_id: str) -> bool:
        """Whether no other article reports it."""
        return not self.beyond and all(report.article.id == article_id for report in self.reports)


def has_own_time(report: Observation) -> bool:
    """Whether the text itself says when it happened."""
    return report.time is not None and report.time.found_by in ("text", "dateline")


def open_event(observation: Observation) -> Event:
    """The event that this observation is the first to report."""
    return Event(
        id=signal_id(observation.kind, observation.id),
        kind=observation.kind,
        actors=tuple(sorted(observation.actors)),
        reports=(observation,),
        known=(observation.id,),
        observed_until=observation.observed_at,
    )


def with_report(event: Event, observation: Observation) -> Event:
    """The event with one more report; what older versions of the same article said of it gives way."""
    held = [report for report in event.reports if not outdated_by(report, observation)]
    reports = sorted([*held, observation], key=_order)
    kept, spilled = _first_articles(reports)
    return event.model_copy(
        update={
            "actors": tuple(sorted(kept[0].actors)),
            "reports": kept,
            "known": (*event.known, observation.id),
            "beyond": event.beyond + len({report.article.id for report in spilled}),
            "beyond_roots": _union(event.beyond_roots, map(root_of, spilled)),
            "withdrawn": False,
            "observed_until": max(event.observed_until, observation.observed_at),
        }
    )


def without_article(event: Event, newer: Observation | Edition) -> Event:
    """The event after a newer version of an article has taken its report back.

    Where that was the only one, the event is withdrawn, and the report stays to say of what.
    """
    held = tuple(report for report in event.reports if not outdated_by(report, newer))
    return event.model_copy(
        update={
            "reports": held or event.reports,
            "withdrawn": not held and not event.beyond,
            "known": (*event.known, newer.id),
            "observed_until": max(event.observed_until, newer.observed_at),
        }
    )


def outdated_by(report: Observation, newer: Observation | Edition) -> bool:
    """Whether an observation or an edition is of a newer version of the report's article."""
    return report.article.id == newer.article.id and report.article.version < newer.article.version


def _order(report: Observation) -> tuple[datetime, str, str]:
    return report.article.published_at, report.article.id, report.id


def _first_articles(reports: list[Observation]) -> tuple[tuple[Observation, ...], tuple[Observation, ...]]:
    """The reports of the first `MAX_ARTICLES` articles, and the others."""
    first = list(dict.fromkeys(report.article.id for report in reports))[:MAX_ARTICLES]
    kept = tuple(report for report in reports if report.article.id in first)
    return kept, tuple(report for report in reports if report.article.id not in first)


def _union(names: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*names, *more}))
