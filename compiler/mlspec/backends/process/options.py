"""What a spec may say below `deploy.target.process`."""

from mlspec.schema.leaf import Port, Text
from mlspec.schema.node import INHERITED, Effect, Node, Role, field


class ProcessOptions(Node):
    """Where the process listens."""

    example = "`{host: 0.0.0.0, port: 8080}`"
    effects = ((Role.DEPLOY, Effect.RESTART),)

    host_: Text = field(
        "127.0.0.1",
        key="host",
        doc="The address that it listens on; `0.0.0.0` for callers of other machines.",
        effects=INHERITED,
    )
    port: Port | None = field(None, doc="The port; that of the server where none is given.", effects=INHERITED)
