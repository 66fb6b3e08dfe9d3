"""What makes a model the same model as one that is there already, so that it need not be made again."""

from collections.abc import Iterator

from mlspec.backends.script.expressions import late_value, references_in, sources_of
from mlspec.backends.script.places import place, place_in_project
from mlspec.backends.script.scope import Scope
from mlspec.backends.script.stage_module import CacheKey, Identity
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, Text, behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import FromContext, FromReference
from mlspec.ir.step import Call, Command, ModelTests, Registration, Step
from mlspec.schema.references import AsOfReference, EnvReference, FileReference, Reference
from mlspec.vocabulary.role import Role

_MAKING = (Role.TRAIN, Role.EVALUATE)
_KEPT = (ModelTests, Registration)
_INDENT = 4


def lower_cache_key(scope: Scope, step: Step, *, has_code: bool) -> CacheKey:
    """What tells whether something that a step gave earlier is what it would give now."""
    entries = tuple(_known_of_data(scope, (step,)))
    parts = [f'FINGERPRINTS["steps"][{python_literal(step.name)}]', *(["_code()"] if has_code else [])]
    parts += ["repr(data)"] if entries else []
    data = laid_out(group("data = {", entries, "}"), _INDENT) if entries else Code()
    return CacheKey(
        step=step.name,
        signature=dated_signature(f"{step.name}_key", "str", is_used="as_of" in data),
        data=data,
        given=laid_out(group('" ".join([', map(Code, parts), "])"), _INDENT) if len(parts) > 1 else Code(parts[0]),
    )


def lower_identity(scope: Scope, steps: tuple[Step, ...], *, has_code: bool) -> Identity:
    """The steps whose fingerprints count, and what only the job knows: versions of data, files, dates, variables."""
    made = tuple(step.name for step in steps if step.role in _MAKING or isinstance(step.action, _KEPT))
    entries = tuple(_known_of_data(scope, steps))
    data = laid_out(group("data = {", entries, "}"), _INDENT) if entries else Code()
    parts = ['"code": _code()'] if has_code else []
    parts += ['"data": ", ".join(f"{name} {value}" for name, value in data.items())'] if entries else []
    return Identity(
        signature=dated_signature("identity", "dict[str, str]", is_used="as_of" in data),
        steps=laid_out(behind("steps = ", python_tuple([Code(python_literal(name)) for name in made])), _INDENT),
        data=data,
        given=Code(f"{{{', '.join(['**compiled', *parts])}}}" if parts else "compiled"),
        digests_files=any(_files(scope, steps)),
    )


def dated_signature(name: str, returns: str, *, is_used: bool) -> Code:
    """The first line of a function that every caller hands the logical date, whether it matters here or not."""
    unused = "" if is_used else "  # noqa: ARG001 - nothing here depends on it"
    return Code(f"def {name}(as_of: datetime) -> {returns}:{unused}")


def is_cached(step: Step) -> bool:
    """Whether what a function gave may be used again: one that takes nothing of other steps, such as a load."""
    return bool(step.cache_seconds) and isinstance(step.action, Call) and not step.inputs


def is_data_known(steps: tuple[Step, ...]) -> bool:
    """Whether all data has a version or is a file that is named: else nobody knows whether it is still the same."""
    works = tuple(step for step in steps if isinstance(step.action, (Call, Command)))
    loads = tuple(step for step in works if step.role is Role.DATA)
    if loads:
        return all(step.version is not None or _names_files(step) for step in loads)
    return any(_names_files(step) for step in works if step.role is Role.TRAIN)


def _names_files(step: Step) -> bool:
    return isinstance(step.action, Command) and bool(step.action.input_files)


def _known_of_data(scope: Scope, steps: tuple[Step, ...]) -> Iterator[Expression]:
    """What only the job knows: versions of data, late params, and digests of files."""
    yield from _versions(scope, steps)
    yield from _late(scope, steps)
    for name, file in dict(_files(scope, steps)).items():
        yield behind(f"{python_literal(name)}: ", Code(f"_digest({file})"))


def _versions(scope: Scope, steps: tuple[Step, ...]) -> Iterator[Expression]:
    for step in steps:
        name = f"{python_literal(step.name.removeprefix('load_'))}: "
        if isinstance(step.version, Call):
            yield Code(f"{name}{scope.called[step.version.module]}.{identifier(step.version.function)}()")
        elif step.version is not None:
            yield Text(name, step.version)


def _late(scope: Scope, steps: tuple[Step, ...]) -> Iterator[Expression]:
    """The params that differ from run to run, then what is looked up beside them."""
    late = [step for step in steps if step.params and not scope.params[step.name].constant]
    versioned = {step.name.removeprefix("load_") for step in steps if step.version is not None}
    if len(late) == 1 and not versioned & dict(late[0].params).keys():
        yield Code(f"**{scope.params[late[0].name].read}")
    elif late:
        yield Code("**params(as_of)")
    found = {name: value for step in steps for name, value in _beside(scope, step)}
    for name, value in found.items():
        yield behind(f"{python_literal(name)}: ", value)


def _beside(scope: Scope, step: Step) -> Iterator[tuple[str, Expression]]:
    for given in sources_of(step):
        if given == FromContext("as_of"):
            yield "as_of", Code("as_of")
        elif isinstance(given, FromReference):
            yield from _looked_up(scope, given.reference, step)


def _looked_up(scope: Scope, reference: Reference, step: Step) -> Iterator[tuple[str, Expression]]:
    need = f"`{step.name}` needs it"
    match reference:
        case AsOfReference(offset, floor):
            yield f"{offset} {floor.value if floor else ''}".strip(), late_value(scope.graph, reference, "str", need)
        case EnvReference(name):
            yield name, late_value(scope.graph, reference, "str", need)
        case _:
            return


def _files(scope: Scope, steps: tuple[Step, ...]) -> Iterator[tuple[str, Code]]:
    """Files that come from outside: not those that an earlier command leaves."""
    left: set[str] = set()
    for step in steps:
        references = [found for _, given in step.params for found in references_in(given)]
        references += [given.reference for given in sources_of(step) if isinstance(given, FromReference)]
        for found in references:
            if isinstance(found, FileReference):
                yield found.path, place_in_project(scope.graph, found.path)
        if isinstance(step.action, Command):
            outside = (path for path in step.action.input_files if path not in left)
            yield from ((path, place(scope.graph, path)) for path in outside)
            left |= {path for _, path in step.action.output_files}
