"""The plan says of a step that it runs just when its fingerprint changes, and of every field what the field declares.

Edits are made on what the compiler knows of a real model (values, digests of code, pins, versions of data), by chance
with a fixed seed, so that thousands of plans cost no second.
"""

import random
from pathlib import Path

import pytest
from planning import Checkout

from mlspec.driver.checking import check_projects
from mlspec.driver.plan_side import side_of
from mlspec.driver.workspace import open_workspace
from mlspec.ir.facet import Facet
from mlspec.ir.fingerprint import Fingerprint
from mlspec.lowering.fingerprinting import CodeDigests, fingerprint_steps
from mlspec.plan.change import ModelChange, PartChange
from mlspec.plan.model_comparison import compare_models
from mlspec.plan.parts import parts_of
from mlspec.plan.side import Definition, Side
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.record import evolve

ROOT = Path(__file__).parents[2]
ORDER = list(PlanAction)
RUNNING = (PlanAction.RUN, PlanAction.BOOTSTRAP)
STRENGTH = {
    Effect.IN_PLACE: PlanAction.UPDATE,
    Effect.RESTART: PlanAction.RESTART,
    Effect.ROLLOUT: PlanAction.ROLLOUT,
    Effect.RERUN: PlanAction.RUN,
}


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, ...]:
    """What the compiler knows of the example and of the model of these tests."""
    small = Checkout(tmp_path_factory.mktemp("small"))
    found = []
    for root in (ROOT, small.root):
        workspace = open_workspace(str(root))
        for one in check_projects(workspace).projects:
            found.append(simplified(side_of(workspace, one, in_base=False)))
    return tuple(found)


def simplified(side: Side) -> Side:
    """A side whose places cost nothing and whose facets are those of its graph."""
    plain = evolve(side, files=lambda: (), locate=lambda *_: None, trace=lambda *_: Definition((), None))
    return evolve(
        plain, graph=evolve(side.graph, facets=side.facets), fingerprints=fingerprinted(side, side.facets, {})
    )


def fingerprinted(side: Side, facets: tuple[Facet, ...], edited: dict[str, str]) -> tuple[Fingerprint, ...]:
    """The fingerprints of all steps, with other digests for some definitions."""
    code = {
        one.step: CodeDigests(
            tuple((part.name, edited.get(part.name, part.value)) for part in one.parts if part.kind == "code")
        )
        for one in side.fingerprints
    }
    return fingerprint_steps(evolve(side.graph, facets=facets), code)


def with_facets(side: Side, facets: tuple[Facet, ...]) -> Side:
    edited = evolve(side, facets=facets, graph=evolve(side.graph, facets=facets))
    return evolve(edited, fingerprints=fingerprinted(edited, facets, {}))


def planned(before: Side, after: Side) -> ModelChange | None:
    models = compare_models((before,), (after,))
    assert len(models) <= 1
    return models[0] if models else None


def running(model: ModelChange | None) -> set[str]:
    parts = model.parts if model else ()
    return {part.name for part in parts if part.kind is PartKind.STEP and part.action in RUNNING}


def changed(before: Side, after: Side) -> set[str]:
    """The steps whose fingerprint is not what it was."""
    old = {one.step: one.digest for one in before.fingerprints}
    return {one.step for one in after.fingerprints if old.get(one.step) != one.digest}


def test_every_field_does_what_it_declares(sides: tuple[Side, ...]) -> None:
    for side in sides:
        for index, facet in enumerate(side.facets):
            facets = list(side.facets)
            facets[index] = evolve(facet, value='"something else"')
            after = with_facets(side, tuple(facets))
            model = planned(side, after)
            assert model is not None
            assert running(model) == changed(side, after), facet.route
            by_name = {part.name: part for part in model.parts}
            effects = [(role, effect) for role, effect in facet.effects if effect is not Effect.NOTHING]
            owners = {part.name: part.role for part in parts_of(side)}
            for role, effect in effects:
                of_role = [by_name[name] for name, owner in owners.items() if owner is role]
                assert not of_role or at_least(of_role, STRENGTH[effect]), (facet.route, role)
            if not effects:
                assert model.actions == (), facet.route
                assert [cause.before for cause in model.quiet] == [facet.value]
            else:
                told = [cause for part in model.parts for cause in part.causes if cause.before == facet.value]
                assert told or not any(role in owners.values() for role, _ in effects), facet.route


def at_least(parts: list[PartChange], action: PlanAction) -> bool:
    return any(ORDER.index(part.action) >= ORDER.index(action) for part in parts)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_planned_to_run_is_what_has_another_fingerprint(sides: tuple[Side, ...], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        before = chance.choice(sides)
        after = before
        for _ in range(chance.randint(1, 4)):
            after = edited(after, chance)
        model = planned(before, after)
        assert running(model) == changed(before, after)
        for part in model.parts if model else ():
            assert (part.action in RUNNING) <= bool(part.causes)
            if part.action is PlanAction.RESTORE:
                assert part.needed_by
        if model:
            assert_restored(model)


def assert_restored(model: ModelChange) -> None:
    """Every step that a running or restored one takes from runs or is restored too."""
    by_name = {part.name: part for part in model.parts}
    for part in model.parts:
        if part.action in (*RUNNING, PlanAction.RESTORE) and part.kind is PartKind.STEP:
            for name in part.needs:
                assert by_name[name].action in RUNNING or part.name in by_name[name].needed_by


def edited(side: Side, chance: random.Random) -> Side:
    """One edit by chance."""
    facets = list(side.facets)
    at = chance.randrange(len(facets))
    match chance.choice(["value", "gone", "new", "code", "pin", "data"]):
        case "value":
            facets[at] = evolve(facets[at], value=f'"{chance.random()}"')
            return with_facets(side, tuple(facets))
        case "gone":
            del facets[at]
            return with_facets(side, tuple(facets))
        case "new":
            facets.insert(at, evolve(facets[at], route=(*facets[at].route, "more")))
            return with_facets(side, tuple(facets))
        case "code":
            names = sorted({part.name for one in side.fingerprints for part in one.parts if part.kind == "code"})
            return evolve(
                side, fingerprints=fingerprinted(side, side.facets, {chance.choice(names): str(chance.random())})
            )
        case "pin":
            pins = (("numpy", f"=={chance.random()}"), *side.graph.pins[1:])
            graph = evolve(side.graph, pins=pins)
            return evolve(side, graph=graph, fingerprints=fingerprinted(evolve(side, graph=graph), side.facets, {}))
    steps = tuple(
        evolve(step, version=str(chance.random())) if step.name.startswith("load") else step
        for step in side.graph.steps
    )
    graph = evolve(side.graph, steps=steps)
    return evolve(side, graph=graph, fingerprints=fingerprinted(evolve(side, graph=graph), side.facets, {}))
