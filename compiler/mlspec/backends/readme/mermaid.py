"""The lifecycle as a Mermaid flowchart, in a form that holds whatever the spec's names are."""

from collections.abc import Iterable, Iterator

from mlspec.backends.readme.actions import code_of, doing_of, shortened
from mlspec.codegen.code import Code, one_line
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.step import Step
from mlspec.vocabulary.role import Role

# Words that mean something to Mermaid where a node is named.
_RESERVED = frozenset(
    "call class classdef click default direction end flowchart graph href interpolate linkstyle style subgraph".split()
)
# The signs of HTML and Markdown, of entities, of formulas, and what ends a label or breaks its line.
_ESCAPED = str.maketrans({character: f"#{ord(character)};" for character in '#"&<>;`$\\'})


def flowchart(graph: Graph) -> tuple[Code, ...]:
    """The lines of the chart: a node a step, an edge for what a step hands on; empty where there are no steps."""
    if not graph.steps:
        return ()
    nodes = _node_names([step.name for step in graph.steps])
    places = _node_names([environment.name for environment in graph.environments], taken=nodes.values())
    lines = ["flowchart LR"]
    lines += [f'    {nodes[step.name]}["{_label(graph, step)}"]' for step in graph.steps]
    lines += [f"    {edge}" for edge in _edges(graph.steps, nodes)]
    if graph.registration():
        lines += [f"    {edge}" for edge in _ways(graph, nodes, places)]
    return tuple(map(Code, lines))


def _node_names(names: list[str], taken: Iterable[str] = ()) -> dict[str, str]:
    known = set(taken) | _RESERVED
    found: dict[str, str] = {}
    for name in names:
        node = "".join(character if character.isalnum() and character.isascii() else "_" for character in name)
        while node.lower() in known or node in known:
            node += "_"
        known.add(node)
        found[name] = node
    return found


def _label(graph: Graph, step: Step) -> str:
    line = shortened(code_of(step) or doing_of(graph, step))
    return "<br/>".join(_escape(text) for text in (step.name, line) if text)


def _edges(steps: tuple[Step, ...], nodes: dict[str, str]) -> Iterator[str]:
    """Every step is tied to those whose results it takes; gates and what follows them stand in a row."""
    givers: dict[str, Step] = {}
    previous: Step | None = None
    for step in steps:
        if step.role in (Role.GATES, Role.REGISTER) and previous is not None:
            handed = [name for name in step.inputs if givers.get(name) is previous]
            yield _edge(nodes[previous.name], ", ".join(handed), nodes[step.name])
        else:
            known = [name for name in step.inputs if name in givers]
            for name in sorted(known, key=lambda name: steps.index(givers[name])):
                yield _edge(nodes[givers[name].name], name, nodes[step.name])
        givers.update(dict.fromkeys(step.outputs, step))
        previous = step


def _ways(graph: Graph, nodes: dict[str, str], places: dict[str, str]) -> Iterator[str]:
    """The way of a registered model through the environments."""
    for environment in graph.environments:
        before = places.get(environment.after, nodes[graph.steps[-1].name])
        label = _escape(f"{environment.name}: alias {environment.alias}" if environment.alias else environment.name)
        yield _edge(before, _condition(environment), f'{places[environment.name]}(["{label}"])')


def _condition(environment: Environment) -> str:
    gates = len(environment.gates)
    counted = [f"{gates} gate{'s' if gates > 1 else ''}"] if gates else []
    return " and ".join([*counted, *(["approval"] if environment.approval else [])])


def _edge(start: str, label: str, end: str) -> str:
    return f"{start} -- {label} --> {end}" if label else f"{start} --> {end}"


def _escape(text: str) -> str:
    """Text for a quoted label, in Mermaid's own form of entities."""
    return one_line(text).translate(_ESCAPED).replace("%%", "#37;#37;")
