"""From two sides of a repository to the models that differ, each with all that happens to it."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from mlspec.ir.graph import Graph
from mlspec.ir.service import Endpoint
from mlspec.ir.step import Call, Command
from mlspec.plan.change import Cause, ContractChange, FileChange, ModelChange, PartChange
from mlspec.plan.contract_comparison import compare_contracts
from mlspec.plan.facet_comparison import changed_facets
from mlspec.plan.impact import gravest, impact_of
from mlspec.plan.part_comparison import compare_parts, lost_parts, new_parts
from mlspec.plan.reach import Neighbour, find_reach
from mlspec.plan.renames import paired, suspect_renames
from mlspec.plan.side import Side
from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.impact import Impact
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import evolve
from mlspec.vocabulary.role import Role


def compare_models(
    before: tuple[Side, ...], after: tuple[Side, ...], others: tuple[Neighbour, ...] = ()
) -> tuple[ModelChange, ...]:
    """The models that differ: the removed ones first, then by name; `others` are models known not to."""
    pairs = paired(before, after)
    kept = {id(old) for old, _ in pairs if old is not None}
    gone = tuple(side for side in before if id(side) not in kept)
    new = tuple(now for was, now in pairs if was is None)
    suspects = suspect_renames(gone, new)
    found = [
        *(_removed(side, suspects.get(side.name, ())) for side in gone),
        *(_added(side, suspects.get(side.name, ())) for side in new),
        *(_changed(was, now) for was, now in pairs if was is not None and not _is_same(was, now)),
    ]
    own = {side.name: side.neighbour for side in (*before, *after)}
    around = (*others, *(side.neighbour for side in after))
    reached = [evolve(model, reach=tuple(find_reach(model, own.get(model.name), around))) for model in found]
    return tuple(sorted(reached, key=lambda model: (model.alteration is not Alteration.REMOVED, model.name)))


def _is_same(before: Side, after: Side) -> bool:
    """Whether nothing that a compile reads has another meaning."""
    return (
        _in_order(before.graph) == _in_order(after.graph)
        and before.fingerprints == after.fingerprints
        and before.facets == after.facets
        and before.elsewhere == after.elsewhere
        and before.code == after.code
    )


def _in_order(graph: Graph) -> Graph:
    """A graph in which columns and fields are sorted, whose order as written is for readers alone."""
    datasets = (evolve(one, columns=tuple(sorted(one.columns, key=_NAME))) for one in graph.datasets)
    service = graph.service
    if service is not None:
        service = evolve(service, endpoints=tuple(map(_with_sorted_fields, service.endpoints)))
    return evolve(graph, datasets=tuple(datasets), service=service)


def _with_sorted_fields(endpoint: Endpoint) -> Endpoint:
    request, response = (tuple(sorted(fields, key=_NAME)) for fields in (endpoint.request, endpoint.response))
    return evolve(endpoint, request=request, response=response)


def _removed(side: Side, notes: tuple[str, ...]) -> ModelChange:
    contract = compare_contracts(side.graph.service, None)
    parts = lost_parts(side)
    files = tuple(FileChange(path, Alteration.REMOVED) for path, _ in side.files())
    impact = _impact(parts, contract)
    return ModelChange(
        side.name, side.graph.spec_path, Alteration.REMOVED, impact, parts, (), contract, files, notes=notes
    )


def _added(side: Side, notes: tuple[str, ...]) -> ModelChange:
    parts = new_parts(side)
    files = tuple(FileChange(path, Alteration.ADDED) for path, _ in side.files())
    return ModelChange(
        side.name, side.graph.spec_path, Alteration.ADDED, _impact(parts, ()), parts, files=files, notes=notes
    )


def _changed(before: Side, after: Side) -> ModelChange:
    parts, quiet = compare_parts(before, after, changed_facets(before, after))
    contract = compare_contracts(before.graph.service, after.graph.service)
    is_renamed = before.name != after.name
    parts = tuple(_with_contract(part, contract) for part in parts)
    if is_renamed:
        contract = (*_renamed_contract(before, after), *contract)
        quiet = tuple(cause for cause in quiet if cause.name not in _TOLD_BY_RENAME)
    return ModelChange(
        name=after.name,
        spec_path=after.graph.spec_path,
        alteration=Alteration.RENAMED if is_renamed else Alteration.CHANGED,
        impact=_impact(parts, contract),
        parts=parts,
        quiet=quiet,
        contract=contract,
        files=tuple(_files(before, after)),
        notes=tuple(dict.fromkeys(_notes(before, after, parts))),
        former=before.name if is_renamed else "",
    )


def _impact(parts: Iterable[PartChange], contract: tuple[ContractChange, ...]) -> Impact:
    breaking = (Impact.BREAKING,) if any(change.is_breaking for change in contract) else ()
    return gravest((*breaking, *(part.impact for part in parts)))


def _files(before: Side, after: Side) -> Iterator[FileChange]:
    """The generated files that differ; a renamed model's stand in another folder, so all of them do."""
    old, new = dict(before.files()), dict(after.files())
    for path in sorted({*old, *new}):
        if path not in new:
            yield FileChange(path, Alteration.REMOVED)
        elif path not in old:
            yield FileChange(path, Alteration.ADDED)
        elif old[path] != new[path]:
            yield FileChange(path, Alteration.CHANGED)


def _with_contract(part: PartChange, contract: tuple[ContractChange, ...]) -> PartChange:
    """A service that takes or gives something else is rolled out, whatever else altered."""
    if part.kind is not PartKind.SERVICE or not contract or part.action is not PlanAction.NOTHING:
        return part
    causes = tuple(Cause(PlanCause.CONTRACT, change.text, Alteration.CHANGED) for change in contract)
    impact = impact_of(part.kind, Role.DEPLOY, PlanAction.ROLLOUT)
    return evolve(part, action=PlanAction.ROLLOUT, impact=impact, causes=causes)


def _renamed_contract(before: Side, after: Side) -> Iterator[ContractChange]:
    if before.graph.service is not None and after.graph.service is not None:
        yield ContractChange("", f"the service is named `{after.name}` and no longer `{before.name}`", True)


def _notes(before: Side, after: Side, parts: tuple[PartChange, ...]) -> Iterator[str]:
    actions = {part.name: part.action for part in parts}
    for step in after.graph.steps:
        is_source = step.role is Role.DATA and isinstance(step.action, Call | Command)
        if is_source and step.version is None and actions.get(step.name) is PlanAction.RUN:
            yield f"`{step.name}` has no version of its data: what it loads is known when it runs"
    for side, lead in ((after, ""), (before, "in the base: ")):
        for fingerprint in side.fingerprints:
            if actions.get(fingerprint.step) is PlanAction.RUN:
                yield from (lead + note for note in fingerprint.notes)


_NAME = attrgetter("name")
_TOLD_BY_RENAME = ("name", "moved.from")
