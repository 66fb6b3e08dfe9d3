"""The head of a spec: what it is called and who answers for it."""

from typing import Annotated

from mlspec.schema.leaf import Name, RelativePath, Text, parsed
from mlspec.schema.node import NOTHING, Node, field
from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import UNKNOWN_VALUE

LANGUAGE = 1


def _parse_language(value: object) -> int:
    if isinstance(value, bool) or value != LANGUAGE or not isinstance(value, int):
        found = say_kind(value) if isinstance(value, (str, dict, list)) else quoted(value)
        message = f"this mlspec reads language {LANGUAGE}, and this is {found}"
        raise Refused(
            UNKNOWN_VALUE, message, label="no such language", advice=(f"write `mlspec: {LANGUAGE}`",), instead=LANGUAGE
        )
    return value


class Moved(Node):
    """A rename of the model: what it was called before."""

    example = "`{from: churn-model}`"

    from_: Name = field(
        key="from",
        doc="The name that the model had; a plan then compares it with the model of that name.",
        effects=NOTHING,
    )


class Header(Node):
    """What stands at the top of every spec."""

    listed = ("extends",)

    mlspec: Annotated[int, parsed(_parse_language, {"const": LANGUAGE})] = field(
        doc="The number of the language that the spec is written in.", effects=NOTHING
    )
    name: Name = field(
        doc="The name of the model, of its folder of generated files and of its deployments.", effects=NOTHING
    )
    description: Text = field("", doc="What the model is for, in a sentence.", effects=NOTHING)
    owner: Text = field("", doc="The team or person who answers for the model.", effects=NOTHING)
    extends: tuple[RelativePath, ...] = field(
        (), doc="Bases (`*.base.yaml`) that this spec builds on; a later one goes over an earlier one.", effects=NOTHING
    )
    moved: Moved | None = field(
        None,
        doc="What the model was called before, so that a plan tells of a rename, not of a new model beside a lost one.",
        effects=NOTHING,
    )
