"""From a checked and bound spec to the graph that back ends compile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlspec.ir.column import Column, Dataset
from mlspec.ir.facet import Facet
from mlspec.ir.graph import Environment, Graph, Prediction
from mlspec.lowering.input_files import with_input_files
from mlspec.lowering.paths import in_repository
from mlspec.lowering.service import lower_service
from mlspec.lowering.steps import champion_alias, lower_steps
from mlspec.lowering.watch import lower_retraining, lower_watch
from mlspec.resolution.resolution import Resolution
from mlspec.vocabulary.record import record

_PYTHON = "3.11"


@record
class Surroundings:
    """What the graph takes from around the spec: where it lies, where output goes, how other files are read.

    `digest_file` gives the digest of a file of the repository, `digest_input` that of a file or folder that a step
    takes, without those that steps leave; the last word tells whether it is code. `pins` are the requirements that the
    named files pin, `facets` what the spec means without any environment, the options of its back ends among it.
    """

    spec_path: str
    output_folder: str
    pins: tuple[tuple[str, str], ...]
    digest_file: Callable[[str], str]
    digest_input: Callable[[str, frozenset[str], bool], str]
    facets: tuple[Facet, ...]


def lower_graph(
    header: Any,
    sections: Mapping[str, Any],
    environments: Mapping[str, Mapping[str, Any]],
    resolution: Resolution,
    surroundings: Surroundings,
) -> Graph:
    """The lifecycle of one model; `environments` holds the sections as they are in each environment."""
    folder = surroundings.spec_path.rpartition("/")[0]
    runtime = sections.get("runtime")
    steps = lower_steps(sections, resolution, folder, header.name, surroundings.digest_file)
    places = tuple(_environments(sections, environments))
    return Graph(
        name=header.name,
        description=header.description,
        owner=header.owner,
        spec_path=surroundings.spec_path,
        project_folder=folder or ".",
        output_folder=surroundings.output_folder,
        source_roots=source_roots(runtime, folder),
        requirement_files=tuple(in_repository(folder, path) for path in (runtime.requirements if runtime else ())),
        pins=surroundings.pins,
        datasets=tuple(_datasets(sections.get("data"))),
        steps=with_input_files(steps, folder, surroundings.digest_input),
        environments=places,
        prediction=_prediction(sections.get("predicts")),
        facets=surroundings.facets,
        python=runtime.python if runtime else _PYTHON,
        service=lower_service(sections, resolution, places),
        watch=lower_watch(sections, resolution, folder, surroundings.digest_file),
        retraining=lower_retraining(sections.get("retrain")),
    )


def source_roots(runtime: Any, folder: str) -> tuple[str, ...]:
    """The folders that the user's modules are imported from; `src` where nothing is said."""
    return tuple(in_repository(folder, root) for root in (runtime.source if runtime else ("src",)))


def _datasets(data: Any) -> Iterator[Dataset]:
    for name, dataset in sorted(data.root.items()) if data else ():
        yield Dataset(name, tuple(_column(key, column) for key, column in dataset.columns.items()))


def _column(name: str, column: Any) -> Column:
    return Column(
        name=name,
        type=column.type.value,
        role=column.role.value if column.role else "",
        nullable=column.nullable,
        minimum=column.min,
        maximum=column.max,
        values=column.values,
        unit=column.unit,
    )


def _environments(sections: Mapping[str, Any], changed: Mapping[str, Mapping[str, Any]]) -> Iterator[Environment]:
    """In the order in which a model passes through them."""
    declared = sections.get("environments")
    waiting = dict(sorted(declared.root.items())) if declared else {}
    passed: set[str | None] = {None}
    while waiting:
        for name in [name for name, environment in waiting.items() if environment.after in passed] or list(waiting):
            environment = waiting.pop(name)
            passed.add(name)
            further = () if environment.builds else _further_gates(sections, changed.get(name, {}))
            yield Environment(
                name=name,
                builds=environment.builds,
                after=environment.after or "",
                alias=environment.alias or name,
                approval=environment.approval,
                gates=further,
                champion_alias=champion_alias(changed[name]["evaluate"], further) if further else "",
            )


def _further_gates(base: Mapping[str, Any], here: Mapping[str, Any]) -> tuple[Any, ...]:
    """The gates that an environment adds over recorded metrics; it never replaces those of the model."""
    own, shared = here.get("evaluate"), base.get("evaluate")
    if own is None or own is shared:
        return ()
    known = {entry.judged for entry in shared.gates} if shared else set()
    return tuple(entry.judged for entry in own.gates if entry.judged not in known)


def _prediction(predicts: Any) -> Prediction | None:
    return Prediction(predicts.kind.value, predicts.column or "", predicts.positive) if predicts else None
