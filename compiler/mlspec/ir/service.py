"""How the model is served: the endpoints, what each takes and answers, and what the service needs beside the model."""

from mlspec.ir.step import Call
from mlspec.source.route import Route
from mlspec.vocabulary.record import record


@record
class Field:
    """A field of a request or of an answer; a request may leave it out where it is not `required`.

    One with a `role` (an id, a time, a group) comes along to be logged, and the model does not see it.
    """

    name: str
    type: str
    required: bool = True
    nullable: bool = False
    default: object = None
    minimum: float | str | None = None
    maximum: float | str | None = None
    values: tuple[object, ...] = ()
    of: str = ""
    shape: tuple[int, ...] = ()
    role: str = ""
    unit: str = ""
    description: str = ""


@record
class Endpoint:
    """One route of the service.

    Without `predict` the model's own predict answers. `request` is empty where the spec does not say it, and `dataset`
    names the dataset whose columns it is made of. An answer is a map of fields (`response`), or a value of the type
    `answers`, such as `image`.
    """

    name: str
    predict: Call | None
    request: tuple[Field, ...]
    response: tuple[Field, ...]
    answers: str
    dataset: str
    route: Route


@record
class Use:
    """Another model that the service asks: of another `spec`, by its alias, or behind an API of OpenAI's form."""

    name: str
    spec: str = ""
    alias: str = ""
    base_url: object = None
    model: object = None
    api_key: object = None


@record
class Expectation:
    """What a field of the answer to a smoke test must be."""

    field: str
    equals: object = None
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[object, ...] = ()
    contains: str = ""


@record
class SmokeTest:
    """A request that a new deployment has to answer, and the answer that it must give."""

    endpoint: str
    request: tuple[tuple[str, object], ...]
    expect: tuple[Expectation, ...]
    within_seconds: float | None = None


@record
class Service:
    """The service of the version that `alias` names; in an environment it is the one of the environment's own alias."""

    alias: str
    endpoints: tuple[Endpoint, ...]
    params: tuple[tuple[str, object], ...]
    uses: tuple[Use, ...]
    environment: tuple[tuple[str, object], ...]
    smoke: tuple[SmokeTest, ...]
    cpu: float | None = None
    memory_bytes: int | None = None
