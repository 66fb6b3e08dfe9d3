"""What `bentoml build` packs: the modules that the service imports, the user's source, what both need, nothing else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.ir.graph import Graph
from mlspec.ir.offer import Entrypoint, GateModule, GeneratedFile, Offer, ReleaseModule, StageModule

if TYPE_CHECKING:
    from mlspec.backends.bentoml.options import BentomlOptions

MODULES = ("gateway", "model_version", "observation", "request_writer", "service")
"""What stands in the service's folder, but for what only starts it or sends rows to it."""


def lower_bentofile(
    graph: Graph, options: "BentomlOptions", offers: tuple[Offer, ...], *, batches: bool
) -> tuple[tuple[str, object], ...]:
    """The build file; its paths are relative to the repository's root, which is the build's context."""
    folder = f"{graph.output_folder}/service"
    modules = sorted((*MODULES, *(("batching",) if batches else ())))
    files = (*_imported(offers), f"{graph.output_folder}/fingerprints.json", *(f"{folder}/{one}.py" for one in modules))
    source = (f"/{one}/**" for one in graph.source_roots)
    data: dict[str, object] = {
        "service": f"{folder}/service.py",
        "name": graph.name,
        "include": [*(f"/{path}" for path in (*files, *graph.requirement_files)), *source],
        "exclude": ["__pycache__/", "*.pyc"],
        "python": _python(graph),
        "docker": _docker(graph, options),
        "envs": [{"name": "BENTOML_DO_NOT_TRACK", "value": "True"}],
    }
    if graph.description:
        data["description"] = graph.description
    if options.labels:
        data["labels"] = dict(sorted(options.labels.items()))
    return tuple(data.items())


def _imported(offers: tuple[Offer, ...]) -> Iterator[str]:
    """The modules written so far that are no steps and no command: those of the tracker, and what they read."""
    steps = {offer.path for offer in offers if isinstance(offer, (GateModule, ReleaseModule, StageModule))}
    started = {word for offer in offers if isinstance(offer, Entrypoint) for word in offer.words}
    for offer in offers:
        if isinstance(offer, GeneratedFile) and offer.path.endswith(".py") and offer.path not in steps | started:
            yield offer.path


def _python(graph: Graph) -> dict[str, object]:
    if len(graph.requirement_files) == 1:
        return {"requirements_txt": graph.requirement_files[0]}
    return {"packages": [f"-r {path}" for path in graph.requirement_files]} if graph.requirement_files else {}


def _docker(graph: Graph, options: "BentomlOptions") -> dict[str, object]:
    docker: dict[str, object] = {"distro": "debian", "python_version": graph.python}
    if options.system_packages:
        docker["system_packages"] = list(options.system_packages)
    return docker
