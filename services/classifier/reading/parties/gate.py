"""The gate: whether a field names a Korea at all. Most articles go no further, so it looks for few words only."""

import ahocorasick_rs

from services.classifier.reading.parties.aliases import AliasTable, Hit, bounded


class Gate:
    """Looks for the names of the Koreas, and for "the North" and "Kim", which only the rest of a text can tell."""

    def __init__(self, table: AliasTable) -> None:
        self._numbers = sorted(table.korea | table.north | table.leader)
        self._korea, self._leader = table.korea, table.leader
        names = [table.patterns[number] for number in self._numbers]
        self._automaton = ahocorasick_rs.AhoCorasick(names, implementation=ahocorasick_rs.Implementation.DFA)

    def opens(self, plain: str) -> bool | None:
        """Tell whether searchable text names a Korea; None where only "the North" or "Kim" may mean one."""
        open_ended = False
        found: list[Hit] = self._automaton.find_matches_as_indexes(plain, overlapping=True)
        for at, start, end in found:
            if bounded(plain, start, end):
                if self._numbers[at] in self._korea:
                    return True
                open_ended = open_ended or self._numbers[at] in self._leader or plain.endswith("the ", 0, start)
        return None if open_ended else False
