"""A smoke test sends a request that the service refuses, or expects what it never answers.

A new deployment has to pass its smoke tests before it takes any load, so that one which can never pass stops every
rollout. Its request needs every field of `request` that may not be left out, with values that fit; its `expect` can
only name fields of `response`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.json_values import refusal_of
from mlspec.analysis.payload import endpoints_of, request_of, response_of
from mlspec.analysis.suggestion import suggest_key, suggest_value, what_is_known
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.source.spelling import nearest

if TYPE_CHECKING:
    from mlspec.analysis.payload import Asked, Payload
    from mlspec.analysis.subjects import View
    from mlspec.spec.deploy import Deploy, SmokeTest

RULE = Rule("smoke-request", __doc__)


def check(deploy: Deploy, view: View) -> Iterator[Finding]:
    """Try each smoke test on the declared fields of what it asks."""
    endpoints = endpoints_of(deploy)
    for smoke in deploy.smoke:
        asked = endpoints.get(smoke.endpoint or "", next(iter(endpoints.values())) if len(endpoints) == 1 else None)
        if asked is None or (smoke.endpoint is not None and smoke.endpoint not in endpoints):
            yield _no_endpoint(smoke, endpoints)
            continue
        request, response = request_of(asked, view), response_of(asked)
        if request is not None:
            yield from _refused(smoke, request)
        if response is not None:
            yield from _never_answered(smoke, response)


def _no_endpoint(smoke: SmokeTest, endpoints: Mapping[str, Asked]) -> Finding:
    names = tuple(name for name in endpoints if name)
    if smoke.endpoint is None:
        message = "the smoke test does not say which endpoint it asks"
        return Finding(message, (At(smoke.route, "names no endpoint"),), what_is_known(names))
    suggestion = suggest_value(smoke.endpoint, names, smoke.at("endpoint"))
    help_ = suggestion.help or ("the service has one route: take `endpoint` out",)
    message = f"the smoke test asks `{smoke.endpoint}`, which is no endpoint"
    return Finding(message, (At(smoke.at("endpoint"), "no such endpoint"),), help_, suggestion.fixes)


def _refused(smoke: SmokeTest, request: Payload) -> Iterator[Finding]:
    free = tuple(name for name in request.fields if name not in smoke.request)
    meant = set[str | None]()
    for name, value in smoke.request.items():
        route = smoke.at("request", name)
        field = request.fields.get(name)
        if field is None:
            suggestion = suggest_key(name, free, route)
            meant.add(nearest(name, free))
            message = f"the smoke test sends `{name}`, which is no field of {request.said}"
            yield Finding(message, (At(route, "no such field", key=True),), suggestion.help, suggestion.fixes)
        elif refusal := refusal_of(value, field):
            places = (At(route, "would be refused"), At(field.route, "declared here", key=True))
            yield Finding(f"the smoke test would be refused: `{name}` {refusal}", places)
    missing = tuple(name for name in request.required if name not in smoke.request and name not in meant)
    if missing:
        message = f"the smoke test would be refused: it does not send {listed(missing)}"
        place = At(smoke.at("request"), "lacks a field" if len(missing) == 1 else "lacks fields", key=True)
        yield Finding(message, (place,), ("add what is missing, or declare it `nullable`",))


def _never_answered(smoke: SmokeTest, response: Payload) -> Iterator[Finding]:
    for name, expected in smoke.expect.items():
        route = smoke.at("expect", name)
        field = response.fields.get(name)
        if field is None:
            suggestion = suggest_key(name, response.fields, route)
            message = f"the smoke test expects `{name}`, which is no field of {response.said}"
            yield Finding(message, (At(route, "never answered", key=True),), suggestion.help, suggestion.fixes)
        elif expected.equals is not None and (refusal := refusal_of(expected.equals, field)):
            places = (At(expected.at("equals"), "never answered"), At(field.route, "declared here", key=True))
            yield Finding(f"the smoke test can never pass: `{name}` {refusal}", places)
