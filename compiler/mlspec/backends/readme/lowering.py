"""From the graph and the offers of all back ends to what the page is made of."""

from collections.abc import Iterator

from mlspec.backends.readme.actions import code_of, doing_of
from mlspec.backends.readme.checklist import lower_checklist
from mlspec.backends.readme.datasets import lower_datasets
from mlspec.backends.readme.marks import (
    cell_code,
    cell_codes,
    cell_sentence,
    link,
    paragraph,
    scalar,
    sentence,
    table_row,
)
from mlspec.backends.readme.mermaid import flowchart
from mlspec.backends.readme.model_page import ModelPage, Promotion
from mlspec.backends.readme.readme_file import ReadmeFile
from mlspec.backends.readme.serving import lower_endpoints
from mlspec.backends.readme.watching import lower_limits, when_trained_again, when_watched
from mlspec.codegen.backend import Request
from mlspec.codegen.code import Code
from mlspec.codegen.markdown import markdown_code, markdown_text
from mlspec.ir.gate import Gate
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.offer import Entrypoint, GeneratedFile, TrackingModule, first_offer
from mlspec.ir.step import Call, GateCheck, Step

FINGERPRINTS = "what each step depends on, as a digest; a model of the same digests and data is not trained again"


def lower(request: Request) -> ReadmeFile:
    """Decide what the page says."""
    graph = request.graph
    checks = [step.action for step in graph.steps if isinstance(step.action, GateCheck)]
    tracker = first_offer(request.offers, TrackingModule)
    entrypoints = _entrypoints(request)
    checklist = lower_checklist(graph, request.offers)
    page = ModelPage(
        header=_comment(f"Compiled from {graph.spec_path} by mlspec; change the spec, not this file."),
        name=graph.name,
        description=paragraph(graph.description),
        facts=tuple(_facts(graph, tracker)),
        lifecycle=flowchart(graph),
        steps=tuple(_step_row(graph, step) for step in graph.steps),
        registers=graph.registration() is not None,
        gates=tuple(_gate_row(gate) for check in checks for gate in check.gates),
        champion=_champion(checks[0]) if checks else Code(),
        promotions=tuple(_promotion(environment) for environment in graph.environments if environment.gates),
        environments=tuple(_environment_row(graph, environment) for environment in graph.environments),
        datasets=lower_datasets(graph),
        endpoints=lower_endpoints(graph, request.offers),
        is_watched=bool(graph.watch or graph.retraining or checklist),
        limits=tuple(lower_limits(graph.watch)) if graph.watch else (),
        watched=when_watched(graph.watch) if graph.watch else Code(),
        retrained=when_trained_again(graph),
        checklist=checklist,
        commands=_commands(entrypoints),
        notes=tuple(_note(graph, offer) for offer in entrypoints if offer.note),
        records=_records(tracker),
        files=tuple(_file_rows(graph, request)),
    )
    return ReadmeFile(graph.output_folder, page)


def _entrypoints(request: Request) -> list[Entrypoint]:
    """The commands in the order of their offers; of several of one name the last stands where the first would."""
    named = {offer.name: offer for offer in request.offers if isinstance(offer, Entrypoint)}
    return list(named.values())


def _comment(text: str) -> Code:
    """A comment of HTML, which only an angle bracket could end."""
    return Code(f"<!-- {' '.join(text.split()).replace('>', '&gt;')} -->")


