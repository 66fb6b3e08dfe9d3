"""From the endpoints of a service to the functions of `predictor.py`."""

import re
from collections.abc import Iterator

from mlspec.backends.script.expressions import late_value, param_value, plain_type, references_in
from mlspec.backends.script.names import call_modules, import_line, is_identifier
from mlspec.backends.script.predictor_module import EndpointFunction, PredictorModule
from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, behind, group, laid_out, one_line
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.binding import (
    Binding,
    FromAllParams,
    FromField,
    FromOutput,
    FromParam,
    FromReference,
    FromRows,
    FromText,
)
from mlspec.ir.graph import Graph
from mlspec.ir.offer import PredictorModule as PredictorOffer
from mlspec.ir.service import Endpoint, Field, Service
from mlspec.ir.step import Call
from mlspec.schema.references import AsOfReference
from mlspec.vocabulary.column_type import ColumnType

PREDICTION = "prediction"
"""The field of an answer that the spec gives no name."""

_KINDS = {
    ColumnType.NUMBER: "number",
    ColumnType.INTEGER: "number",
    ColumnType.DATE: "moment",
    ColumnType.TIMESTAMP: "moment",
}
_MODEL = re.compile(r"\bmodel\b(?!=)")
_OWN = frozenset("answers columns given learned model pd np os row rows sys unknown".split())
_MODULES = frozenset("columns gates monitoring predictor release run stages tracking".split())


def lower_predictor(graph: Graph) -> PredictorModule | None:
    """The module; None where there is no service, or one with an endpoint that cannot be answered from plain rows."""
    service = graph.service
    if service is None or not service.endpoints or not all(_is_plain(service, one) for one in service.endpoints):
        return None
    calls = [endpoint.predict for endpoint in service.endpoints if endpoint.predict is not None]
    taken = _OWN | _MODULES | {function_of(endpoint) for endpoint in service.endpoints}
    called = call_modules((call.module for call in calls), taken)
    constants = tuple(_constants(graph, service))
    functions = tuple(_function(graph, endpoint, called) for endpoint in service.endpoints)
    text = "\n".join([*constants, *(line for function in functions for line in function.lines)])
    frames = any(map(_takes_rows, service.endpoints))
    return PredictorModule(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        standard_imports=tuple(map(Code, _standard_imports(text, bool(calls)))),
        library_imports=(Code("import numpy as np"), Code("import pandas as pd")) if frames else (),
        source_folders=tuple(reversed(graph.source_roots)) if calls else (),
        user_imports=tuple(import_line(module, name) for module, name in called.items()),
        root="ROOT" in text or "PROJECT" in text,
        project=Code(f"ROOT / {python_literal(graph.project_folder)}") if "PROJECT" in text else Code(),
        constants=constants,
        endpoints=functions,
        frames=frames,
    )


def predictor_offer(graph: Graph, module: PredictorModule | None) -> PredictorOffer | None:
    """What a server has to know of the module."""
    if module is None or graph.service is None:
        return None
    endpoints = graph.service.endpoints
    return PredictorOffer(
        path=f"{graph.output_folder}/predictor.py",
        endpoints=tuple(endpoint.name for endpoint in endpoints),
        functions=tuple(function_of(endpoint) for endpoint in endpoints),
        asynchronous=tuple(endpoint.name for endpoint in endpoints if _is_asynchronous(endpoint)),
        frames=tuple(endpoint.name for endpoint in endpoints if _takes_rows(endpoint)),
        prediction=tuple(answered_fields(endpoint) for endpoint in endpoints),
    )


def function_of(endpoint: Endpoint) -> Code:
    """The name of the function that answers an endpoint."""
    return identifier(f"{endpoint.name}_" if endpoint.name in _OWN else endpoint.name)


def answered_fields(endpoint: Endpoint) -> tuple[str, ...]:
    """The names of the fields of an answer."""
    return tuple(field.name for field in endpoint.response) or (PREDICTION,)


def _is_plain(service: Service, endpoint: Endpoint) -> bool:
    """Whether rows and a model are all that it takes, and a map or a value is what it gives."""
    if not is_identifier(endpoint.name) or any(field.type == "image" for field in endpoint.request):
        return False
    if any(isinstance(found, AsOfReference) for _, given in service.params for found in references_in(given)):
        return False
    if endpoint.predict is None:
        return _own_fields(endpoint) is not None
    sources = [binding.source for binding in endpoint.predict.bindings]
    known = (FromAllParams, FromField, FromOutput, FromParam, FromReference, FromRows, FromText)
    mixed = any(isinstance(one, FromRows) for one in sources) and any(isinstance(one, FromField) for one in sources)
    return not mixed and all(isinstance(source, known) for source in sources)


def _own_fields(endpoint: Endpoint) -> tuple[str, str] | None:
    """What the model's own answer is called, and the chances beside it if they are asked for; None for other fields."""
    names = [field.name for field in endpoint.response]
    chances = next((name for name in names if name in ("probability", "probabilities")), "")
    others = [name for name in names if name != chances]
    return ((others[0] if others else PREDICTION), chances) if len(others) < 2 else None


def _takes_rows(endpoint: Endpoint) -> bool:
    call = endpoint.predict
    return call is None or any(isinstance(binding.source, FromRows) for binding in call.bindings)


def _is_asynchronous(endpoint: Endpoint) -> bool:
    return endpoint.predict is not None and endpoint.predict.asynchronous


