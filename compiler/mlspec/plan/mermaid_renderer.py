"""A picture of models as a Mermaid flowchart, which GitHub draws; names hold whatever a spec calls things."""

from collections.abc import Iterator

from mlspec.codegen.code import one_line
from mlspec.plan.parts import SERVICE
from mlspec.plan.picture import PictureModel, PictureNode
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction

# The signs of HTML and Markdown, of entities, of formulas, and what ends a label or breaks its line.
_ESCAPED = str.maketrans({character: f"#{ord(character)};" for character in '#"&<>;`$\\'})
_SHAPES = {PartKind.ENVIRONMENT: ("([", "])"), PartKind.SERVICE: ("[[", "]]"), PartKind.MONITOR: ("{{", "}}")}
_CLASSES = {
    PlanAction.RUN: ("run", "fill:#ffd8a8,stroke:#d9480f,color:#000"),
    PlanAction.BOOTSTRAP: ("bootstrap", "fill:#d3f9d8,stroke:#2b8a3e,color:#000"),
    PlanAction.RESTORE: ("restore", "fill:#e7f5ff,stroke:#1971c2,stroke-dasharray:4,color:#000"),
    PlanAction.PROMOTE: ("promote", "fill:#e5dbff,stroke:#6741d9,color:#000"),
    PlanAction.ROLLOUT: ("rollout", "fill:#fff3bf,stroke:#e67700,color:#000"),
    PlanAction.RESTART: ("restart", "fill:#fff9db,stroke:#e67700,color:#000"),
    PlanAction.UPDATE: ("update", "fill:#fff9db,stroke:#f08c00,stroke-dasharray:4,color:#000"),
    PlanAction.REMOVE: ("remove", "fill:#ffe3e3,stroke:#c92a2a,stroke-dasharray:4,color:#000"),
}


def render(models: tuple[PictureModel, ...]) -> str:
    """The whole chart, with a class for every action that occurs."""
    numbers = {model.name: number for number, model in enumerate(models)}
    lines = ["flowchart LR"]
    for model in models:
        lines += [f"    {line}" for line in _model(numbers[model.name], model)]
    lines += [f"    {line}" for line in _uses(models, numbers)]
    used = {node.action for model in models for node in model.nodes}
    lines += [f"    classDef {name} {style}" for action, (name, style) in _CLASSES.items() if action in used]
    return "\n".join(lines) + "\n"


def _model(number: int, model: PictureModel) -> Iterator[str]:
    named = {node.name: f"m{number}_{index}" for index, node in enumerate(model.nodes)}
    what = f", {model.alteration.value}" if model.alteration not in (None, Alteration.CHANGED) else ""
    yield f'subgraph m{number}["{_escape(model.name + what)}"]'
    for node in model.nodes:
        yield f"    {_node(named[node.name], node)}"
    for start, end in model.edges:
        if start in named and end in named:
            yield f"    {named[start]} --> {named[end]}"
    yield "end"


def _node(name: str, node: PictureNode) -> str:
    opening, closing = _SHAPES.get(node.kind, ("[", "]"))
    if node.action not in _CLASSES:
        return f'{name}{opening}"{_escape(node.name)}"{closing}'
    label = f"{_escape(node.name)}<br/>{node.action.value}"
    return f'{name}{opening}"{label}"{closing}:::{_CLASSES[node.action][0]}'


def _uses(models: tuple[PictureModel, ...], numbers: dict[str, int]) -> Iterator[str]:
    """From a model to those that ask it, service to service where both are drawn."""
    for model in models:
        for used in model.uses:
            if used in numbers and used != model.name:
                yield f"{_end(models[numbers[used]], numbers[used])} -.-> {_end(model, numbers[model.name])}"


def _end(model: PictureModel, number: int) -> str:
    index = next((index for index, node in enumerate(model.nodes) if node.name == SERVICE), None)
    return f"m{number}" if index is None else f"m{number}_{index}"


def _escape(text: str) -> str:
    """Text for a quoted label, in Mermaid's own form of entities."""
    return one_line(text).translate(_ESCAPED).replace("%%", "#37;#37;")
