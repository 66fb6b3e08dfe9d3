"""The types of what steps take and give, as annotations of `stages.py` and the imports that these need."""

from mlspec.backends.script.names import OWN
from mlspec.codegen.code import Code
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, ColumnCheck, Command, MetricsFile, Returns, Split, Step
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role

METRICS = "metrics"
"""The output of the evaluation that gates and the registry read."""

_PLAIN = frozenset({"bool", "bytes", "float", "int", "str"})


@record
class Annotation:
    """The text of an annotation, and the module and name to import for it where there are any."""

    text: Code
    module: str = ""
    name: str = ""


ANY = Annotation(Code("Any"))
FRAME = Annotation(Code("pd.DataFrame"))
PATH = Annotation(Code("Path"))
NUMBERS = Annotation(Code("dict[str, float]"))
_KNOWN = {"pandas.DataFrame": FRAME, "pathlib.Path": PATH, "datetime.datetime": Annotation(Code("datetime"))}


@record
class Annotations:
    """The annotations of all inputs and outputs, by the step and the name."""

    taken: dict[tuple[str, str], Annotation]
    given: dict[tuple[str, str], Annotation]

    def imported(self) -> tuple[Annotation, ...]:
        """Those that need an import, each once."""
        found = (*self.given.values(), *self.taken.values())
        return tuple(dict.fromkeys(annotation for annotation in found if annotation.module))


def annotate(graph: Graph) -> Annotations:
    """The annotations of what every step takes and gives; classes that would clash in one module become Any."""
    given = {
        (step.name, name): _annotation_of(step, index)
        for step in graph.steps
        for index, name in enumerate(step.outputs)
    }
    owners: dict[str, set[str]] = {}
    for annotation in given.values():
        owners.setdefault(annotation.name, set()).add(annotation.module)
    hidden = {name for name, modules in owners.items() if name and len(modules) > 1} | _top_level(graph)
    given = {place: ANY if found.name in hidden else found for place, found in given.items()}
    known: dict[str, Annotation] = {}
    taken: dict[tuple[str, str], Annotation] = {}
    for step in graph.steps:
        taken |= {(step.name, name): known.get(name, ANY) for name in step.inputs}
        known |= {name: given[step.name, name] for name in step.outputs}
    return Annotations(taken, given)


def measures(step: Step) -> bool:
    """Whether the step gives the metrics of the evaluation."""
    return step.role is Role.EVALUATE and METRICS in step.outputs


def _top_level(graph: Graph) -> set[str]:
    """Names that a class of the user's would clash with."""
    return {*OWN, *(step.name for step in graph.steps)}


def _annotation_of(step: Step, index: int) -> Annotation:
    if measures(step) and step.outputs[index] == METRICS:
        return NUMBERS
    match step.action:
        case ColumnCheck() | Split():
            return FRAME
        case MetricsFile():
            return NUMBERS
        case Command():
            return PATH
        case Call(returns=Returns.ONE, annotation=written):
            return _dotted(written)
        case Call(returns=Returns.TUPLE, annotation=written):
            parts = _parts_of_tuple(written)
            return _dotted(parts[index]) if len(parts) == len(step.outputs) else ANY
        case _:
            return ANY


def _parts_of_tuple(written: str) -> tuple[str, ...]:
    """`tuple[A, B]` as A and B; nothing where an item has brackets of its own."""
    inside = written.removeprefix("typing.").removeprefix("tuple[").removeprefix("Tuple[").removesuffix("]")
    return tuple(part.strip() for part in inside.split(",")) if "[" not in inside and inside != written else ()


def _dotted(written: str) -> Annotation:
    if written in _PLAIN:
        return Annotation(Code(written))
    if written in _KNOWN:
        return _KNOWN[written]
    module, _, name = written.rpartition(".")
    if module and all(part.isidentifier() for part in written.split(".")) and written != "typing.Any":
        return Annotation(Code(name), module, name)
    return ANY
