"""Stances: what a side says or does in a clause, whether it speaks for or against, and whether that was before.

Nothing is parsed: the side is the subject of the clause, `against` is the parity of the words that turn
a statement round ("never", "nothing", "ruled out", "denied"), and the topic is what its words have in
common with those of another stance.
"""

from collections.abc import Iterator, Sequence

from services.classifier.reading.frames.subjects import parties_in, sides_of, subject_of
from services.classifier.reading.scenes.clauses import MAIN, RELATIVE, SOURCE, THAT, Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.statements.stance import Manner, Stance
from services.classifier.reading.times.clock import Clock
from services.classifier.reading.words.lexicon import Hit, Lexicon

_STEM = 5
_ENDINGS = ("ations", "ation", "ions", "ion", "ings", "ing", "ed", "es", "s", "e")
_FAR = 40
_LEANING = ("so", "them", "their", "they")
_DEPENDENT = (THAT, "if", "than")


class Stances:
    """Finds the stances of sentences; the words that it looks for are the stances and cues of the knowledge."""

    def __init__(self, lexicon: Lexicon, clock: Clock) -> None:
        self._cues = lexicon.stance_cues
        self._clock = clock
        self._known: dict[int, list[Stance]] = {}
        self._said: dict[int, frozenset[int]] = {}

    def of(self, scene: Scene) -> list[Stance]:
        """Give the stances of a sentence, those of before and those of now."""
        if scene.index not in self._known:
            self._known[scene.index] = [*self._finite(scene), *self._gerunds(scene)]
        return self._known[scene.index]

    def forget(self) -> None:
        """Let go of what was found: it holds on to us as well."""
        self._known.clear()

    def tells_two_days(self, scene: Scene) -> bool:
        """Tell whether a sentence names a day, and it or the one after it a later one."""
        own = self._ages(scene)
        if not any(own):
            return False
        following = scene.following
        after = self._ages(following) if following and following.span.field == scene.span.field else []
        return min(own + after) < max(age for age in own if age)

    def _ages(self, scene: Scene) -> list[int]:
        """How many days ago its times are, where that is known."""
        ages = (self._clock(words, "past", scene.span.field).age for _, words in scene.times)
        return [age for age in ages if age is not None]

    def sayings(self, scene: Scene) -> Iterator[Stance]:
        """What a sentence tells as said, whenever: its verbs that hold a stance, with their sides."""
        for hit in _sayings(scene):
            clause = scene.clauses.of(hit.first)
            before, _ = self._before(scene, clause, hit.first)
            yield from self._stance(scene, clause, hit.first, hit.first, before, False)

    def _saying(self, scene: Scene) -> frozenset[int]:
        """Where the verbs of saying stand in a sentence."""
        if scene.index not in self._said:
            self._said[scene.index] = frozenset(hit.first for hit in _sayings(scene))
        return self._said[scene.index]

    def _finite(self, scene: Scene) -> Iterator[Stance]:
        for clause in scene.clauses.all:
            if clause.verb < 0 or clause.kind not in (MAIN, RELATIVE, SOURCE, "after", "when", "though"):
                continue
            verb = self._verb(scene, clause)
            before, turned = self._before(scene, clause, verb)
            now = clause.kind in (MAIN, SOURCE) and self._told_now(scene, clause)
            if before or now or self.conceded(scene, clause):
                yield from self._stance(scene, clause, clause.verb, verb, before, turned)

    def conceded(self, scene: Scene, clause: Clause) -> bool:
        """Tell whether a clause is only conceded: `although the North claims`, `while Seoul says`."""
        return clause.opener >= 0 and scene.sentence.words[clause.opener] in self._cues["conceding"]

    def _gerunds(self, scene: Scene) -> Iterator[Stance]:
        """`days after saying`, `despite having said`, `having insisted`."""
        words, forms = scene.sentence.words, scene.tags.forms
        for hit in _sayings(scene):
            at = hit.first
            having = at > 0 and forms[at] == "n" and "having" in words[max(0, at - 2) : at]
            if forms[at] != "g" and not having:
                continue
            clause = scene.clauses.of(at)
            opener = self._opener(scene, at)
            if having or opener:
                turned = opener in self._cues["despite"] or self._firstly(words, at) or self._at_length(words, at)
                yield from self._stance(scene, clause, at, at, opener or "having", turned)

    def _at_length(self, words: Sequence[str], at: int) -> bool:
        """`after insisting for months`, `after weeks of saying`."""
        ahead = "for" in words[at + 1 : at + 2] and not self._cues["spans"].isdisjoint(words[at + 2 : at + 4])
        return ahead or ("of" in words[at - 1 : at] and words[at - 2] in self._cues["spans"])

    def _opener(self, scene: Scene, at: int) -> str:
        """The `after` or `despite` at the head of a gerund; empty where there is none."""
        words = scene.sentence.words
        for place in range(at - 1, max(-1, at - 4), -1):
            if words[place] in self._cues["despite"] or words[place] == "after":
                return words[place]
            if scene.tags.letters[place] not in 'AX"HP':
                return ""
        return ""

    def _verb(self, scene: Scene, clause: Clause) -> int:
        """The verb itself behind its helpers."""
        letters = scene.tags.letters
        for at in range(clause.verb, min(len(letters), clause.verb + 5)):
            if letters[at] == "V":
                return at
            if letters[at] not in 'BHOMNA"':
                break
        return clause.verb

    def _before(self, scene: Scene, clause: Clause, verb: int) -> tuple[str, bool]:
        """How the text marks a saying as one of before, and whether it sets it against what follows."""
        words = scene.sentence.words
        unreal = clause.opener > 0 and words[clause.opener - 1] == "as"  # "as though nothing had happened"
        if unreal or verb not in self._saying(scene):
            return "", False
        if words[clause.verb] in ("had", "'d") and verb > clause.verb:
            return "had", clause.kind == "though" or self._firstly(words, verb)
        if scene.tags.forms[verb] != "d":
            return "", False
        if clause.kind == "after" and self._lags(scene, clause):
            return "after", False
        if clause.kind == RELATIVE:
            return ("once", False) if self._own_time(scene, clause.number) else ("", False)
        if self._firstly(words, verb):
            return "first", True
        near = words[max(0, verb - 4) : verb + 3]
        return ("earlier", False) if clause.kind == MAIN and self._cues["earlier"].intersection(near) else ("", False)

    def _firstly(self, words: Sequence[str], at: int) -> bool:
        return bool(self._cues["at first"].intersection(words[max(0, at - 2) : at]))

    def _lags(self, scene: Scene, clause: Clause) -> bool:
        return clause.opener > 0 and scene.sentence.words[clause.opener - 1] in self._cues["lags"]

    def _own_time(self, scene: Scene, clause: int) -> bool:
        return any(scene.clauses.owner[at] == clause for at, _ in scene.times)

    def _told_now(self, scene: Scene, clause: Clause) -> bool:
        """Tell whether a main clause is told as of now: no modal guess, no older time."""
        if scene.sentence.words[clause.verb] in self._cues["guesses"] or "?" in scene.sentence.words[-2:]:
            return False
        owner = scene.clauses.owner
        return not self._older(scene, [at for at in range(len(owner)) if owner[at] == clause.number])

    def _older(self, scene: Scene, inside: Sequence[int]) -> bool:
        field = scene.span.field
        return any(
            at in inside and not words.nominal and self._clock(words, "past", field).sort == "older"
            for at, words in scene.times
        )

    def _stance(
        self, scene: Scene, clause: Clause, first: int, verb: int, before: str, turned: bool
    ) -> Iterator[Stance]:
        sides = self._sides(scene, clause, first, verb)
        inside = self._stretch(scene, clause, first) if sides else []
        if not inside:
            return
        hangs, age = clause.kind not in (MAIN, SOURCE), self._age(scene, clause, verb)
        turn = self._contrast(scene, inside, sides) if before and not hangs else 0
        if turn:
            rest = list(range(turn, min(len(scene.sentence), turn + _FAR)))
            if not self._older(scene, rest):
                yield Stance(self, scene, sides, (-1, turn), rest, Manner("", False, False, age))
            inside = [at for at in inside if at < turn]
        number = clause.number if first >= clause.verb else -2
        yield Stance(self, scene, sides, (number, verb), inside, Manner(before, turned, hangs, age))

    def _contrast(self, scene: Scene, inside: Sequence[int], sides: tuple[str, ...]) -> int:
        """The verb behind `but`, where the same side goes on: `had said it would, but then called them`; 0 for none."""
        words, tags = scene.sentence.words, scene.tags
        for at in inside[1:]:
            if words[at] in self._cues["contrast"]:
                for place in range(at + 1, min(len(words), at + 6)):
                    if tags.finite(place):
                        others = {side for p in scene.parties if at < p.first < place for side in p.mention.sides}
                        return place if others <= set(sides) else 0
                    if tags.letters[place] not in 'AXRDEe"':
                        return 0
        return 0

    def _sides(self, scene: Scene, clause: Clause, first: int, verb: int) -> tuple[str, ...]:
        if scene.tags.forms[verb] in "gn" and clause.number == 0 and not 0 <= clause.verb <= first:
            return _behind(scene, verb)
        if clause.kind == SOURCE:
            return sides_of(parties_in(scene, clause.start, clause.end)[:1])
        own = sides_of(subject_of(scene, clause, first))
        if clause.kind in ("after", "though") and scene.tags.forms[verb] != "g":
            return own
        return own or (_behind(scene, verb) if clause.start == 0 or clause.kind != MAIN else ())

    def _stretch(self, scene: Scene, clause: Clause, first: int) -> list[int]:
        """The tokens of a stance: those of its clause from the verb on, and of what it says."""
        if clause.kind == SOURCE:
            return list(range(scene.clauses.all[clause.parent].start, min(clause.end + 1, _FAR)))
        owner, end = scene.clauses.owner, first + _FAR
        if first < clause.verb:
            end = max(at for at in range(first, clause.verb) if at == first or scene.tags.letters[at] == ",")
        return [at for at in range(first, min(len(owner), end)) if self._belongs(scene, owner[at], clause)]

    def _belongs(self, scene: Scene, number: int, clause: Clause) -> bool:
        while number != clause.number:
            one = scene.clauses.all[number]
            that = one.kind in _DEPENDENT or (one.kind == RELATIVE and scene.sentence.words[one.start] == "that")
            if not that or one.parent < 0:
                return False
            number = one.parent
        return True

    def against(self, scene: Scene, inside: Sequence[int]) -> bool:
        """The parity of what turns a statement round; words that only judge count once.

        `without` behind a no is its condition: `would not come without a date`.
        """
        there = set(inside)
        noes = [at for at in inside if self._negates(scene.sentence.words, at)]
        turns = sum(at == noes[0] or scene.sentence.words[at] != "without" for at in noes)
        hits = [hit for hit in scene.group("stance") if hit.first in there]
        turns += self._turning([hit for hit in hits if hit.entry.name == "against" and _stands(scene, hit)], scene)
        return (turns + any(hit.entry.name == "ill" for hit in hits)) % 2 == 1

    def says(self, scene: Scene, verb: int) -> bool:
        """Tell whether a verb only says something."""
        return verb in self._saying(scene)

    def denies(self, scene: Scene, inside: Sequence[int]) -> bool:
        """Tell whether a plain no stands among the words, or what somebody fails or refuses to do."""
        words = scene.sentence.words
        failed = any(hit.first in inside and hit.entry.lemma in self._cues["fails"] for hit in scene.group("stance"))
        return failed or any(self._negates(words, at) for at in inside)

    def _negates(self, words: Sequence[str], at: int) -> bool:
        """Tell whether a word says no to the whole: `without preconditions` says no to nothing that was asked."""
        return words[at] in self._cues["negators"] and self._cues["freely"].isdisjoint(words[at + 1 : at + 3])

    def _turning(self, hits: Sequence[Hit], scene: Scene) -> int:
        """How many verbs turn it round; of those joined in one clause (`suspend tests and scrap the site`) one."""
        count, last = 0, -9
        clause = -1
        for hit in hits:
            own = scene.clauses.owner[hit.first]
            if own != clause or hit.first - last <= 2:
                count += hit.first != last
            clause, last = own, hit.last
        return count

    def topic(self, scene: Scene, inside: Sequence[int]) -> frozenset[str]:
        """What it is about: classes of its objects and stems of its words, without names and times."""
        there = set(inside)
        named = {at for p in scene.parties for at in range(p.first, p.last + 1)}
        dated = {at for at, _ in scene.times}
        words = scene.sentence.words
        stems = {
            _stem(words[at])
            for at in there - named - dated
            if scene.tags.letters[at] in "XV"
            and len(words[at]) > 3
            and words[at] not in self._cues["empty"]
            and scene.clauses.of(at).kind != SOURCE
        }
        classes = {thing.entry.name for thing in scene.objects if thing.first in there}
        if classes & self._cues["meetings"] or self._cues["meeting words"].intersection(words[at] for at in there):
            classes.add("meetings")
        sayings = {_stem(words[hit.first]) for hit in _sayings(scene) if hit.first in there}
        return frozenset((stems - sayings) | {f"~{name}" for name in classes})

    def refers(self, scene: Scene, inside: Sequence[int]) -> bool:
        """Tell whether it leans on what was said: `agreed to it`, `said so`, `welcomed them`."""
        words, letters = scene.sentence.words, scene.tags.letters
        leans = any(words[at] in _LEANING or (words[at] == "it" and letters[at - 1] in "VP") for at in inside if at)
        one = any(words[at] == "one" and letters[at - 1] == "V" and words[at + 1 : at + 2] != ["of"] for at in inside)
        return leans or one or self._cut_short(scene, inside)

    def _cut_short(self, scene: Scene, inside: Sequence[int]) -> bool:
        """Tell whether it ends with a helper that leans on what was said: `it now says it will`, `said it would`."""
        last = next((at for at in reversed(inside) if scene.sentence.words[at].isalnum()), -1)
        return last > 0 and scene.tags.letters[last] in "MH"

    def _age(self, scene: Scene, clause: Clause, verb: int) -> int | None:
        field = scene.span.field
        for at, words in scene.times:
            if scene.clauses.owner[at] == clause.number or verb < at <= verb + 2:
                return self._clock(words, "past", field).age
        return None


