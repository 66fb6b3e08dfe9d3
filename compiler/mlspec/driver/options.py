"""What a spec asks of each back end: the options below its name, validated by the back end's own model."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mlspec.codegen.backend import Backend
from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.project import Project, View
from mlspec.driver.registry import Registry, load_named
from mlspec.driver.settings import Settings
from mlspec.driver.written_route import with_written_routes
from mlspec.schema.backend_choice import BackendChoice
from mlspec.schema.validation import Invalid, validate_options
from mlspec.source.route import Route
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record

_Routes: TypeAlias = dict[tuple[Concern, str], Route]


@record
class Choice:
    """A back end that the spec names somewhere (or that is there without being named), where, and its options.

    `options` are those of the base, None where only environments name it. `environments` holds the options of each that
    differs from the base: None where it names another back end, or none.
    """

    backend: Backend
    route: Route | None
    options: Any
    environments: tuple[tuple[str, Any], ...] = ()


@record
class ChosenOptions:
    """All back ends of a project in the order in which they are compiled."""

    choices: tuple[Choice, ...]


def validate_choices(
    project: Project, registry: Registry, settings: Settings
) -> tuple[ChosenOptions, tuple[Diagnostic, ...]]:
    """The back ends of a project with their options, and what is wrong with these."""
    diagnostics: list[Diagnostic] = []
    routes = {view.environment: _routes(view) for view in project.views}
    unnamed = dict(_unnamed(project.base, settings))
    choices = (_choice(project, backend, routes, unnamed, diagnostics) for backend in registry.backends)
    return ChosenOptions(tuple(filter(None, choices))), tuple(dict.fromkeys(diagnostics))


def named_backends(view: View) -> Iterator[tuple[Concern, BackendChoice]]:
    """Every back end that a section names, with its concern."""
    for section, concern, field in _HOSTS:
        node: Any = view.sections.get(section)
        for part in field.split("."):
            node = None if node is None or isinstance(node, Invalid) else getattr(node, part)
        for choice in node if isinstance(node, tuple) else (node,):
            if isinstance(choice, BackendChoice):
                yield concern, choice


def _unnamed(base: View, settings: Settings) -> Iterator[tuple[Concern, str]]:
    """The back ends that the house has chosen for what a spec asks for without naming one."""
    named = {concern for concern, _ in named_backends(base)}
    steps, monitor = ("data", "train", "evaluate"), ("monitor",)
    chosen = ((Concern.ORCHESTRATION, settings.orchestrate, steps), (Concern.MONITORING, settings.monitor, monitor))
    for concern, name, sections in chosen:
        if concern not in named and any(base.sections.get(section) is not None for section in sections):
            yield concern, name


def _choice(
    project: Project,
    backend: Backend,
    routes: Mapping[str, _Routes],
    unnamed: Mapping[Concern, str],
    diagnostics: list[Diagnostic],
) -> Choice | None:
    key = (backend.concern, backend.name)
    base_route = routes[project.base.environment].get(key)
    is_given = backend.always or unnamed.get(backend.concern) == backend.name
    base = _validated(backend, project.base, base_route, diagnostics) if base_route or is_given else None
    route, elsewhere = base_route, []
    for view in project.environments:
        own = routes[view.environment].get(key)
        named = own or base_route
        if named is not None and named[0] in view.changed:
            options = _validated(backend, view, own, diagnostics) if own or backend.always else None
            elsewhere += [(view.environment, options)] if (own, options) != (base_route, base) else []
            route = route or own
    if route is None and not is_given:
        return None
    return Choice(backend, route, base, tuple(sorted(elsewhere, key=lambda pair: pair[0])))


def _routes(view: View) -> _Routes:
    """Where a view names its back ends; the first place counts."""
    found: _Routes = {}
    for concern, choice in named_backends(view):
        found.setdefault((concern, choice.name), choice.route)
    return found


def _validated(backend: Backend, view: View, route: Route | None, diagnostics: list[Diagnostic]) -> Any:
    if not backend.options:
        return None
    model: Any = load_named(backend.options)
    if route is None:
        return model()
    options, faults = validate_options(model, view.layer, route)
    diagnostics.extend(with_written_routes(view, faults))
    return options


_HOSTS = (
    ("tracking", Concern.TRACKING, "backends"),
    ("orchestrate", Concern.ORCHESTRATION, "backend"),
    ("deploy", Concern.SERVING, "backend"),
    ("deploy", Concern.DEPLOYMENT, "target.backend"),
    ("monitor", Concern.MONITORING, "with_.backends"),
    ("ci", Concern.CI, "backend"),
)
