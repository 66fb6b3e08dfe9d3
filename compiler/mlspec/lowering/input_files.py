"""The files of the repository, beside code, that a step's result depends on, each with its digest."""

from collections.abc import Callable, Iterator
from posixpath import relpath

from mlspec.ir.binding import FromReference
from mlspec.ir.step import Call, Command, ModelTests, Registration, Step
from mlspec.lowering.paths import in_repository
from mlspec.lowering.steps import MISSING
from mlspec.schema.references import FileReference
from mlspec.vocabulary.record import evolve


def with_input_files(
    steps: tuple[Step, ...], folder: str, digest_input: Callable[[str, frozenset[str], bool], str]
) -> tuple[Step, ...]:
    """The steps with their files; paths count from the project's folder, so that it may move.

    What any step leaves is no file of the repository, even where it still stands there from an earlier run.
    """
    commands = (step.action for step in steps if isinstance(step.action, Command))
    made = frozenset(path for command in commands for _, path in command.output_files)
    done = []
    for step in steps:
        digests = {path: digest_input(path, made, as_code) for path, as_code in _named(step, folder)}
        files = tuple(sorted((relpath(path, folder or "."), found) for path, found in digests.items()))
        kept = tuple((path, found) for path, found in files if found != MISSING)
        done.append(evolve(step, files=kept) if kept else step)
    return tuple(done)


def _named(step: Step, folder: str) -> Iterator[tuple[str, bool]]:
    """The paths from the repository's root, and whether Python in them counts by what it says."""
    given: list[object] = [value for _, value in step.params]
    match step.action:
        case Registration():
            yield from ((path, False) for path in step.action.artifacts)
        case ModelTests():
            yield from ((in_repository(folder, path), True) for path in step.action.paths)
        case Command():
            yield from ((path, False) for path in step.action.input_files)
            given += [*step.action.words, *(source for _, source in step.action.environment)]
        case Call():
            given += [binding.source for binding in step.action.bindings]
        case _:
            return
    yield from ((in_repository(folder, path), False) for value in given for path in _references(value))


def _references(value: object) -> Iterator[str]:
    """The files that a value names by `{file: path}`, however deep."""
    match value:
        case FileReference(path):
            yield path
        case FromReference(reference):
            yield from _references(reference)
        case dict():
            yield from (path for item in value.values() for path in _references(item))
        case list() | tuple():
            yield from (path for item in value for path in _references(item))
