"""How the model is judged."""

from typing import Annotated, Any

from mlspec.schema.leaf import Alias, OutputName, RelativePath, choice
from mlspec.schema.node import INHERITED, Effect, Group, Node, Role, field
from mlspec.spec.gates import GateEntry
from mlspec.spec.step import Work
from mlspec.vocabulary.champion_score import ChampionScore

_GATES = ((Role.GATES, Effect.RERUN),)


class Champion(Node):
    """The model to beat."""

    example = "`{alias: champion, score: again}`"
    short_forms = ({"type": "string"},)

    alias: Alias = field("champion", doc="The alias that the registry knows it by.", effects=INHERITED)
    score: Annotated[ChampionScore, choice(ChampionScore, "way to score the champion")] = field(
        ChampionScore.AGAIN,
        doc="Whether the champion is scored again on the new held-out rows, or its recorded metrics are taken.",
        effects=INHERITED,
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The alias alone."""
        return {"alias": value} if isinstance(value, str) else value


class Evaluate(Work):
    """A function or command that gives metrics, and the gates that they have to pass."""

    example = "`{run: package.model:evaluate, gates: [roc_auc >= 0.74]}`"
    effects = ((Role.EVALUATE, Effect.RERUN),)
    groups = (Group(("run", "command", "metrics")),)
    listed = ("gates", "tests")

    metrics: OutputName | None = field(
        None,
        doc="Metrics that an earlier step gives already, as in `train.metrics`; nothing else is run then.",
        effects=INHERITED,
    )
    champion: Champion | None = field(None, doc="The model that `champion.` in a gate asks.", effects=_GATES)
    gates: tuple[GateEntry, ...] = field((), doc="What has to hold before the model is registered.", effects=_GATES)
    tests: tuple[RelativePath, ...] = field(
        (), doc="Files or folders of pytest that the trained model has to pass.", effects=((Role.GATES, Effect.RERUN),)
    )
