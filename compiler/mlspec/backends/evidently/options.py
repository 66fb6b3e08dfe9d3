"""What a spec may say below `monitor.with.evidently`."""

from mlspec.schema.leaf import Address, Flag, Integer, LateText, PositiveCount, Text
from mlspec.schema.node import INHERITED, Effect, Node, Role, field


class EvidentlyOptions(Node):
    """What is kept of a report beside its verdict."""

    example = "`{html: true}`"
    effects = ((Role.MONITOR, Effect.IN_PLACE),)

    html: Flag = field(False, doc="Whether each report is kept as a page to look at too.", effects=INHERITED)
    reports: Address = field(
        "reports",
        doc="Where reports are kept: a folder, or an address such as `s3://bucket/reports`.",
        effects=INHERITED,
    )
    max_rows: PositiveCount = field(
        100_000, doc="Rows of each side that are compared; of more, a sample is drawn.", effects=INHERITED, unit="rows"
    )
    seed: Integer = field(0, doc="The seed of that sample.", effects=INHERITED)
    workspace: LateText = field(
        "", doc="The address or the folder of an Evidently workspace that takes the reports too.", effects=INHERITED
    )
    project: Text = field(
        "", doc="The project of the workspace; the spec's own name where none is given.", effects=INHERITED
    )
