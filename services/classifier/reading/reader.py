"""The reader: one text in, one reading out.

    texts/ -> words/ -> parties/ (the gate first: no Korea, no more) -> times/ -> scenes/ -> frames/
           -> verdicts/ (rows of the verb classes, then the commitment table) -> claims/ -> statements/, relevance/

Each folder is a step and sees only those before it. Every stage works on spans of the text as it came,
so evidence is exact by construction.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from schemas.claim import Claim
from schemas.kind import Kind
from services.classifier.knowledge import Knowledge
from services.classifier.reading.claims.claims import Told, claims_of, concerns_korea, told
from services.classifier.reading.claims.slots import Drafted, SlotFiller
from services.classifier.reading.frames.framing import frames_of
from services.classifier.reading.parties.aliases import KOREAS, Hit
from services.classifier.reading.parties.mention import Mention, Mentions
from services.classifier.reading.parties.naming import Scanned
from services.classifier.reading.parties.party_finder import PartyFinder, dateline_end
from services.classifier.reading.parties.voice import marked_voice, own_voice
from services.classifier.reading.reading import Considered, Reading
from services.classifier.reading.relevance.relevance import Judged, Relevance
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.statements.clashes import Clashes
from services.classifier.reading.statements.propositions import Propositions
from services.classifier.reading.statements.stances import Stances
from services.classifier.reading.texts.language import language_of
from services.classifier.reading.texts.sentences import sentences
from services.classifier.reading.texts.text import Field, Span, Text, fold
from services.classifier.reading.times.clock import Clock, clock_of
from services.classifier.reading.verdicts.commitment import CommitmentTable
from services.classifier.reading.verdicts.matching import Candidate, Matcher
from services.classifier.reading.verdicts.story import Story
from services.classifier.reading.verdicts.vetoes import VetoWatch
from services.classifier.reading.words.lexicon import Lexicon

READ = ("en", "und")
"""Languages that are read: English, and what is too short to tell."""
_Found = tuple[Field, str, str, list[Hit]]
"""A field, its content, folded, and the hits of the automaton."""
_HEADLINE = 160
"""Code points of a headline at most."""
_LEANING = frozenset(
    ("he", "she", "it", "they", "we", "but", "yet", "still", "mr", "mr.", "ms", "ms.", "both", "critics", "analysts",
     "experts", "many", "some", "most", "others", "such", "these", "those", "this", "that", '"')
)  # fmt: skip
"""How a sentence opens that leans on one before it, or weighs what was told."""
_WISHING = frozenset(
    ("want", "wants", "need", "needs", "hope", "hopes", "believe", "believes", "think", "thinks", "fear", "fears",
     "remain", "remains", "seem", "seems", "know", "knows", "like", "likes", "prefer", "prefers", "argue", "argues")
)  # fmt: skip
"""Verbs that tell of no event."""
_AGENCY, _TOP = "/TASS/", 80
_DATELINE = re.compile(r"[A-Z][A-Z .'-]+,? [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?\.|/TASS/\.?")
"""What stands before the lead of an agency that parts its dateline with full stops."""
_OPENING = 40
"""Code points in which a passage shows that it goes on from something."""
MAX_SENTENCES = 120
"""Sentences about Korea that are read of a text; what comes after them is left, and counted in the reading."""
MAX_LETTERS = 16_000
"""Code points of these sentences: endless ones cost more than their length."""
COLLECT_AFTER = 50_000
"""Objects made before the collector looks for circles. Reading leaves none; ten articles make so many objects."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One field, folded and searched, with its sentences."""

    field: Field
    scanned: Scanned
    spans: Sequence[Span]


def _page(field: Field, content: str, folded: str, hits: list[Hit]) -> _Page:
    spans = sentences(field, content, folded)
    return _Page(field, Scanned(content, folded, hits, [span.end for span in spans]), spans)


