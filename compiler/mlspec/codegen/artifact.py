"""A file that a back end wants to stand in the repository."""

from mlspec.ir.offer import Offer
from mlspec.vocabulary.record import record


@record
class Artifact:
    """A path relative to the repository, and the whole text."""

    path: str
    text: str


@record
class Emission:
    """What one back end returns: its files, and what later back ends may build on."""

    artifacts: tuple[Artifact, ...]
    offers: tuple[Offer, ...] = ()