def _stem(word: str) -> str:
    """What forms of one word have in common: `released`, `releasing`, not `relevant`."""
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2), "")
    return word[: len(word) - len(ending)][:_STEM]


def _sayings(scene: Scene) -> Iterator[Hit]:
    for hit in scene.group("stance"):
        if hit.entry.name == "says" and scene.tags.letters[hit.first] == "V" and not _kept_up(scene, hit):
            yield hit


def _kept_up(scene: Scene, hit: Hit) -> bool:
    """Tell `the freeze that it had maintained on its plants` from `had maintained that the freeze held`."""
    after = scene.tags.letters[hit.last + 1 : hit.last + 2]
    return hit.entry.lemma == "maintain" and after in (["P"], ["."], [","], ["C"], [])


def _stands(scene: Scene, hit: Hit) -> bool:
    """A verb only where it is tagged as one and names nobody (`the missing`); words without forms anywhere."""
    if not hit.entry.forms:
        return True
    letters = scene.tags.letters
    named = hit.first > 0 and letters[hit.first - 1] == "D" and scene.tags.forms[hit.first] == "g"
    return letters[hit.first] == "V" and not named


def _behind(scene: Scene, verb: int) -> tuple[str, ...]:
    """The subject behind an opening: `Days after saying so, Pyongyang ...`."""
    letters = scene.tags.letters
    clauses = [c for c in scene.clauses.all if c.kind in (MAIN, SOURCE) and c.verb > verb]
    for clause in clauses:
        comma = next((at for at in range(clause.verb - 1, verb, -1) if letters[at] == ","), verb)
        found = [p for p in scene.parties if comma < p.first < clause.verb and p.mention.role == "agent"]
        if found:
            return sides_of(found[:1])
    return ()
