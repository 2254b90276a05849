"""Parties: who is named, who acts, and whom "the North", "they" and "both sides" mean."""

import datetime as dt
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.knowledge import load_knowledge
from services.classifier.knowledge.actor_entries import ActorsFile, Office, Person
from services.classifier.reading.parties.mention import Mention, coordinated
from services.classifier.reading.parties.party_finder import PartyFinder

FINDER = PartyFinder(load_knowledge().actors)
JULY_2018 = dt.date(2018, 7, 12)


def mentions(body: str, on: dt.date | None = JULY_2018, headline: str = "") -> Sequence[Mention]:
    return FINDER.read([FINDER.scan(headline), FINDER.scan(body)], on)[1]


def named(body: str, words: str, on: dt.date | None = JULY_2018) -> Mention:
    """Give the mention whose noun phrase holds the words."""
    found = [m for m in mentions(body, on) if words in body[m.np_start : m.np_end]]
    assert found, f"{words!r} is no mention of {body!r}"
    return found[0]


@pytest.mark.parametrize(
    ("body", "words", "sides"),
    [
        ("North Korea fired a rocket.", "North Korea", "PRK"),
        ("N. Korea puts off the talks.", "N. Korea", "PRK"),
        ("The DPRK will not sit idle.", "DPRK", "PRK"),
        ("The Democratic People's Republic of Korea has spoken.", "Democratic", "PRK"),
        ("The Democratic People’s Republic of Korea has spoken.", "Democratic", "PRK"),
        ("S. Korea mulls a reply.", "S. Korea", "KOR"),
        ("The ROK army was on alert.", "ROK", "KOR"),
        ("Cheong Wa Dae declined to comment.", "Cheong Wa Dae", "KOR"),
        ("The Blue House welcomed the offer.", "Blue House", "KOR"),
        ("The State Department confirmed the visit.", "State Department", "USA"),
        ("KCNA said the offer was an insult.", "KCNA", "PRK"),
        ("Rodong Sinmun carried a commentary.", "Rodong Sinmun", "PRK"),
        ("The IAEA sent inspectors.", "IAEA", "UN"),
        ("The United Nations Command opened the gate.", "United Nations Command", "USA"),
        ("KEDO stopped the work.", "KEDO", "USA"),
        ("Inter-Korean talks opened.", "Inter-Korean", "KOR,PRK"),
        ("The two Koreas opened a line.", "two Koreas", "KOR,PRK"),
        ("Kim Jong-un waved.", "Kim Jong-un", "PRK"),
        ("Abe Shinzo and Shinzo Abe are one man, Japan says.", "Abe Shinzo", "JPN"),
    ],
)
def test_a_name_gives_its_side(body: str, words: str, sides: str) -> None:
    assert ",".join(named(body, words).sides) == sides


@pytest.mark.parametrize(
    "body",
    [
        "He moved to North Carolina from South Dakota.",
        "The Korea Times carried the story.",
        "She studied at Korea University.",
        "Korean Air cancelled flights.",
        "Snow fell over the North of England.",
        "Tell us what you think, and let us know.",
        "Central Park was closed.",
        "A veteran of the Korean War spoke in Leeds.",
        "They drove north, then south.",
    ],
)
def test_a_look_alike_is_no_party(body: str) -> None:
    assert [m for m in mentions(body) if m.sides] == []


@pytest.mark.parametrize(
    ("body", "words", "role"),
    [
        ("Pyongyang said it would not come.", "Pyongyang", "agent"),
        ("Talks opened in Pyongyang.", "Pyongyang", "place"),
        ("He flew to Pyongyang.", "Pyongyang", "place"),
        ("The envoy visited Pyongyang.", "Pyongyang", "place"),
        ("He sent a letter to Pyongyang.", "Pyongyang", "object"),
        ("South Korea said a meeting with the North was off.", "the North", "object"),
        ("The offer was rejected by North Korea.", "North Korea", "by"),
        ("A North Korean missile fell into the sea.", "North Korean", "modifier"),
        ("North Korean officials did not come.", "North Korean officials", "agent"),
        ("Pyongyang's delegation walked out.", "Pyongyang's delegation", "agent"),
        ("Pyongyang's offer stands.", "Pyongyang", "possessor"),
        ("U.S.-North Korea talks stalled.", "U.S.", "modifier"),
        ("SEOUL, South Korea (AP) -- Nobody came.", "SEOUL", "place"),
        ("By A. Writer TOKYO — North Korea claimed a test.", "TOKYO", "place"),
        ("Pyongyang, June 12 (KCNA) -- A statement was issued.", "Pyongyang", "place"),
        ("Contacts between Pyongyang and Washington went on.", "Washington", "object"),
        ("Rallies were held in Seoul and Tokyo.", "Tokyo", "place"),
        ("Officials from Pyongyang and Washington shook hands.", "Washington", "agent"),
        ("A spokesman for the South Korean military said so.", "South Korean", "agent"),
        ("The envoy of North Korea left the room.", "North Korea", "agent"),
    ],
)
def test_a_place_is_no_agent_and_an_agent_no_place(body: str, words: str, role: str) -> None:
    assert named(body, words).role == role


