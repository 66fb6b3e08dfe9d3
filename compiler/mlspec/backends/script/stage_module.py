"""What `stages.py` is made of: imports, the params of each step, and one function a step."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Entry:
    """A key and its value as an expression."""

    key: str
    value: Code


@record
class Params:
    """The params of one step: a constant, or a function of the logical date where one of them depends on it."""

    step: str
    label: str
    constant: Code
    function: Code
    entries: tuple[Entry, ...]
    inline: Code
    dated: bool


@record
class CallBody:
    """A call of the user's function, on one line where it fits, between what stands before and after it.

    `results` takes the answer apart where it is not handed on as it is.
    """

    dated_params: Code
    before: Code
    target: Code
    inline: Code
    arguments: tuple[Code, ...]
    after: Code
    results: Code


@record
class CommandBody:
    """A program that is run; `results` are what the step gives: paths, or metrics read from one."""

    dated_params: Code
    words: Code
    environment: tuple[Entry, ...]
    workdir: str
    results: Code


@record
class SplitBody:
    """Rows in an order from 0 to 1, and the part of that order which each side takes."""

    lot: Code
    rank: Code
    results: Code


@record
class CheckBody:
    """A frame is held against the columns of its dataset."""

    frame: Code
    dataset: str
    columns: Code


@record
class TestsBody:
    """The user's tests of the model, which find what they test in files."""

    paths: Code
    objects: Code


@record
class Stage:
    """One function; exactly one of the bodies is set."""

    name: Code
    parameters: Code
    returns: Code
    summary: str
    details: tuple[str, ...] = ()
    call: CallBody | None = None
    command: CommandBody | None = None
    check: CheckBody | None = None
    split: SplitBody | None = None
    metrics_file: Code = Code()
    tests: TestsBody | None = None
    gates: bool = False


@record
class Identity:
    """What makes a model the same model: the steps whose fingerprints count, and what tells the version of its data."""

    steps: tuple[str, ...]
    data: Code


@record
class StageModule:
    """The whole of `stages.py`."""

    name: str
    spec_path: str
    up: int
    project_folder: str
    source_folders: tuple[str, ...]
    standard_imports: tuple[Code, ...]
    library_imports: tuple[Code, ...]
    sibling_imports: tuple[Code, ...]
    sources: Code
    user_imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    constants: tuple[Params, ...]
    dated: tuple[Params, ...]
    stages: tuple[Stage, ...]
    all_params: Code
    identity: Identity
    floors_to_quarter: bool
    floors_to_year: bool
    floors_to_month: bool
    floors_to_week: bool
    floors_to_day: bool
    floors_to_hour: bool
    shifts_months: bool
