"""A reader that reads nothing: what Kafka, Faust and the service cost alone."""

from services.classifier.reading.reading import Reading
from services.classifier.reading.texts.text import Text
from services.runtime.settings import Settings
from tests.bench.articles import is_about_korea


class EmptyReader:
    """Tells the two kinds of article apart and reads nothing."""

    hash = "empty"

    def glance(self, text: Text) -> Reading | None:
        return self.read(text)

    def read(self, text: Text) -> Reading:
        if is_about_korea(text.body):
            return Reading("relevant", ("bench",), "en", ("PRK",))
        return Reading("irrelevant", ("bench",), "en")


def empty_reader(_: Settings) -> EmptyReader:
    """What the bench has read with where nothing is to be read."""
    return EmptyReader()
