"""From wired steps and the sections around them to the steps of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mlspec.ir.binding import FromContext, FromOutput, FromParam, FromReference, FromText, Source
from mlspec.ir.gate import Gate, metrics_of
from mlspec.ir.step import (
    Call,
    ColumnCheck,
    Command,
    GateCheck,
    MetricsFile,
    ModelTests,
    Registration,
    Split,
    Step,
)
from mlspec.lowering.calls import lower_call
from mlspec.lowering.paths import in_repository
from mlspec.resolution.draft import Draft
from mlspec.resolution.drafting import step_name
from mlspec.resolution.resolution import Resolution, WiredStep
from mlspec.schema.references import ContextReference, OutputReference, ParamReference
from mlspec.vocabulary.champion_score import ChampionScore
from mlspec.vocabulary.record import evolve
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.spec.data import Dataset
    from mlspec.spec.evaluate import Evaluate
    from mlspec.spec.register import Register
    from mlspec.spec.step import Work

MISSING = "unreadable"
"""What stands for the digest of a file that is not there."""

_DEFAULT_CHAMPION = "champion"
_CODE = (".R", ".jl", ".py", ".r", ".sh", ".sql")


def lower_steps(
    sections: Mapping[str, Any], resolution: Resolution, folder: str, name: str, digest_file: Callable[[str], str]
) -> tuple[Step, ...]:
    """All steps of a project in the order in which they run.

    `folder` is the project's, `name` its model's; `digest_file` gives the digest of a file of the repository, for
    versions of data.
    """
    steps: list[Step] = []
    for wired in resolution.steps:
        steps.append(user_step(wired, _work(sections, wired.draft), folder, digest_file))
        if wired.draft.role is Role.DATA:
            dataset = sections["data"].root[wired.draft.route[1]]
            steps[-1] = evolve(steps[-1], version=_version(dataset, resolution, folder, digest_file))
            steps.extend(_data_steps(wired.draft, dataset))
    if sections.get("evaluate") is not None:
        steps.extend(_evaluation_steps(sections["evaluate"], resolution, steps))
    if sections.get("register") is not None:
        steps.append(_registration(sections["register"], steps, folder, name))
    return tuple(steps)


def champion_alias(evaluate: Evaluate, gates: tuple[Gate, ...]) -> str:
    """The alias of the version that gates compare with; empty where none of them does."""
    asks = any(metric.champion for gate in gates for metric in metrics_of(gate))
    return (evaluate.champion.alias if evaluate.champion else _DEFAULT_CHAMPION) if asks else ""


def user_step(wired: WiredStep, work: Work, folder: str, digest_file: Callable[[str], str]) -> Step:
    """A step that runs the user's code; `work` is the section that says how."""
    draft = wired.draft
    action = lower_call(wired) if draft.run else _command(draft, folder, digest_file)
    taken = [source.name for source in _sources(action) if isinstance(source, FromOutput)]
    return Step(
        name=draft.name,
        role=draft.role,
        action=action,
        inputs=tuple(dict.fromkeys(taken)),
        outputs=tuple(output.name for output in draft.outputs),
        route=draft.route,
        params=draft.params,
        retries=work.retries,
        timeout_seconds=work.timeout.seconds if work.timeout else None,
        cache_seconds=work.cache.seconds if work.cache else None,
    )


def _work(sections: Mapping[str, Any], draft: Draft) -> Work:
    section = sections[str(draft.route[0])]
    if draft.role is Role.DATA:
        return section.root[draft.route[1]]  # type: ignore[no-any-return]  # told by its role
    if len(draft.route) > 1:
        return section.steps[draft.route[2]]  # type: ignore[no-any-return]  # a link of a chain
    return section  # type: ignore[no-any-return]  # the section is the step


def _sources(action: Call | Command) -> Iterator[Source]:
    if isinstance(action, Call):
        yield from (binding.source for binding in action.bindings)
    else:
        yield from (*action.words, *(source for _, source in action.environment))


def _command(draft: Draft, folder: str, digest_file: Callable[[str], str]) -> Command:
    workdir = in_repository(folder, draft.workdir)
    files = (in_repository(workdir, path) for path in _named_scripts(draft.words))
    digests = ((file, digest_file(file)) for file in dict.fromkeys(files))
    return Command(
        words=tuple(map(_word, draft.words)),
        workdir=workdir,
        environment=tuple((name, _word(value)) for name, value in draft.environment),
        input_files=tuple(in_repository(folder, path) for path in draft.input_files),
        output_files=tuple(
            (output.name, in_repository(folder, output.path)) for output in draft.outputs if output.path
        ),
        scripts=tuple((file, digest) for file, digest in digests if digest != MISSING),
    )


