"""Codes of other schemes: CAMEO, PLOVER and Goldstein, each marked exact, nearest or none."""

from collections.abc import Sequence

from schemas.claim import Code
from schemas.kind import Kind
from services.classifier.knowledge.class_entries import CodeEntry


class CodeTable:
    """The codes by kind."""

    def __init__(self, entries: Sequence[CodeEntry]) -> None:
        self._of = {entry.kind: entry for entry in entries}
        self._made: dict[tuple[Kind, str], tuple[Code, ...]] = {}

    def codes(self, kind: Kind, objects: Sequence[str]) -> tuple[Code, ...]:
        """Give the codes of a kind; some depend on what the act was done to."""
        entry = self._of.get(kind)
        if entry is None:
            return ()
        special = next((name for name in objects if name in entry.by_object), "")
        if (kind, special) not in self._made:
            self._made[kind, special] = _made(entry, special)
        return self._made[kind, special]


def _made(entry: CodeEntry, special: str) -> tuple[Code, ...]:
    cameo, goldstein = entry.by_object.get(special) or (entry.cameo, entry.goldstein)
    values = (
        ("CAMEO", cameo),
        ("PLOVER", entry.plover),
        ("Goldstein", None if goldstein is None else f"{goldstein:.1f}"),
    )
    return tuple(Code.model_validate({"scheme": s, "value": v, "fit": entry.fit if v else "none"}) for s, v in values)
