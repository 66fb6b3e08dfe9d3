"""The service: what each endpoint takes and answers, with a request that can be sent as it stands."""

import json
from collections.abc import Iterator

from mlspec.backends.readme.datasets import value_range
from mlspec.backends.readme.marks import cell_code, scalar, table_row
from mlspec.backends.readme.model_page import EndpointPart
from mlspec.codegen.code import Code
from mlspec.codegen.markdown import markdown_code
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Offer, ServedEndpoint, first_offer
from mlspec.ir.service import Endpoint, Field, Service

# JSON's own escapes, so that neither a shell's quotes nor Markdown's fence end early.
_ESCAPED = {"'": "\\u0027", "`": "\\u0060"}
_EXAMPLES = {
    "integer": 1,
    "number": 1.0,
    "boolean": True,
    "timestamp": "2024-07-01T00:00:00Z",
    "date": "2024-07-01",
    "list": [],
    "map": {},
}


def lower_endpoints(graph: Graph, offers: tuple[Offer, ...]) -> tuple[EndpointPart, ...]:
    """All endpoints of a service that is compiled."""
    served = first_offer(offers, ServedEndpoint)
    if graph.service is None or served is None:
        return ()
    named = [f"/{endpoint.name}" for endpoint in graph.service.endpoints]
    paths = served.predict if len(served.predict) == len(named) else named
    pairs = zip(graph.service.endpoints, paths, strict=True)
    return tuple(_part(graph.service, endpoint, path, served.port) for endpoint, path in pairs)


def _part(service: Service, endpoint: Endpoint, path: str, port: int) -> EndpointPart:
    asked = [field for field in endpoint.request if not field.role]
    beside = tuple(markdown_code(field.name) for field in endpoint.request if field.role)
    return EndpointPart(
        path=markdown_code(f"POST {path}"),
        takes=_takes(endpoint, asked),
        fields=() if endpoint.dataset else tuple(map(_row, asked)),
        example=_request(service, endpoint, f"http://127.0.0.1:{port}{path}") if asked else Code(),
        answer=_answer(endpoint),
        beside=Code(f"{' and '.join(beside)} may come along: logged, and not shown to the model.")
        if beside
        else Code(),
    )


def _takes(endpoint: Endpoint, asked: list[Field]) -> Code:
    if endpoint.dataset:
        return Code(f"takes the inputs of {markdown_code(endpoint.dataset)}")
    return Code("takes a map of fields" if asked else "takes what the model does")


def _row(field: Field) -> Code:
    missing = "yes" if field.nullable or not field.required else ""
    values = ", ".join(map(scalar, field.values)) or value_range(field.minimum, field.maximum)
    kind = f"{field.type} of {field.of}" if field.of else field.type
    return table_row(cell_code(field.name), kind, missing, values, field.unit, field.description)


def _request(service: Service, endpoint: Endpoint, url: str) -> Code:
    """A call of curl: the smoke test's request where there is one, else one that the fields allow."""
    smoke = next((test.request for test in service.smoke if test.endpoint == endpoint.name), None)
    values = dict(smoke) if smoke else {field.name: _example(field) for field in endpoint.request if not field.role}
    body = json.dumps(values, default=str)
    for sign, escaped in _ESCAPED.items():
        body = body.replace(sign, escaped)
    return Code(f"curl -s {url} -H 'Content-Type: application/json' -d '{body}'")


def _example(field: Field) -> object:
    if field.default is not None:
        return field.default
    if field.values:
        return field.values[0]
    bound = field.minimum if field.minimum is not None else field.maximum
    return bound if bound is not None else _EXAMPLES.get(field.type, "...")


def _answer(endpoint: Endpoint) -> Code:
    if endpoint.answers:
        return Code(f"It answers with a value of the type {markdown_code(endpoint.answers)}.")
    if not endpoint.response:
        return Code("It answers what the model predicts.")
    return Code(f"It answers {' and '.join(map(_described, endpoint.response))}.")


def _described(field: Field) -> str:
    return f"{markdown_code(field.name)} ({', '.join(_facts(field))})"


def _facts(field: Field) -> Iterator[str]:
    yield field.type
    between = value_range(field.minimum, field.maximum)
    if between:
        yield between
