"""From the path of a spec to its project: read, merge, validate by section, in every environment and variant too."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.project import Project, View
from mlspec.driver.reading import read_spec
from mlspec.driver.registry import Registry
from mlspec.driver.written_route import with_written_routes
from mlspec.schema.validation import Invalid, validate_section, validate_top
from mlspec.source.overlay import Layer, overlay, subtree
from mlspec.source.route import Route
from mlspec.source.tree import Tree
from mlspec.spec.merge_rules import merge_rules
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import evolve


def read_project(tree: Tree, path: str, registry: Registry) -> Project:
    """Understand one spec as far as it can be understood; all that is wrong stands in its diagnostics."""
    reading = read_spec(tree, path)
    front = _FrontEnd(registry, list(reading.diagnostics))
    layer = overlay(reading.layers, front.rules)
    header = front.header(layer, reading.broken) if reading.layers else Invalid(())
    sections = front.sections(layer, tuple(SECTIONS), reading.broken)
    base = View("", layer, sections)
    name = path.rpartition("/")[0].rpartition("/")[2] if isinstance(header, Invalid) else header.name
    project = Project(path, name, header, base, tuple(front.environments(base)), (), reading.is_spread)
    variants = tuple(front.variants(project))
    return evolve(project, variants=variants, diagnostics=tuple(front.diagnostics))


class _FrontEnd:
    """The diagnostics of one spec as they come."""

    def __init__(self, registry: Registry, diagnostics: list[Diagnostic]) -> None:
        self.backends = _backend_names(registry)
        self.rules = merge_rules(self.backends)
        self.diagnostics = diagnostics

    def header(self, layer: Layer, broken: tuple[str, ...]) -> Any:
        """The fields at the top; what is missing because its text is broken is not told again."""
        header, faults = validate_top(HEADER, SECTIONS, layer)
        missing = {f"`{key}`" for key in broken}
        self._tell(
            fault
            for fault in faults
            if not (fault.rule == "missing-field" and any(key in fault.message for key in missing))
        )
        return header

    def sections(self, layer: Layer, names: tuple[str, ...], broken: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """The named sections that the layer has; one whose text is broken counts as not valid."""
        unread = {name: Invalid((name,)) for name in broken if name in SECTIONS}
        found, faults = self._validated(layer, (name for name in names if name not in unread))
        self._tell(faults)
        return {**unread, **found}

    def environments(self, base: View) -> Iterator[View]:
        """What holds in each environment: the base with the environment's own words over it."""
        for name, environment in _entries(base, "environments"):
            yield self._laid_over(base, name, ("environments", name), environment.overlay)

    def variants(self, project: Project) -> Iterator[Project]:
        """The spec as each variant changes it, before any environment."""
        for name, variant in _entries(project.base, "variants"):
            base = self._laid_over(project.base, "", ("variants", name), variant.overlay)
            yield evolve(project, base=base, environments=tuple(self.environments(base)))

    def _laid_over(self, base: View, environment: str, route: Route, written: Mapping[str, Any]) -> View:
        """What holds with the words at a route, which are `written` there, over a view."""
        words = {key: value for key, value in written.items() if key in SECTIONS}
        if not words:
            return View(environment, base.layer, base.sections)
        own = subtree(base.layer, route)
        layer = overlay((base.layer, Layer(words, own.places)), self.rules)
        changed = tuple(key for key in SECTIONS if key in words and layer.data.get(key) != base.layer.data.get(key))
        overlays = (*((*above, *route) for above in base.overlays), route, *base.overlays)
        view = View(environment, layer, base.sections, changed, overlays)
        sections, faults = self._validated(layer, changed)
        self._tell(with_written_routes(view, faults))
        return evolve(view, sections={**base.sections, **sections})

    def _validated(self, layer: Layer, names: Iterable[str]) -> tuple[dict[str, Any], list[Diagnostic]]:
        sections: dict[str, Any] = {}
        faults: list[Diagnostic] = []
        for name in names:
            if layer.data.get(name) is not None:
                sections[name], found = validate_section(name, SECTIONS[name], layer, self.backends)
                faults.extend(found)
        return sections, faults

    def _tell(self, faults: Any) -> None:
        self.diagnostics.extend(fault for fault in faults if fault not in self.diagnostics)


def _entries(view: View, section: str) -> Iterator[tuple[str, Any]]:
    """The entries of a section whose keys the user chooses; none where it is not valid."""
    found = view.sections.get(section)
    return iter(()) if found is None or isinstance(found, Invalid) else iter(found.root.items())


@cache
def _backend_names(registry: Registry) -> Mapping[Concern, frozenset[str]]:
    return {concern: frozenset(registry.names(concern)) for concern in Concern}
