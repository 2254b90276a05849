"""Finders: what finds the parts of the frames of one scene."""

from services.classifier.reading.clock import Clock
from services.classifier.reading.doers import Doers
from services.classifier.reading.embedding import Embeddings
from services.classifier.reading.lazy import lazy
from services.classifier.reading.lexicon import Lexicon
from services.classifier.reading.objects import Objects
from services.classifier.reading.quotation import quoted_speakers
from services.classifier.reading.scene import Party, Scene
from services.classifier.reading.surroundings import Surroundings


class Finders:
    """What finds the parts of all frames of one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon, clock: Clock) -> None:
        self.scene = scene
        self.lexicon = lexicon
        self.embeddings = Embeddings(scene, lexicon)
        self.objects = Objects(scene, lexicon)
        self.doers = Doers(scene, lexicon)
        self.around = Surroundings(scene, lexicon, clock)

    @lazy
    def quoted(self) -> list[Party]:
        """Who speaks, where the whole sentence is quoted."""
        return quoted_speakers(self.scene)
