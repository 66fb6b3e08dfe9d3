"""The types of what steps hand on, as annotations of `stages.py` and the imports that these need."""

from mlspec.codegen.code import Code
from mlspec.ir.graph import Graph
from mlspec.ir.step import Call, ColumnCheck, Command, MetricsFile, Returns, Split, Step
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role

METRICS = "dict[str, float]"
_PLAIN = frozenset({"bool", "bytes", "float", "int", "str"})


@record
class Annotation:
    """The text of an annotation, and the module and name to import for it where there are any."""

    text: Code
    module: str = ""
    name: str = ""


ANY = Annotation(Code("Any"))
FRAME = Annotation(Code("pd.DataFrame"))


def annotate_outputs(graph: Graph) -> dict[str, Annotation]:
    """The annotation of every name that a step gives; names that would clash in one module become Any."""
    found: dict[str, Annotation] = {}
    for step in graph.steps:
        for index, name in enumerate(step.outputs):
            found[name] = _annotation_of(step, index, found)
    owners: dict[str, set[str]] = {}
    for annotation in found.values():
        owners.setdefault(annotation.name, set()).add(annotation.module)
    return {name: ANY if len(owners[given.name]) > 1 and given.name else given for name, given in found.items()}


def _annotation_of(step: Step, index: int, known: dict[str, Annotation]) -> Annotation:
    match step.action:
        case ColumnCheck() | Split():
            return FRAME
        case MetricsFile():
            return Annotation(Code(METRICS))
        case Command():
            return Annotation(Code(METRICS)) if step.role is Role.EVALUATE else Annotation(Code("Path"))
        case Call() if step.role is Role.EVALUATE and len(step.outputs) == 1:
            return Annotation(Code(METRICS))
        case Call(returns=Returns.ONE, annotation=given):
            return _dotted(given)
        case _:
            return ANY


def _dotted(given: str) -> Annotation:
    if given in _PLAIN:
        return Annotation(Code(given))
    if given == "pandas.DataFrame":
        return FRAME
    module, _, name = given.rpartition(".")
    if module and all(part.isidentifier() for part in given.split(".")):
        return Annotation(Code(name), module, name)
    return ANY
