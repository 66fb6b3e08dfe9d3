"""What a spec may say below `orchestrate.script`: nothing, for plain Python has no options."""

from mlspec.schema.node import Node


class ScriptOptions(Node):
    """Plain Python has no options."""
