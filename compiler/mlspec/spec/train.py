"""How the model is made."""

from mlspec.schema.leaf import Identifier
from mlspec.schema.node import INHERITED, NOTHING, Effect, Group, Role, field
from mlspec.spec.step import Work


class TrainingStep(Work):
    """One link of a chain, such as the search before the fit."""

    example = "`{name: search, run: package.model:search}`"

    name: Identifier = field(
        doc="The name of the step, and of what it gives unless `outputs` says otherwise.", effects=NOTHING
    )


class Train(Work):
    """One function or command, or a chain of them."""

    effects = ((Role.TRAIN, Effect.RERUN),)
    groups = (Group(("run", "command", "steps")),)

    steps: tuple[TrainingStep, ...] = field(
        (), doc="A chain of steps, run in this order; the last one gives the model.", effects=INHERITED
    )
