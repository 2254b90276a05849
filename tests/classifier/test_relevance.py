"""Relevance: every feature is found where it should be, is absent from a look-alike, and is named as a reason."""

from collections.abc import Mapping

import pytest

from services.classifier.knowledge import Knowledge, load_knowledge
from services.classifier.knowledge.class_entries import RelevanceFile
from services.classifier.reading.relevance.relevance import Relevance
from services.classifier.reading.texts.text import Text
from services.classifier.reading.words.phrases import PhraseBook
from tests.classifier.listening_reader import ListeningReader

FOUND = [
    ("tells of a current act", "North Korea fired a missile on Monday.", "North Korea has mountains."),
    (
        "tells of a current act between two sides",
        "North Korea condemned the United States on Monday as a gangster.",
        "North Korea fired a missile on Monday.",
    ),
    ("tells of older acts", "In 1998 North Korea fired a missile.", "North Korea fired a missile on Monday."),
    (
        "tells of an act denied, feared or to come",
        "North Korea may fire a missile.",
        "North Korea fired a missile on Monday.",
    ),
    ("the United Nations", "The United Nations wrote to North Korea.", "Japan wrote to North Korea."),
    ("begins with other states", "Poland is cold. So is South Korea.", "Japan is cold. So is South Korea."),
    ("a Korea acts", "South Korea spoke of rice.", "Rain fell in South Korea."),
    ("one side acts towards another", "North Korea complained about Japan.", "North Korea slept."),
    ("another side acts in a sentence on Korea", "China wrote to North Korea.", "North Korea wrote a letter."),
    ("North Korea", "North Korea is cold.", "South Korea is cold."),
    ("no other side at all", "South Korea is cold.", "South Korea and Japan are cold."),
    ("other states", "Poland is far from South Korea.", "Japan is near South Korea."),
    ("beside other states", "Poland is far from South Korea.", "South Korea is here. Poland is there."),
    ("a Korea only as an example", "He fears states such as North Korea.", "He fears North Korea."),
    ("the opening joins a Korea with business", "South Korea wants talks.", "It rained. South Korea wants talks."),
    ("no business at all", "South Korea is cold.", "South Korea wants talks."),
    ("neither business nor another side", "South Korea is cold.", "South Korea and Japan are cold."),
    ("words of diplomacy beside a Korea", "A diplomat knows South Korea.", "A baker knows South Korea."),
    ("words of diplomacy elsewhere", "South Korea is cold. A diplomat froze.", "A diplomat froze in South Korea."),
    ("words of force beside a Korea", "North Korea moved its missiles.", "North Korea moved its cows."),
    ("words of home beside a Korea", "South Korea has many schools.", "South Korea has many envoys."),
    ("words of trade beside a Korea", "Shares fell in South Korea.", "Leaves fell in South Korea."),
    ("words of pastime beside a Korea", "South Korea won the cup.", "South Korea drank tea."),
    ("words of opinion beside a Korea", "A columnist wrote on North Korea.", "A minister wrote on North Korea."),
    ("words of bygone beside a Korea", "North Korea was founded by guerrillas.", "North Korea is led by Kim."),
    ("words of talk beside a Korea", "South Korea agreed.", "South Korea froze."),
    ("words of talk elsewhere", "South Korea is cold. He agreed.", "South Korea is cold. He froze."),
    ("the opening is of another world", "The goalkeeper saved South Korea.", "The envoy left South Korea."),
    ("a Korea only in another world", "The goalkeeper saved South Korea.", "The envoy left South Korea."),
    ("a Korea among words of something else", "South Korea has many schools.", "South Korea has many envoys."),
    ("an entry of a chronology", "North Korea sends a letter on Monday.", "North Korea sent a letter on Monday."),
    ("one sentence only", "South Korea is cold.", "South Korea is cold. It snows."),
    ("years named", "South Korea joined in 1991.", "South Korea sent 19 soldiers."),
    (
        "much else",
        "South Korea is cold. Bread is dear. Milk is dear. Tea is dear.",
        "South Korea is cold.",
    ),
    (
        "state agency on its own country",
        "Pyongyang, May 3 (KCNA) -- Farmers of the DPRK planted rice.",
        "Farmers of the DPRK planted rice.",
    ),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> ListeningReader:
    return ListeningReader(knowledge)


def features(reader: ListeningReader, words: str) -> Mapping[str, float]:
    return reader.features(Text("a", "", words)) or {}


@pytest.mark.parametrize(("name", "shown", "absent"), FOUND)
def test_a_feature_is_found_where_it_is_shown_and_not_in_its_lookalike(
    reader: ListeningReader, name: str, shown: str, absent: str
) -> None:
    assert features(reader, shown)[name] > 0, shown
    assert not features(reader, absent)[name], absent


def test_every_weight_belongs_to_a_feature_and_every_feature_has_a_weight(
    reader: ListeningReader, knowledge: Knowledge
) -> None:
    assert set(features(reader, "South Korea is cold.")) == set(knowledge.relevance.weights)


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("North Korea rejects South's offer of talks", ""),
        ("", "North Korea fires a short-range missile into the sea."),
        ("", "The Security Council adopts a resolution that tightens sanctions on North Korea."),
        ("Seoul, Tokyo to hold summit in May", "The leaders of South Korea and Japan will meet, officials said."),
    ],
)
def test_short_texts_on_dealings_are_relevant(reader: ListeningReader, headline: str, body: str) -> None:
    assert reader.read(Text("a", headline, body)).relevance == "relevant"


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("South Korea beat Japan 2-0 in World Cup qualifier", "The striker scored twice for South Korea."),
        ("Samsung shares slip", "Shares of South Korea's Samsung Electronics fell as investors sold chip stocks."),
        ("K-pop band cancels show", "The South Korean band told its fans that the concert was off."),
        ("Seoul court jails banker", "A court in South Korea jailed a banker for fraud, prosecutors said."),
        ("", "South Korea's birth rate fell again, and schools closed."),
    ],
)
def test_other_worlds_are_irrelevant_and_claim_nothing(reader: ListeningReader, headline: str, body: str) -> None:
    reading = reader.read(Text("a", headline, body))
    assert reading.relevance == "irrelevant"
    assert reading.reasons
    assert not reading.claims


