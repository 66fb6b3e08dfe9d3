"""What tasks and values are called in `flows/training_flow.py`, where nothing may hide anything else."""

from collections.abc import Iterable
from keyword import iskeyword

from mlspec.codegen.code import Code, identifier
from mlspec.ir.offer import StageCall
from mlspec.vocabulary.record import record

_MODULES = "argparse columns gates hashlib json logging os prefect_setup release stages sys tracking"
_IMPORTED = (
    "Any Callable Completed ContextVar Failed Literal Mapping NO_CACHE PREFECT_TASKS_REFRESH_CACHE ParamSpec Path "
    "State Task TaskRunContext TypeVar create_markdown_artifact datetime flow flow_run get_run_logger tags "
    "temporary_settings timedelta"
)
_BUILTINS = "Exception TimeoutError bool chr dict getattr isinstance len list next print str tuple type"
_OWN = "FAULTS KEPT MADE_OF NEVER P R main training"
_GLOBAL = frozenset(f"{_MODULES} {_IMPORTED} {_BUILTINS} {_OWN}".split())
_RUN = ("as_of", "environment", "identity", "run_id", "workdir")
_LOCAL = frozenset({*_RUN, "force", "rows", "values", "version"})

ENTER = "enter"
"""The task that lets an environment name a version; a step of this name is called otherwise."""


@record
class Naming:
    """The variables of tasks by their steps, those of values by their outputs."""

    tasks: dict[str, Code]
    values: dict[str, Code]

    def value(self, name: str) -> Code:
        """The variable of an output, or of what the run knows."""
        return self.values[name]


def name_all(calls: tuple[StageCall, ...], known: Iterable[str]) -> Naming:
    """Names for everything; `known` is what a run has before its first step."""
    taken = set(_GLOBAL) | {ENTER}
    tasks = {call.step: _free(call.step, taken) for call in calls}
    own = {"version": Code("version"), **{name: identifier(name) for name in known}}
    taken |= (_LOCAL - own.keys()) | set(own) | set(tasks.values())
    taken.discard("training")  # the flow is not called within a run, so its name is free there
    gives = dict.fromkeys(name for call in calls for name in call.gives)
    return Naming(tasks, {**{name: _free(name, taken) for name in gives if name not in own}, **own})


def _free(name: str, taken: set[str]) -> Code:
    """The name, or one with underscores where it means something else; it is taken from then on."""
    while name in taken or iskeyword(name):
        name = f"{name}_"
    taken.add(name)
    return identifier(name)
