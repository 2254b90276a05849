"""Who does it and to whom: the subject of a clause, the agent of a passive, the counterpart."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from services.classifier.reading.scenes.clauses import PARTICIPLE, RELATIVE, SOURCE, THAT, Clause
from services.classifier.reading.scenes.scene import Party, Scene

_SUBJECTS = frozenset(("it", "he", "she", "they"))
_AGENT_REACH = 8
_SMALL = frozenset(("the", "'s", "his", "her", "its", "their", "both"))


_FRONTS = frozenset(
    ("despite", "under", "contrary", "in", "at", "with", "amid", "during", "for", "on", "by", "following")
)
"""Words that open a phrase set before its sentence."""
_TALKED = frozenset(
    ("talks", "discussions", "negotiations", "consultations", "meeting", "meetings", "summit", "session")
)
_COUNTS = frozenset(("thousands", "hundreds", "dozens", "scores", "number", "majority", "group", "handful"))
_GROUND = frozenset(("coast", "coastline", "border", "capital", "shore", "shores", "waters", "soil", "territory"))
"""What is no part of a state that acts."""


def sides_of(parties: Iterable[Party]) -> tuple[str, ...]:
    """The sides of parties, each once, in order."""
    found: dict[str, None] = {}
    for party in parties:
        for side in party.mention.sides:
            found[side] = None
    return tuple(found)


def parties_in(scene: Scene, first: int, last: int) -> list[Party]:
    """The parties with a side whose name begins among the tokens."""
    return [party for party in scene.parties if first <= party.first <= last and party.mention.sides]


_WITH_SUBJECT = (THAT, "when", "because", "after", "though", "before")
"""Clauses in which a noun before the verb is the subject: `the envoy left as money failed to arrive`."""


def subject_of(scene: Scene, clause: Clause, verb: int) -> list[Party]:
    """The parties that are the subject of the verb at `verb` in its clause, or none."""
    if scene.tags.forms[verb] == "g" and (beside := _beside_gerund(scene, clause, verb)):
        return beside
    seen, innermost = 0, clause
    while seen < 6:
        seen += 1
        found = _own_subject(scene, clause, verb)
        if found or (clause.kind == THAT and scene.sentence.words[clause.start] == "they"):
            return [] if _points_at_a_stranger(scene, clause, found) else found
        if clause.kind in (RELATIVE, PARTICIPLE):
            found = _antecedent(scene, clause) if clause.kind == RELATIVE else _source_before(scene, clause)
            if found:
                return found
        above = scene.clauses.above(clause)
        if above is None or (clause.kind in _WITH_SUBJECT and clause.verb >= 0 and _has_noun(scene, clause)):
            return _source_beside(scene, clause) if innermost.kind == PARTICIPLE else _said_of(scene, clause)
        verb = above.verb if above.verb >= 0 else above.end
        clause = above
    return []


def _said_of(scene: Scene, clause: Clause) -> list[Party]:
    """`"They did not come," he said of the North Koreans`: whom it is said of, where only a pronoun stands for them."""
    words = scene.sentence.words
    if not {"they", "he", "she", "it"} & set(words[clause.start : clause.verb]):
        return []
    for other in scene.clauses.all:
        if other.kind == SOURCE and other.parent == clause.number:
            of = next((at for at in range(other.start, other.end) if words[at] == "of" and words[at - 1] == "said"), -1)
            return parties_in(scene, of, of + 4)[:1] if of >= 0 else []
    return []


def _points_at_a_stranger(scene: Scene, clause: Clause, found: Sequence[Party]) -> bool:
    """Tell whether `it` stands for a teller that is no party known: `Communist state says it will`."""
    above = scene.clauses.above(clause)
    if clause.kind != THAT or above is None or above.verb < 1 or not found or found[0].mention.entry != "it":
        return False
    told = found[0].first <= clause.start + 1 and scene.tags.letters[above.verb - 1] == "X"
    return told and not _own_subject(scene, above, above.verb)


def _beside_gerund(scene: Scene, clause: Clause, verb: int) -> list[Party]:
    """`with Tokyo imposing sanctions`; `condemned the North for firing`, `accused Seoul of breaking`."""
    before = verb - 1
    if before > 0 and scene.sentence.words[before] in ("for", "of", "from", "over"):
        before -= 1
        if not 0 <= clause.verb < before:
            return []
    return [p for p in scene.parties if p.last == before and p.mention.sides and p.mention.role != "place"][-1:]


def _has_noun(scene: Scene, clause: Clause) -> bool:
    return any(scene.tags.letters[at] in "X" for at in range(clause.start, max(clause.start, clause.verb)))


def _own_subject(scene: Scene, clause: Clause, verb: int) -> list[Party]:
    limit, start = (clause.verb if 0 <= clause.verb <= verb else verb), clause.start
    if (behind := _behind_front(scene, clause, verb)) >= 0:
        limit, start = verb, behind
    inside = [p for p in parties_in(scene, start, limit - 1) if scene.clauses.owner[p.first] == clause.number]
    heads = [p for p in inside if _acts(scene, p)]
    if heads:
        return [*_counted_with(scene, inside, heads[0]), *_run(scene, heads, limit)]
    return _owned(scene, inside, limit) if clause.kind != PARTICIPLE else []


def _behind_front(scene: Scene, clause: Clause, verb: int) -> int:
    """Where the clause begins behind `Despite an accord reached last week,`, whose participle is none of its verbs."""
    words, letters = scene.sentence.words, scene.tags.letters
    if not 0 <= clause.verb < verb or clause.kind != "main" or words[clause.start] not in _FRONTS:
        return -1
    commas = [at for at in range(clause.verb, verb) if words[at] == ","]
    if len(commas) != 1 or "," in words[clause.start : clause.verb] or "C" in letters[commas[0] : verb]:
        return -1
    acting = any(_acts(scene, party) for party in parties_in(scene, clause.start, clause.verb))
    return -1 if acting or letters[clause.verb - 1] != "X" else commas[0] + 1


def _counted_with(scene: Scene, inside: Sequence[Party], head: Party) -> list[Party]:
    """Whom a count is joined to: the first of `thousands of South Korean and U.S. troops`, `a summit of`."""
    before = [p for p in inside if p.first < head.first][-1:]
    if not before or scene.words(before[0].last + 1, head.first - 1) != ["and"]:
        return []
    at = scene.tags.before(before[0].first)
    at = scene.tags.before(at) if at > 0 and scene.tags.letters[at] == "D" else at
    words = scene.sentence.words
    return before if at > 0 and words[at] == "of" and words[at - 1] in _COUNTS | _TALKED else []


def _acts(scene: Scene, party: Party) -> bool:
    mention = party.mention
    if mention.role in ("place", "modifier", "possessor", "object"):
        return False
    return not brought(scene, party)


def brought(scene: Scene, party: Party) -> bool:
    """Tell whether a preposition brings a party: `used his speech to the Assembly to threaten`."""
    before = scene.tags.before(party.first)
    if before > 0 and scene.tags.letters[before] == "D":
        before = scene.tags.before(before)
    return before >= 0 and scene.tags.letters[before] in "PT"


def _run(scene: Scene, heads: Sequence[Party], limit: int) -> list[Party]:
    """The last head before the verb that nothing parts from it, with those it is joined to."""
    run = [heads[-1]] if not _joined_ahead(scene, heads) else list(heads)
    first = heads[0]
    if len(heads) > 1 and run == [heads[-1]] and not _parted(scene, first, limit):
        told = scene.sentence.words[run[0].first] in _SUBJECTS  # "told the South it was"
        return [first] if first.mention.form != "pronoun" and not told else run
    return run


def _parted(scene: Scene, party: Party, limit: int) -> bool:
    return any(scene.tags.letters[at] in ",;:" for at in range(party.last + 1, limit))


def _joined_ahead(scene: Scene, heads: Sequence[Party]) -> bool:
    if len(heads) < 2:
        return False
    return all(_joins(_without_aside(scene.words(one.last + 1, other.first - 1))) for one, other in pairwise(heads))


def _joins(between: Sequence[str]) -> bool:
    left = [word for word in between if word not in _SMALL]
    return bool(left) and all(word in ("and", ",", "or", "&") for word in left)


def _without_aside(words: Sequence[str]) -> Sequence[str]:
    """The words between two parties without what is told of the first: `Seoul, led by Song, and`, `envoy on it and`."""
    if words[:1] in (["on"], ["for"]) and not {",", "and"}.isdisjoint(words):
        words = words[next(at for at, word in enumerate(words) if word in (",", "and")) :]
    if words[:1] != [","] or "," not in words[1:]:
        return words
    return words[words.index(",", 1) :]


def _owned(scene: Scene, inside: Sequence[Party], limit: int) -> list[Party]:
    """The side whose thing is the subject: a spokesman for the South, the North's army, talks between two."""
    if not inside:
        return []
    between = [at for at in range(inside[0].first - 9, limit) if at >= 0 and scene.sentence.words[at] == "between"]
    joined = [p for p in inside if between and p.first > between[0]]
    if len(joined) > 1:
        return joined[:2]
    owners = [p for p in inside if p.mention.role != "place" and p.last < limit and not private(scene, p, limit)]
    owners = [p for p in owners if not _ground(scene, p)]
    pair = owners[1:] and scene.words(owners[0].last + 1, owners[1].first - 1) in (["and"], ["and", "the"])
    return owners[: 2 if pair else 1]


