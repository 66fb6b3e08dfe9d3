"""How the model is served, and where."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

from mlspec.schema.choices import choice_parser
from mlspec.schema.leaf import (
    Alias,
    Backend,
    Count,
    Duration,
    EntryPoint,
    Identifier,
    LateText,
    Name,
    Number,
    ParamName,
    ParamValue,
    Plain,
    PositiveCount,
    PositiveDuration,
    Scalar,
    Share,
    Text,
    Variable,
    VariableName,
    WordOr,
)
from mlspec.schema.names import IDENTIFIER_PATTERN, parse_identifier
from mlspec.schema.node import INHERITED, NOTHING, Effect, Group, Host, Node, Role, field, gathered
from mlspec.schema.refusal import Refused
from mlspec.schema.rules import EXCLUSIVE_FIELDS, OUT_OF_RANGE
from mlspec.spec.columns import PayloadField
from mlspec.spec.gates import Limit
from mlspec.spec.resources import Resources
from mlspec.spec.short_forms import named_backend
from mlspec.vocabulary.column_type import ColumnType
from mlspec.vocabulary.concern import Concern

_FIELDS = dict[Identifier, PayloadField]
_DATASET = WordOr(parse_identifier, _FIELDS, {"type": "string", "pattern": IDENTIFIER_PATTERN})
_TYPE = WordOr(choice_parser(ColumnType, "type of field"), _FIELDS, {"enum": [member.value for member in ColumnType]})

Request: TypeAlias = Annotated[dict[str, PayloadField] | str, _DATASET]
Response: TypeAlias = Annotated[dict[str, PayloadField] | ColumnType, _TYPE]


class Replicas(Node):
    """How many copies of the service run; more than one number lets load decide."""

    example = "`{min: 1, max: 4}`, or one number"
    short_forms = ({"type": "integer", "minimum": 0},)

    min: Count = field(1, doc="At least so many.", effects=INHERITED, unit="copies")
    max: PositiveCount = field(1, doc="At most so many.", effects=INHERITED, unit="copies")

    @classmethod
    def expand(cls, value: Any) -> Any:
        """One number is both."""
        return {"min": value, "max": value} if isinstance(value, int) and not isinstance(value, bool) else value

    def faults(self) -> Iterator[Refused]:
        """The bounds are in order."""
        if self.min > self.max:
            message = f"at least {self.min} and at most {self.max} copies cannot be had at once"
            yield Refused(OUT_OF_RANGE, message, label="above the maximum").at("min")


class Target(Node):
    """What the service runs on, with its options below its name."""

    example = "`process`, `docker` or `{kubernetes: {namespace: models}}`"
    host = Host(Concern.DEPLOYMENT, "backend", "target")
    short_forms = ({"type": "string"},)

    backend: Backend = gathered(None, doc="The target.", effects=INHERITED)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The name alone stands for the target with its defaults."""
        return named_backend(value)


class Expectation(Node):
    """What a field of the answer must be."""

    example = "`late`, or `{min: 0, max: 1}`"
    short_forms = ({"type": ["string", "number", "boolean"]},)

    equals: Scalar | None = field(None, doc="Just this value.", effects=INHERITED)
    min: Number | None = field(None, doc="At least this.", effects=INHERITED)
    max: Number | None = field(None, doc="At most this.", effects=INHERITED)
    values: tuple[Scalar, ...] = field((), doc="One of these.", effects=INHERITED)
    contains: Text | None = field(None, doc="A text that holds this one.", effects=INHERITED)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The value alone."""
        return {"equals": value} if isinstance(value, (str, int, float)) else value


class SmokeTest(Node):
    """A request sent to a new deployment before it takes any load, and the answer that it must give."""

    example = "`{request: {question: hello}, expect: {answer: {contains: hello}}}`"

    request: dict[Identifier, Plain] = field({}, doc="The fields of the request.", effects=INHERITED)
    expect: dict[Identifier, Expectation] = field({}, doc="What the fields of the answer must be.", effects=INHERITED)
    endpoint: Identifier | None = field(
        None, doc="The endpoint to ask; the only one where none is named.", effects=INHERITED
    )
    within: PositiveDuration | None = field(None, doc="How long the answer may take.", effects=INHERITED)


class Rollout(Node):
    """How a new version takes over."""

    example = "`{canary: 10%, bake: 30m, abort: [error_rate <= 1%]}`"
    listed = ("abort",)

    canary: Share = field(doc="The share of requests that the new version gets first.", effects=INHERITED)
    bake: Duration | None = field(None, doc="How long it keeps that share before it gets all.", effects=INHERITED)
    abort: tuple[Limit, ...] = field(
        (), doc="What has to hold meanwhile; the old version stays where one does not.", effects=INHERITED
    )


class OpenAi(Node):
    """A language model behind an API of OpenAI's form."""

    example = "`{base_url: {env: LLM_BASE_URL}, model: assistant, api_key: {secret: LLM_API_KEY}}`"

    base_url: LateText = field(doc="The address of the API.", effects=INHERITED)
    model: LateText = field(doc="The name that the API knows the model by.", effects=INHERITED)
    api_key: LateText | None = field(None, doc="The key, by reference to a secret.", effects=INHERITED)


