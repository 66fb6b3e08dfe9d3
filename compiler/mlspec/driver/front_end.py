"""From the path of a spec to its project: read, merge, validate section by section, for every environment too."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.project import Project, View
from mlspec.driver.reading import read_spec
from mlspec.driver.registry import Registry
from mlspec.schema.validation import Invalid, validate_section, validate_top
from mlspec.source.overlay import Layer, overlay, subtree
from mlspec.source.tree import Tree
from mlspec.spec.merge_rules import merge_rules
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.vocabulary.concern import Concern


def read_project(tree: Tree, path: str, registry: Registry) -> Project:
    """Understand one spec as far as it can be understood; all that is wrong stands in its diagnostics."""
    reading = read_spec(tree, path)
    front = _FrontEnd(registry, list(reading.diagnostics))
    layer = overlay(reading.layers, front.rules)
    header = front.header(layer, reading.broken) if reading.layers else Invalid(())
    sections = front.sections(layer, tuple(SECTIONS), reading.broken)
    base = View("", layer, sections)
    name = path.rpartition("/")[0].rpartition("/")[2] if isinstance(header, Invalid) else header.name
    environments = tuple(front.environments(base))
    return Project(path, name, header, base, environments, tuple(front.diagnostics), reading.is_spread)


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
        found: dict[str, Any] = {name: Invalid((name,)) for name in broken if name in SECTIONS}
        for name in names:
            if layer.data.get(name) is not None and name not in found:
                found[name], faults = validate_section(name, SECTIONS[name], layer, self.backends)
                self._tell(faults)
        return found

    def environments(self, base: View) -> Iterator[View]:
        """What holds in each environment: the base with the environment's own words over it."""
        environments = base.sections.get("environments")
        if environments is None or isinstance(environments, Invalid):
            return
        for name, environment in environments.root.items():
            words = {key: value for key, value in environment.overlay.items() if key in SECTIONS}
            if not words:
                yield View(name, base.layer, base.sections)
                continue
            own = subtree(base.layer, ("environments", name))
            layer = overlay((base.layer, Layer(words, own.places)), self.rules)
            changed = tuple(key for key in SECTIONS if key in words and layer.data.get(key) != base.layer.data.get(key))
            yield View(name, layer, {**base.sections, **self.sections(layer, changed)}, changed)

    def _tell(self, faults: Any) -> None:
        self.diagnostics.extend(fault for fault in faults if fault not in self.diagnostics)


@cache
def _backend_names(registry: Registry) -> Mapping[Concern, frozenset[str]]:
    return {concern: frozenset(registry.names(concern)) for concern in Concern}