def _facts(graph: Graph, tracker: TrackingModule | None) -> Iterator[Code]:
    if graph.prediction is not None:
        column, positive = graph.prediction.column, graph.prediction.positive
        words = [cell_code(column)] if column else []
        words.append(Code(markdown_text(graph.prediction.kind)))
        words += [Code(f"positive: {cell_code(scalar(positive))}")] if positive is not None else []
        yield table_row("predicts", Code(", ".join(words)))
    if graph.owner:
        yield table_row("owner", Code(markdown_text(graph.owner)))
    yield table_row("spec", link(graph.spec_path, graph.output_folder, graph.spec_path))
    if any(isinstance(step.action, Call) for step in graph.steps):
        roots = (link(root, graph.output_folder, root) for root in graph.source_roots)
        yield table_row("code", Code(", ".join(roots)))
    registration = graph.registration()
    if registration is not None:
        place = f" in {markdown_text(tracker.tracker)}" if tracker and tracker.tracker else ""
        yield table_row("registered as", Code(f"{cell_code(registration.name)}{place}"))


def _step_row(graph: Graph, step: Step) -> Code:
    own = code_of(step)
    doing = cell_code(own) if own else doing_of(graph, step)
    return table_row(cell_code(step.name), doing, cell_codes(step.inputs), cell_codes(step.outputs))


def _gate_row(gate: Gate) -> Code:
    return table_row(cell_code(gate.text), "gets through with a warning" if gate.warning else "is refused")


def _champion(check: GateCheck) -> Code:
    if not check.champion_alias:
        return Code()
    told = "scored again on the rows that are held out from the new model"
    if not check.score_again:
        told = "judged by the metrics that were recorded with it"
    return Code(f"The champion is the version with the alias {markdown_code(check.champion_alias)}, {told}.")


def _promotion(environment: Environment) -> Promotion:
    return Promotion(markdown_code(environment.name), tuple(map(_gate_row, environment.gates)))


def _environment_row(graph: Graph, environment: Environment) -> Code:
    source = Code(f"promoted from {cell_code(environment.after)}") if environment.after else "promoted"
    alias = cell_code(environment.alias) if environment.alias and graph.registration() else ""
    approval = "yes" if environment.approval else ""
    return table_row(cell_code(environment.name), "built" if environment.builds else source, alias, approval)


def _commands(entrypoints: list[Entrypoint]) -> tuple[Code, ...]:
    """One a line, each with its purpose in one column."""
    commands = [(" ".join(map(_word, offer.words)), " ".join(offer.purpose.split())) for offer in entrypoints]
    width = max((len(command) for command, _ in commands), default=0)
    return tuple(Code(f"{command:{width}}    # {purpose}" if purpose else command) for command, purpose in commands)


def _word(word: str) -> str:
    """A word as a shell takes it."""
    if word and all(character.isalnum() or character in "-_./:=@%+," for character in word):
        return word
    return "'" + " ".join(word.split()).replace("'", "'\\''") + "'"


def _note(graph: Graph, offer: Entrypoint) -> Code:
    """What else has to be known of a command, behind the name of its file."""
    file = next((word for word in offer.words if word.startswith(f"{graph.output_folder}/")), offer.words[0])
    return Code(f"{markdown_code(file.removeprefix(f'{graph.output_folder}/'))}: {sentence(offer.note)}")


def _records(tracker: TrackingModule | None) -> Code:
    """Where runs and models are kept."""
    if tracker is None:
        return Code()
    kept = "Models and runs are kept" if tracker.model else "Runs are kept"
    path = tracker.store.removeprefix("sqlite:///")
    store = f"{'at' if '://' in path else 'in'} {markdown_code(path)}" if tracker.store else ""
    if not tracker.variable:
        return Code(f"{kept} {store}.")
    variable = f"where {markdown_code(tracker.variable)} says"
    return Code(f"{kept} {variable}, else {store}." if store else f"{kept} {variable}.")


def _file_rows(graph: Graph, request: Request) -> Iterator[Code]:
    offered = [(offer.path, offer.purpose) for offer in request.offers if isinstance(offer, GeneratedFile)]
    for path, purpose in [*offered, (f"{graph.output_folder}/fingerprints.json", FINGERPRINTS)]:
        shown = path.removeprefix(f"{graph.output_folder}/")
        yield table_row(link(shown, graph.output_folder, path), cell_sentence(purpose))
