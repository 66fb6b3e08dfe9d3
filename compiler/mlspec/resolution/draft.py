"""A step, or another function of the user's, as the spec describes it before its names are bound."""

from mlspec.source.route import Route
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role


@record
class GivenOutput:
    """A name that a step gives, where the spec names it, and the file that holds it where a command left it there."""

    name: str
    route: Route
    path: str = ""


RUN_CONTEXT = ("as_of", "environment", "run_id", "workdir")
"""What every run of the lifecycle knows."""

WINDOW_CONTEXT = ("as_of", "end", "environment", "start")
"""What a look of the monitor knows: the window that it looks at."""


@record
class Draft:
    """What a section says of a step that runs the user's code: a function, or a command's words.

    The function `run` is named by the field `key` of the section, its params stand at `params_at`; `context` are the
    names of what its caller knows.
    """

    name: str
    role: Role
    route: Route
    run: str
    words: tuple[object, ...]
    params: tuple[tuple[str, object], ...]
    inputs: tuple[tuple[str, object], ...]
    outputs: tuple[GivenOutput, ...]
    environment: tuple[tuple[str, object], ...] = ()
    input_files: tuple[str, ...] = ()
    workdir: str = "."
    key: str = "run"
    params_at: Route = ()
    context: tuple[str, ...] = RUN_CONTEXT

    @property
    def params_route(self) -> Route:
        """Where the params stand; beside the function where nothing else is said."""
        return self.params_at or (*self.route, "params")
