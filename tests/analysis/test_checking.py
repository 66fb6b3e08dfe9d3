"""A check runs where all that it reads is there and valid."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from mlspec.analysis.checking import run_checks
from mlspec.analysis.finding import AtPlace, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.validation import Invalid
from mlspec.source.text import Place, Span

PLACE = Place("spec.yaml", Span(0, 1))


def check_of(function: Callable[..., Iterator[Finding]]) -> ModuleType:
    module: Any = ModuleType("checks.one")
    module.RULE, module.check = Rule("one", "One."), function
    return module


def told(
    function: Callable[..., Iterator[Finding]], subjects: dict[str, object], known: dict[str, object]
) -> list[str]:
    found = run_checks([check_of(function)], subjects, lambda where: PLACE, lambda route: route, known)
    return [diagnostic.message for diagnostic in found]


def needs(data: Any) -> Iterator[Finding]:
    yield Finding(f"data {data}", (AtPlace(PLACE),))


def may_have(data: Any, train: Any = None) -> Iterator[Finding]:
    yield Finding(f"data {data} train {train}", (AtPlace(PLACE),))


def has_only_wishes(train: Any = None, data: Any = None) -> Iterator[Finding]:
    yield Finding(f"train {train} data {data}", (AtPlace(PLACE),))


def test_what_is_absent_or_not_valid() -> None:
    assert told(needs, {"data": 1}, {}) == ["data 1"]
    assert told(needs, {"train": 1}, {}) == []
    assert told(needs, {"data": Invalid(("data",))}, {}) == []
    assert told(may_have, {"data": 1}, {}) == ["data 1 train None"]
    assert told(may_have, {"data": 1, "train": Invalid(("train",))}, {}) == []
    assert told(has_only_wishes, {"data": 1}, {}) == ["train None data 1"]
    assert told(has_only_wishes, {"projects": ()}, {}) == []


def test_what_was_seen_already_is_not_looked_at_again() -> None:
    data, train, other = object(), object(), object()
    assert told(needs, {"data": data, "train": other}, {"data": data, "train": train}) == []
    assert len(told(may_have, {"data": data, "train": other}, {"data": data, "train": train})) == 1
    assert len(told(may_have, {"data": data}, {"data": data, "train": train})) == 1
