"""What a spec means: the facets of all sections as they hold in one view, and of the options of its back ends.

What stands in an environment or a variant as it was written is left out: its meaning is in the view of that place.
"""

from collections.abc import Iterator
from typing import Any

from mlspec.driver.options import Choice, named_backends
from mlspec.driver.project import Project, View
from mlspec.driver.settings import Settings
from mlspec.ir.facet import Facet
from mlspec.lowering.facets import lower_facets, node_facets
from mlspec.schema.effects import resolve_effects
from mlspec.source.route import Route
from mlspec.spec.environment import OVERLAID
from mlspec.spec.project import SECTIONS
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import evolve


def facets_in_view(settings: Settings, header: Any, view: View, choices: tuple[Choice, ...]) -> tuple[Facet, ...]:
    """All facets of a view, sorted by route."""
    sections = (facet for facet in lower_facets(header, view.sections) if not _is_overlay(facet.route))
    options = (facet for choice in choices for facet in _of_choice(choice, view, settings))
    return tuple(sorted({*sections, *options}, key=lambda facet: [str(part) for part in facet.route]))


def facets_elsewhere(
    settings: Settings, project: Project, choices: tuple[Choice, ...]
) -> Iterator[tuple[str, tuple[Facet, ...]]]:
    """The facets of each environment, variant and environment of a variant in which anything is not as in the base."""
    base = facets_in_view(settings, project.header, project.base, choices)
    for place, view in views_elsewhere(project):
        found = facets_in_view(settings, project.header, view, choices)
        if found != base:
            yield place, found


def views_elsewhere(project: Project) -> Iterator[tuple[str, View]]:
    """The views of environments and variants that say something of their own, each with the name of its place."""
    yield from ((view.environment, view) for view in project.environments if view.changed)
    variants = project.base.sections.get("variants")
    for name, variant in zip(variants.root if variants is not None else (), project.variants, strict=True):
        yield f"variant {name}", variant.base
        yield from ((f"variant {name} in {one.environment}", one) for one in variant.environments if one.changed)


def _is_overlay(route: Route) -> bool:
    return len(route) > 2 and route[0] in ("environments", "variants") and route[2] in _OVERLAID


def _of_choice(choice: Choice, view: View, settings: Settings) -> Iterator[Facet]:
    """A back end by its name, and its options; one that is there without being named counts as if it were."""
    options = dict(choice.environments).get(view.environment, choice.options)
    named = next((found.route for concern, found in named_backends(view) if _is(choice, concern, found.name)), None)
    route = named or _UNNAMED.get(choice.backend.concern, ())
    if options is None and choice.backend.options and choice.route is not None:
        return
    if named is None and route:
        if not _is_of_house(choice, view, settings):
            return
        route = (*route, choice.backend.name)
        yield Facet(route, "{}", _effects_of_naming(route))
    for facet in node_facets(options) if options is not None else ():
        inside = facet.route[len(options.route) :]
        yield evolve(facet, route=(*(route or (choice.backend.name,)), *inside))


def _is(choice: Choice, concern: Concern, name: str) -> bool:
    return choice.backend.concern is concern and choice.backend.name == name


def _is_of_house(choice: Choice, view: View, settings: Settings) -> bool:
    """Whether the settings of the repository chose a back end, and the spec names no other one for its concern."""
    concern = choice.backend.concern
    house = {Concern.ORCHESTRATION: settings.orchestrate, Concern.MONITORING: settings.monitor, Concern.CI: settings.ci}
    return house.get(concern) == choice.backend.name and all(found is not concern for found, _ in named_backends(view))


def _effects_of_naming(route: Route) -> Any:
    """What a change of the back end does, as the field says in which its name would stand."""
    model: Any = SECTIONS[str(route[0])]
    above = model.effects
    for key in route[1:-1]:
        field = next(field for field in model.fields.values() if field.key == key)
        above, model = resolve_effects(field.declared.effects, above), field.node
    return resolve_effects(model.fields[model.host.field].declared.effects, model.effects or above)


_OVERLAID = OVERLAID | {"environments"}
_UNNAMED: dict[Concern, Route] = {
    Concern.ORCHESTRATION: ("orchestrate",),
    Concern.MONITORING: ("monitor", "with"),
    Concern.CI: ("ci",),
}
