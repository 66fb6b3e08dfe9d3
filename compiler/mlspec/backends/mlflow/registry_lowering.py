"""From the registration to how a model becomes a version."""

from collections.abc import Iterator

from mlspec.backends.mlflow.flavors import Flavor, Form, flavor_of, makes_file
from mlspec.backends.mlflow.schemas import answer_type, frames_of, table_of
from mlspec.backends.mlflow.tracking_module import Adapter, Example, Library, Part, Parts, Registry
from mlspec.codegen.code import Code, dotted
from mlspec.codegen.line_breaks import Text, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.column import Dataset
from mlspec.ir.graph import Graph
from mlspec.ir.step import Registration, Step

ADAPTER_FILE = "pyfunc_model.py"
_KEPT_BY_SKOPS = frozenset({"lightgbm", "sklearn"})


def lower_registry(graph: Graph) -> Registry | None:
    """How the project's model is registered; None where it is not."""
    step = next((step for step in graph.steps if isinstance(step.action, Registration)), None)
    if step is None or not isinstance(step.action, Registration):
        return None
    registration = step.action
    flavor = flavor_of(graph, registration, step.inputs[0])
    frame = _frame(graph) if flavor.takes_frames else None
    example = _example(graph, frame) if frame else None
    arguments = tuple(_arguments(graph, flavor, frame, example))
    below = _below_project(graph, registration.artifacts)
    return Registry(
        model=registration.name,
        description=_description(registration),
        tags=_tags(registration),
        unused_rows=example is None,
        files=_files(graph, registration, below),
        files_root=Code("PROJECT" if below else "ROOT"),
        example=example,
        library=Library(Code(f"mlflow.{flavor.name}"), arguments) if flavor.form is Form.LIBRARY else None,
        adapter=Adapter(ADAPTER_FILE, _sources(graph), arguments) if flavor.form is Form.ADAPTED else None,
        parts=_parts(graph, step, registration) if flavor.form is Form.FILES else None,
    )


def is_below_project(graph: Graph, path: str) -> bool:
    """Whether a path of the repository lies in the project's folder, and that is not the repository itself."""
    return path.startswith(f"{graph.project_folder}/")


def _frame(graph: Graph) -> tuple[str, Dataset] | None:
    """The frame whose rows show what the model takes: held-out ones, else the last that a step of the data gives."""
    frames = frames_of(graph)
    name = "holdout" if "holdout" in frames else next(reversed(frames), "")
    return (name, frames[name]) if name else None


def _example(graph: Graph, frame: tuple[str, Dataset]) -> Example | None:
    _, dataset = frame
    if dataset.columns:
        return Example(table_of(dataset), "")
    target = graph.prediction.column if graph.prediction else ""
    return Example(Code(), target) if target else None


def _arguments(
    graph: Graph, flavor: Flavor, frame: tuple[str, Dataset] | None, example: Example | None
) -> Iterator[Code]:
    if frame and example:
        yield Code(f"signature={_signature(graph, frame, example)},")
        yield Code("input_example=example,")
        yield Code('metadata={"categories": _categories(rows)},')
    yield _requirements(graph, flavor)
    if flavor.name == "sklearn":
        yield Code("skops_trusted_types=skops.io.get_untrusted_types(data=skops.io.dumps(model)),")
    if flavor.name == "pytorch":  # its other format traces the model, for which it needs tensors as an example
        yield Code('serialization_format="pickle",')


def _signature(graph: Graph, frame: tuple[str, Dataset], example: Example) -> str:
    name, dataset = frame
    answer = answer_type(graph, dataset)
    if example.columns:
        schema = "_schema(example)" if len(graph.datasets) == 1 else f"_schema({python_literal(name)}, example)"
        outputs = f", outputs=Schema([ColSpec({python_literal(answer)})])" if answer else ""
        return f"ModelSignature(inputs={schema}{outputs})"
    known = graph.prediction is not None and graph.prediction.kind in ("binary", "multiclass", "regression")
    truth = f"rows[{python_literal(example.target)}].head(5)"
    cast = '.astype("float64")' if answer == "double" else ""
    return f"infer_signature(example, {truth}{cast})" if known else "infer_signature(example)"


