"""Articles for the bench: wire copy of 2.8 kB, of which one in twenty is about Korea. Written for this purpose."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from schemas.article import Article
from schemas.ids import article_digest, article_id
from schemas.record import MadeBy

BODY_CHARACTERS = 2800
ONE_IN = 20
START = datetime(2024, 5, 6, 8, 0, tzinfo=UTC)

ELSEWHERE = (
    (
        "The home side went ahead in the twelfth minute and never looked back, winning three to one.",
        "The president of the club denied that he had met the player's agent.",
        "He missed a penalty shortly before the break and was replaced for the second half.",
        "It was their fourth win in a row, and it takes them to within two points of the leaders.",
        "The coach said that his team had refused to panic when the visitors drew level.",
        "A crowd of 41,000 saw the match, which had been postponed twice because of snow.",
        "The runner pulled out of the final with a sore knee, an hour before the start.",
    ),
    (
        "Shares of the shipping company rose 2.1 percent in early trading after it raised its outlook for the year.",
        "The carmaker will close its plant in Ohio in 2026 and move the work to Mexico.",
        "Analysts had expected the central bank to cut its main rate by a quarter of a point.",
        "The two airlines called off their merger on Monday, a year after they had announced it.",
        "Orders fell for the third month in a row, the statistics office in Wiesbaden said.",
        "A spokeswoman for the company declined to say when the talks with the lenders would resume.",
        "The retailer broke its promise to keep prices stable until the summer, a consumer group said.",
    ),
    (
        "The court postponed the hearing until September because a witness did not appear.",
        "Police said that nobody was hurt when a lorry left the road near the bridge on Sunday night.",
        "The judge rejected a request to drop two of the nine charges against the former treasurer.",
        "His lawyer accused the prosecution of having threatened a witness, which it denied.",
        "She was released on bail and must not leave the country before the trial begins.",
        "The jury heard that the two men had met in a car park in Rotterdam on three occasions.",
        "A second suspect, who is said to have made the calls, is still at large.",
    ),
    (
        "Forecasters expect heavy rain along the coast until Wednesday, with winds of up to ninety kilometres an hour.",
        "Farmers in the north of the country say that the drought has cost them half of their wheat.",
        "Researchers found that the glacier has lost a third of its length since records began.",
        "Schools stayed closed on Monday, and the ferry to the islands was cancelled.",
        "The river is expected to reach its highest level on Thursday night.",
        "Rescue teams reached the village on foot, as the only road had been cut by a landslide.",
        "It was the warmest April since 1961, the weather service said.",
    ),
    (
        "The city council approved a plan on Monday to repave four streets in the old quarter.",
        "The parliament in The Hague voted to extend the subsidy, with 81 members in favour and 62 against.",
        "Two ministers from the coalition walked out of a budget meeting, their parties confirmed.",
        "Talks between the union and the railway broke down on Friday, and drivers plan to strike next week.",
        "The mayor took back what he had said about the museum a week before.",
        "France and Spain agreed to hold their next summit in October, the two governments said.",
        "The opposition condemned the law as an attack on the independence of the courts.",
    ),
)
"""By subject; each has tempting words in it."""

KOREA = (
    (
        "SEOUL, May 6 - North Korean officers did not show up on Monday for talks with the United States at the "
        "border, and no new date was named by either side."
    ),
    (
        "Two American colonels and their interpreters had been waiting in the blue hut since nine in the morning, "
        "with a thermos of coffee and a list of eleven questions."
    ),
    (
        "The telephone on the table stayed silent until noon, one of the officers said later on the bus, and "
        "nobody in the room could say why, or whom they might have asked."
    ),
    (
        "The unification ministry said that Pyongyang had given no reason for its absence, which it called "
        "regrettable, and that the line between the two sides was being watched."
    ),
    (
        "It was the first time since the working group was set up in January that one of its sessions fell "
        "through, according to the calendar that hangs in the press room."
    ),
    (
        "The group deals with small things, among them fishing boats that drift over the line in the fog, birds "
        "that are caught in the fences, and who repairs which lamp."
    ),
    (
        "South Korea will go on seeking dialogue, a presidential official said in Seoul, adding that patience had "
        "served the country well in the years that lie behind it."
    ),
    (
        "She spoke on condition of anonymity, as is usual in the capital on such mornings, and left the room "
        "after seven minutes without taking the last of the questions."
    ),
    (
        "Washington and Seoul agreed last week to hold their joint exercise in August as planned, with fewer "
        "troops than in the year before and without the heavy bombers."
    ),
    (
        "People in a village a few miles to the south went on planting rice as on any other day, and the owner of "
        "the only restaurant there said that he had sold more noodles."
    ),
    (
        "North Korea's foreign ministry condemned the sanctions as a hostile act on Saturday, in a statement of "
        "four pages, three of which were about the last century."
    ),
    (
        "Diplomats who have read many of these statements said that this one was neither longer nor shorter than "
        "most, and that its verbs were those of the spring before."
    ),
    (
        "The North cut the military hotline in April and has not answered calls since then, although a clerk on "
        "the southern side still picks up the receiver twice a day."
    ),
    (
        "Analysts differ about what that means, and few of them are willing to be quoted by name in a week in "
        "which so many forecasts have turned out to be mistaken."
    ),
    (
        "Some think of a quarrel among the generals, while others point to the calendar, to the harvest, and to "
        "the state of the road that leads down from the hills."
    ),
    (
        "Japan's prime minister said that Tokyo remained ready to meet the North Korean leader without "
        "conditions, an offer which he has made every spring for three years."
    ),
    (
        "In Beijing a spokesman told reporters that all sides should show restraint, a sentence that he has used "
        "at eleven of the last twelve of his daily news conferences."
    ),
    (
        "The State Department could not be reached for comment, since the news came in the middle of the night "
        "there and the duty officer had no instructions to speak."
    ),
    (
        "Trade across the Yalu, which had doubled since the autumn, was not affected, truckers in Dandong said as "
        "they waited for the bridge to open after the rain."
    ),
    (
        "The won was little changed, and shares in companies with plants near the border recovered by noon after "
        "they had lost as much as two percent in early trading."
    ),
    (
        "Veterans who had come from Ohio to see the ceremony took photographs of the empty road instead, and one "
        "of them sang for a while, until it was time for the bus."
    ),
    (
        "A second session is in the calendar for June, but nobody in the delegation would call it certain, and "
        "the hotel has been told to keep the rooms only until Friday."
    ),
)
"""As wire copy is: sentences of some 140 characters, and most of an article about Korea tells no act of a state."""


def bench_articles(count: int, seed: int = 7) -> Iterator[Article]:
    """The same articles every time; every twentieth is about Korea, the last one of a thousand included."""
    chance = random.Random(seed)
    for number in range(count):
        korean = number % ONE_IN == ONE_IN - 1
        yield _article(number, _body(chance, korean))


def dense_articles(count: int, seed: int = 11) -> Iterator[Article]:
    """Articles about Korea from end to end."""
    chance = random.Random(seed)
    for number in range(count):
        chosen = (chance.choice(KOREA) for _ in range(2 * BODY_CHARACTERS // 100))
        yield _article(number, "\n".join(chosen)[:BODY_CHARACTERS])


def is_about_korea(body: str) -> bool:
    """Whether it was made from sentences about Korea."""
    return "Pyongyang" in body or "North Korea" in body


def _body(chance: random.Random, korean: bool) -> str:
    subject = chance.choice(ELSEWHERE)
    sentences: list[str] = []
    while sum(map(len, sentences)) < BODY_CHARACTERS:
        pool = KOREA if korean and chance.random() < 0.6 else subject
        sentences.append(chance.choice(pool))
    return "\n".join(sentences)[:BODY_CHARACTERS]


def _article(number: int, body: str) -> Article:
    headline = body.partition("\n")[0][:70]
    published = START + timedelta(seconds=number)
    return Article(
        id=article_id("bench", str(number)),
        digest=article_digest(headline, body),
        headline=headline,
        body=body,
        source="bench",
        published_at=published,
        fetched_at=published,
        made_by=MadeBy(version="bench"),
    )