def test_only_agents_are_agentive() -> None:
    text = "In Seoul, a North Korean missile alarmed Tokyo's markets, Washington said."
    assert [m.sides for m in mentions(text) if m.agentive] == [("USA",)]


def test_a_head_makes_a_demonym_act() -> None:
    mention = named("The North Korean nuclear negotiators left.", "negotiators")
    assert (mention.head, mention.many, mention.agentive) == ("negotiators", True, True)


def test_joined_demonyms_share_their_head() -> None:
    text = "South Korean and U.S. officials waited."
    assert [(m.sides[0], m.head) for m in mentions(text)] == [("KOR", "officials"), ("USA", "officials")]


def test_no_north_korean_official_is_negated() -> None:
    assert named("No North Korean official came.", "North Korean").negated


def test_a_former_official_does_not_act_for_the_side() -> None:
    mention = named("A former North Korean diplomat said so.", "North Korean")
    assert (mention.former, mention.agentive) == (True, False)


@pytest.mark.parametrize(
    ("body", "word", "sides"),
    [
        ("North Korea tested a bomb. The North said it was safe.", "The North", "PRK"),
        ("South Korea protested. The South wants an apology.", "The South", "KOR"),
        ("North Korea agreed to meet the United States. Both sides will send envoys.", "Both sides", "PRK,USA"),
        ("Seoul and Tokyo signed. The two countries will share data.", "The two countries", "JPN,KOR"),
        ("North Korean officials met a U.S. team. They left without a word.", "They", "PRK"),
        ("Washington imposed sanctions on Pyongyang. It also warned Beijing.", "It", "USA"),
        ("Pompeo met Kim Yong Chol. He flew home on Saturday.", "He", "USA"),
        ("South Korea invited Kim Yo Jong. She did not answer.", "She", "PRK"),
        ("North Korea agreed to talks. The delegation did not come.", "The delegation", "PRK"),
        ("South Korea is angry. The defense ministry called the launch a provocation.", "defense ministry", "KOR"),
        ("The Treasury said that North Korea had moved cash and that it used a bank.", "it", "PRK"),
        ("Washington warned Pyongyang that it would act.", "it", "USA"),
        ("North Korea fired a missile. The regime said it was a satellite.", "The regime", "PRK"),
    ],
)
def test_what_points_back_finds_its_party(body: str, word: str, sides: str) -> None:
    mention = next(m for m in mentions(body) if word in body[m.np_start : m.np_end])
    assert ",".join(mention.sides) == sides


def test_what_points_back_is_never_certain() -> None:
    body = "North Korea tested a bomb. It said so."
    assert [m.certain for m in mentions(body)] == [True, False]


def test_the_north_means_nothing_without_korea() -> None:
    assert not any(m.sides for m in mentions("The North voted against it, as ever."))


@pytest.mark.parametrize("beside", ["with the South", "on nuclear inspectors", "at a meeting in Beijing"])
def test_the_north_beside_what_shows_which_north_it_is_is_a_korea(beside: str) -> None:
    assert any(m.sides == ("PRK",) for m in mentions(f"The North said nothing {beside}."))


def test_we_is_the_state_agency_itself() -> None:
    body = "Pyongyang, May 26 (KCNA) -- We will never sit idle."
    assert next(m for m in mentions(body) if body[m.start : m.end] == "We").sides == ("PRK",)


def test_we_is_nobody_elsewhere() -> None:
    assert next(m for m in mentions('"We waited," said a South Korean official.') if m.form == "pronoun").sides == ()


def test_a_person_carries_the_office_of_the_day() -> None:
    assert named("Kim Jong Un and Mike Pompeo met.", "Pompeo").office == "secretary of state"
    assert named("Kim Jong Un and Mike Pompeo met.", "Pompeo", dt.date(2017, 5, 1)).office == "CIA director"


def test_the_leader_by_surname_is_the_leader_of_the_day() -> None:
    body = "North Korea waits. Kim will attend."
    assert named(body, "Kim", dt.date(2018, 6, 1)).person == "Kim Jong Un"
    assert named(body, "Kim", dt.date(2002, 6, 1)).person == "Kim Jong Il"
    assert not named(body, "Kim").certain


def test_a_surname_means_who_was_named_in_full() -> None:
    body = "South Korean President Kim Dae-jung flew to Pyongyang. Kim said he was moved."
    later = [m for m in mentions(body, dt.date(2000, 6, 14)) if body[m.start : m.end] == "Kim"]
    assert [(m.person, m.sides) for m in later] == [("Kim Dae Jung", ("KOR",))]


