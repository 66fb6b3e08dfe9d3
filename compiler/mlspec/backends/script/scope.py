"""What every function of `stages.py` is spelled with: types, the names of modules, the params of steps."""

from mlspec.backends.script.annotations import Annotations
from mlspec.backends.script.stage_module import Params
from mlspec.codegen.code import Code
from mlspec.ir.graph import Graph
from mlspec.vocabulary.record import record


@record
class Scope:
    """The graph, the types of what steps hand on, what each of the user's modules is called, and the params by step."""

    graph: Graph
    annotations: Annotations
    called: dict[str, Code]
    params: dict[str, Params]
