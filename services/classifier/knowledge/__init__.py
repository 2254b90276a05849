"""Knowledge: what the desk knows of actors, acts and words, read from YAML that analysts can change.

A folder of the user's own (`--knowledge DIR`) is laid over ours, file by file: an entry with the
same name replaces ours, others are added. Any mistake is named with file, line and key.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from services.classifier.knowledge.actor_entries import ActorsFile
from services.classifier.knowledge.class_entries import (
    ClassFile,
    ClosedWords,
    CodeEntry,
    CodeFile,
    CommitmentFile,
    CommitmentRow,
    Embedding,
    EmbeddingFile,
    ObjectClass,
    ObjectFile,
    RelevanceFile,
    SourcingFile,
    StancesFile,
    VerbClass,
    Veto,
    VetoFile,
)
from services.classifier.knowledge.place_entries import MattersFile, VenuesFile
from services.runtime.strict_yaml import BadFile, load_strict

HERE = Path(__file__).parent
KNOWN = (
    "actors",
    "venues",
    "matters",
    "words",
    "objects",
    "embeddings",
    "commitment",
    "vetoes",
    "codes",
    "sourcing",
    "relevance",
    "stances",
)
"""Files that a user's folder may hold, beside any number of `classes/*.yaml`."""

M = TypeVar("M", bound=BaseModel)
E = TypeVar("E")


@dataclass(frozen=True)
class Knowledge:
    """All of it, validated. `hash` changes whenever a byte of any file does."""

    actors: ActorsFile
    venues: VenuesFile
    matters: MattersFile
    words: ClosedWords
    classes: tuple[VerbClass, ...]
    objects: tuple[ObjectClass, ...]
    embeddings: tuple[Embedding, ...]
    commitment: tuple[CommitmentRow, ...]
    vetoes: tuple[Veto, ...]
    codes: tuple[CodeEntry, ...]
    sourcing: SourcingFile
    relevance: RelevanceFile
    stances: StancesFile
    hash: str


def load_knowledge(overlay: Path | None = None) -> Knowledge:
    """Read ours, and the user's folder over it.

    Raises:
        BadFile: one line a mistake, `FILE:LINE: key: reason`.
    """
    if overlay is not None:
        _check_folder(overlay)
    shelf = _Shelf((HERE,) if overlay is None else (HERE, overlay))
    return Knowledge(
        actors=shelf.laid("actors", ActorsFile, ActorsFile.overlaid),
        venues=shelf.laid("venues", VenuesFile, VenuesFile.overlaid),
        matters=shelf.laid("matters", MattersFile, MattersFile.overlaid),
        words=shelf.last("words", ClosedWords),
        classes=shelf.classes(),
        objects=_named(shelf.all("objects", ObjectFile), lambda file: file.objects, lambda entry: entry.name),
        embeddings=_named(
            shelf.all("embeddings", EmbeddingFile), lambda file: file.embeddings, lambda entry: entry.name
        ),
        commitment=shelf.last("commitment", CommitmentFile).rows,
        vetoes=_named(shelf.all("vetoes", VetoFile), lambda file: file.vetoes, lambda entry: entry.name),
        codes=_named(shelf.all("codes", CodeFile), lambda file: file.codes, lambda entry: entry.kind),
        sourcing=shelf.last("sourcing", SourcingFile),
        relevance=shelf.last("relevance", RelevanceFile),
        stances=shelf.last("stances", StancesFile),
        hash=shelf.hash(),
    )


def _check_folder(overlay: Path) -> None:
    if not overlay.is_dir():
        raise BadFile(f"{overlay}: no such folder")
    for path in sorted(overlay.rglob("*.yaml")):
        name = path.relative_to(overlay)
        if not (len(name.parts) == 1 and path.stem in KNOWN) and name.parts[0] != "classes":
            raise BadFile(f"{path}: unknown file; known are classes/*.yaml and {', '.join(f'{k}.yaml' for k in KNOWN)}")


class _Shelf:
    """The folders, and the digest of what was read from them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def hash(self) -> str:
        """Twelve hex digits over names and bytes of all files."""
        digest = hashlib.sha256()
        for folder in self._folders:
            for path in sorted(folder.rglob("*.yaml")):
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:12]

    def all(self, name: str, model: type[M]) -> list[M]:
        """The file of this name from each folder that has it."""
        return [_read(folder / f"{name}.yaml", model) for folder in self._folders if (folder / f"{name}.yaml").exists()]

    def last(self, name: str, model: type[M]) -> M:
        """The file of this name from the last folder that has it."""
        return self.all(name, model)[-1]

    def laid(self, name: str, model: type[M], over: Callable[[M, M], M]) -> M:
        """The files of this name, each laid over the one before."""
        first, *others = self.all(name, model)
        for other in others:
            first = over(first, other)
        return first

    def classes(self) -> tuple[VerbClass, ...]:
        """The verb classes of all files, by name."""
        layers = [_class_files(folder) for folder in self._folders]
        return _named((file for files in layers for file in files), lambda file: file.classes, lambda entry: entry.name)


def _class_files(folder: Path) -> list[ClassFile]:
    """The class files of one folder. A class that stands twice in it would silently replace the other."""
    found: dict[str, Path] = {}
    files = []
    for path in sorted((folder / "classes").glob("*.yaml")):
        files.append(_read(path, ClassFile))
        for entry in files[-1].classes:
            if entry.name in found:
                raise BadFile(f"{path}: class {entry.name}: stands in {found[entry.name].name} too")
            found[entry.name] = path
    return files


def _named(files: Iterable[M], entries: Callable[[M], Sequence[E]], key: Callable[[E], str]) -> tuple[E, ...]:
    found: dict[str, E] = {}
    for file in files:
        for entry in entries(file):
            found[key(entry)] = entry
    return tuple(found.values())


def _read(path: Path, model: type[M]) -> M:
    """Read fast; where anything is wrong, read again slowly for the line of the mistake."""
    try:
        content = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (it is the safe loader)
        return model.model_validate({} if content is None else content)
    except (OSError, ValueError, yaml.YAMLError, ValidationError):
        return load_strict(path, model)
