"""What `bentoml build` packs: the generated modules, the user's source, what they need, and nothing else."""

from typing import TYPE_CHECKING

from mlspec.ir.graph import Graph

if TYPE_CHECKING:
    from mlspec.backends.bentoml.options import BentomlOptions

_NOT_SERVED = ("flows/", "run.py", "service/serve.py", "service/replay.py")
"""What the service itself never imports."""


def lower_bentofile(graph: Graph, options: "BentomlOptions") -> tuple[tuple[str, object], ...]:
    """The build file; its paths are relative to the repository's root, which is the build's context."""
    generated = graph.output_folder
    code = [f"/{generated}/**/*.py", f"/{generated}/fingerprints.json", *(f"/{one}/**" for one in graph.source_roots)]
    data: dict[str, object] = {
        "service": f"{generated}/service/service.py",
        "name": graph.name,
        "include": [*code, *(f"/{path}" for path in graph.requirement_files)],
        "exclude": [*(f"/{generated}/{path}" for path in _NOT_SERVED), "__pycache__/", "*.pyc"],
        "python": _python(graph),
        "docker": _docker(graph, options),
    }
    if graph.description:
        data["description"] = graph.description
    if options.labels:
        data["labels"] = dict(sorted(options.labels.items()))
    data["envs"] = [{"name": "BENTOML_DO_NOT_TRACK", "value": "True"}]
    return tuple(data.items())


def _python(graph: Graph) -> dict[str, object]:
    if len(graph.requirement_files) == 1:
        return {"requirements_txt": graph.requirement_files[0]}
    return {"packages": [f"-r {path}" for path in graph.requirement_files]} if graph.requirement_files else {}


def _docker(graph: Graph, options: "BentomlOptions") -> dict[str, object]:
    docker: dict[str, object] = {"distro": "debian", "python_version": graph.python}
    if options.system_packages:
        docker["system_packages"] = list(options.system_packages)
    return docker
