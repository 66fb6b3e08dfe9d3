"""What a request or an answer of the service is made of, and where the spec says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from mlspec.analysis.sections import is_invalid, valid
from mlspec.resolution.requests import requested_dataset, requested_fields
from mlspec.source.route import Route, format_route
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.columns import Values
    from mlspec.spec.data import Data
    from mlspec.spec.deploy import Deploy, Endpoint

    Asked: TypeAlias = Deploy | Endpoint


@record
class Payload:
    """Fields by name, and those of them that may not be left out; `route` is where they are declared."""

    route: Route
    fields: Mapping[str, Values]
    required: tuple[str, ...]

    @property
    def said(self) -> str:
        """The place of the declaration, for messages."""
        return f"`{format_route(self.route)}`"


def endpoints_of(deploy: Deploy) -> Mapping[str, Asked]:
    """What can be asked, by name: the endpoints, or the service itself under no name."""
    return deploy.endpoints or {"": deploy}


def request_of(asked: Asked, view: View) -> Payload | None:
    """The fields of a request; None where the spec does not say them, or not in a valid section."""
    if asked.request is None:
        return None
    data: Data | None = valid(view, "data")
    fields = requested_fields(asked, data, valid(view, "predicts"))
    required = tuple(field.name for field in fields if field.required)
    declared = {field.name: field.declared for field in fields}
    if not isinstance(asked.request, str):
        return Payload(asked.at("request"), declared, required)
    dataset = requested_dataset(asked, data)
    if dataset is None or not declared or is_invalid(view, "predicts"):
        return None
    return Payload(dataset.at("columns"), declared, required)


def response_of(asked: Asked) -> Payload | None:
    """The fields of an answer; None where it is not made of fields, or the spec does not say them."""
    if not isinstance(asked.response, dict):
        return None
    required = tuple(name for name, field in asked.response.items() if not field.nullable)
    return Payload(asked.at("response"), asked.response, required)
