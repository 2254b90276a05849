"""Looking back: openings by which a passage begins to tell of older times, without giving a date."""

from collections.abc import Mapping
from functools import cache

from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.scenes.wording import Wording
from services.classifier.reading.times.time_grammar import LONG_UNITS, MONTHS, SPANS, UNITS, WEEKDAYS

Cues = Mapping[str, frozenset[str]]
_OPENING = 7
"""Tokens in which the subject of a sentence is looked for."""
_UNITS = SPANS.union(UNITS, ("morning", "few", "two", "three", "several"))
_LASTING = frozenset(("years", "decades", "months"))
_STUCK = frozenset(("stuck", "strained", "odds", "loggerheads"))
"""What has been so `since` something: what follows tells how it came."""
_LINKS = frozenset(("but", "and", "yet", "so", '"', "however", ","))


def looks_back(scene: Scene, cues: Cues) -> bool:
    """Tell whether a sentence, and what goes on from it, tells of older times: `The previous round collapsed.`"""
    if _soured(scene, cues) and (scene.clauses.all[0].verb < 0 or _past(scene)):
        return True
    if not _past(scene):
        return False
    if _for_years(scene) or _it_was_they(scene) or _so_since(scene):
        return True
    if _wording(cues["back then"]).stands_in(scene) or _lags(scene) or _under_an_accord(scene, cues):
        return True
    return _of_an_earlier_one(scene, cues) or _that_one(scene)


def leads_back(scene: Scene, cues: Cues) -> bool:
    """Tell whether what follows a sentence tells of older times: `The row goes back to a leaflet.`"""
    if _wording(cues["leading back"]).stands_in(scene):
        return True
    verb = scene.clauses.all[0].verb
    if "since" in scene.vocabulary and _since_then(scene):
        return True
    if verb < 0 or scene.sentence.words[verb] not in ("has", "have"):
        return False
    ends = scene.sentence.words[-2:-1] == ["before"]
    often = not cues["habits"].isdisjoint(scene.words(verb, verb + 2)) or "long" in scene.words(verb, verb + 1)
    lasting = not scene.vocabulary.isdisjoint(("since", "decades", "years"))
    stuck = "since" in scene.vocabulary and not _STUCK.isdisjoint(scene.vocabulary)
    return ends or often or stuck or _counted_up(scene) or (lasting and _quarrel(scene, cues))


def _since_then(scene: Scene) -> bool:
    """Tell what sums up the time since something: `Since then there has been little progress`, `have since cooled`.

    `There have been no talks since May, when` goes on to tell of May.
    """
    words = scene.sentence.words
    at = words.index("since")
    if words[at + 1 : at + 2] == ["then"]:
        return at == 0
    if words[at - 1] in ("has", "have"):
        return True
    lasting = scene.clauses.all[0].verb in range(at) and words[scene.clauses.all[0].verb] in ("has", "have")
    return lasting and ", when" in " ".join(words[at : at + _OPENING])


def _counted_up(scene: Scene) -> bool:
    """Tell what is counted and then told one by one: `has been there three times. On the first trip`."""
    counted = not scene.vocabulary.isdisjoint(("times", "twice"))
    return counted and scene.following is not None and "first" in scene.following.words(0, _OPENING)


def _past(scene: Scene) -> bool:
    """Tell whether the main clause stands in the past."""
    return scene.clauses.all[0].verb >= 0 and not scene.told_now


def _for_years(scene: Scene) -> bool:
    """Tell what opens with how long it was so: `For years it kept a mission there.`"""
    opening = scene.words(0, _OPENING)
    return opening[:1] == ["for"] and not _LASTING.isdisjoint(opening[1:4])


def _so_since(scene: Scene) -> bool:
    """Tell what goes on with how it has been since: `It cut the line, and the two have not spoken since.`

    So does a perfect beside it: `It left the talks over a freeze and has said that it will not come back.`
    """
    words = scene.sentence.words
    if "since" in scene.vocabulary:
        at = len(words) - 1 - words[::-1].index("since")
        if words[at - 1] in ("ever", "has", "have") or words[at + 1 : at + 2] in (["."], [","], [";"]):
            return True
    main = scene.clauses.all[0].verb
    beside = (at for at in range(main + 1, len(words)) if words[at] in ("has", "have"))
    return not scene.lead and any(words[at - 1] in ("and", "but") for at in beside)


def _it_was_they(scene: Scene) -> bool:
    """Tell what takes the act as known and says whose it was: `It was Seoul that left the commission.`"""
    words, clauses = scene.sentence.words, scene.clauses.all
    if words[:2] != ["it", "was"] or words[2:3] == ["not"] or "said" in words:
        return False
    return any(clause.kind == "relative" and words[clause.opener] in ("that", "who") for clause in clauses[1:2])


@cache
def _wording(phrases: frozenset[str]) -> Wording:
    return Wording(phrases)


def _lags(scene: Scene) -> bool:
    """Tell `only to take it back weeks later`: what comes first is older still. Not of what was to come then."""
    words = scene.sentence.words if "later" in scene.vocabulary else ()
    for at in range(1, len(words)):
        if words[at] == "later" and words[at - 1] in LONG_UNITS:
            clause = scene.clauses.of(at)
            return "M" not in scene.tags.letters[clause.start : clause.end + 1]
    return False


def _subject(scene: Scene) -> range:
    """The tokens of the subject, as far as it is looked at."""
    verb = scene.clauses.all[0].verb
    return range(min(verb, _OPENING)) if verb > 0 else range(0)


def _of_an_earlier_one(scene: Scene, cues: Cues) -> bool:
    """Tell a subject that is one of before: `Earlier attempts`, `the previous government`, `Japan's last offer`."""
    if cues["of before"].isdisjoint(scene.vocabulary):
        return False
    words, letters = scene.sentence.words, scene.tags.letters
    for at in _subject(scene):
        if words[at] in cues["of before"] and letters[at + 1] in "XE" and not _dates(words[at + 1]):
            return words[at + 1] not in cues["said"] and (
                words[at] != "last" or words[max(0, at - 1)] != "the" or at < 2
            )
    return False


def _dates(word: str) -> bool:
    return word in _UNITS or word in WEEKDAYS or word in MONTHS


def _that_one(scene: Scene) -> bool:
    """Tell a subject that points back to a thing of then: `That offer was rejected.`"""
    if scene.vocabulary.isdisjoint(("that", "those")):
        return False
    first = next((at for at, word in enumerate(scene.sentence.words[:4]) if word not in _LINKS), 0)
    if scene.sentence.words[first] not in ("that", "those"):
        return False
    return any(first < thing.first < first + 3 for thing in scene.objects)


def _quarrel(scene: Scene, cues: Cues) -> bool:
    return any(scene.sentence.words[at] in cues["quarrels"] for at in _subject(scene))


def _soured(scene: Scene, cues: Cues) -> bool:
    """Tell what became of a relation or a quarrel: `Relations soured when`, `The row began with a leaflet`."""
    if cues["quarrels"].isdisjoint(scene.vocabulary):
        return False
    opening = scene.words(0, _OPENING)
    at = next((at for at, word in enumerate(opening) if word in cues["quarrels"]), -1)
    return at >= 0 and not cues["turns"].isdisjoint(scene.words(at + 1, at + _OPENING))


def _under_an_accord(scene: Scene, cues: Cues) -> bool:
    """Tell what opens with the accord that it was done under: `Under the accord the North froze its reactors.`"""
    return not cues["accords"].isdisjoint(scene.under)
