"""A gate as a chain of comparisons between sums of metrics and numbers."""

from mlspec.vocabulary.record import record


@record
class Metric:
    """A metric of the new model, or of the champion."""

    name: str
    champion: bool = False


@record
class Term:
    """A number, or a number times a metric."""

    factor: float
    metric: Metric | None = None


@record
class Comparison:
    """An operator and the sum that stands to its right."""

    operator: str
    right: tuple[Term, ...]


@record
class Gate:
    """`left op right [op right]`, as written and as understood; only a warning gate lets a failed model through."""

    text: str
    left: tuple[Term, ...]
    comparisons: tuple[Comparison, ...]
    warning: bool = False


def metrics_of(gate: Gate) -> tuple[Metric, ...]:
    """Every metric that the gate reads, each once, in the order of reading."""
    sums = (gate.left, *(comparison.right for comparison in gate.comparisons))
    return tuple(dict.fromkeys(term.metric for side in sums for term in side if term.metric is not None))