def _constants(graph: Graph, service: Service) -> Iterator[Code]:
    for endpoint in service.endpoints:
        if _takes_rows(endpoint):
            kinds = [_kind(field) for field in endpoint.request if not field.role]
            annotation = "" if kinds else ": dict[str, str]"
            yield laid_out(group(f"{_columns_of(endpoint)}{annotation} = {{", kinds, "}"))
    if service.params and any(endpoint.predict for endpoint in service.endpoints):
        items = [behind(f"{python_literal(key)}: ", param_value(graph, given, "")) for key, given in service.params]
        yield laid_out(group("PARAMS: dict[str, Any] = {", items, "}"))


def _kind(field: Field) -> Code:
    kind = _KINDS.get(ColumnType(field.type), field.type) if field.type else ""
    return Code(f"{python_literal(field.name)}: {python_literal(kind)}")


def _columns_of(endpoint: Endpoint) -> Code:
    return identifier(f"{endpoint.name.upper()}_COLUMNS")


def _function(graph: Graph, endpoint: Endpoint, called: dict[str, Code]) -> EndpointFunction:
    lines = tuple(_lines(graph, endpoint, called))
    text = "\n".join(lines)
    model = "model" if _MODEL.search(text) else "_model"
    learned = "learned: Learned | None = None" if _takes_rows(endpoint) else "_learned: object = None"
    before = f"{'async ' if _is_asynchronous(endpoint) else ''}def {function_of(endpoint)}("
    parameters = map(Code, ("rows: Rows", f"{model}: Any", learned))
    doer = (
        "the model itself" if endpoint.predict is None else f"`{endpoint.predict.module}.{endpoint.predict.function}`"
    )
    return EndpointFunction(
        signature=laid_out(group(before, parameters, ") -> Answers:")),
        summary=f"What {doer} answers to each of the rows.",
        lines=lines,
    )


def _lines(graph: Graph, endpoint: Endpoint, called: dict[str, Code]) -> Iterator[Code]:
    name = python_literal(answered_fields(endpoint)[0])
    if not _takes_rows(endpoint) and endpoint.predict is not None:
        yield Code("answers = []")
        yield Code("for row in rows:")
        yield laid_out(behind("    given = ", _call(graph, endpoint, endpoint.predict, called)), 8)
        yield Code(f"    answers.append(_answer(given, {name}))")
        yield Code("return answers")
        return
    frame = f"_frame(rows, {_columns_of(endpoint)}, learned or {{}})"
    yield Code(f"frame = {frame}")
    if endpoint.predict is None:
        yield from _own_lines(graph, endpoint)
        return
    yield laid_out(behind("given = ", _call(graph, endpoint, endpoint.predict, called)), 4)
    yield Code(f"return _answers(given, {name}, len(rows))")


def _own_lines(graph: Graph, endpoint: Endpoint) -> Iterator[Code]:
    """The model's own predict, and its chances where the answer has them."""
    name, chances = _own_fields(endpoint) or (PREDICTION, "")
    answers = f"_answers(model.predict(frame), {python_literal(name)}, len(rows))"
    if not chances:
        yield Code(f"return {answers}")
        return
    yield Code(f"answers = {answers}")
    if chances == "probability":
        positive = python_literal(graph.prediction.positive if graph.prediction else 1)
        yield Code(f"chances = model.predict_proba(frame)[:, list(model.classes_).index({positive})].tolist()")
    else:
        yield Code("classes = [str(one) for one in model.classes_]")
        yield Code("chances = [dict(zip(classes, one, strict=True)) for one in model.predict_proba(frame).tolist()]")
    pairs = "for answer, chance in zip(answers, chances, strict=True)"
    yield laid_out(group("return [", (Code(f"{{**answer, {python_literal(chances)}: chance}} {pairs}"),), "]"), 4)


def _call(graph: Graph, endpoint: Endpoint, call: Call, called: dict[str, Code]) -> Expression:
    fields = {field.name: field for field in endpoint.request}
    arguments = (_argument(graph, binding, fields) for binding in call.bindings)
    before = "await " if call.asynchronous else ""
    return group(f"{before}{called[call.module]}.{identifier(call.function)}(", arguments, ")")


def _argument(graph: Graph, binding: Binding, fields: dict[str, Field]) -> Code:
    value = _value(graph, binding, fields)
    return value if binding.positional_only else Code(f"{identifier(binding.parameter)}={value}")


def _value(graph: Graph, binding: Binding, fields: dict[str, Field]) -> Code:
    match binding.source:
        case FromRows():
            return Code("frame")
        case FromOutput(name):
            registration = graph.registration()
            parts = registration is not None and registration.files and not registration.load
            return Code(f"model[{python_literal(name)}]" if parts else "model")
        case FromField(name):
            field = fields[name]
            default = "" if field.default is None else f", {python_literal(field.default)}"
            text = python_literal(name)
            return Code(f"row[{text}]" if field.required else f"row.get({text}{default})")
        case FromParam(key):
            return Code(f"PARAMS[{python_literal(key)}]")
        case FromAllParams():
            return Code("dict(PARAMS)")
        case FromText(text):
            return Code(python_literal(text))
        case FromReference(reference):
            return Code(one_line(late_value(graph, reference, plain_type(binding.annotation))))
        case source:
            raise TypeError(f"a {type(source).__name__} is nothing that a request brings")


def _standard_imports(text: str, has_calls: bool) -> Iterator[str]:
    if "os." in text:
        yield "import os"
    if has_calls:
        yield "import sys"
    yield "from collections.abc import Mapping, Sequence"
    yield "from dataclasses import asdict, is_dataclass"
    if has_calls or "ROOT" in text or "PROJECT" in text:
        yield "from pathlib import Path"
    yield "from typing import Any, TypeAlias"
