"""Roots: where a report comes from in the end, so that ten papers copying one agency count as one."""

from schemas.observation import Observation


def root_of(observation: Observation) -> str:
    """The name of the deepest origin that the text names, else the outlet.

    The careful choice: what an agency has from people it does not name is the agency's, so a report on its
    own authority and one by "officials" in the same agency's copy are one root, not two.
    """
    named = [hop.name for hop in observation.sourcing if hop.role not in ("anonymous", "outlet")]
    outlet = observation.article.provider or observation.article.source
    return _plain(named[-1] if named else outlet)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ").removesuffix(" news agency")
