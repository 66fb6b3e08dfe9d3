"""What the monitor's modules are made of."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Truth:
    """How labels come and are joined.

    `labels` and `measured` are expressions for the labels and the metrics, `numbers` and `categories` the constants
    that name the columns of these types; what there is none of is empty.
    """

    key: str
    column: str
    within: Code
    event: str
    labels: Code
    measured: Code
    numbers: Code
    categories: Code


@record
class Limits:
    """The constants that the spec gives; what it does not limit is empty.

    `discovers` holds the measures by kind where no columns are declared, and `target` is the column that is no input
    then. `missed` is an expression for the columns whose missing values count.
    """

    window: Code
    as_of_help: str
    min_rows: int
    max_rows: int
    seed: int
    inputs: Code
    discovers: Code
    target: str
    share: float
    prediction: Code
    texts: Code
    missing: Code
    missed: Code
    latency: Code
    errors: Code


@record
class Comparison:
    """How rows are compared: the `call`, what it `takes`, and the rows of `now` and `then` as expressions.

    `against` says in words what is compared with, and `least` how many rows of it there have to be. `given` where rows
    come from elsewhere than the log; `scores` where these are answered by the function `answering`, from `fields` of
    them, as the version has `learned` them. `prediction_at` is the place of the answer among all that is `watched`.
    """

    call: Code
    takes: tuple[Code, ...]
    against: str
    now: Code
    then: Code
    least: Code
    watched: Code
    shared: Code
    judges_inputs: bool
    prediction_at: Code
    loads_model: bool
    logs_rows: bool
    given: bool
    scores: bool
    scored_rows: Code
    answering: Code
    learned: Code
    fields: Code
    fields_constant: Code
    reads_files: bool


@record
class MonitoringModule:
    """The whole of `monitoring.py`; what nobody has a use for is empty or None.

    `unseen` tells what is not looked at. `current` is an expression for rows that a step of the user's brings.
    `faults` are the exceptions whose text says all.
    """

    name: str
    spec_path: str
    unseen: tuple[Code, ...]
    limits_threads: bool
    standard_imports: tuple[Code, ...]
    modules: tuple[str, ...]
    faults: tuple[str, ...]
    model: str
    alias: str
    limits: Limits
    comparison: Comparison | None
    truth: Truth | None
    pages: bool
    logs: bool
    current: Code
    counted: tuple[Code, ...]


@record
class RequestLogModule:
    """The whole of `monitor_log.py`."""

    name: str
    spec_path: str
    up: int
    folder: str
    variable: str
    endpoint: str
    sample: int
    seed: int


@record
class DriftModule:
    """The whole of `monitor_drift.py`; `discovers` where columns are not declared."""

    name: str
    spec_path: str
    discovers: bool
    misses: bool


@record
class FindingsModule:
    """The whole of `monitor_findings.py`: a function for each thing that is judged."""

    name: str
    spec_path: str
    imports: tuple[Code, ...]
    libraries: tuple[Code, ...]
    local_imports: tuple[Code, ...]
    compares: bool
    inputs: bool
    prediction: bool
    texts: bool
    describes: bool
    missing: bool
    performance: bool
    latency: bool
    errors: bool


@record
class Alert:
    """Where an alert goes, as an expression, and what is said where that is not set."""

    address: Code
    unset: str


@record
class Workspace:
    """The workspace's address, as an expression, and the project in it."""

    address: Code
    project: str


@record
class ReportingModule:
    """The whole of `monitor_report.py`: `far` where reports lie behind an address, `pages` where pages are made."""

    name: str
    spec_path: str
    imports: tuple[Code, ...]
    far: bool
    reports: Code
    html: bool
    workspace: Workspace | None
    alert: Alert | None
    pages: bool
    model: bool
