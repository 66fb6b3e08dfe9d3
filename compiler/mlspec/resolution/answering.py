"""What a function that answers requests can take: the fields of the request or `rows`, the model, other models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mlspec.ir.binding import Binding, FromField, FromOutput, FromRows, FromUse, Source
from mlspec.resolution.draft import Draft
from mlspec.resolution.namespace import Name
from mlspec.resolution.requests import requested_fields
from mlspec.usercode.entrypoint import ParameterKind
from mlspec.vocabulary.record import evolve, record
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.resolution.requests import Asked
    from mlspec.spec.deploy import Deploy
    from mlspec.spec.register import Register
    from mlspec.usercode.entrypoint import Entrypoint

ROWS = "rows"
"""The name by which a function asks for several requests at once, as a frame."""


@record
class Offered:
    """A name that the function may take, where the spec gives it, and what it stands for."""

    name: Name
    source: Source


def draft_endpoints(deploy: Deploy) -> tuple[tuple[Asked, Draft], ...]:
    """A draft of every function that answers, with the section that says what it is asked."""
    asked = tuple(deploy.endpoints.items()) if deploy.endpoints else (("predict", deploy),)
    return tuple((one, _draft(name, one, deploy)) for name, one in asked if one.predict is not None)


def offered_to(
    asked: Asked, deploy: Deploy, sections: Mapping[str, Any], trained: tuple[str, ...], entry: Entrypoint | None
) -> tuple[Offered, ...]:
    """All that the function may take; `sections` are the valid ones, `trained` the outputs of the training.

    Where the spec does not say the request, the parameters that nothing else fills are its fields.
    """
    known = tuple(_known(asked, deploy, sections, trained))
    if asked.request is not None or entry is None:
        return known
    taken = {one.name.name for one in known} | deploy.params.keys()
    parameters = (one.name for one in entry.parameters if one.kind not in _REST and one.name not in taken)
    return (*known, *(Offered(Name(name, asked.at("predict")), FromField(name)) for name in parameters))


def bound_to(bindings: tuple[Binding, ...], offered: tuple[Offered, ...]) -> tuple[Binding, ...]:
    """The bindings with what each name stands for."""
    sources = {one.name.name: one.source for one in offered}
    return tuple(
        evolve(binding, source=sources.get(binding.source.name, binding.source))
        if isinstance(binding.source, FromOutput)
        else binding
        for binding in bindings
    )


def _draft(name: str, asked: Asked, deploy: Deploy) -> Draft:
    return Draft(
        name=name,
        role=Role.DEPLOY,
        route=asked.route,
        run=asked.predict or "",
        words=(),
        params=tuple(deploy.params.items()),
        inputs=(),
        outputs=(),
        key="predict",
        params_at=(*deploy.route, "params"),
        context=(),
    )


def _known(asked: Asked, deploy: Deploy, sections: Mapping[str, Any], trained: tuple[str, ...]) -> Iterator[Offered]:
    register: Register | None = sections.get("register")
    registered = trained if register is None else _registered(register)
    route = deploy.route if register is None else register.route
    yield from (Offered(Name(name, route), FromOutput(name)) for name in registered)
    for name, use in deploy.uses.items():
        yield Offered(Name(name, use.route), FromUse(name))
    for field in requested_fields(asked, sections.get("data"), sections.get("predicts")):
        yield Offered(Name(field.name, field.declared.route), FromField(field.name))
    yield Offered(Name(ROWS, asked.route), FromRows())


def _registered(register: Register) -> tuple[str, ...]:
    """The names of what the registry gives back: the parts of a model, unless a function makes one of them."""
    return tuple(register.files) if register.files and register.load is None else (register.model or "model",)


_REST = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
