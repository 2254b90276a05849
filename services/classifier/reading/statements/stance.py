"""A stance: what one side says or does in one clause, as `stances` finds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.classifier.reading.scenes.clauses import Clause
from services.classifier.reading.scenes.scene import Scene
from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.texts.text import Span


class Finder(Protocol):
    """Who finds a stance answers what is asked of it later."""

    def against(self, scene: Scene, inside: Sequence[int]) -> bool: ...

    def denies(self, scene: Scene, inside: Sequence[int]) -> bool: ...

    def says(self, scene: Scene, verb: int) -> bool: ...

    def topic(self, scene: Scene, inside: Sequence[int]) -> frozenset[str]: ...

    def refers(self, scene: Scene, inside: Sequence[int]) -> bool: ...

    def conceded(self, scene: Scene, clause: Clause) -> bool: ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How a stance is told. `before` is empty for what holds now, else how the text marks it as said before.

    `turned`: its own words set it against what follows ("despite saying", "initially denied").
    """

    before: str
    turned: bool
    hangs: bool
    age: int | None


@lazily
class Stance:
    """One stance: whose it is, how it is told, and, where somebody asks, what it is about and whether it says no."""

    def __init__(
        self, finder: "Finder", scene: Scene, sides: tuple[str, ...], place: tuple[int, int], inside: Sequence[int],
        manner: Manner,
    ) -> None:  # fmt: skip
        self.scene, self.sides = scene, sides
        self.clause, self._verb = place
        self.first, self.last = inside[0], inside[-1]
        self.before, self.turned, self.hangs, self.age = manner.before, manner.turned, manner.hangs, manner.age
        self._finder, self._inside = finder, inside

    @lazy
    def against(self) -> bool:
        """Whether it speaks against something."""
        return self._finder.against(self.scene, self._inside)

    @lazy
    def head(self) -> str:
        """Its verb, where the knowledge has it."""
        return lemma_at(self.scene, self._verb)

    @property
    def says(self) -> bool:
        """Whether it only says something."""
        return self._finder.says(self.scene, self._verb)

    @lazy
    def words(self) -> frozenset[str]:
        """Its words."""
        return frozenset(self.scene.words(self.first, self.last))

    @lazy
    def denies(self) -> bool:
        """Whether a plain no stands in it."""
        return self._finder.denies(self.scene, self._inside)

    @lazy
    def topic(self) -> frozenset[str]:
        """What it is about."""
        return self._finder.topic(self.scene, self._inside)

    @lazy
    def refers(self) -> bool:
        """Whether it leans on what was said."""
        return self._finder.refers(self.scene, self._inside)

    @lazy
    def conceded(self) -> bool:
        """Whether it is only conceded."""
        return self._finder.conceded(self.scene, self.scene.clauses.of(self._verb))

    @property
    def free(self) -> bool:
        """Whether it may stand against another sentence: it is one of its own, no clause that hangs on something."""
        return self.before in ("had", "earlier", "first", "dated") and not self.hangs

    @property
    def span(self) -> Span:
        """Its words."""
        return self.scene.sentence.piece(self.first, self.last)


def lemma_at(scene: Scene, verb: int) -> str:
    """The entry of the verb at a place, empty where the knowledge has none."""
    return next((hit.entry.lemma for hit in scene.group("stance") if hit.first == verb), "")
