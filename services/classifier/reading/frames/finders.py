"""Finders: what finds the parts of the frames of one scene."""

from services.classifier.reading.frames.act_times import ActTimes
from services.classifier.reading.frames.doers import Doers
from services.classifier.reading.frames.embedding import Embeddings
from services.classifier.reading.frames.objects import Objects
from services.classifier.reading.frames.quotation import quoted_speakers
from services.classifier.reading.frames.surroundings import Surroundings
from services.classifier.reading.scenes.scene import Party, Scene
from services.classifier.reading.texts.lazy import lazily, lazy
from services.classifier.reading.times.clock import Clock
from services.classifier.reading.words.lexicon import Lexicon


@lazily
class Finders:
    """What finds the parts of all frames of one scene."""

    def __init__(self, scene: Scene, lexicon: Lexicon, clock: Clock) -> None:
        self.scene = scene
        self.lexicon = lexicon
        self.embeddings = Embeddings(scene, lexicon)
        self.objects = Objects(scene, lexicon)
        self.doers = Doers(scene, lexicon)
        self.times = ActTimes(scene, lexicon, clock)
        self.around = Surroundings(scene, lexicon)

    @lazy
    def quoted(self) -> list[Party]:
        """Who speaks, where the whole sentence is quoted."""
        return quoted_speakers(self.scene)
