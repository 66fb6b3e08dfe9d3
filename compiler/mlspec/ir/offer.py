"""What a back end tells the later ones about the files that it writes, so that nobody guesses another's file name."""

from typing import TypeAlias, TypeVar

from mlspec.source.route import Route
from mlspec.vocabulary.checklist import ChecklistItem
from mlspec.vocabulary.record import record


@record
class GeneratedFile:
    """A file and, in half a sentence, what it is for."""

    path: str
    purpose: str


@record
class Entrypoint:
    """A command that starts something; its words are relative to the repository's root.

    `python` stands for the interpreter. `note` is what else its user has to know, in whole sentences. Of several offers
    of one name the last is meant. `mlspec up` says when and where by `run --as-of DATE`, `replay --as-of DATE --rows N
    --url URL --concurrency 1` and `monitor --from TIME --to TIME`; what one of these prints behind its last empty line
    is its summary.
    """

    name: str
    words: tuple[str, ...]
    purpose: str
    note: str = ""


@record
class Logged:
    """What the tracker is told of an output once its step has run.

    Called as `function(name, value, *words)`, without the name where the function is not told it (`named`).
    """

    function: str
    output: str
    words: tuple[str, ...] = ()
    named: bool = True


@record
class StageCall:
    """A step as whoever orchestrates calls it: `module.function`, with values by position, and what is logged after.

    `takes` names outputs of earlier steps, or what the run knows (`as_of`, `run_id`, `environment`, `workdir`,
    `identity`). Where it `gives` several outputs the function answers with a tuple. `timeout_seconds` is what whoever
    calls has to see to: a program is stopped by its own function. What a step gave less than `cache_seconds` ago may
    stand for what it would give, if `key(as_of)` is still the same text.
    """

    step: str
    function: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    logs: tuple[Logged, ...] = ()
    retries: int = 0
    timeout_seconds: float | None = None
    cache_seconds: float | None = None
    key: str = ""


@record
class StageModule:
    """The module whose functions are the steps, one function a step, named alike.

    `calls` are all steps in the order in which they run; `watches` are those that bring a monitor its data, which take
    names of a window (`start`, `end`: moments with a time zone) and of what is known there (`as_of`, `environment`).
    `faults` are the exceptions, as `module.Name`, that tell what went wrong in one sentence; `refused` is the one that
    says that a model is not good enough, where one may be. `stages.params(as_of)` gives the params of all steps,
    `stages.identity(as_of)` what makes a model the same model.
    """

    path: str
    calls: tuple[StageCall, ...] = ()
    watches: tuple[StageCall, ...] = ()
    faults: tuple[str, ...] = ()
    refused: str = ""


@record
class GateModule:
    """The module that compares metrics with gates.

    `gates.judge(metrics, champion, gates.PERFORMANCE)` gives a verdict a gate on a model that serves, where the spec
    has such gates (`performance`).
    """

    path: str
    performance: bool = False


@record
class ReleaseModule:
    """The module that takes a registered version through the environments.

    `release.enter(version, name)` lets an environment name a version that passes the gates there, and gives the
    version as its store has it; `release.promoted(name)` gives the version of the environment before, to be entered
    where nothing is built; `release.check_again(version)` holds what was recorded with a version against the gates of
    now, where it `checks_again`. `environments` are their names in order, `builds` the one that models are trained in;
    without environments a version is given `alias` by `release.enter(version)`, or none where it is empty. `reuses`
    says that `tracking.version_of(identity)` may stand for a run. `path` is empty where no release needs any code.
    """

    path: str
    environments: tuple[str, ...]
    builds: str = ""
    alias: str = ""
    checks_again: bool = False
    reuses: bool = False


@record
class PredictorModule:
    """The module that answers requests without any framework: a function an endpoint.

    `functions` are named like the endpoints, but where a name means something else. Each takes rows (a list of requests
    as plain dicts) and the loaded model, and gives as many answers as plain dicts. Those of the endpoints in `frames`
    make one frame of the rows; for these `predictor.learned(tracking.inputs(version))` is a third argument by which
    rows look as the model has learned them, and `predictor.unknown(rows, learned)` tells what it has not learned. Those
    in `asynchronous` are awaited. `prediction` holds the fields of an answer, by endpoint.
    """

    path: str
    endpoints: tuple[str, ...]
    functions: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    asynchronous: tuple[str, ...] = ()
    prediction: tuple[tuple[str, ...], ...] = ()


@record
class ServedEndpoint:
    """A service as a process: the words that start it, where it listens, and what tells its state.

    `port_variable` is the environment variable that holds another port. `variables` are what its process needs.
    """

    words: tuple[str, ...]
    port: int
    port_variable: str
    live: str
    ready: str
    metrics: str
    predict: tuple[str, ...]
    variables: tuple[tuple[str, str], ...] = ()


@record
class RequestLog:
    """Where the service writes down what it was asked and answered: JSON lines in files of one folder.

    `variable` is the environment variable that may hold another folder. A line has `id`, `time`, `endpoint`, `version`,
    `status`, `latency_ms`, `error`, `inputs` and `prediction`; the last two are maps, or null where there was an error.
    """

    path: str
    variable: str
    inputs: tuple[str, ...]
    prediction: tuple[str, ...]


@record
class MonitorModule:
    """The module that looks whether a model still does what it should: `monitoring.look(start, end)` gives a verdict.

    The verdict has `status` (an exit status: 0 stable, 3 drift, 4 too little data), `causes`, and `text` to read.
    `monitoring.WINDOW` is how far back a look reaches; what cannot be looked at raises `monitoring.MonitorError`.
    """

    path: str
    schedule: str = ""


@record
class Covers:
    """A line of the monitoring checklist that a generated file sees to: where, and how in half a sentence."""

    item: ChecklistItem
    path: str
    line: int
    how: str


@record
class NotCompiled:
    """Something that the spec says and the back end does not compile yet; what stands in for it, in half a sentence."""

    route: Route
    stands_in: str = ""


@record
class TrackingModule:
    """The module that starts runs, logs, registers and loads.

    `store` is where it does so as far as that is known before a job runs, `variable` the environment variable that may
    hold another place. `model` is the registered name, empty where nothing is registered; the versions of the named
    `environments` are copied to stores of their own. `reference` names the rows that a run keeps for the monitor:
    `tracking.log_reference(name, frame)`, and `tracking.reference(version, name)` that gives them; empty without these.
    `inputs` tells that `tracking.inputs(version)` knows the columns that a version takes, in their order, and the
    values of each that is a category.
    """

    path: str
    store: str
    tracker: str = ""
    variable: str = ""
    model: str = ""
    environments: tuple[str, ...] = ()
    reference: str = ""
    inputs: bool = False


Offer: TypeAlias = (
    GeneratedFile
    | Entrypoint
    | StageModule
    | GateModule
    | ReleaseModule
    | PredictorModule
    | TrackingModule
    | ServedEndpoint
    | RequestLog
    | MonitorModule
    | Covers
    | NotCompiled
)

_Kind = TypeVar("_Kind")


def first_offer(offers: tuple[Offer, ...], kind: type[_Kind]) -> _Kind | None:
    """The first offer of a kind, None where nobody makes one."""
    return next((offer for offer in offers if isinstance(offer, kind)), None)
