"""A step as the spec describes it, before its names are bound."""

from mlspec.source.route import Route
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role


@record
class GivenOutput:
    """A name that a step gives, where the spec names it, and the file that holds it where a command left it there."""

    name: str
    route: Route
    path: str = ""


@record
class Draft:
    """What a section says of a step that runs the user's code: a function (`run`), or a command's words."""

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