class Use(Node):
    """Another model that the service asks."""

    example = "`{spec: assistant}`"
    groups = (Group(("spec", "openai")),)
    short_forms = ({"type": "string"},)

    spec: Name | None = field(None, doc="The name of another spec.", effects=INHERITED)
    alias: Alias | None = field(
        None, doc="The alias of that spec's registered model, to load it into the service.", effects=INHERITED
    )
    openai: OpenAi | None = field(None, doc="A language model behind an API of OpenAI's form.", effects=INHERITED)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The spec's name alone."""
        return {"spec": value} if isinstance(value, str) else value


class Endpoint(Node):
    """One route of a service that has several."""

    example = "`{predict: package.service:genre}`"

    predict: EntryPoint = field(
        doc="The function that answers; it gets the request's fields by name.", effects=INHERITED
    )
    request: Request | None = field(None, doc="A dataset, for its columns, or a map of fields.", effects=INHERITED)
    response: Response | None = field(None, doc="A map of fields, or a type such as `image`.", effects=INHERITED)


class Deploy(Node):
    """The service: what serves it, what it takes and answers, and where it runs."""

    example = "`{bentoml: {}, target: process}`"
    effects = ((Role.DEPLOY, Effect.ROLLOUT),)
    host = Host(Concern.SERVING, "backend", "server")
    groups = (Group(("predict", "endpoints"), required=False),)

    backend: Backend = gathered(None, doc="What serves the model.", effects=INHERITED)
    predict: EntryPoint | None = field(
        None,
        doc="The function that answers a request; without one the model's own predict is served.",
        effects=INHERITED,
    )
    request: Request | None = field(
        None,
        doc="A dataset, for its columns without target, id and timestamp, or a map of fields.",
        effects=INHERITED,
    )
    response: Response | None = field(None, doc="A map of fields, or a type such as `image`.", effects=INHERITED)
    endpoints: dict[Identifier, Endpoint] = field({}, doc="Several routes, by their names.", effects=INHERITED)
    uses: dict[Identifier, Use] = field(
        {}, doc="Other models that the service asks, by the names of its parameters.", effects=INHERITED
    )
    params: dict[ParamName, ParamValue] = field({}, doc="Values for the parameters of `predict`.", effects=INHERITED)
    env: dict[VariableName, Variable] = field({}, doc="Environment variables of the service.", effects=INHERITED)
    target: Target | None = field(None, doc="What the service runs on.", effects=INHERITED)
    replicas: Replicas = field(doc="How many copies run.", effects=Effect.IN_PLACE, factory=dict)
    resources: Resources | None = field(None, doc="What one copy may use of a machine.", effects=INHERITED)
    smoke: tuple[SmokeTest, ...] = field((), doc="Requests that a new deployment has to answer first.", effects=NOTHING)
    rollout: Rollout | None = field(
        None, doc="How a new version takes over; at once where nothing is said.", effects=Effect.IN_PLACE
    )

    def faults(self) -> Iterator[Refused]:
        """What one route says stands beside no list of routes."""
        for key in ("request", "response"):
            if self.endpoints and getattr(self, key) is not None:
                message = f"`{key}` belongs to each endpoint where there are several"
                advice = ("move it below one of `endpoints`",)
                yield Refused(EXCLUSIVE_FIELDS, message, label="of no endpoint", advice=advice).at(key, key=True)
