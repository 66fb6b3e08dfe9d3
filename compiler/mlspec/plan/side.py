"""What a plan knows of one model on one side: the compiled graph with all that the comparison asks."""

from collections.abc import Callable

from mlspec.ir.facet import Facet
from mlspec.ir.fingerprint import Fingerprint
from mlspec.ir.graph import Graph
from mlspec.plan.change import Where
from mlspec.plan.reach import Neighbour
from mlspec.source.route import Route
from mlspec.vocabulary.record import record


@record
class Definition:
    """A definition of the user's that some function reaches: the callers up to that function, and where it stands."""

    callers: tuple[str, ...]
    where: Where | None


@record
class Side:
    """One model.

    `facets` are those of the spec and of all back ends' options as they hold without an environment, `elsewhere` those
    of each environment that differs. `code` holds, by the part that runs it (a step, `deploy`, `monitor`), the digests
    of the definitions that are reached. `files` are the generated ones. `bases` are the files that the spec extends.
    `locate` finds the line of a route, in an environment or without one; `trace` how a part reaches a definition.
    """

    graph: Graph
    fingerprints: tuple[Fingerprint, ...]
    facets: tuple[Facet, ...]
    elsewhere: tuple[tuple[str, tuple[Facet, ...]], ...]
    code: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    files: Callable[[], tuple[tuple[str, str], ...]]
    bases: tuple[str, ...]
    moved_from: str
    locate: Callable[[str, Route], Where | None]
    trace: Callable[[str, str], Definition]

    @property
    def name(self) -> str:
        """The model's name."""
        return self.graph.name

    @property
    def neighbour(self) -> Neighbour:
        """What other models need to know of it."""
        uses = self.graph.service.uses if self.graph.service is not None else ()
        return Neighbour(self.name, tuple((use.spec, use.alias) for use in uses if use.spec), self.bases)

    def facets_in(self, environment: str) -> tuple[Facet, ...]:
        """What holds in an environment."""
        return dict(self.elsewhere).get(environment, self.facets)

    def code_of(self, part: str) -> dict[str, str]:
        """The digests of the definitions that a part reaches."""
        return dict(dict(self.code).get(part, ()))