def _ground(scene: Scene, party: Party) -> bool:
    """Tell whether a party only says where a thing is: `The consortium at work on the North's east coast`."""
    after = scene.words(party.last + 1, party.last + 3)
    return not _GROUND.isdisjoint(after) and party.mention.role in ("modifier", "possessor") and brought(scene, party)


def private(scene: Scene, party: Party, end: int) -> bool:
    """Tell whether people act who do so for no state: `South Korean activists called off`; the North has none."""
    if "PRK" in party.mention.sides or party.mention.role not in ("modifier", "possessor"):
        return False
    return not scene.cues["private"].isdisjoint(scene.words(party.last + 1, min(party.last + 3, end - 1)))


def _antecedent(scene: Scene, clause: Clause) -> list[Party]:
    start = clause.start - 1
    while start > 0 and scene.tags.letters[start] not in "VBHMS;:":
        start -= 1
    before = [party for party in parties_in(scene, start, clause.start - 1) if not party.mention.negated]
    close = [p for p in before if clause.start - p.last <= 3]
    return (close or before[:1])[-1:]


def _source_before(scene: Scene, clause: Clause) -> list[Party]:
    """Who says it, where a participle goes on after that: `..., the Pentagon said, contradicting ...`."""
    before = scene.clauses.all[clause.number - 1]
    return parties_in(scene, before.start, before.end)[:1] if before.kind == SOURCE else []


