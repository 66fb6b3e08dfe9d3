"""From the endpoints to the models and the class of `service.py`."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.backends.bentoml.fields import answered_lines, asked_lines, value_type
from mlspec.backends.bentoml.service_module import BatchView, EndpointView, ServiceModule
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import PredictorModule
from mlspec.ir.service import Endpoint, Service
from mlspec.schema.references import EnvReference, SecretReference
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.backends.bentoml.options import BentomlOptions

UNKNOWN = "unknown"
"""The field of an answer that names the categories which the model has not learned."""

_STRICT = 'extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True'
_ANYTHING = 'extra="allow", allow_inf_nan=False'
_SERVER_WAITS = 30.0
_DATES = ("date", "timestamp")


@record
class Answering:
    """The module that answers, the endpoints whose requests are answered together, and whether the model `learns`.

    One that does is known by its columns, and is shown rows as it has learned them.
    """

    predictor: PredictorModule
    batched: tuple[str, ...]
    learns: bool


def lower_service(graph: Graph, service: Service, options: "BentomlOptions", answering: Answering) -> ServiceModule:
    """The whole module."""
    endpoints = tuple(_endpoint(endpoint, answering) for endpoint in service.endpoints)
    text = "\n".join(line for one in endpoints for line in (*one.request_fields, *one.response_fields, one.signature))
    folder = f"{graph.output_folder}/service"
    return ServiceModule(
        name=graph.name,
        spec_path=graph.spec_path,
        start=f"`python {folder}/serve.py` starts it.",
        description=graph.description or f"The service of {graph.name}.",
        service_name=graph.name,
        class_name=class_name(graph),
        standard_imports=tuple(map(Code, _standard_imports(service, text))),
        pydantic_names=Code(", ".join(_pydantic_names(text))),
        environment=tuple(_environment(graph, service)),
        whole_numbers="WholeNumber" in text,
        endpoints=endpoints,
        batches=tuple(
            _batch(endpoint, answering) for endpoint in service.endpoints if endpoint.name in answering.batched
        ),
        workers=options.workers,
        port=options.port,
        server_timeout=options.timeout.seconds + _SERVER_WAITS,
        access_log=options.access_log,
    )


def class_name(graph: Graph) -> Code:
    """`FlightDelay` for flight-delay."""
    words = "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", graph.name))
    return identifier(words if words not in _TAKEN else f"{words}Service")


_TAKEN = frozenset("Answer Any BaseModel Batches ConfigDict Field Gateway Literal None Path Row True False".split())


def _endpoint(endpoint: Endpoint, answering: Answering) -> EndpointView:
    words = "".join(word.capitalize() for word in endpoint.name.split("_")) or "Predict"
    request, response = f"{words}Request", f"{words}Response"
    value = value_type(endpoint.answers) if endpoint.answers else Code(response)
    tells = _tells_unknown(endpoint, answering)
    waits = endpoint.name in (*answering.batched, *answering.predictor.asynchronous)
    return EndpointView(
        request=identifier(request),
        request_summary=_asked(endpoint),
        request_config=Code(_STRICT if endpoint.request else _ANYTHING),
        request_fields=asked_lines(endpoint.request),
        response=identifier(response),
        response_summary=_answered(endpoint, tells=tells),
        response_config=Code() if endpoint.answers else Code(_response_config(endpoint)),
        response_fields=(*answered_lines(endpoint.response), *((Code(f"{UNKNOWN}: list[str] = []"),) if tells else ())),
        route=f"/{endpoint.name}",
        signature=Code(
            f"{'async ' if waits else ''}def {identifier(endpoint.name)}(self, request: {request}, /) -> {value}:"
        ),
        summary=f"Answer a request to `{endpoint.name}`.",
        lines=tuple(_lines(endpoint, answering, Code(response))),
    )


def _tells_unknown(endpoint: Endpoint, answering: Answering) -> bool:
    """Whether an answer can name what the model has not learned."""
    is_open = any(field.type == "category" and not field.values and not field.role for field in endpoint.request)
    taken = any(field.name == UNKNOWN for field in endpoint.response)
    return (
        is_open
        and answering.learns
        and endpoint.name in answering.predictor.frames
        and not endpoint.answers
        and not taken
    )


def _asked(endpoint: Endpoint) -> str:
    unseen = [f"`{field.name}`" for field in endpoint.request if field.role]
    text = f"What `{endpoint.name}` is asked"
    if not endpoint.request:
        return f"{text}: the spec does not say the fields, so any are taken."
    if not unseen:
        return f"{text}."
    it = "it" if len(unseen) == 1 else "them"
    return f"{text}; {' and '.join(unseen)} may come along, and the model does not see {it}."


def _answered(endpoint: Endpoint, *, tells: bool) -> str:
    text = f"What `{endpoint.name}` answers"
    told = f"; `{UNKNOWN}` names the categories that the model has not learned, and takes as missing" if tells else ""
    return f"{text}{told}."


def _response_config(endpoint: Endpoint) -> str:
    return "serialize_by_alias=True, protected_namespaces=()" if endpoint.response else 'extra="allow"'


def _lines(endpoint: Endpoint, answering: Answering, response: Code) -> Iterator[Code]:
    if endpoint.name in answering.batched:
        yield Code(f"answer = await self._{endpoint.name}_batches.answer(row)")
    else:
        call = _call(endpoint, answering, "[row]")
        waits = endpoint.name in answering.predictor.asynchronous
        yield Code(f"answer = (await {call})[0]" if waits else f"answer = {call}[0]")
    yield Code("exchange.prediction = answer")
    if endpoint.answers:
        name = python_literal(_fields_of(endpoint, answering)[0])
        yield Code(f"return answer[{name}]  # type: ignore[no-any-return]  # the model's own word")
    elif _tells_unknown(endpoint, answering):
        yield Code("unknown = self._predictor.unknown([row], self._served.learned)[0]")
        yield Code("observation.count_unknown(exchange.endpoint, unknown)")
        yield Code(f"return {response}.model_validate({{**answer, {python_literal(UNKNOWN)}: unknown}})")
    else:
        yield Code(f"return {response}.model_validate(answer)")


def _call(endpoint: Endpoint, answering: Answering, rows: str) -> str:
    function = dict(zip(answering.predictor.endpoints, answering.predictor.functions, strict=True))[endpoint.name]
    learned = ", self._served.learned" if answering.learns and endpoint.name in answering.predictor.frames else ""
    return f"self._predictor.{identifier(function)}({rows}, self._served.model{learned})"


def _fields_of(endpoint: Endpoint, answering: Answering) -> tuple[str, ...]:
    return dict(zip(answering.predictor.endpoints, answering.predictor.prediction, strict=True))[endpoint.name]


def _batch(endpoint: Endpoint, answering: Answering) -> BatchView:
    return BatchView(
        attribute=Code(f"_{identifier(endpoint.name)}_batches"),
        method=Code(f"_answer_{identifier(endpoint.name)}"),
        line=Code(f"return self._predictor.{_call(endpoint, answering, 'rows').removeprefix('self._predictor.')}"),
    )


def _standard_imports(service: Service, text: str) -> Iterator[str]:
    fields = [field for one in service.endpoints for field in (*one.request, *one.response)]
    dates = sorted({"date" if field.type == "date" else "datetime" for field in fields if field.type in _DATES})
    if dates:
        yield f"from datetime import {', '.join(dates)}"
    yield "from pathlib import Path"
    names = [name for name in ("Annotated", "Any", "Literal") if re.search(rf"\b{name}\b", text)]
    if "WholeNumber" in text and "Annotated" not in names:
        names.insert(0, "Annotated")
    if names:
        yield f"from typing import {', '.join(names)}"


def _pydantic_names(text: str) -> Iterator[str]:
    yield "BaseModel"
    if "WholeNumber" in text:
        yield "BeforeValidator"
    yield "ConfigDict"
    if "Field(" in text:
        yield "Field"


def _environment(graph: Graph, service: Service) -> Iterator[Code]:
    """The variables of the spec, where the process does not have them already."""
    if graph.pins_package("scikit-learn"):
        reason = "  # on a busy machine scikit-learn's threads mostly wait for each other"
        yield Code(f'os.environ.setdefault("OMP_NUM_THREADS", "1"){reason}')
    for name, given in service.environment:
        yield from _variable(name, given)


def _variable(name: str, given: object) -> Iterator[Code]:
    """One variable; what another one holds is taken over where there is that other one."""
    if not isinstance(given, (EnvReference, SecretReference)):
        yield _default_of(name, Code(python_literal(str(given))))
        return
    default = given.default if isinstance(given, EnvReference) else None
    if given.name != name:
        source = python_literal(given.name)
        yield Code(f"if {source} in os.environ:")
        yield Code(f"    {_default_of(name, Code(f'os.environ[{source}]'))}")
    if default is not None:
        yield _default_of(name, Code(python_literal(str(default))))


def _default_of(name: str, value: Code) -> Code:
    return Code(f"os.environ.setdefault({python_literal(name)}, {value})")
