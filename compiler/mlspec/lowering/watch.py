"""From `monitor` and `retrain` to what is watched, how far it may move, and what happens then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mlspec.ir.step import Step
from mlspec.ir.watch import ColumnLimit, DriftLimit, Labels, Retraining, Watch
from mlspec.lowering.steps import user_step
from mlspec.resolution.datasets import learnt_dataset
from mlspec.resolution.resolution import Resolution
from mlspec.vocabulary.record import evolve

if TYPE_CHECKING:
    from mlspec.spec.monitor import Drift, InputDrift, Monitor
    from mlspec.spec.retrain import Retrain


def lower_watch(
    sections: Mapping[str, Any], resolution: Resolution, folder: str, digest_file: Callable[[str], str]
) -> Watch | None:
    """What is watched; None where the spec has no monitor."""
    monitor: Monitor | None = sections.get("monitor")
    if monitor is None:
        return None
    watch = Watch(
        schedule=str(monitor.schedule or ""),
        window_seconds=monitor.window.seconds if monitor.window else None,
        reference=monitor.reference or _learnt(sections),
        current=_step(monitor.current, resolution, folder, digest_file) if monitor.current else None,
        min_rows=monitor.min_rows,
        labels=_labels(monitor, resolution, folder, digest_file),
        performance=tuple(entry.judged for entry in monitor.performance),
        latency=tuple(sorted((quantile, limit.seconds) for quantile, limit in monitor.latency.items())),
        errors=monitor.errors,
        alert=monitor.alert.webhook if monitor.alert else None,
    )
    return _with_drift(watch, monitor)


def lower_retraining(retrain: Retrain | None) -> Retraining | None:
    """When the model trains again; None where the spec does not say it."""
    if retrain is None:
        return None
    return Retraining(
        when=tuple(cause.value for cause in retrain.when),
        schedule=str(retrain.schedule or ""),
        cooldown_seconds=retrain.cooldown.seconds if retrain.cooldown else None,
    )


def _with_drift(watch: Watch, monitor: Monitor) -> Watch:
    drift = monitor.drift
    if drift is None:
        return watch
    inputs = drift.inputs
    return evolve(
        watch,
        inputs=_limit(inputs) if inputs else None,
        columns=tuple(_columns(inputs)) if inputs else (),
        share=inputs.share if inputs else None,
        prediction=_limit(drift.prediction) if drift.prediction else None,
        missing=drift.missing,
        text=drift.text,
    )


def _columns(inputs: InputDrift) -> Iterator[ColumnLimit]:
    for name, own in sorted(inputs.columns.items()):
        yield ColumnLimit(name, _own(own, inputs))


def _limit(drift: Drift) -> DriftLimit:
    return DriftLimit(drift.method.value if drift.method else "", drift.above, drift.below)


def _own(own: Drift, shared: Drift) -> DriftLimit:
    """What a column says itself goes before what all inputs say; a method of its own takes no threshold of another."""
    if own.judges:
        return evolve(_limit(own), method=_limit(own if own.method else shared).method)
    return _limit(own) if own.method and own.method is not shared.method else _limit(shared)


def _learnt(sections: Mapping[str, Any]) -> str:
    dataset = learnt_dataset(sections.get("data"))
    return str(dataset.route[-1]) if dataset is not None else ""


def _labels(monitor: Monitor, resolution: Resolution, folder: str, digest_file: Callable[[str], str]) -> Labels | None:
    labels = monitor.labels
    if labels is None:
        return None
    within = labels.within.seconds if labels.within else 0.0
    return Labels(_step(labels, resolution, folder, digest_file), labels.key, labels.column, within)


def _step(work: Any, resolution: Resolution, folder: str, digest_file: Callable[[str], str]) -> Step:
    wired = resolution.wired_beside(work.route)
    if wired is None:
        raise ValueError(f"nothing was wired for {work.route}")
    return user_step(wired, work, folder, digest_file)