def agent_of(scene: Scene, verb: int) -> list[Party]:
    """The party after `by`."""
    words = scene.sentence.words
    for at in range(verb + 1, min(len(words), verb + _AGENT_REACH)):
        if words[at] == "by":
            return _joined_after(scene, parties_in(scene, at + 1, at + 12), at)
        if scene.tags.letters[at] in "VSW;:":
            return []
    return []


def _joined_after(scene: Scene, parties: Sequence[Party], at: int) -> list[Party]:
    """The first party close after a token, and those that it is joined to."""
    run = [party for party in parties[:1] if party.first <= at + 4]
    joints: set[str] = set()
    for party in parties[1:]:
        between = scene.words(run[-1].last + 1, party.first - 1) if run else ["nobody"]
        if any(word not in ("and", ",", "the", "&") for word in between):
            break
        run.append(party)
        joints.update(between)
    return run if joints & {"and", "&"} else run[:1]


def counterpart_of(scene: Scene, at: int, own: Sequence[str], nominal: bool = False) -> tuple[str, ...]:
    """The other side: the first one to the right in the sentence that is not one's own, else to the left.

    That of a noun stands in its clause, where one does: `told him in a call that the North would`.
    """
    clause = scene.clauses.of(at)
    if len(own) > 1 and any(p.mention.entry == "each other" for p in scene.parties):
        return tuple(own)
    others = [
        p
        for p in scene.parties
        if p.mention.sides
        and p.mention.role != "place"
        and not set(p.mention.sides) <= set(own)
        and not _matter(scene, p)
    ]
    right = [p for p in others if p.first >= at]
    here = [p for p in others if scene.clauses.owner[p.first] == clause.number]
    same = [p for p in right if p in here] or ([] if nominal and here else right)
    left = [p for p in (here if nominal and here else others) if p.first < at]
    for party in (*same, *reversed(left)):
        if not party.mention.medium:
            return tuple(side for side in party.mention.sides if side not in own)
    return ()


