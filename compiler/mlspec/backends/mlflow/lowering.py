"""From the graph and the options to what `tracking.py` is made of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from mlspec.backends.mlflow.imports import library_imports, standard_imports
from mlspec.backends.mlflow.registry_lowering import is_below_project, lower_registry
from mlspec.backends.mlflow.schemas import holds_no_scalars, lower_schema
from mlspec.backends.mlflow.stores import (
    EMBEDDED,
    VARIABLE,
    Address,
    needed_variable,
    public_address,
    read_address,
    variable_of,
)
from mlspec.backends.mlflow.tracking_files import AdapterModule, TrackingFiles
from mlspec.backends.mlflow.tracking_module import FrameSchema, Registry, TrackingModule
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph

if TYPE_CHECKING:
    from mlspec.backends.mlflow.options import MlflowOptions


def lower(request: Request) -> TrackingFiles:
    """Decide what the module holds."""
    graph = request.graph
    options = cast("MlflowOptions | None", request.options)
    registry = lower_registry(graph)
    address = _address_of(options)
    elsewhere = dict(_other_stores(request)) if registry else {}
    return TrackingFiles(
        folder=graph.output_folder,
        store=public_address(address),
        variable=variable_of(address) or _building_variable(request),
        environments=tuple(elsewhere),
        reference=_reference(graph),
        tracking=_module(request, registry, tuple(elsewhere.values())),
        adapter=AdapterModule(graph.name, graph.spec_path) if registry and registry.adapter else None,
    )


def _module(request: Request, registry: Registry | None, stores: tuple[Code, ...]) -> TrackingModule:
    graph = request.graph
    options = cast("MlflowOptions | None", request.options)
    schema = lower_schema(graph)
    registration = graph.registration()
    loader = registration.load.partition(":")[0] if registration else ""
    folders = _source_folders(graph, registry, loader)
    reference = _reference(graph)
    return TrackingModule(
        name=graph.name,
        spec_path=graph.spec_path,
        up=graph.output_folder.count("/") + 1,
        standard_imports=standard_imports(registry, extends_path=bool(folders), keeps_reference=bool(reference)),
        library_imports=library_imports(schema, registry),
        source_folders=folders,
        user_module=loader,
        project=_project(graph, registry),
        store=read_address(_address_of(options), _building_variable(request), "STORE = "),
        stores=stores,
        store_missing=_missing(needed_variable(_address_of(options))),
        store_variables=_store_variables(request) if stores else Code(),
        experiment=(options.experiment if options else "") or graph.name,
        digested=Code('frame.astype("str")' if any(map(holds_no_scalars, graph.datasets)) else "frame"),
        logged_schema=_logged_schema(schema),
        schema=schema,
        registry=registry,
        keeps_reference=bool(reference),
        copies_files=bool(registry and (registry.files or reference)),
    )


def _other_stores(request: Request) -> Iterator[tuple[str, Code]]:
    """The stores that versions are copied to, by environment."""
    for name, options in _differing(request):
        yield name, read_address(_address_of(options), "", f"{python_literal(name)}: ", ",", indent=4)


def _differing(request: Request) -> Iterator[tuple[str, object]]:
    """The environments that versions are copied to."""
    base = _address_of(request.options)
    builds = {environment.name for environment in request.graph.environments if environment.builds}
    for name, options in request.environment_options:
        if _address_of(options) != base and name not in builds:
            yield name, options


def _missing(variable: str) -> str:
    return f"the environment variable {variable} is not set; the store needs it" if variable else ""


def _store_variables(request: Request) -> Code:
    """The variables without which the store of an environment is not known, where there are any."""
    needed = {name: needed_variable(_address_of(options)) for name, options in _differing(request)}
    items = [Code(f"{python_literal(name)}: {python_literal(given)}") for name, given in needed.items() if given]
    return laid_out(group("STORE_VARIABLES = {", items, "}")) if items else Code()


def _building_variable(request: Request) -> str:
    """The variable by which the building environment's job names its own store, if it has one."""
    builds = {environment.name for environment in request.graph.environments if environment.builds}
    return VARIABLE if any(name in builds for name, _ in request.environment_options) else ""


def _logged_schema(schema: FrameSchema | None) -> Code:
    if schema is None:
        return Code()
    return Code(", schema=_schema(frame)" if schema.table else ", schema=_schema(name, frame)")


def _project(graph: Graph, registry: Registry | None) -> Code:
    """The project's folder, where something in it is named."""
    registration = graph.registration()
    if registration is None or registry is None:
        return Code()
    required = graph.requirement_files if registry.parts is None else ()
    named = any(is_below_project(graph, path) for path in required)
    if named or (registry.files and registry.files_root == "PROJECT"):
        return Code(f"ROOT / {python_literal(graph.project_folder)}")
    return Code()


def _source_folders(graph: Graph, registry: Registry | None, loader: str) -> tuple[str, ...]:
    """Where pickles find the user's classes, and the user's own loader is imported from."""
    if registry is None:
        return ()
    pickled = registry.adapter is not None or (registry.parts is not None and registry.parts.has_objects)
    torch = registry.library is not None and registry.library.module == "mlflow.pytorch"
    return tuple(reversed(graph.source_roots)) if pickled or torch or loader else ()


def _reference(graph: Graph) -> str:
    """The rows that later ones are compared with: they are kept with the run whose model is registered."""
    wanted = graph.watch.reference if graph.watch and graph.registration() else ""
    return wanted if any(wanted in step.outputs for step in graph.steps) else ""


def _address_of(options: object) -> Address:
    """What the spec says, or the embedded store."""
    return EMBEDDED if options is None else cast("MlflowOptions", options).uri
