"""Mentions: where a text names a party, and what part the party plays there."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from services.classifier.reading.parties.aliases import Form
from services.classifier.reading.parties.roles import Role


class Mention(NamedTuple):
    """One naming of a party.

    `start`, `end`: the name itself; `np_start`, `np_end`: the noun phrase around it ("the North
    Korean Foreign Minister Ri Yong Ho"). No `sides`: nobody could be found for it. `certain` is
    false for what was concluded: a surname alone, a pronoun. `single`: its head is a person.
    `opens`: it stands where a subject stands. `retired`: it names somebody who left office long ago.
    """

    start: int
    end: int
    np_start: int
    np_end: int
    sides: tuple[str, ...]
    form: Form
    role: Role
    prep: str | None = None
    head: str | None = None
    person: str | None = None
    office: str | None = None
    entry: str = ""
    certain: bool = True
    negated: bool = False
    former: bool = False
    retired: bool = False
    many: bool = False
    single: bool = False
    medium: bool = False
    opens: bool = False

    @property
    def agentive(self) -> bool:
        """Tell whether the party may be the one that acts or speaks here."""
        if self.role not in ("agent", "by") or self.former:
            return False
        return bool(self.sides) and (self.form != "demonym" or self.head is not None)


class Mentions:
    """The mentions of a field, sorted, to be had by where they begin."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._all = mentions
        self._starts = [mention.start for mention in mentions]

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Give those whose name begins inside the span."""
        first = bisect_left(self._starts, start)
        return self._all[first : bisect_left(self._starts, end, first)]


_JOINTS = frozenset((" and ", ", ", ", and ", " or ", " & ", " as well as ", ", as well as "))


def coordinated(folded: str, mentions: Sequence[Mention], index: int) -> Sequence[Mention]:
    """Give the run of mentions joined by "and" or commas to the one at `index`, itself among them."""
    first = last = index
    while first and _joined(folded, mentions[first - 1], mentions[first]):
        first -= 1
    while last + 1 < len(mentions) and _joined(folded, mentions[last], mentions[last + 1]):
        last += 1
    run = mentions[first : last + 1]
    last_gap = folded[run[-2].np_end : run[-1].np_start] if len(run) > 1 else ""
    return run if last_gap.strip(" ,") else mentions[index : index + 1]


def _joined(folded: str, one: Mention, other: Mention) -> bool:
    gap = other.np_start - one.np_end
    return 0 < gap <= 14 and folded[one.np_end : other.np_start] in _JOINTS
