"""Where the user's code and its requirements are."""

from mlspec.schema.leaf import PythonVersion, RelativePath
from mlspec.schema.node import Effect, Node, Role, field

_ALL = (
    (Role.DATA, Effect.RERUN),
    (Role.TRAIN, Effect.RERUN),
    (Role.EVALUATE, Effect.RERUN),
    (Role.DEPLOY, Effect.ROLLOUT),
)


class Runtime(Node):
    """The Python that runs the model's code."""

    example = '`{python: "3.11", source: [src], requirements: requirements.txt}`'
    listed = ("source", "requirements")

    python: PythonVersion = field(
        "3.11", doc="The minor version of Python that jobs and services run on.", effects=_ALL
    )
    source: tuple[RelativePath, ...] = field(
        ("src",), doc="The folders that the user's modules are imported from.", effects=((Role.DEPLOY, Effect.ROLLOUT),)
    )
    requirements: tuple[RelativePath, ...] = field(
        (),
        doc="The files that list the packages which the user's code needs; their pins are part of the fingerprints.",
        effects=((Role.DEPLOY, Effect.ROLLOUT),),
    )