def _named_scripts(words: tuple[object, ...]) -> Iterator[str]:
    """The words that look like a file of code, or name a module after `-m`."""
    for before, word in zip((None, *words), words, strict=False):
        if isinstance(word, str) and before == "-m":
            path = word.replace(".", "/")
            yield from (f"{path}.py", f"{path}/__main__.py")
        elif isinstance(word, str) and word.endswith(_CODE):
            yield word


def _word(word: object) -> Source:
    match word:
        case ParamReference(name):
            return FromParam(name)
        case OutputReference(name):
            return FromOutput(name)
        case ContextReference(name):
            return FromContext(name.value)
        case str():
            return FromText(word)
        case _:
            return FromReference(word)  # type: ignore[arg-type]  # all other words are references


def _data_steps(draft: Draft, dataset: Dataset) -> Iterator[Step]:
    name = draft.outputs[0].name
    if dataset.columns:
        route = (*draft.route, "columns")
        yield Step(step_name("check", name), Role.DATA, ColumnCheck(name), (name,), (name,), route)
    if dataset.split is not None:
        split = dataset.split
        action = Split(
            dataset=name,
            method=split.method.value,
            holdout=split.holdout,
            validation=split.validation,
            seed=split.seed,
            stratify=split.stratify or "",
            by=split.by or "",
        )
        outputs = (name, *(("validation",) if split.validation else ()), "holdout")
        yield Step(step_name("split", name), Role.DATA, action, (name,), outputs, (*draft.route, "split"))


def _version(
    dataset: Dataset, resolution: Resolution, folder: str, digest_file: Callable[[str], str]
) -> Call | str | None:
    version = dataset.version
    if version is None:
        return None
    if version.run is not None:
        bound = resolution.bound((*version.route, "run"))
        return Call(bound.entry.module, bound.entry.function) if bound else None
    pointer = version.dvc or version.lfs or version.git
    return version.literal if pointer is None else digest_file(in_repository(folder, pointer))


def _evaluation_steps(evaluate: Evaluate, resolution: Resolution, before: list[Step]) -> Iterator[Step]:
    metrics = "metrics"
    if evaluate.metrics is not None:
        source = evaluate.metrics.rpartition(".")[2]
        route = (*evaluate.route, "metrics")
        yield Step("evaluate", Role.EVALUATE, MetricsFile(source), (source,), (metrics,), route)
    if evaluate.gates:
        gates = tuple(entry.judged for entry in evaluate.gates)
        champion = evaluate.champion
        action = GateCheck(
            gates=gates,
            champion_alias=champion_alias(evaluate, gates),
            score_again=champion is None or champion.score is ChampionScore.AGAIN,
        )
        yield Step("check_gates", Role.GATES, action, (metrics,), (), (*evaluate.route, "gates"))
    if evaluate.tests:
        taken = _tested(before, resolution)
        yield Step("test_model", Role.GATES, ModelTests(evaluate.tests), taken, (), (*evaluate.route, "tests"))


def _tested(before: list[Step], resolution: Resolution) -> tuple[str, ...]:
    """What tests of the model get to see: what the evaluation does, else the model and the held-out rows."""
    measured = next((step for step in before if step.role is Role.EVALUATE and isinstance(step.action, Call)), None)
    if measured is not None:
        return measured.inputs
    trained = next((step.outputs for step in reversed(before) if step.role is Role.TRAIN), ())
    model = "model" if "model" in trained else trained[0] if trained else ""
    return tuple(name for name in (model, "holdout") if resolution.names.has(name))


def _registration(register: Register, before: list[Step], folder: str, name: str) -> Step:
    model = register.model or "model"
    files = tuple(sorted(register.files.items()))
    action = Registration(
        name=register.name or name,
        flavor=register.flavor or "",
        artifacts=tuple(in_repository(folder, path) for path in register.artifacts),
        files=files,
        load=register.load or "",
        description=register.description,
        tags=tuple(sorted(register.tags.items())),
    )
    taken = tuple(dict.fromkeys(output for _, output in files)) if files else (model,)
    after = tuple(output for step in before if step.role in (Role.EVALUATE,) for output in step.outputs)
    return Step("register", Role.REGISTER, action, (*taken, *after), ("version",), register.route)