def _requirements(graph: Graph, flavor: Flavor) -> Code:
    """What the model's environment needs; MLflow would else import the model in a further process to find out."""
    if not graph.requirement_files:
        skops = "include_skops=True" if flavor.name in _KEPT_BY_SKOPS else ""
        return Code(f"pip_requirements=mlflow.{flavor.name}.get_default_pip_requirements({skops}),")
    paths = [_place(graph, path) for path in graph.requirement_files]
    if len(paths) == 1:
        return Code(f"pip_requirements=str({paths[0]}),")
    indent = 12 if flavor.form is Form.LIBRARY else 16
    return laid_out(group('pip_requirements=[f"-r {path}" for path in (', map(Code, paths), ")],"), indent)


def _place(graph: Graph, path: str) -> str:
    if is_below_project(graph, path):
        return f"PROJECT / {python_literal(path.removeprefix(f'{graph.project_folder}/'))}"
    return f"ROOT / {python_literal(path)}"


def _sources(graph: Graph) -> Code:
    folders = [f"ROOT / {python_literal(folder)}" for folder in graph.source_roots]
    return _tuple("folders", folders, indent=4)


def _below_project(graph: Graph, paths: tuple[str, ...]) -> bool:
    return bool(paths) and all(is_below_project(graph, path) for path in paths)


def _description(registration: Registration) -> Code:
    if not registration.description:
        return Code()
    return laid_out(Text("DESCRIPTION = ", registration.description))


def _tags(registration: Registration) -> Code:
    items = (Text(f"{python_literal(key)}: ", value) for key, value in registration.tags)
    return laid_out(group("TAGS = {", items, "}")) if registration.tags else Code()


def _files(graph: Graph, registration: Registration, below: bool) -> Code:
    paths = registration.artifacts
    if not paths:
        return Code()
    names = [python_literal(path.removeprefix(f"{graph.project_folder}/") if below else path) for path in paths]
    return _tuple("FILES", names)


def _tuple(name: str, items: list[str], indent: int = 0) -> Code:
    if len(items) == 1:
        return Code(f"{name} = ({items[0]},)")
    return laid_out(group(f"{name} = (", map(Code, items), ")"), indent)


def _parts(graph: Graph, step: Step, registration: Registration) -> Parts:
    outputs = dict(registration.files) or {"model": step.inputs[0]}
    alone = not registration.files
    kept = tuple(_part(name, makes_file(graph, output), alone=alone) for name, output in sorted(outputs.items()))
    return Parts(kept, any(not part.as_file for part in kept), _result(kept, registration))


def _part(name: str, as_file: bool, *, alone: bool) -> Part:
    given = "model" if alone else f"model[{python_literal(name)}]"
    if as_file:
        return Part(f"model/{name}", Code(given), True, Code(f"next((folder / {python_literal(name)}).iterdir())"))
    file = f"{name}.pickle"
    return Part(file, Code(given), False, Code(f"pickle.loads((folder / {python_literal(file)}).read_bytes())"))


def _result(parts: tuple[Part, ...], registration: Registration) -> Code:
    names = tuple(name for name, _ in sorted(registration.files)) or ("model",)
    if registration.load:
        function = dotted(registration.load.replace(":", "."))
        named = [f"{name}={part.read}" for name, part in zip(names, parts, strict=True)]
        return laid_out(group(f"return {function}(", map(Code, named), ")"), 8)
    if not registration.files:
        return Code(f"return {parts[0].read}")
    entries = [f"{python_literal(name)}: {part.read}" for name, part in zip(names, parts, strict=True)]
    return laid_out(group("return {", map(Code, entries), "}"), 8)
