"""What the modules of a service are made of."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class EndpointView:
    """An endpoint: the models of what it takes and gives, and the method that answers.

    `request_config` and `response_config` are the arguments of the models' configuration; the latter is empty where the
    answer is a plain value. Fields are whole lines.
    """

    request: Code
    request_summary: str
    request_config: Code
    request_fields: tuple[Code, ...]
    response: Code
    response_summary: str
    response_config: Code
    response_fields: tuple[Code, ...]
    route: str
    signature: Code
    summary: str
    lines: tuple[Code, ...]


@record
class BatchView:
    """The method that answers the requests of one endpoint together, and the attribute that gathers them."""

    attribute: Code
    method: Code
    line: Code


@record
class ServiceModule:
    """The whole of `service.py`."""

    name: str
    spec_path: str
    start: str
    description: str
    service_name: str
    class_name: Code
    standard_imports: tuple[Code, ...]
    pydantic_names: Code
    environment: tuple[Code, ...]
    whole_numbers: bool
    endpoints: tuple[EndpointView, ...]
    batches: tuple[BatchView, ...]
    workers: int
    port: int
    server_timeout: float
    access_log: bool


@record
class GatewayModule:
    """The whole of `gateway.py`; any number of requests at once where `at_once` is 0."""

    name: str
    spec_path: str
    endpoints: Code
    timeout: float
    largest_body: Code
    at_once: int


@record
class ObservationModule:
    """The whole of `observation.py`."""

    name: str
    spec_path: str
    buckets: Code


@record
class RequestLogModule:
    """The whole of `request_writer.py`; `folder` lies below the repository's root, `variable` may hold another."""

    name: str
    spec_path: str
    up: int
    folder: str
    variable: str
    kept_days: int


@record
class VersionModule:
    """The whole of `model_version.py`; `learned` where the tracker knows what the model takes, `advice` a line."""

    name: str
    spec_path: str
    alias: str
    advice: Code
    learned: bool


@record
class BatchingModule:
    """The whole of `batching.py`."""

    name: str
    spec_path: str
    rows: int
    seconds: float


@record
class StartModule:
    """The whole of `serve.py`."""

    name: str
    spec_path: str
    up: int
    home: str
    port: int
    target: str


@record
class ReplayModule:
    """The whole of `replay.py`: `loading` are the lines that give the dataset, of which the last `days` are sent."""

    name: str
    spec_path: str
    url: str
    start: Code
    route: str
    dataset: str
    columns: Code
    loading: tuple[Code, ...]
    timestamp: str
    days: float
    faults: Code
