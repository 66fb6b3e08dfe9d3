"""What a spec asks of each back end: the options below its name, validated by the back end's own model."""

from collections.abc import Iterator
from typing import Any

from mlspec.codegen.backend import Backend
from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.project import Project, View
from mlspec.driver.registry import Registry, load_named
from mlspec.schema.backend_choice import BackendChoice
from mlspec.schema.validation import Invalid, validate_options
from mlspec.source.route import Route
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record


@record
class Choice:
    """A back end that the spec names, or that serves every project; where it is named; its options, also elsewhere."""

    backend: Backend
    route: Route | None
    options: Any
    environments: tuple[tuple[str, Any], ...] = ()


@record
class ChosenOptions:
    """All back ends of a project in the order in which they are compiled."""

    choices: tuple[Choice, ...]


def validate_choices(project: Project, registry: Registry) -> tuple[ChosenOptions, tuple[Diagnostic, ...]]:
    """The back ends of a project with their options, and what is wrong with these."""
    diagnostics: list[Diagnostic] = []
    named = {(concern, choice.name): choice for concern, choice in named_backends(project.base)}
    choices = []
    for backend in registry.backends:
        choice = named.get((backend.concern, backend.name))
        if choice is None and not backend.always:
            continue
        route = choice.route if choice else None
        base = _validated(backend, project.base, route, diagnostics)
        elsewhere = tuple(
            (view.environment, _validated(backend, view, route, diagnostics))
            for view in project.environments
            if route is not None and route[0] in view.changed
        )
        choices.append(Choice(backend, route, base, tuple(pair for pair in elsewhere if pair[1] != base)))
    return ChosenOptions(tuple(choices)), tuple(dict.fromkeys(diagnostics))


def named_backends(view: View) -> Iterator[tuple[Concern, BackendChoice]]:
    """Every back end that a section names, with its concern."""
    for section, concern, field in _HOSTS:
        node: Any = view.sections.get(section)
        for part in field.split("."):
            node = None if node is None or isinstance(node, Invalid) else getattr(node, part)
        for choice in node if isinstance(node, tuple) else (node,):
            if isinstance(choice, BackendChoice):
                yield concern, choice


def _validated(backend: Backend, view: View, route: Route | None, diagnostics: list[Diagnostic]) -> Any:
    if not backend.options:
        return None
    model: Any = load_named(backend.options)
    if route is None:
        return model()
    options, faults = validate_options(model, view.layer, route)
    diagnostics.extend(faults)
    return options


_HOSTS = (
    ("tracking", Concern.TRACKING, "backends"),
    ("orchestrate", Concern.ORCHESTRATION, "backend"),
    ("deploy", Concern.SERVING, "backend"),
    ("deploy", Concern.DEPLOYMENT, "target.backend"),
    ("monitor", Concern.MONITORING, "with_.backends"),
    ("ci", Concern.CI, "backend"),
)
