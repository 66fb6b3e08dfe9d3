"""What a spec may say below `deploy.target.bentocloud`."""

from mlspec.schema.leaf import Flag, Text
from mlspec.schema.node import INHERITED, Effect, Node, Role, field


class BentocloudOptions(Node):
    """Where on BentoCloud the service runs, and who may call it."""

    example = "`{cluster: default, instance_type: cpu.2}`"
    effects = ((Role.DEPLOY, Effect.ROLLOUT),)
    listed = ("secrets",)

    cluster: Text = field("", doc="The cluster; the account's default where none is named.", effects=INHERITED)
    instance_type: Text = field(
        "", doc="The kind of machine; one that `resources` fits on where none is named.", effects=INHERITED
    )
    protected: Flag = field(True, doc="Whether callers need a token.", effects=Effect.IN_PLACE)
    secrets: tuple[Text, ...] = field((), doc="Secrets of the account that the service gets.", effects=INHERITED)
    scale_to_zero: Flag = field(
        False,
        doc="Whether no copy runs while nobody calls; `replicas` says how many run else.",
        effects=Effect.IN_PLACE,
    )
