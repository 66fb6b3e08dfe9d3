"""A step as the spec describes it, before its names are bound."""

from typing import TYPE_CHECKING

from mlspec.source.route import Route
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.spec.step import CommandWord


@record
class Draft:
    """What a section says of a step that calls the user's code.

    Exactly one of `run` and `command` is set. `outputs` are the names that the step gives, each with the route that names it and,
    for a command, the file that holds it.
    """

    name: str
    role: Role
    route: Route
    run: str
    command: "tuple[CommandWord, ...]"
    params: tuple[tuple[str, object], ...]
    inputs: tuple[tuple[str, object], ...]
    outputs: tuple[tuple[str, Route, str], ...]
    explicit_outputs: bool = False
