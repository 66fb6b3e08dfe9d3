"""From the params of the steps to constants and functions of `stages.py`."""

from mlspec.backends.script.expressions import param_value, references_in
from mlspec.backends.script.stage_module import Params
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import behind, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, Step
from mlspec.schema.references import AsOfReference, FileReference
from mlspec.vocabulary.role import Role

_ENTRY = 8


def lower_params(graph: Graph, steps: tuple[Step, ...]) -> dict[str, Params]:
    """The params of each step that has some, by its name."""
    labels = _labels(steps)
    found: dict[str, Params] = {}
    for step in steps:
        if step.params:
            taken = {params.name for params in found.values()}
            found[step.name] = _params(graph, step, labels[step.name], taken)
    return found


def _labels(steps: tuple[Step, ...]) -> dict[str, str]:
    """A dataset's own name for the step that loads it, unless another step is called so."""
    names = {step.name for step in steps}
    short = {step.name: step.name.removeprefix("load_") if step.role is Role.DATA else step.name for step in steps}
    return {name: label if label == name or label not in names else name for name, label in short.items()}


def _params(graph: Graph, step: Step, label: str, taken: set[Code]) -> Params:
    wanted: dict[str, str] = {}
    if isinstance(step.action, Call):
        wanted = {binding.parameter: binding.annotation for binding in step.action.bindings}
    default = "" if isinstance(step.action, Call) else "str"
    values = (
        (key, param_value(graph, given, wanted.get(key, default), f"params of `{step.name}` need it"))
        for key, given in step.params
    )
    entries = tuple(behind(f"{python_literal(key)}: ", value) for key, value in values)
    references = tuple(found for _, given in step.params for found in references_in(given))
    dated = any(isinstance(found, AsOfReference) for found in references)
    late = any(not isinstance(found, FileReference) for found in references)
    name = identifier(f"{label}_params" if late else f"{label}_params".upper())
    while name in taken:
        name = identifier(f"{name}_")
    return Params(
        step=step.name,
        label=label,
        name=name,
        parameters=Code("as_of: datetime" if dated else ""),
        read=Code(f"{name}({'as_of' if dated else ''})") if late else name,
        constant=Code() if late else laid_out(group(f"{name}: dict[str, Any] = {{", entries, "}")),
        entries=tuple(laid_out(entry, _ENTRY, 1) for entry in entries),
        summary=f"What `{step.name}` asks for{' on this date' if dated else ''}.",
    )
