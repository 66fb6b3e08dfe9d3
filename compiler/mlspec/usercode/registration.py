"""Definitions that nobody names and that may still be called: a decorator or a base class has handed them on.

A decorator of the user's that keeps nothing hands nothing on; one that keeps state (a registry) hands its functions to
whoever reaches that state. An unknown decorator of a library may hand them to anybody. The known ones of `inert` only
wrap, and the tools of `wrappers` keep what they wrap in their own object, such as `app`.
"""

from collections.abc import Iterator
from typing import TypeAlias

from mlspec.usercode.facts import Unit, UnitKind
from mlspec.usercode.inert import INERT_DECORATORS
from mlspec.usercode.links import Links, Node, NodeKind
from mlspec.usercode.module import Module
from mlspec.usercode.wrappers import wrapper_of

# What must be reached for a definition to count; None where it counts in any case.
_Triggers: TypeAlias = frozenset[Node] | None


class Registrations:
    """Which definitions count because of what is reached, found once a definition."""

    def __init__(self, links: Links) -> None:
        """Nothing is read before it is asked for."""
        self._links = links
        self._triggers: dict[Node, _Triggers] = {}
        self._ancestors: dict[Node, frozenset[Node]] = {}

    def added(self, reached: set[Node]) -> Iterator[Node]:
        """The definitions in imported modules that something reached may call, and that are not reached yet."""
        for run in [node for node in reached if node.kind is NodeKind.RUN]:
            module = self._links.modules.known(run.module)
            for index, unit in enumerate(module.facts.units):
                if (unit.makers or unit.bases) and not unit.typing_only:
                    node = Node(NodeKind.UNIT, module.name, index)
                    if node not in reached and self._is_triggered(node, module, unit, reached):
                        yield node

    def _is_triggered(self, node: Node, module: Module, unit: Unit, reached: set[Node]) -> bool:
        if node not in self._triggers:
            self._triggers[node] = self._find_triggers(module, unit)
            self._ancestors[node] = frozenset(self._bases(module, unit, set()))
        triggers = self._triggers[node]
        if triggers is None or not triggers.isdisjoint(reached):
            return True
        return Node(NodeKind.SUBCLASSES, "") in reached and not self._ancestors[node].isdisjoint(reached)

    def _find_triggers(self, module: Module, unit: Unit) -> _Triggers:
        triggers: set[Node] = set()
        for maker in unit.makers:
            found = self._links.resolve(module, maker) if maker else ()
            if not found and maker not in INERT_DECORATORS:
                return None
            for node in found:
                if node.kind is NodeKind.WHOLE or (node.kind is NodeKind.LIBRARY and not _only_wraps(node.text)):
                    return None
                if node.kind is NodeKind.UNIT:
                    triggers |= self._state(node, "." in maker)
        for base in self._bases(module, unit, set()):
            above = self._links.modules.known(base.module).facts.units[base.unit]
            if above.kind is UnitKind.VALUE or above.hooked:
                triggers |= self._state(base, True)
        return frozenset(triggers)

    def _state(self, root: Node, by_attribute: bool) -> set[Node]:
        """The definitions in which a decorator can keep what it is given."""
        state = {root} if by_attribute else set()
        seen: set[Node] = set()
        pending = [root]
        while pending:
            node = pending.pop()
            if node in seen or node.kind is not NodeKind.UNIT:
                continue
            seen.add(node)
            module = self._links.modules.known(node.module)
            unit = module.facts.units[node.unit]
            if unit.kind is UnitKind.CLASS or (unit.kind is UnitKind.VALUE and not unit.fixed):
                state.add(node)
            for use in module.form(node.unit).uses:
                if "." in use:  # a function can keep things in its attributes
                    state.update(one for one in self._links.resolve(module, use) if self._is_function(one))
            pending.extend(self._links.after(node))
        return state

    def _is_function(self, node: Node) -> bool:
        if node.kind is not NodeKind.UNIT:
            return False
        return self._links.modules.known(node.module).facts.units[node.unit].kind is UnitKind.FUNCTION

    def _bases(self, module: Module, unit: Unit, found: set[Node]) -> set[Node]:
        """The classes of the user's above a class, and bases that are values made by a call."""
        for base in filter(None, unit.bases):
            for node in self._links.resolve(module, base):
                if node.kind is NodeKind.UNIT and node not in found:
                    found.add(node)
                    owner = self._links.modules.known(node.module)
                    self._bases(owner, owner.facts.units[node.unit], found)
        return found


def _only_wraps(name: str) -> bool:
    return name in INERT_DECORATORS or bool(wrapper_of(name))
