"""From the graph and the tracker's offer to `release.py`."""

from collections.abc import Iterator

from mlspec.backends.script.annotations import annotate
from mlspec.backends.script.champions import lower_champion
from mlspec.backends.script.environments import lower_places, named_places
from mlspec.backends.script.identities import is_data_known
from mlspec.backends.script.registrars import lower_registrar
from mlspec.backends.script.release_module import ReleaseModule
from mlspec.codegen.code import Code
from mlspec.ir.graph import Graph
from mlspec.ir.offer import ReleaseModule as ReleaseOffer
from mlspec.ir.offer import TrackingModule
from mlspec.ir.step import GateCheck, Registration
from mlspec.vocabulary.record import evolve


def lower_release(graph: Graph, tracking: TrackingModule | None) -> ReleaseModule | None:
    """The whole module; None where nothing is registered, or a registered version needs nothing more."""
    registration = next((step for step in graph.steps if isinstance(step.action, Registration)), None)
    if tracking is None or registration is None:
        return None
    module = ReleaseModule(
        name=graph.name,
        spec_path=graph.spec_path,
        standard_imports=(),
        shows_frames=False,
        siblings=(),
        champion=lower_champion(graph, annotate(graph), tracking),
        registrar=lower_registrar(graph, registration),
        places=lower_places(graph, tracking),
        checks_again=is_data_known(graph.steps) and any(isinstance(step.action, GateCheck) for step in graph.steps),
    )
    is_needed = module.champion or module.registrar or module.places.entering or module.checks_again
    return _with_imports(module) if is_needed else None


def release_offer(graph: Graph, tracking: TrackingModule | None, release: ReleaseModule | None) -> ReleaseOffer | None:
    """What becomes of a registered version, for whoever orchestrates; None where nothing is registered."""
    if tracking is None or graph.registration() is None:
        return None
    places = named_places(graph)
    return ReleaseOffer(
        path=f"{graph.output_folder}/release.py" if release else "",
        environments=tuple(place.name for place in places),
        builds=next((place.name for place in places if place.builds), ""),
        alias=release.places.alias if release else "",
        checks_again=release is not None and release.checks_again,
        reuses=is_data_known(graph.steps),
    )


def _with_imports(module: ReleaseModule) -> ReleaseModule:
    functions = (module.champion, module.registrar)
    signatures = "\n".join(function.signature for function in functions if function is not None)
    return evolve(
        module,
        standard_imports=tuple(map(Code, _standard_imports(module, signatures))),
        shows_frames="pd.DataFrame" in signatures,
        siblings=tuple(map(Code, _siblings(module))),
    )


def _standard_imports(module: ReleaseModule, signatures: str) -> Iterator[str]:
    if "Mapping[" in signatures:
        yield "from collections.abc import Mapping"
    if ": Path" in signatures:
        yield "from pathlib import Path"
    typed = [*(["Any"] if ": Any" in signatures else []), *(["NamedTuple"] if module.places.rows else [])]
    if typed:
        yield f"from typing import {', '.join(typed)}"


def _siblings(module: ReleaseModule) -> Iterator[str]:
    if module.champion or module.checks_again or module.places.judges:
        yield "import gates"
    if module.champion or module.checks_again:
        yield "import stages"
    yield "import tracking"
