"""From gates to comparisons in Python."""

from mlspec.backends.script.annotations import PATH, annotate
from mlspec.backends.script.gate_module import GateModule, Promotion
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import Expression, Text, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.gate import Comparison, Gate, Metric, Term, metrics_of
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.step import Command, GateCheck, MetricsFile, ModelTests, Step
from mlspec.vocabulary.record import evolve
from mlspec.vocabulary.role import Role

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def lower_gates(graph: Graph, *, registers: bool) -> GateModule | None:
    """The gates of a project; None where nothing is measured, of a new model or of one that serves."""
    measured = tuple(step for step in graph.steps if step.role is Role.EVALUATE)
    performance = graph.watch.performance if graph.watch else ()
    if not measured and not performance:
        return None
    gates = tuple(gate for step in graph.steps if isinstance(step.action, GateCheck) for gate in step.action.gates)
    promotions = tuple(environment for environment in graph.environments if environment.gates) if registers else ()
    refuses = bool(gates or promotions) or any(isinstance(step.action, ModelTests) for step in graph.steps)
    return GateModule(
        name=graph.name,
        spec_path=graph.spec_path,
        gates=tuple(_spelled(gate, indent=4) for gate in gates),
        promotions=tuple(map(_promotion, promotions)),
        performance=tuple(_spelled(gate, indent=4) for gate in performance),
        judges=bool(gates or promotions or performance),
        refuses=refuses,
        reads_files=any(_reads_file(graph, step) for step in measured),
    )


def _promotion(place: Environment) -> Promotion:
    return Promotion(place.name, tuple(_spelled(gate, indent=8) for gate in place.gates))


def _reads_file(graph: Graph, step: Step) -> bool:
    if isinstance(step.action, MetricsFile):
        return annotate(graph).taken[step.name, step.action.output] == PATH
    return isinstance(step.action, Command)


def _spelled(gate: Gate, indent: int) -> Code:
    reads: Expression = Code(python_literal(tuple(map(_name, metrics_of(gate)))))
    arguments: list[Expression] = [Text("", gate.text), reads, Code(f"lambda m: {_comparison(gate)}")]
    if gate.warning:
        arguments.append(Code("warns=True"))
    return laid_out(group("Gate(", arguments, ")"), indent, 1)


def _comparison(gate: Gate) -> str:
    turned = _turned(gate)
    return " ".join((_sum(turned.left), *(f"{part.operator} {_sum(part.right)}" for part in turned.comparisons)))


def _turned(gate: Gate) -> Gate:
    """With the metric to the left where a number stands there alone: the way people read it."""
    first, *more = gate.comparisons
    if more or any(term.metric for term in gate.left):
        return gate
    return evolve(gate, left=first.right, comparisons=(Comparison(_MIRRORED[first.operator], gate.left),))


def _sum(terms: tuple[Term, ...]) -> str:
    text = ""
    for index, term in enumerate(terms):
        negative = term.factor < 0
        if index:
            text += " - " if negative else " + "
        elif negative:
            text += "-"
        text += _term(abs(term.factor), term.metric)
    return text


def _term(factor: float, metric: Metric | None) -> str:
    number = python_literal(int(factor) if factor.is_integer() and abs(factor) < 1e15 else factor)
    if metric is None:
        return number
    read = f"m[{python_literal(_name(metric))}]"
    return read if factor == 1 else f"{number} * {read}"


def _name(metric: Metric) -> str:
    return f"champion.{metric.name}" if metric.champion else metric.name
