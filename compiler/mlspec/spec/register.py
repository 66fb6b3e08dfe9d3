"""What becomes a version in the model registry."""

from mlspec.schema.leaf import EntryPoint, Identifier, RegisteredName, RelativePath, Text, VariableName
from mlspec.schema.node import INHERITED, Effect, Group, Node, Role, field

_IN_PLACE = ((Role.REGISTER, Effect.IN_PLACE),)


class Register(Node):
    """The model, under its name, with what belongs to it."""

    example = "`{name: flight-delay, flavor: sklearn}`"
    effects = ((Role.REGISTER, Effect.RERUN),)
    groups = (Group(("model", "files"), required=False),)
    listed = ("artifacts",)

    name: RegisteredName | None = field(
        None, doc="The name in the registry; the spec's own where none is given.", effects=INHERITED
    )
    model: Identifier | None = field(
        None, doc="The output to register; `model` where none is named.", effects=INHERITED
    )
    files: dict[Identifier, Identifier] = field(
        {}, doc="A model of several parts: a name for each, and the output that it comes from.", effects=INHERITED
    )
    flavor: Identifier | None = field(
        None, doc="How the registry stores the model, such as `sklearn` or `pyfunc`.", effects=INHERITED
    )
    load: EntryPoint | None = field(
        None, doc="The function that makes a model of the stored files again.", effects=INHERITED
    )
    artifacts: tuple[RelativePath, ...] = field((), doc="Files and folders stored beside the model.", effects=INHERITED)
    description: Text = field("", doc="The text shown with the model in the registry.", effects=_IN_PLACE)
    tags: dict[VariableName, Text] = field(
        {}, doc="Words that the registry keeps with every version.", effects=_IN_PLACE
    )
