"""From `deploy` to the service: what each endpoint takes and answers, with which model and what else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mlspec.ir.binding import FromField
from mlspec.ir.graph import Environment
from mlspec.ir.service import Endpoint, Expectation, Field, Service, SmokeTest, Use
from mlspec.lowering.calls import lower_call
from mlspec.resolution.requests import requested_dataset, requested_fields
from mlspec.resolution.resolution import Resolution, WiredStep
from mlspec.schema.key_order import in_order

if TYPE_CHECKING:
    from mlspec.resolution.requests import Asked
    from mlspec.spec.columns import Values
    from mlspec.spec.deploy import Deploy

ONLY = "predict"
"""The name of the endpoint of a service that has one."""

_CHAMPION = "champion"
_TYPES = {"bool": "boolean", "dict": "map", "float": "number", "int": "integer", "list": "list", "str": "string"}


def lower_service(
    sections: Mapping[str, Any], resolution: Resolution, environments: tuple[Environment, ...]
) -> Service | None:
    """The service of a project that deploys one; without endpoints where its server answers by itself."""
    deploy: Deploy | None = sections.get("deploy")
    if deploy is None:
        return None
    resources = deploy.resources
    return Service(
        alias=_alias(sections, environments),
        endpoints=tuple(_endpoints(deploy, sections, resolution)),
        params=tuple((name, in_order(value)) for name, value in sorted(deploy.params.items())),
        uses=tuple(_use(name, use) for name, use in sorted(deploy.uses.items())),
        environment=tuple(sorted(deploy.env.items())),
        smoke=tuple(_smoke(test, deploy) for test in deploy.smoke),
        cpu=resources.cpu.millicores / 1000 if resources and resources.cpu else None,
        memory_bytes=resources.memory.size if resources and resources.memory else None,
    )


def _alias(sections: Mapping[str, Any], environments: tuple[Environment, ...]) -> str:
    """That of the last environment: what is tried on one machine is what production would serve."""
    if environments:
        return environments[-1].alias
    evaluate = sections.get("evaluate")
    return evaluate.champion.alias if evaluate is not None and evaluate.champion else _CHAMPION


def _endpoints(deploy: Deploy, sections: Mapping[str, Any], resolution: Resolution) -> Iterator[Endpoint]:
    if not deploy.endpoints and deploy.predict is None and sections.get("register") is None:
        return
    asked = sorted(deploy.endpoints.items()) if deploy.endpoints else [(ONLY, deploy)]
    for name, one in asked:
        wired = resolution.wired_beside(one.route) if one.predict is not None else None
        yield _endpoint(name, one, sections, wired)


def _endpoint(name: str, asked: Asked, sections: Mapping[str, Any], wired: WiredStep | None) -> Endpoint:
    dataset = requested_dataset(asked, sections.get("data"))
    declared = requested_fields(asked, sections.get("data"), sections.get("predicts"))
    fields = tuple(_field(one.name, one.declared, required=one.required, feature=one.feature) for one in declared)
    return Endpoint(
        name=name,
        predict=lower_call(wired) if wired is not None else None,
        request=(*fields, *_fields_of_function(wired, {field.name for field in fields})),
        response=tuple(_field(key, value) for key, value in _fields(asked.response).items()),
        answers="" if asked.response is None or isinstance(asked.response, dict) else asked.response.value,
        dataset=str(dataset.route[-1]) if dataset is not None else "",
        route=asked.route,
    )


def _fields(payload: object) -> Mapping[str, Any]:
    return payload if isinstance(payload, dict) else {}


def _field(name: str, declared: Values, *, required: bool = True, feature: bool = True) -> Field:
    role = getattr(declared, "role", None)
    return Field(
        name=name,
        type=declared.type.value,
        required=required,
        nullable=declared.nullable,
        default=getattr(declared, "default", None),
        minimum=declared.min,
        maximum=declared.max,
        values=declared.values,
        of=declared.of.value if declared.of else "",
        shape=declared.shape,
        role="" if feature or role is None else role.value,
        unit=declared.unit,
        description=declared.description,
    )


def _fields_of_function(wired: WiredStep | None, declared: set[str]) -> Iterator[Field]:
    """The parameters of a function that the request fills, and the spec does not describe."""
    if wired is None or wired.bound is None:
        return
    parameters = {parameter.name: parameter for parameter in wired.bound.entry.parameters}
    for binding in wired.bindings:
        if isinstance(binding.source, FromField) and binding.source.name not in declared:
            parameter = parameters[binding.parameter]
            written = parameter.annotation.partition("[")[0]
            yield Field(
                binding.source.name, _TYPES.get(written, ""), not parameter.has_default, default=_given(parameter)
            )


def _given(parameter: Any) -> object:
    return parameter.default if parameter.has_default and parameter.default_is_literal else None


def _use(name: str, use: Any) -> Use:
    api = use.openai
    return Use(
        name=name,
        spec=use.spec or "",
        alias=use.alias or "",
        base_url=api.base_url if api else None,
        model=api.model if api else None,
        api_key=api.api_key if api else None,
    )


def _smoke(test: Any, deploy: Deploy) -> SmokeTest:
    only = next(iter(deploy.endpoints)) if len(deploy.endpoints) == 1 else ONLY
    return SmokeTest(
        endpoint=test.endpoint or only,
        request=tuple(test.request.items()),
        expect=tuple(
            Expectation(field, one.equals, one.min, one.max, one.values, one.contains or "")
            for field, one in sorted(test.expect.items())
        ),
        within_seconds=test.within.seconds if test.within else None,
    )
