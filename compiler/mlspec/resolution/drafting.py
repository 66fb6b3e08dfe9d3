"""From the sections that run something to drafts of their steps; the order of keys means nothing in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.resolution.draft import RUN_CONTEXT, WINDOW_CONTEXT, Draft, GivenOutput
from mlspec.schema.key_order import in_order
from mlspec.source.route import Route
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.spec.data import Data
    from mlspec.spec.evaluate import Evaluate
    from mlspec.spec.monitor import Monitor
    from mlspec.spec.step import Work
    from mlspec.spec.train import Train


def draft_datasets(data: Data) -> tuple[Draft, ...]:
    """A draft a dataset, in the order of their names: the order of keys means nothing."""
    return tuple(
        _draft(step_name("load", name), Role.DATA, dataset, (GivenOutput(name, dataset.route),))
        for name, dataset in sorted(data.root.items())
    )


def draft_training(train: Train) -> tuple[Draft, ...]:
    """The steps of the training, in the order of the chain; the last one gives the model."""
    if not train.steps:
        return (_draft("train", Role.TRAIN, train, (GivenOutput("model", train.route),)),)
    drafts = []
    for index, step in enumerate(train.steps):
        given = "model" if index == len(train.steps) - 1 else step.name
        drafts.append(_draft(step_name(step.name), Role.TRAIN, step, (GivenOutput(given, step.route),)))
    return tuple(drafts)


def draft_evaluation(evaluate: Evaluate) -> Draft | None:
    """The step that measures; None where the metrics come from an earlier one."""
    if evaluate.run is None and not evaluate.command:
        return None
    return _draft("evaluate", Role.EVALUATE, evaluate, (GivenOutput("metrics", evaluate.route),))


def draft_watch(monitor: Monitor) -> tuple[Draft, ...]:
    """The steps that bring what a monitor compares beside what was logged: current data, and labels."""
    works = (("current", monitor.current), ("labels", monitor.labels))
    return tuple(
        _draft(step_name("load", name), Role.MONITOR, work, (GivenOutput(name, work.route),), WINDOW_CONTEXT)
        for name, work in works
        if work is not None
    )


def step_name(*parts: str) -> str:
    """A step's name, which is also that of its function."""
    return "_".join(parts).replace("-", "_")


def _draft(
    name: str,
    role: Role,
    work: Work,
    defaults: tuple[GivenOutput, ...],
    context: tuple[str, ...] = RUN_CONTEXT,
) -> Draft:
    return Draft(
        name=name,
        role=role,
        route=work.route,
        run=work.run or "",
        words=work.command,
        params=tuple((name, in_order(value)) for name, value in sorted(work.params.items())),
        inputs=tuple(sorted(work.inputs.items())) if isinstance(work.inputs, dict) else (),
        outputs=tuple(_outputs(work)) or defaults,
        environment=tuple(sorted(work.env.items())),
        input_files=() if isinstance(work.inputs, dict) else work.inputs,
        workdir=work.workdir,
        context=context,
    )


def _outputs(work: Work) -> Iterator[GivenOutput]:
    route: Route = (*work.route, "outputs")
    if isinstance(work.outputs, dict):
        for name, path in sorted(work.outputs.items()):
            yield GivenOutput(name, (*route, name), path)
    else:
        for index, name in enumerate(work.outputs):
            yield GivenOutput(name, (*route, index))