def _matter(scene: Scene, party: Party) -> bool:
    """Tell whom talks are only about: `phone talks on North Korea`."""
    words, at = scene.sentence.words, party.first - 1
    while at > 0 and scene.tags.letters[at] == "D":
        at -= 1
    return at > 0 and words[at] in ("on", "about", "over") and words[at - 1] in _TALKED


def places_of(scene: Scene, at: int, own: Sequence[str]) -> tuple[str, ...]:
    """The sides whose towns or countries stand to the right as places: where a visitor goes."""
    if "here" in scene.words(at, at + 2):
        return tuple(side for side in scene.voice if side not in own)
    end = at + 1
    while end < min(len(scene.sentence), at + 9) and not _leads_away(scene, end):
        end += 1
    found = [p for p in parties_in(scene, at, end - 1) if p.mention.role in ("place", "object", "agent", "modifier")]
    if found and (len(found[0].mention.sides) > 1 or "between" in scene.words(at, found[0].first)):
        return ()  # what lies between two is nobody's
    return tuple(side for side in sides_of(found[:1]) if side not in own)


def _leads_away(scene: Scene, at: int) -> bool:
    """Tell whether the words from here on are no longer about where somebody goes."""
    return scene.tags.letters[at] in "VBHMSW;:" or scene.sentence.words[at] in (
        "on",
        "against",
        "with",
        "over",
        "about",
    )


_FIRST_PERSON = frozenset(("we", "i"))


def speakers_of(scene: Scene, clause: Clause) -> list[Party]:
    """Who says what a clause tells: the subject of the governing verb, or of `..., X said`."""
    now: Clause | None = clause
    while now is not None:
        if now.kind == THAT and now.governing >= 0:
            above = scene.clauses.of(now.governing)
            found = subject_of(scene, above, now.governing)
            if found or _FIRST_PERSON.isdisjoint(scene.sentence.words[above.start : now.governing]):
                return found
            now = above  # "We think that the North will pay," the president said
        if now.kind == THAT and scene.sentence.words[now.start] == ":":
            return parties_in(scene, 0, now.start - 1)[:1]
        source = _source_beside(scene, now)
        if source:
            return _own_office(scene, now, source)
        now = scene.clauses.above(now)
    return []


def _own_office(scene: Scene, clause: Clause, source: list[Party]) -> list[Party]:
    """Read `North Korea will ..., its foreign ministry said` as said by the subject of the clause."""
    if source[0].mention.form != "pronoun" or source[0].mention.head is None or clause.verb < 0:
        return source
    return _own_subject(scene, clause, clause.verb) or source


def _source_beside(scene: Scene, clause: Clause) -> list[Party]:
    for other in scene.clauses.all:
        if other.kind == SOURCE and other.parent == clause.number:
            return parties_in(scene, other.start, other.end)[:1]
    return []
