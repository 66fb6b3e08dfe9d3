"""What a back end is: a name below a section of the spec, its options, and the two functions that compile it."""

from mlspec.ir.fingerprint import Fingerprint
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Offer
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record


@record
class Backend:
    """A target; modules are named as `package.module:name` strings, so that listing back ends imports none of them.

    `options` is the `schema.node.Node` of what may stand below the name. `lower` takes a Request and decides; `emit`
    takes what `lower` returned and spells it as an Emission. A back end without these two is known to the language,
    its options are validated, and it is not compiled yet. `always` is for one that serves every project, whether the
    spec names it or not; `compiled_with` for one whose turn comes with another concern than that by which it is named.
    """

    name: str
    concern: Concern
    summary: str
    options: str = ""
    lower: str = ""
    emit: str = ""
    requires: tuple[str, ...] = ()
    always: bool = False
    compiled_with: Concern | None = None

    @property
    def turn(self) -> Concern:
        """The concern with which it is compiled."""
        return self.compiled_with or self.concern


@record
class Request:
    """What a back end is given: the graph, its own options, and all earlier offers.

    `options` are those of the base, None where only environments name the back end. `environment_options` are those of
    each environment that differs, None where it names another.
    """

    graph: Graph
    fingerprints: tuple[Fingerprint, ...]
    spec_digest: str
    options: object
    environment_options: tuple[tuple[str, object], ...]
    offers: tuple[Offer, ...]
