"""What names in a spec mean: every step with its bindings, and every name that could not be bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mlspec.ir.binding import Binding
from mlspec.resolution.answering import Offered, bound_to, draft_endpoints, offered_to
from mlspec.resolution.draft import Draft
from mlspec.resolution.drafting import draft_datasets, draft_evaluation, draft_training, draft_watch
from mlspec.resolution.entrypoints import Bound, Unresolved, bind_entrypoint
from mlspec.resolution.namespace import Name, Namespace
from mlspec.resolution.wiring import UnusedParam, Wired, WiringFault, wire_call
from mlspec.source.route import Route
from mlspec.vocabulary.record import evolve, record
from mlspec.vocabulary.role import Role

if TYPE_CHECKING:
    from mlspec.spec.deploy import Deploy
    from mlspec.usercode.modules import SourceModules


@record
class WiredStep:
    """A draft with what its function receives; a command, or a function that was not found, has no bindings."""

    draft: Draft
    bound: Bound | None
    bindings: tuple[Binding, ...]
    before: Namespace


@record
class RepeatedName:
    """A name that two steps give."""

    name: str
    first: Route
    second: Route


@record
class CircularData:
    """Datasets that wait for one another."""

    routes: tuple[Route, ...]


@record
class Resolution:
    """All steps in an order in which they can run, and the faults of wiring that checks will show.

    `beside` are the functions and commands that run beside the lifecycle: those that answer requests, and those that
    bring the monitor its data.
    """

    steps: tuple[WiredStep, ...]
    beside: tuple[WiredStep, ...]
    entrypoints: tuple[Bound | Unresolved, ...]
    faults: tuple[WiringFault, ...]
    repeated: tuple[RepeatedName, ...]
    circular: tuple[CircularData, ...]
    names: Namespace

    def bound(self, route: Route) -> Bound | None:
        """The function behind the entry point at a route, where it was found."""
        return next((found for found in self.entrypoints if found.route == route and isinstance(found, Bound)), None)

    def wired_beside(self, route: Route) -> WiredStep | None:
        """What runs beside the lifecycle by the section at a route."""
        return next((wired for wired in self.beside if wired.draft.route == route), None)


def resolve(sections: Mapping[str, object], modules: SourceModules) -> Resolution:
    """Bind what the valid sections name; what an invalid section would give is not missed."""
    resolver = _Resolver(modules)
    data, train, evaluate = (sections.get(name) for name in ("data", "train", "evaluate"))
    if _valid(data, "root"):
        resolver.add_datasets(draft_datasets(data), data)  # type: ignore[arg-type]  # told by its fields
    elif data is not None:
        resolver.names = resolver.names.opened()
    if _valid(train, "steps"):
        for draft in draft_training(train):  # type: ignore[arg-type]  # told by its fields
            resolver.add(draft)
    elif train is not None:
        resolver.names = resolver.names.opened()
    if _valid(evaluate, "gates"):
        measured = draft_evaluation(evaluate)  # type: ignore[arg-type]  # told by its fields
        if measured is not None:
            resolver.add(measured)
    deploy, monitor = sections.get("deploy"), sections.get("monitor")
    if _valid(deploy, "endpoints"):
        resolver.add_endpoints(deploy, sections)  # type: ignore[arg-type]  # told by its fields
    if _valid(monitor, "drift"):
        for draft in draft_watch(monitor):  # type: ignore[arg-type]  # told by its fields
            resolver.add_beside(draft)
    for route, text in _further_entrypoints(sections):
        resolver.entrypoints.append(bind_entrypoint(modules, route, text))
    return resolver.result()


def _valid(section: object, field: str) -> bool:
    return hasattr(section, field)


class _Resolver:
    """Steps as they come, and the names that they have given so far."""

    def __init__(self, modules: SourceModules) -> None:
        self.modules = modules
        self.names = Namespace()
        self.steps: list[WiredStep] = []
        self.beside: list[WiredStep] = []
        self.entrypoints: list[Bound | Unresolved] = []
        self.faults: list[WiringFault] = []
        self.repeated: list[RepeatedName] = []
        self.circular: list[CircularData] = []

    def add_datasets(self, drafts: tuple[Draft, ...], data: object) -> None:
        """Datasets in an order in which each comes after those that it takes."""
        splits = {draft.route: data.root[draft.route[-1]].split for draft in drafts}  # type: ignore[attr-defined]  # Data
        given = {
            draft.route: {output.name for output in draft.outputs} | _split_names(splits[draft.route])
            for draft in drafts
        }
        waiting = {draft.route: (draft, self._bind(draft)) for draft in drafts}
        while waiting:
            for route, (draft, bound) in waiting.items():
                needs = self._needs(draft, bound)
                if not any(needs & given[other] for other in waiting if other != route):
                    break
            else:
                self.circular.append(CircularData(tuple(waiting)))
                self.names = self.names.opened()
                route, (draft, bound) = next(iter(waiting.items()))
            del waiting[route]
            self._wire(draft, bound)
            for name in sorted(_split_names(splits[route]), reverse=True):
                self._give(name, (*route, "split"))

    def add(self, draft: Draft) -> None:
        """One step after those that are there."""
        self._wire(draft, self._bind(draft))

    def add_endpoints(self, deploy: Deploy, sections: Mapping[str, object]) -> None:
        """The functions that answer requests, each with what it can take."""
        valid = {name: sections.get(name) for name, field in _ASKED_WITH if _valid(sections.get(name), field)}
        is_open = any(sections.get(name) is not None and name not in valid for name, _ in _ASKED_WITH)
        faults: list[tuple[WiringFault, ...]] = []
        trained = tuple(out.name for step in self.steps if step.draft.role is Role.TRAIN for out in step.draft.outputs)
        for asked, draft in draft_endpoints(deploy):
            bound = self._bind(draft)
            offered = offered_to(asked, deploy, valid, trained, bound.entry if bound else None)
            faults.append(self._wire_beside(draft, bound, self._namespace(offered, is_open=is_open), offered))
        self.faults.extend(_of_all(faults))

    def add_beside(self, draft: Draft) -> None:
        """Something that runs beside the lifecycle, and takes nothing from it."""
        self.faults.extend(self._wire_beside(draft, self._bind(draft), Namespace()))

    def result(self) -> Resolution:
        """What has come together."""
        return Resolution(
            tuple(self.steps),
            tuple(self.beside),
            tuple(self.entrypoints),
            tuple(self.faults),
            tuple(self.repeated),
            tuple(self.circular),
            self.names,
        )

    def _bind(self, draft: Draft) -> Bound | None:
        if not draft.run:
            return None
        found = bind_entrypoint(self.modules, (*draft.route, draft.key), draft.run)
        self.entrypoints.append(found)
        return found if isinstance(found, Bound) else None

    def _needs(self, draft: Draft, bound: Bound | None) -> set[str]:
        given = {source for _, source in draft.inputs if isinstance(source, str)}
        parameters = {parameter.name for parameter in bound.entry.parameters} if bound else set()
        words = {getattr(word, "name", "") for word in draft.words}
        return given | (parameters - {key for key, _ in draft.params} - {key for key, _ in draft.inputs}) | words

    def _wire(self, draft: Draft, bound: Bound | None) -> None:
        bindings: tuple[Binding, ...] = ()
        if bound is not None:
            wired = wire_call(draft, bound, self.names)
            bindings = wired.bindings
            self.faults.extend(wired.faults)
        self.steps.append(WiredStep(draft, bound, bindings, self.names))
        for output in draft.outputs:
            self._give(output.name, output.route)

    def _wire_beside(
        self, draft: Draft, bound: Bound | None, names: Namespace, offered: tuple[Offered, ...] = ()
    ) -> tuple[WiringFault, ...]:
        wired = wire_call(draft, bound, names) if bound is not None else Wired((), ())
        self.beside.append(WiredStep(draft, bound, bound_to(wired.bindings, offered), names))
        return wired.faults

    def _namespace(self, offered: tuple[Offered, ...], *, is_open: bool) -> Namespace:
        names = Namespace(is_open=is_open)
        for name in (one.name for one in offered):
            first = names.route(name.name)
            if first is None:
                names = names.extended(name)
            elif first != name.route:
                self.repeated.append(RepeatedName(name.name, first, name.route))
        return names

    def _give(self, name: str, route: Route) -> None:
        first = self.names.route(name)
        if first is not None:
            self.repeated.append(RepeatedName(name, first, route))
        else:
            self.names = self.names.extended(Name(name, route))


def _of_all(faults: list[tuple[WiringFault, ...]]) -> Iterator[WiringFault]:
    """The faults of all endpoints; params are theirs together, so that one is unused where nobody takes it."""
    unused: dict[Route, list[UnusedParam]] = {}
    for fault in (fault for found in faults for fault in found):
        if isinstance(fault, UnusedParam):
            unused.setdefault(fault.route, []).append(fault)
        else:
            yield fault
    for found in unused.values():
        if len(found) == len(faults):
            yield evolve(found[0], candidates=tuple(sorted({name for one in found for name in one.candidates})))


def _split_names(split: object) -> set[str]:
    """What a split adds to the namespace."""
    if split is None:
        return set()
    return {"holdout", "validation"} if getattr(split, "validation", 0) else {"holdout"}


def _further_entrypoints(sections: Mapping[str, object]) -> Iterator[tuple[Route, str]]:
    """Functions that a section names beside what is wired: versions, loaders, scoring, jobs, exports."""
    for section in sections.values():
        yield from _entrypoints_below(section)


def _entrypoints_below(value: object) -> Iterator[tuple[Route, str]]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _entrypoints_below(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _entrypoints_below(item)
    elif hasattr(type(value), "node_fields"):
        route = value.route  # type: ignore[attr-defined]  # a node: nothing else has `node_fields`
        wired = route[:1] in _WIRED and hasattr(value, "workdir")
        for field in ("run", "load"):
            text = getattr(value, field, None)
            if isinstance(text, str) and ":" in text and not (wired and field == "run"):
                yield (*route, field), text
        for item in value.__dict__.values():
            if not isinstance(item, _SCALARS):
                yield from _entrypoints_below(item)


_WIRED = (("data",), ("train",), ("evaluate",), ("monitor",))
_ASKED_WITH = (("data", "root"), ("predicts", "kind"), ("register", "files"))
_SCALARS = (str, int, float, type(None))  # most values of a spec, and nothing stands below them