def test_a_long_article_is_judged_by_the_sentences_around_korea(reader: ListeningReader) -> None:
    padding = "The senators said that they had agreed on a budget. " * 20
    assert not features(reader, f"South Korea is cold. {padding}")["words of talk elsewhere"] > 1
    news = f"The budget passed. {padding}North Korea fired a missile on Friday and Japan protested to it. {padding}"
    assert reader.read(Text("a", "", news)).claims


def test_a_comparison_deep_in_a_long_article_is_not_enough(reader: ListeningReader) -> None:
    padding = "The senators said that they had agreed on a budget. " * 20
    aside = f"The convention began on Friday. {padding}We are poorer than North Korea. {padding}"
    assert reader.read(Text("a", "Party picks its nominee", aside)).relevance == "irrelevant"


def test_reasons_are_features_that_spoke_for_the_decision(reader: ListeningReader, knowledge: Knowledge) -> None:
    reading = reader.read(Text("a", "", "North Korea condemned the United States on Monday as a gangster."))
    assert reading.relevance == "relevant"
    assert reading.reasons
    assert all(knowledge.relevance.weights[reason] > 0 for reason in reading.reasons)


def test_without_features_that_weigh_the_reason_is_said_in_words() -> None:
    knowing = RelevanceFile(business=(), lesser=(), cues={}, weights={})
    judged = Relevance(knowing, lambda scene: ()).judge([], [])
    assert (judged.relevant, judged.reasons) == (False, ("names a Korea, but no dealings between states",))


def test_a_phrase_is_found_whole_or_not_at_all() -> None:
    book = PhraseBook({"diplomacy": ("foreign minister", "envoy")})
    assert list(book.found(("the", "foreign", "minister"))) == [("diplomacy", ("foreign", "minister"))]
    assert not list(book.found(("the", "foreign", "trade")))
