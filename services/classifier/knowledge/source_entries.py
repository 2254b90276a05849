"""Sources as analysts write them: the press, and the words that tell a named source from an unnamed one. Strict."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.record import Side
from services.classifier.knowledge.actor_entries import Entered, Words, laid_over

SourceRole = Literal["named", "anonymous", "state_media", "official"]
Phrases = tuple[Annotated[str, StringConstraints(min_length=2, max_length=80, strip_whitespace=True)], ...]


class Outlet(Entered):
    """A paper, agency or station that others quote; `state` where it speaks for its side."""

    name: Words
    aliases: Phrases = ()
    state: Side | None = None

    @property
    def key(self) -> str:
        """The name identifies the outlet."""
        return self.name


class SourceExample(Entered):
    """An own sentence and the chain it must give, from the outlet towards the origin: names with roles."""

    text: str
    chain: tuple[tuple[str, SourceRole], ...] = ()


class SourcesFile(Entered):
    """The whole of sources.yaml.

    `state_press`, `unnamed_press`, `unnamed` and `spokespeople` are nouns; `asides` are phrases after which a
    source stands (`according to`); `unnamed_marks` make any source beside them anonymous; `no_comment` are the
    words of somebody who was asked and kept silent.
    """

    outlets: tuple[Outlet, ...] = ()
    state_press: Phrases = ()
    unnamed_press: Phrases = ()
    unnamed: Phrases = ()
    spokespeople: Phrases = ()
    asides: Phrases = ()
    quoting: Phrases = ()
    unnamed_marks: Phrases = ()
    no_comment: Phrases = ()
    examples: Annotated[tuple[SourceExample, ...], Field(repr=False)] = ()
    lookalikes: Annotated[tuple[SourceExample, ...], Field(repr=False)] = ()

    def overlaid(self, other: "SourcesFile") -> "SourcesFile":
        """Lay another file over this one: outlets of the same name are replaced, everything else is added."""
        lists = {
            name: (*getattr(self, name), *getattr(other, name)) for name in type(self).model_fields if name != "outlets"
        }
        return SourcesFile(outlets=laid_over(self.outlets, other.outlets, lambda entry: entry.key), **lists)
