"""What `stages.py` is made of: imports, the params of each step, and one function a step."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Params:
    """The params of one step: a constant, or a function where one of them is only known when the job runs.

    `read` is the expression that gives them, wherever the logical date is known.
    """

    step: str
    label: str
    name: Code
    parameters: Code
    read: Code
    constant: Code
    entries: tuple[Code, ...]
    summary: str


@record
class Stage:
    """One function: its first line, its docstring and its lines; `tests` stand for a body that tests the model.

    `imported` is a module that is needed nowhere else.
    """

    signature: Code
    summary: str
    details: tuple[str, ...]
    lines: tuple[Code, ...]
    tests: "ModelTestRun | None" = None
    imported: Code = Code()


@record
class ModelTestRun:
    """The user's tests of the model, which find what they test in files."""

    command: Code
    objects: Code


@record
class Imports:
    """What the module imports, block by block; `typed` are those for the type checker alone."""

    standard: tuple[Code, ...]
    libraries: tuple[Code, ...]
    siblings: tuple[Code, ...]
    user: tuple[Code, ...]
    typed: tuple[tuple[Code, ...], ...]


@record
class Identity:
    """What makes a model the same model: the steps whose fingerprints count, the code, what is known of its data."""

    signature: Code
    steps: Code
    data: Code
    given: Code
    digests_files: bool


@record
class CacheKey:
    """A function that tells what a step's answer depends on, for reusing an earlier one."""

    step: str
    signature: Code
    data: Code
    given: Code


@record
class UserCode:
    """The user's code that a run is made of: modules in use below folders, and scripts with what lies beside them."""

    summary: str
    modules: bool
    scripts: Code
    leaves_out_packages: bool


@record
class DateHelpers:
    """The functions of the calendar that params need."""

    year: bool
    quarter: bool
    month: bool
    week: bool
    day: bool
    hour: bool
    months_later: bool


@record
class StageModule:
    """The whole of `stages.py`."""

    name: str
    spec_path: str
    up: int
    imports: Imports
    source_folders: tuple[str, ...]
    root: bool
    project: Code
    sources: Code
    user_code: UserCode | None
    params: tuple[Params, ...]
    stages: tuple[Stage, ...]
    starts_programs: bool
    program_signature: Code
    program_started: Code
    limits_programs: bool
    asks_variables: bool
    tests: bool
    params_signature: Code
    all_params: Code
    identity: Identity | None
    keys: tuple[CacheKey, ...]
    digests_files: bool
    dates: DateHelpers
