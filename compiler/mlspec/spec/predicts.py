"""What the model predicts."""

from typing import Annotated, Any

from mlspec.schema.leaf import ColumnName, Scalar, choice
from mlspec.schema.node import INHERITED, Effect, Node, Role, field
from mlspec.vocabulary.problem_kind import ProblemKind

_KIND = choice(ProblemKind, "kind of prediction")


class Predicts(Node):
    """The kind of prediction, and the column that holds the truth."""

    example = "`{kind: binary, column: late, positive: 1}`"
    short_forms = (_KIND.json,)
    effects = ((Role.TRAIN, Effect.RERUN), (Role.EVALUATE, Effect.RERUN), (Role.DEPLOY, Effect.ROLLOUT))

    kind: Annotated[ProblemKind, _KIND] = field(doc="The kind of prediction.", effects=INHERITED)
    column: ColumnName | None = field(
        None, doc="The column that the model learns to predict; none for kinds without a target.", effects=INHERITED
    )
    positive: Scalar | None = field(
        None, doc="The value of the column that counts as positive, for a binary prediction.", effects=INHERITED
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The kind alone."""
        return {"kind": value} if isinstance(value, str) else value
