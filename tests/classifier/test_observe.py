"""What a reading leaves behind."""

from datetime import timedelta

from schemas.article import Status
from schemas.kind import Kind
from services.classifier.observe import Counted, Flagged, observe, text_of
from services.classifier.reading.reading import Reading
from tests.classifier.made import MADE, THURSDAY, a_claim, an_article

NOW = THURSDAY + timedelta(minutes=3)


def relevant(*claims: object) -> Reading:
    return Reading("relevant", ("parties",), "en", ("PRK",), ("war_remains",), claims)  # type: ignore[arg-type]


def seen(article: object, reading: Reading) -> Flagged:
    outcome = observe(article, reading, observed_at=NOW, made_by=MADE)  # type: ignore[arg-type]
    assert isinstance(outcome, Flagged)
    return outcome


def test_a_relevant_article_is_tagged_with_its_claims_in_short() -> None:
    article = an_article()
    outcome = seen(article, relevant(a_claim(), a_claim(Kind.PLEDGE_UNMET)))
    assert outcome.tagged.article == article
    assert [flag.kind for flag in outcome.tagged.flags] == ["meeting_missed", "pledge_unmet"]
    assert [flag.observation_id for flag in outcome.tagged.flags] == [it.id for it in outcome.observations]
    assert {it.observed_at for it in outcome.observations} == {NOW}


def test_what_is_irrelevant_is_counted_by_its_first_reason() -> None:
    reading = Reading("irrelevant", ("veto: sport", "names neither Korea"), "en")
    assert observe(an_article(), reading, observed_at=NOW, made_by=MADE) == Counted("veto: sport")


def test_what_is_not_read_is_counted_by_its_language() -> None:
    reading = Reading("unread", ("written in ko",), "ko")
    assert observe(an_article(), reading, observed_at=NOW, made_by=MADE) == Counted("ko")


def test_reading_the_same_article_again_gives_the_same_ids() -> None:
    first, again = (seen(an_article(), relevant(a_claim(), a_claim(matter="remains"))) for _ in range(2))
    assert [it.id for it in first.observations] == [it.id for it in again.observations]


def test_claims_that_agree_in_all_slots_keep_ids_of_their_own() -> None:
    outcome = seen(an_article(), relevant(a_claim(), a_claim()))
    assert len({it.id for it in outcome.observations}) == 2


def test_a_new_version_gives_new_ids() -> None:
    first = seen(an_article(body="one"), relevant(a_claim()))
    second = seen(an_article(body="two", version=2), relevant(a_claim()))
    assert first.observations[0].id != second.observations[0].id


def test_a_killed_article_proves_nothing() -> None:
    outcome = seen(an_article(status=Status.CANCELED), relevant(a_claim()))
    assert outcome.observations == ()
    assert outcome.tagged.flags == ()


def test_only_a_later_version_has_an_edition_which_names_all_that_it_says() -> None:
    assert seen(an_article(), relevant(a_claim())).edition is None
    outcome = seen(an_article(version=2), relevant(a_claim(), a_claim(Kind.PLEDGE_UNMET)))
    assert outcome.edition is not None
    assert outcome.edition.observations == tuple(it.id for it in outcome.observations)
    assert outcome.edition.article.version == 2


def test_a_later_version_that_is_only_counted_has_an_edition_of_nothing() -> None:
    reading = Reading("irrelevant", ("names neither Korea",), "en")
    outcome = observe(an_article(version=3), reading, observed_at=NOW, made_by=MADE)
    assert isinstance(outcome, Counted)
    assert outcome.edition is not None
    assert outcome.edition.observations == ()


def test_an_article_of_old_is_observed_as_any_other() -> None:
    outcome = seen(an_article(backfill=True), relevant(a_claim()))
    assert outcome.observations[0].article.backfill


def test_the_reader_gets_no_date_where_the_source_gave_none() -> None:
    assert text_of(an_article()).published_at == THURSDAY
    assert text_of(an_article(published_from="fetched")).published_at is None
