"""Observations: claims on their way to the ledger."""

from schemas.article import ArticleRef
from schemas.claim import Claim
from schemas.record import MadeBy, UtcTime


class Observation(Claim):
    """One claim of one article version. `id` is derived from both, so a repeat is recognised."""

    id: str
    article: ArticleRef
    observed_at: UtcTime
    made_by: MadeBy

    @property
    def dyad(self) -> str:
        """The key on the topic: first actor and first target, `PRK-USA`; `PRK` without a target."""
        return "-".join((*self.actors[:1], *self.targets[:1])) or "none"
