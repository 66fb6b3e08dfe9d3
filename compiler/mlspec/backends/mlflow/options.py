"""What a spec may say below `tracking.mlflow`."""

from mlspec.backends.mlflow.stores import EMBEDDED
from mlspec.schema.leaf import LateText, Text
from mlspec.schema.node import NOTHING, Effect, Node, Role, field

_MOVES = ((Role.REGISTER, Effect.RERUN), (Role.DEPLOY, Effect.RESTART), (Role.MONITOR, Effect.RESTART))


class MlflowOptions(Node):
    """The store, and the experiment in it."""

    example = '`{uri: {env: MLFLOW_TRACKING_URI, default: "sqlite:///.mlspec/mlflow.db"}}`'

    uri: LateText = field(
        EMBEDDED,
        doc="The address of a tracking server, or of a SQLite file, whose path counts from the repository's root.",
        effects=_MOVES,
    )
    experiment: Text = field(
        "", doc="The experiment that runs are recorded in; the spec's own name where none is given.", effects=NOTHING
    )
