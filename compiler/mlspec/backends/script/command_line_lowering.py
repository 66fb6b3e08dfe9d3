"""From the calls of the steps, and what becomes of a version, to `run.py`."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import FRAME, Annotations, annotate, measures
from mlspec.backends.script.command_line import CommandLine, Logs
from mlspec.backends.script.environments import named_places
from mlspec.backends.script.release_module import Places
from mlspec.backends.script.stage_lowering import context_read, outputs_read
from mlspec.backends.script.stage_module import StageModule
from mlspec.codegen.code import Code, dotted
from mlspec.codegen.line_breaks import Expression, behind, group, laid_out, python_tuple
from mlspec.codegen.python_literal import number_literal, python_literal
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Logged, ReleaseModule, StageCall
from mlspec.ir.offer import StageModule as StageOffer
from mlspec.ir.step import GateCheck
from mlspec.vocabulary.role import Role

_ROW = 4


def lower_command_line(
    graph: Graph, stages: StageModule, offer: StageOffer, release: ReleaseModule | None, places: Places
) -> CommandLine | None:
    """The whole module, None where no step is to run; `release` is None where nothing is registered."""
    if not offer.calls:
        return None
    tracked = "tracking.TrackingError" in offer.faults
    gated = any(isinstance(step.action, GateCheck) for step in graph.steps)
    measured = any(measures(step) for step in graph.steps)
    context = {name for step in graph.steps for name in context_read(step)}
    checks_again = release is not None and release.checks_again
    return CommandLine(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        work=f".mlspec/work/{graph.name}",
        imports=tuple(map(Code, _imports(offer, release, tracked=tracked))),
        limits_threads=graph.pins_package("scikit-learn"),
        steps=tuple(laid_out(_row(call), _ROW, 1) for call in offer.calls),
        retries=any(call.retries for call in offer.calls),
        limits=any(call.timeout_seconds for call in offer.calls),
        caches=any(call.key for call in offer.calls),
        wraps=any(call.retries or call.timeout_seconds for call in offer.calls),
        anew=_anew(offer, release),
        fresh=Code(", fresh=arguments.force" if any(call.key for call in offer.calls) else ""),
        tracked=tracked,
        untracked=not tracked,
        registers=release is not None,
        environments=bool(places.rows),
        has_later=places.has_later,
        judges=places.judges,
        alias=bool(places.alias),
        exit_statuses=_exit_statuses(offer, places, registers=release is not None),
        reuses=release is not None and release.reuses,
        checked_again=Code(', "verdicts": release.check_again(version)' if checks_again else ""),
        asks_environment="environment" in context,
        environment_names=Code(python_literal(("local", *(one.name for one in named_places(graph))))),
        asks_workdir="workdir" in context,
        values=Code(_values(tracked=tracked)),
        made_of=_made_of(stages),
        refusable=bool(offer.refused),
        gated=gated,
        metrics_told=Code(_metrics_told(gated) if measured else ""),
        logs=tuple(_logs(offer.calls)),
        frames=_frames(graph, annotate(graph)),
        faults=_faults(offer),
        summary=Code(f"_summary({'values, aliases' if places.rows else 'values'})"),
        named=_named(places),
        store=Code(_store(tracked=tracked, copies=places.copies)),
    )


def _row(call: StageCall) -> Expression:
    arguments: list[Expression] = [Code(python_literal(call.step)), _called(call), _names(call.takes)]
    arguments += [_names(call.gives)] if call.gives else []
    if call.cache_seconds:
        arguments += [Code(f"cache={number_literal(call.cache_seconds)}"), Code(f"key={dotted(call.key)}")]
    return group("Step(", arguments, ")")


def _called(call: StageCall) -> Code:
    """The function, within those that see to it that it is stopped in time and tried again."""
    called = dotted(call.function)
    if call.timeout_seconds:
        called = Code(f"limited({called}, seconds={number_literal(call.timeout_seconds)})")
    return Code(f"retried({called}, times={call.retries})") if call.retries else called


def _anew(offer: StageOffer, release: ReleaseModule | None) -> str:
    """What `--force` is for; empty where nothing stands for a run."""
    if any(call.key for call in offer.calls):
        return "run every step, whatever is there already"
    return "train even if a version of the same spec and data exists" if release and release.reuses else ""


def _names(names: tuple[str, ...]) -> Expression:
    return python_tuple([Code(python_literal(name)) for name in names]) if names else Code("()")


def _exit_statuses(offer: StageOffer, places: Places, *, registers: bool) -> str:
    text = "Exit status 0: done; 1: something is broken; 2: wrong usage"
    if places.judges:
        return f"{text}; 3: the model did not pass, and went no further."
    if not offer.refused:
        return f"{text}."
    return f"{text}; 3: the model did not pass{', nothing is registered' if registers else ''}."


def _values(*, tracked: bool) -> str:
    """What the run knows before the first step."""
    identity = ', "identity": record["identity"]' if tracked else ""
    return f'values: dict[str, Any] = {{"as_of": datetime.fromisoformat(record["as_of"]){identity}}}'


def _made_of(stages: StageModule) -> Code:
    """The parts of the identity that are kept with what a run has made."""
    has_data = stages.identity is not None and stages.identity.data
    names = (*(("code",) if stages.user_code else ()), *(("data",) if has_data else ()))
    return Code(python_literal(names)) if names else Code()


def _metrics_told(gated: bool) -> str:
    return '"metrics" in values and "verdicts" not in values' if gated else '"metrics" in values'


def _logs(calls: tuple[StageCall, ...]) -> Iterator[Logs]:
    for call in calls:
        if call.logs:
            yield Logs(call.step, tuple(map(_logged, call.logs)))


def _logged(log: Logged) -> Code:
    name = python_literal(log.output)
    arguments = (*([name] if log.named else []), f"values[{name}]", *map(python_literal, log.words))
    return Code(f"{dotted(log.function)}({', '.join(arguments)})")


def _frames(graph: Graph, annotations: Annotations) -> Code:
    names = dict.fromkeys(name for (_, name), annotation in annotations.given.items() if annotation == FRAME)
    said = {"holdout": "held out", "validation": "for validation"}
    trained_on = {name for step in graph.steps if step.role is Role.TRAIN for name in outputs_read(step)}
    said |= dict.fromkeys(trained_on - said.keys(), "trained on")
    words = {name: said.get(name, f"of {name}") for name in names}
    items = (behind(f"{python_literal(name)}: ", Code(python_literal(word))) for name, word in words.items())
    return laid_out(group("FRAMES = {", items, "}")) if words else Code()


def _imports(offer: StageOffer, release: ReleaseModule | None, *, tracked: bool) -> Iterator[str]:
    modules = {fault.partition(".")[0] for fault in (*offer.faults, offer.refused) if fault}
    modules |= {"stages", *(["tracking"] if tracked else []), *(["release"] if release and release.path else [])}
    yield from (f"import {module}" for module in sorted(modules))


def _faults(offer: StageOffer) -> Code:
    faults = [*map(dotted, offer.faults), "RunError"]
    return Code(f"({', '.join(faults)})" if len(faults) > 1 else faults[0])


def _named(places: Places) -> Code:
    """What a version is called in the end, behind its number."""
    if places.rows:
        return Code(", now {' and '.join(aliases)}")
    return Code(", now {release.ALIAS}" if places.alias else "")


def _store(*, tracked: bool, copies: bool) -> str:
    if copies:
        return 'tracking.where(values["version"].store if "version" in values else tracking.STORE)'
    return "tracking.where()" if tracked else ""
