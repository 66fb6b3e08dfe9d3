"""From gates to comparisons in Python."""

from mlspec.backends.script.gate_module import GateModule, GateView, Promotion
from mlspec.codegen.code import Code
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.gate import Gate, Metric, Term, metrics_of
from mlspec.ir.graph import Graph
from mlspec.ir.step import Command, GateCheck, MetricsFile
from mlspec.vocabulary.role import Role

LINE = 120


def lower_gates(graph: Graph) -> GateModule | None:
    """The gates of a project; None where no step measures anything."""
    if not any(step.role is Role.EVALUATE for step in graph.steps):
        return None
    gates = (gate for step in graph.steps if isinstance(step.action, GateCheck) for gate in step.action.gates)
    promotions = ((environment.name, environment.gates) for environment in graph.environments if environment.gates)
    return GateModule(
        name=graph.name,
        spec_path=graph.spec_path,
        gates=tuple(_view(gate, indent=4) for gate in gates),
        promotions=tuple(Promotion(name, tuple(_view(gate, indent=8) for gate in more)) for name, more in promotions),
        reads_files=any(isinstance(step.action, (Command, MetricsFile)) and step.role is Role.EVALUATE for step in graph.steps),
    )


def _view(gate: Gate, indent: int) -> GateView:
    chain = " ".join(f"{comparison.operator} {_sum(comparison.right)}" for comparison in gate.comparisons)
    arguments = [
        python_literal(gate.text),
        python_literal(tuple(map(_name, metrics_of(gate)))),
        f"lambda m: {_sum(gate.left)} {chain}",
        *(["warns=True"] if gate.warning else []),
    ]
    line = f"Gate({', '.join(arguments)})"
    fits = indent + len(line) < LINE
    return GateView(Code(line if fits else ""), () if fits else tuple(map(Code, arguments)))


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
