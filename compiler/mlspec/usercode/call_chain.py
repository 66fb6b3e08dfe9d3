"""The way from a function to a definition that it reaches: who calls whom, for people to read."""

from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.links import Links, Node, NodeKind
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.registration import Registrations
from mlspec.vocabulary.record import record


@record
class Chain:
    """The callers of a definition, the nearest first, and the line where it stands, 0 where only its file is known."""

    callers: tuple[str, ...]
    path: str
    line: int


class CallChains:
    """Shortest ways through the code of one spec."""

    def __init__(self, modules: SourceModules) -> None:
        """Nothing is read before it is asked for."""
        self._modules = modules
        self._links = Links(modules)

    def find(self, entrypoint: Entrypoint, name: str) -> Chain | None:
        """How a function reaches what `Reach.digests` names so; None where it does not."""
        start = Node(NodeKind.NAME, entrypoint.module, text=entrypoint.function)
        came_from = self._walk((Node(NodeKind.RUN, entrypoint.module), start))
        wanted = name.partition(" (")[0]
        found = [node for node in came_from if self._name(node) == wanted]
        if not found:
            return None
        chain = self._way_back(min(found, key=lambda node: (node.kind, node.unit)), came_from)
        node = chain[0]
        callers = tuple(dict.fromkeys(self._name(one) for one in chain[1:] if one.kind is NodeKind.UNIT))
        module = self._modules.known(node.module)
        line = module.facts.units[node.unit].line if node.kind is NodeKind.UNIT else 0
        return Chain(tuple(one for one in callers if one != wanted), module.path, line)

    def _walk(self, roots: tuple[Node, ...]) -> dict[Node, Node | None]:
        """Everything that is reached, with that from which it was reached first; calls before imports."""
        registrations = Registrations(self._links)
        came_from: dict[Node, Node | None] = dict.fromkeys(reversed(roots))
        level = list(came_from)
        while level:
            level = self._next(level, came_from)
            if not level:
                level = list(registrations.added(set(came_from)))
                came_from.update(dict.fromkeys(level))
        return came_from

    def _next(self, level: list[Node], came_from: dict[Node, Node | None]) -> list[Node]:
        found = []
        for node in sorted(level, key=lambda node: node.kind is NodeKind.RUN):
            for after in self._links.after(node):
                if after not in came_from:
                    came_from[after] = node
                    found.append(after)
        return found

    def _way_back(self, node: Node, came_from: dict[Node, Node | None]) -> list[Node]:
        chain = [node]
        above = came_from[node]
        while above is not None:
            chain.append(above)
            above = came_from[above]
        return chain

    def _name(self, node: Node) -> str:
        """As `Reach.digests` has it: a definition by its module and names, a module by its own."""
        if node.kind is NodeKind.UNIT:
            return f"{node.module}:{', '.join(self._modules.known(node.module).facts.units[node.unit].names)}"
        return node.module if node.kind is NodeKind.RUN else ""