class Reader:
    """Reads texts with one knowledge. Built once; reading changes nothing in it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.hash = knowledge.hash
        self._lexicon = Lexicon(
            knowledge.words, knowledge.classes, knowledge.objects, knowledge.embeddings, knowledge.stances
        )
        self._parties = PartyFinder(knowledge.actors)
        self._matcher = Matcher(knowledge.classes)
        self._table = CommitmentTable(knowledge.commitment)
        self._vetoes = VetoWatch(knowledge.vetoes)
        self._relevance = Relevance(knowledge.relevance, self._vetoes.worlds)
        self._slots = SlotFiller(knowledge)

    def read(self, text: Text) -> Reading:
        """Give the reading of a text: relevant with its claims, irrelevant, or unread in its language."""
        language, found = self._looked_at(text)
        if found is None:
            return _turned_away_at_the_gate(language)
        return self._read(text, [_page(*field) for field in found], language)

    def glance(self, text: Text) -> Reading | None:
        """Give the reading of a text that the gate turns away; None for one that has to be read."""
        language, found = self._looked_at(text)
        return _turned_away_at_the_gate(language) if found is None else None

    def _looked_at(self, text: Text) -> tuple[str, "list[_Found] | None"]:
        """The language, and what the automaton found in each field where it is ours and names a Korea."""
        language = language_of(f"{text.headline}\n{text.body}"[:4000])
        if language not in READ:
            return language, None
        headline, body = fold(text.headline), fold(text.body)
        if not (self._parties.concern_korea(headline) or self._parties.concern_korea(body)):
            return language, None
        return language, [
            ("headline", text.headline, headline, self._parties.hits(headline)),
            ("body", text.body, body, self._parties.hits(body)),
        ]

    def _read(self, text: Text, pages: Sequence[_Page], language: str) -> Reading:
        today = text.published_at.date() if text.published_at else None
        voice = self._voice(pages)
        mentions = self._parties.read([page.scanned for page in pages], today, voice)
        scenes = list(self._scenes(pages, mentions, voice))
        _linked(scenes)
        clock = clock_of(self._slots.venues.anchor(text.published_at, text.dateline, text.body))
        entries: list[Told] = []
        considered: list[Considered] = []
        _tell_chronicle(text, scenes)
        undated = not (text.dated or text.published_at or text.headline)
        _begin_story(Story(clock, self._lexicon.cues, undated), scenes)
        texts: dict[Field, str] = {page.field: page.scanned.text for page in pages}
        close = [scene for scene in scenes if scene.near_korea or scene.voice]
        budget = _budget(close)
        read = scenes[: close[budget].index] if budget < len(close) else scenes
        for scene in close[:budget]:
            self._read_scene(scene, clock, texts, entries, considered)
        judged = self._relevance.judge(read, entries)
        claims = self._claims(text, pages, read, entries, clock) if judged.relevant else []
        _unlinked(scenes)
        return _reading(judged, language, claims, considered, len(close) - budget)

    def _claims(
        self, text: Text, pages: Sequence[_Page], scenes: Sequence[Scene], entries: Sequence[Told], clock: Clock
    ) -> list[Claim]:
        texts: dict[str, str] = {page.field: page.scanned.text for page in pages}
        drafts = claims_of(text.id, entries, texts)
        drafts += self._paired(text, scenes, entries, texts, clock, {draft.claim.kind for draft in drafts})
        if not drafts:
            return []
        return self._slots.fill(drafts, text, scenes, "\n".join(page.scanned.folded for page in pages))

    def _paired(
        self,
        text: Text,
        scenes: Sequence[Scene],
        entries: Sequence[Told],
        texts: dict[str, str],
        clock: Clock,
        known: set[Kind],
    ) -> list[Drafted]:
        """What only two statements together tell: a side that turns, two accounts that clash."""
        stances, cues = Stances(self._lexicon, clock), self._lexicon.stance_cues
        found: list[Drafted] = []
        if Kind.STATEMENT_REVERSED not in known:
            turns = Propositions(stances, cues).reversals(text.id, scenes, entries, texts)
            found += [turn for turn in turns if turn.claim.kind not in known]
        if Kind.STATEMENT_CONTRADICTED not in known:
            found += Clashes(stances, cues).contradictions(text.id, scenes, texts)
        stances.forget()
        return found

    def _voice(self, pages: Sequence[_Page]) -> str | None:
        folded = (page.scanned.folded for page in pages)
        return marked_voice(pages[1].scanned.text) or own_voice(
            folded, self._lexicon.cues["northern"], pages[1].scanned.text
        )

    def _scenes(
        self, pages: Sequence[_Page], mentions: Sequence[Sequence[Mention]], voice: str | None
    ) -> Iterator[Scene]:
        number, headline = 0, False
        for page, found in zip(pages, mentions, strict=True):
            near = headline
            lead = _lead(page)
            mentioned, matters = Mentions(found), self._parties.korean_names(page.scanned)
            filed = _filed(page) if page.field == "body" and not voice else 0
            for span in page.spans:
                told = span._replace(start=filed) if span.start < filed < span.end else span
                scene = Scene(told, number, page.scanned, mentioned.within(told.start, told.end), self._lexicon)
                scene.headline = page.field == "headline" or _is_headline(page, pages)
                scene.lead = page.field == "body" and span is lead and not self._goes_on(page.scanned, pages)
                scene.voice = (voice,) if voice else ()
                scene.korean = _within(span, matters)
                scene.matter = bool(scene.korean)
                here = scene.matter or scene.names(KOREAS) or (told is not span and _filed_there(mentioned, span))
                scene.near_korea, near = here or near, here
                headline = headline or (page.field == "headline" and here)
                yield scene
                number += 1

    def _goes_on(self, body: Scanned, pages: Sequence[_Page]) -> bool:
        """Tell whether a passage is out of the middle of a story: cut off, or going on from what is not there."""
        opening = body.folded[:_OPENING].lstrip(' "\u201c\n').replace(",", " ").split()
        on = not pages[0].spans and any(" ".join(opening[:n]) in self._lexicon.cues["going on"] for n in (1, 2, 3))
        return on or _cut_off(body.text)

    def _read_scene(
        self,
        scene: Scene,
        clock: Clock,
        texts: dict[Field, str],
        entries: list[Told],
        considered: list[Considered],
    ) -> None:
        field = scene.span.field
        chances = self._matcher.chances(scene)
        if not chances:
            return
        frames = frames_of(scene, self._lexicon, clock, chances)
        candidates = [found for frame in frames if (found := self._matcher.candidate(frame, chances))]
        veto = self._vetoes.veto(scene) if candidates else None
        for candidate in candidates:
            verdict = self._table.judge(candidate, veto)
            each = told(candidate, verdict)
            if verdict.then == "vetoed" or not any(concerns_korea(entry, scene) for entry in each):
                considered.append(_turned_away(candidate, verdict.row, verdict.reason, texts[field]))
            else:
                entries.extend(each)


def _filed(page: _Page) -> int:
    """Where the dateline ends: what stands before it is told by nobody (`SEOUL - Reversing its stance, the North`)."""
    end, text = dateline_end(page.scanned.text), page.scanned.text
    return end if any(letter.islower() for letter in text[end : end + _OPENING]) else 0


def _filed_there(mentioned: Mentions, span: Span) -> bool:
    """Tell whether a sentence with its dateline names a Korea."""
    return any(not KOREAS.isdisjoint(mention.sides) for mention in mentioned.within(span.start, span.end))


def _lead(page: _Page) -> Span | None:
    """The first sentence behind a dateline with full stops: `MOSCOW, June 19. /TASS/. Russian President ...`."""
    for span in page.spans[:3]:
        words = page.scanned.text[span.start : span.end]
        if not (_DATELINE.fullmatch(words) and _AGENCY in page.scanned.text[:_TOP]):
            return span
    return None


def _within(span: Span, places: Sequence[int]) -> Sequence[int]:
    """Those of the places, which are sorted, that lie inside a span."""
    return places[bisect_left(places, span.start) : bisect_left(places, span.end)]


@cache
def _turned_away_at_the_gate(language: str) -> Reading:
    if language in READ:
        return Reading("irrelevant", ("names neither Korea",), language)
    return Reading("unread", (f"written in {language}",), language)


def _budget(close: Sequence[Scene]) -> int:
    """How many of the sentences about Korea are read."""
    left = MAX_LETTERS
    for number, scene in enumerate(close[:MAX_SENTENCES]):
        left -= scene.span.end - scene.span.start
        if left < 0:
            return number
    return min(len(close), MAX_SENTENCES)


def _linked(scenes: Sequence[Scene]) -> None:
    """Tell each sentence which one follows it, and which one stands before it in the same field."""
    for scene, following in pairwise(scenes):
        scene.following = following
        following.previous = scene if scene.span.field == following.span.field else None
        opens = scene.lead or (scene.span.field == "body" and scene.previous is None)
        scene.near_korea = scene.near_korea or (opens and following.near_korea)


def _unlinked(scenes: Sequence[Scene]) -> None:
    """Part what was linked: memory in circles waits for the collector, which costs a tenth of the time."""
    for scene in scenes:
        scene.previous = scene.following = None


def _begin_story(story: Story, scenes: Sequence[Scene]) -> None:
    for scene in scenes:
        scene.story = story.older


def _is_headline(page: _Page, pages: Sequence[_Page]) -> bool:
    """Tell whether a text is nothing but a headline: one line without a full stop."""
    if page is pages[0] or pages[0].spans or len(page.spans) != 1:
        return False
    return len(page.scanned.text) < _HEADLINE and page.scanned.text.rstrip()[-1:] not in (".", '"', "”", "?", "!")


def _cut_off(text: str) -> bool:
    """Tell whether a passage begins in the middle of a sentence or of a name ("S.-South Korean drills")."""
    start = text.lstrip()[:3]
    return start.startswith(("-", "S.-", ",", ";", ")")) or (start[:1].islower() and not text.islower())


def _tell_chronicle(text: Text, scenes: Sequence[Scene]) -> None:
    """A text without a headline whose first main verb is in the present is an entry of a chronology, if it is dated.

    Without a date it is one only where it goes on: `Seoul denies any payment.` may be a standing denial.
    """
    dated = text.dated or text.published_at or (scenes and scenes[0].times)
    if text.headline or not scenes or not (dated or len(scenes) > 1):
        return
    told = scenes[1:] if len(scenes[0].sentence) < 7 and scenes[0].times else scenes
    if not told or told[0].main_form() not in ("s", "b") or _in_midstream(scenes[0]):
        return
    forms = [scene.main_form() for scene in told]
    if forms[0] in ("s", "b") and "d" not in forms[:4] and 2 * sum(form in ("s", "b") for form in forms) > len(forms):
        for scene in scenes:
            scene.chronology = True


def _in_midstream(scene: Scene) -> bool:
    """Tell how no entry begins: leaning on what stood before (`The North denies`, `He says`), or with a wish."""
    opening, verb = scene.words(0, 2), scene.clauses.all[0].verb
    if opening[0] == "the" and opening[1:2] in (["north"], ["south"]):
        return not opening[-1].startswith("korea")
    return opening[0] in _LEANING or (verb >= 0 and scene.sentence.words[verb] in _WISHING)


def _turned_away(candidate: Candidate, row: str, reason: str, text: str) -> Considered:
    span = candidate.frame.evidence
    return Considered(candidate.kind, candidate.rule, row, reason, span, text[span.start : span.end])


def _reading(
    judged: Judged, language: str, claims: Sequence[Claim], considered: Sequence[Considered], left: int
) -> Reading:
    return Reading(
        "relevant" if judged.relevant else "irrelevant",
        judged.reasons,
        language,
        judged.parties,
        tuple(dict.fromkeys(claim.matter for claim in claims if claim.matter)),
        tuple(claims),
        tuple(considered),
        left,
    )
