"""A step of the lifecycle as the spec describes it: a function or a command, what it takes and what it gives."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeAlias

from mlspec.schema.leaf import (
    Count,
    Duration,
    EntryPoint,
    ParamName,
    ParamValue,
    PositiveDuration,
    RelativePath,
    Variable,
    VariableName,
    Word,
    parse_each,
    parsed,
    reference_json,
)
from mlspec.schema.names import parse_identifier, parse_output_name, parse_path, text_of
from mlspec.schema.node import INHERITED, Effect, Group, Node, field
from mlspec.schema.references import IN_INPUTS, Reference, parse_reference
from mlspec.schema.refusal import Refused, say_kind
from mlspec.schema.rules import EXCLUSIVE_FIELDS, WRONG_TYPE
from mlspec.spec.resources import Resources

CommandWord: TypeAlias = str | Reference


def _parse_inputs(value: Any) -> dict[str, CommandWord] | tuple[str, ...]:
    if isinstance(value, dict):
        return dict(parse_each(value.items(), _parse_input, parse_identifier))
    if isinstance(value, (list, tuple)):
        return tuple(item for _, item in parse_each(enumerate(value), parse_path))
    raise _neither(value, "`{frame: training}` for a function, `[data/raw.csv]` for a command")


def _parse_input(value: Any) -> CommandWord:
    reference = parse_reference(value, IN_INPUTS)
    return parse_output_name(value) if reference is None else reference


def _parse_outputs(value: Any) -> dict[str, str] | tuple[str, ...]:
    if isinstance(value, dict):
        return dict(parse_each(value.items(), lambda item: text_of(item, "text"), parse_identifier))
    if isinstance(value, (list, tuple)):
        return tuple(item for _, item in parse_each(enumerate(value), parse_identifier))
    if isinstance(value, str):
        return (parse_identifier(value),)
    raise _neither(value, "`[model, encoder]`, or `{model: models/model.pkl}` for a command")


def _paths_of_inputs(value: Any, _: object, change: Callable[[Any], Any]) -> Any:
    """The files of a command stand in a list."""
    return [change(item) for item in value] if isinstance(value, list) else value


def _paths_of_outputs(value: Any, beside: Mapping[str, Any], change: Callable[[Any], Any]) -> Any:
    """The files of a command stand below their names; below those of a function stand the keys of what it gives."""
    is_files = isinstance(value, dict) and "command" in beside
    return {name: change(path) for name, path in value.items()} if is_files else value


def _neither(value: object, advice: str) -> Refused:
    message = f"a map or a list is needed here, and this is {say_kind(value)}"
    return Refused(WRONG_TYPE, message, label=say_kind(value), advice=(f"write it as in {advice}",))


_INPUT = {"anyOf": [{"type": "string"}, *reference_json(*IN_INPUTS)]}
_INPUTS_JSON = {
    "anyOf": [{"type": "object", "additionalProperties": _INPUT}, {"type": "array", "items": {"type": "string"}}]
}
_INPUTS = parsed(_parse_inputs, _INPUTS_JSON, inner_references=IN_INPUTS, paths=_paths_of_inputs)
_OUTPUTS_JSON = {
    "anyOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "string"},
    ]
}
_OUTPUTS = parsed(_parse_outputs, _OUTPUTS_JSON, paths=_paths_of_outputs)
Inputs: TypeAlias = Annotated[dict[str, CommandWord] | tuple[str, ...], _INPUTS]
Outputs: TypeAlias = Annotated[dict[str, str] | tuple[str, ...], _OUTPUTS]


class Work(Node):
    """A function of the user's, or a command of his: what it takes, what it gives, and what it may use."""

    example = "`{run: package.module:function}` or `{command: [python, train.py]}`"
    groups = (Group(("run", "command")),)

    run: EntryPoint | None = field(
        None,
        doc="The function to call, as `package.module:function`; its parameters are bound by name.",
        effects=INHERITED,
    )
    command: tuple[Word, ...] = field(
        (), doc="The program to start, word by word; references may stand among the words.", effects=INHERITED
    )
    workdir: RelativePath = field(".", doc="The folder that a command runs in.", effects=INHERITED)
    env: dict[VariableName, Variable] = field({}, doc="Environment variables of a command.", effects=INHERITED)
    params: dict[ParamName, ParamValue] = field(
        {},
        doc="Values for the function's parameters, logged with the run; secrets may not stand here.",
        effects=INHERITED,
    )
    inputs: Inputs = field(
        {},
        doc="For a function: which dataset, output or file a parameter takes, where the names differ. "
        "For a command: the files that it reads.",
        effects=INHERITED,
    )
    outputs: Outputs = field(
        (),
        doc="Names of what the step gives: by position for a tuple, by key for a map or an object, "
        "`name: path` for the files of a command.",
        effects=INHERITED,
    )
    resources: Resources | None = field(None, doc="What the step may use of a machine.", effects=Effect.IN_PLACE)
    retries: Count = field(0, doc="How often a step that failed is tried again.", effects=Effect.IN_PLACE, unit="times")
    timeout: PositiveDuration | None = field(
        None, doc="How long the step may take before it is stopped.", effects=Effect.IN_PLACE
    )
    cache: Duration | None = field(
        None,
        doc="How long a result may be used again when nothing that it depends on has changed.",
        effects=Effect.IN_PLACE,
    )

    def faults(self) -> Iterator[Refused]:
        """What belongs to commands alone stands beside no function."""
        if self.run is not None:
            for key in ("workdir", "env"):
                if key in self.written:
                    message = f"`{key}` belongs to a command, and this step calls a function"
                    yield Refused(EXCLUSIVE_FIELDS, message, label="has no meaning here").at(key, key=True)
            if self.inputs and not isinstance(self.inputs, dict):
                message = "a list of files belongs to a command, and this step calls a function"
                advice = ("name the parameter: `inputs: {frame: training}`",)
                yield Refused(WRONG_TYPE, message, label="a list", advice=advice).at("inputs")
        elif self.command and self.outputs and not isinstance(self.outputs, dict):
            message = "the outputs of a command are files, and this is a list of names"
            advice = ("name the file of each: `outputs: {model: models/model.pkl}`",)
            yield Refused(WRONG_TYPE, message, label="a list", advice=advice).at("outputs")