def test_a_strangers_name_is_not_the_leader() -> None:
    body = "North Korea is near, said Kim Sung-tae, a farmer."
    assert all(m.person is None for m in mentions(body))


def test_an_envoy_introduced_by_the_text_is_known_from_then_on() -> None:
    body = "U.S. envoy Arnold Quimby flew to Pyongyang. Quimby said the talks were useful."
    later = [m for m in mentions(body) if body[m.start : m.end] == "Quimby"]
    assert [(m.person, m.sides, m.agentive) for m in later] == [("Arnold Quimby", ("USA",), True)]


def test_a_name_after_its_office_is_one_mention() -> None:
    body = "North Korean Foreign Minister Ri Yong Ho left."
    found = [m for m in mentions(body) if m.sides]
    assert [(m.person, m.office) for m in found] == [("Ri Yong Ho", "foreign minister")]
    assert body[found[0].np_start : found[0].np_end] == "North Korean Foreign Minister Ri Yong Ho"


def test_a_person_may_change_sides() -> None:
    assert named("Ban Ki-moon spoke.", "Ban", dt.date(2005, 1, 1)).sides == ("KOR",)
    assert named("Ban Ki-moon spoke.", "Ban", dt.date(2010, 1, 1)).sides == ("UN",)


def test_joined_parties_are_found_together() -> None:
    body = "The United States, Japan and South Korea held a drill."
    found = mentions(body)
    scanned = FINDER.scan(body)
    assert [m.sides[0] for m in coordinated(scanned.folded, found, 1)] == ["USA", "JPN", "KOR"]


def test_copy_without_capitals_is_read_too() -> None:
    assert [m.sides for m in mentions("south korea said north korea fired a missile.")] == [("KOR",), ("PRK",)]


def test_a_line_break_inside_a_name_is_a_blank() -> None:
    assert named("They met North\nKorea again.", "Korea").sides == ("PRK",)


TRICKS = (
    *("North Korea", "the North ", "Kim Jong Un", " İİ ", "Ꙁ", "\ud800", "\x00", "’s ", "U.S. envoy Ann Lee ", "They "),
    *("the two sides ", "\u0301\u0301", "\u202e", "ǅ", "South Korea's ", "\n", "Mr. Kim ", "officials from "),
)
PIECES = st.one_of(st.text(max_size=12), st.sampled_from(TRICKS))


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=3).map("".join))
def test_offsets_hold_for_every_text(body: str, headline: str) -> None:
    for text, found in zip((headline, body), FINDER.read([FINDER.scan(headline), FINDER.scan(body)]), strict=True):
        assert list(found) == sorted(found, key=lambda m: m.start)
        for mention in found:
            assert 0 <= mention.np_start <= mention.start < mention.end <= mention.np_end <= len(text)
            assert text[mention.start : mention.end].strip() != ""


@given(st.text(max_size=40), st.sampled_from(["North Korea", "Cheong Wa Dae", "Kim Jong-un"]), st.text(max_size=40))
def test_a_name_is_found_whatever_surrounds_it(before: str, name: str, after: str) -> None:
    body = f"{before} {name} {after}"
    start = len(before) + 1
    assert any(m.start <= start < m.end or m.np_start <= start < m.np_end for m in mentions(body))


@pytest.mark.parametrize(
    "piece", ["kim ", "North Korea ", "the two sides they ", '"', "U.S. envoy Ann Lee ", "\u0301", "the North's "]
)
def test_a_hostile_text_costs_no_more_than_its_names(piece: str) -> None:
    scanned = FINDER.scan((piece * (100_000 // len(piece)))[:100_000])
    begun = time.process_time()
    FINDER.read([scanned])
    assert time.process_time() - begun < 0.5


def test_an_office_ends_after_it_began() -> None:
    with pytest.raises(ValueError, match="`to` lies before `since`"):
        Office.model_validate({"title": "leader", "since": 2011, "to": 1994})


def test_a_month_lasts_to_its_last_day() -> None:
    office = Office.model_validate({"title": "envoy", "since": "2018-02", "to": "2018-12"})
    assert (office.since, office.to) == (dt.date(2018, 2, 1), dt.date(2018, 12, 31))


def test_an_overlay_replaces_by_key_and_adds() -> None:
    ours = ActorsFile(people=(Person(name="Ann Lee", side="USA"), Person(name="Bo Li", side="CHN")))
    theirs = ActorsFile(people=(Person(name="Ann Lee", side="GBR"), Person(name="Cy Oh", side="KOR")))
    assert [(p.name, p.side) for p in ours.overlaid(theirs).people] == [
        ("Ann Lee", "GBR"),
        ("Bo Li", "CHN"),
        ("Cy Oh", "KOR"),
    ]


def test_every_person_of_the_knowledge_is_found_by_name() -> None:
    for person in load_knowledge().actors.people:
        found = [m for m in mentions(f"North Korea. {person.name} said so.", None) if m.person]
        assert found, person.name
