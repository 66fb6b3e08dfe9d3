"""What `monitoring.py` holds: the limits, where its rows come from, and what is judged of them."""

from collections.abc import Iterator

from mlspec.backends.evidently.comparison_lowering import lower_comparison
from mlspec.backends.evidently.judgements import Judgements, timespan
from mlspec.backends.evidently.monitor_modules import Comparison, Limits, MonitoringModule
from mlspec.backends.evidently.settings import Settings
from mlspec.backends.evidently.sources import Sources
from mlspec.backends.evidently.watched_columns import Watched
from mlspec.codegen.code import Code, prose
from mlspec.codegen.line_breaks import behind, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.watch import Watch

_EVER = 36500 * 86400.0


def lower_monitoring(graph: Graph, settings: Settings, sources: Sources, judged: Judgements) -> MonitoringModule:
    """Decide the whole module."""
    model = sources.tracking is not None
    comparison = lower_comparison(graph, sources, judged) if judged.compares else None
    limits_threads = graph.pins_package("scikit-learn")
    return MonitoringModule(
        name=graph.name,
        spec_path=graph.spec_path,
        unseen=tuple(_unseen(judged)),
        limits_threads=limits_threads,
        standard_imports=_standard_imports(comparison, imports_os=model and not limits_threads),
        modules=tuple(sorted(_modules(judged, sources, comparison))),
        faults=tuple(_faults(sources, comparison)),
        model=sources.tracking.model if sources.tracking else "",
        alias=_alias(graph),
        limits=_limits(graph, settings, judged),
        comparison=comparison,
        truth=judged.truth,
        pages=judged.compares and (settings.html or settings.workspace != ""),
        logs=judged.reads_log,
        current=sources.current,
        counted=tuple(_counted(judged, sources)),
    )


def _limits(graph: Graph, settings: Settings, judged: Judgements) -> Limits:
    watch = graph.watch or Watch()
    return Limits(
        window=timespan(watch.window_seconds or _EVER),
        as_of_help=_as_of_help(watch.window_seconds),
        min_rows=max(1, watch.min_rows),
        max_rows=settings.max_rows,
        seed=settings.seed,
        inputs=_table("INPUTS", judged.inputs),
        discovers=_measures(judged),
        target=graph.prediction.column if graph.prediction else "",
        share=judged.share,
        prediction=_row(judged.prediction, 0) if judged.prediction else Code(),
        texts=_table("TEXTS", judged.texts),
        missing=_number(judged.missing),
        missed=_missed(judged),
        latency=Code(python_literal(dict(judged.latency))) if judged.latency else Code(),
        errors=_number(judged.errors),
    )


def _unseen(judged: Judgements) -> Iterator[Code]:
    """What the docstring has to tell of what is not looked at."""
    if judged.unwatched:
        yield Code()
        yield prose(f"No distance is known for the type of {', '.join(judged.unwatched)}.")
    if judged.left_out:
        yield Code()
        yield Code("What the spec asks for and nothing here judges:")
        yield from (prose(f"- {'.'.join(key)}: {why}") for key, why in judged.left_out)


def _standard_imports(comparison: Comparison | None, *, imports_os: bool) -> tuple[Code, ...]:
    lines = [
        "import argparse",
        *(["import os"] if imports_os else []),
        "import sys",
        "import traceback",
        "from datetime import UTC, datetime, timedelta",
        *(["from pathlib import Path"] if comparison and comparison.reads_files else []),
        f"from typing import {'TYPE_CHECKING, ' if comparison else ''}Any, NamedTuple",
    ]
    return tuple(map(Code, lines))


def _modules(judged: Judgements, sources: Sources, comparison: Comparison | None) -> Iterator[str]:
    yield from ("monitor_findings", "monitor_report")
    if judged.reads_log:
        yield "monitor_log"
    if sources.tracking is not None:
        yield "tracking"
    if comparison is not None and comparison.scores:
        yield "predictor"
    if judged.truth is not None:
        yield "gates"
    if judged.truth is not None or sources.current or (comparison is not None and sources.reference == "loaded"):
        yield "stages"


def _faults(sources: Sources, comparison: Comparison | None) -> Iterator[str]:
    if sources.tracking is not None:
        yield "tracking.TrackingError"
    if comparison is not None and comparison.reads_files:
        yield "stages.CommandError"


def _alias(graph: Graph) -> str:
    if graph.service is not None:
        return graph.service.alias
    return graph.environments[-1].alias if graph.environments else "champion"


def _as_of_help(seconds: float | None) -> str:
    if seconds is None:
        return "look at all before it; default: now"
    amount = f"{seconds / 86400:g} days" if seconds >= 86400 else f"{seconds / 3600:g} hours"
    return f"look at the {amount} before it; default: now"


def _table(name: str, watched: tuple[Watched, ...]) -> Code:
    """A row a line, as a formatter leaves it."""
    if len(watched) == 1:
        return laid_out(behind(f"{name} = ", group("(", [Code(f"{_row(watched[0], 4)},")], ")")))
    rows = "".join(f"    {_row(one, 4)},\n" for one in watched)
    return Code(f"{name} = (\n{rows})") if watched else Code()


def _row(one: Watched, indent: int) -> Code:
    return laid_out(
        group("(", (Code(python_literal(part)) for part in (one.column, one.kind, one.method, one.limit)), ")"),
        indent,
        1,
    )


def _number(limit: float | None) -> Code:
    return Code() if limit is None else Code(python_literal(limit))


def _measures(judged: Judgements) -> Code:
    if not judged.discovers:
        return Code()
    return Code(python_literal({kind: (found.method, found.limit) for kind, found in judged.discovers}))


def _missed(judged: Judgements) -> Code:
    if judged.missed and judged.missed != tuple(one.column for one in judged.inputs):
        return Code(python_literal(judged.missed))
    return Code("[one.column for one in inputs]" if judged.judges_inputs else "list(then.inputs)")


def _counted(judged: Judgements, sources: Sources) -> Iterator[Code]:
    yield from (Code('"found": found'), Code('"needed": MIN_ROWS'))
    if judged.compares:
        yield Code('"reference": compared.reference')
    if judged.reads_log and not sources.current:
        yield Code('"compared": len(requests.inputs)')
        if sources.tracking is not None:
            yield Code('"other_versions": found - requests.answered[str(version.number)]')
    if judged.reads_log:
        yield Code('"unreadable": requests.unreadable')
