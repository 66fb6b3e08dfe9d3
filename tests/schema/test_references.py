"""A map with the key of a reference is one, wherever one may stand."""

import pytest

from mlspec.schema.references import (
    IN_COMMANDS,
    IN_PARAMS,
    AsOfReference,
    ContextReference,
    EnvReference,
    FileReference,
    LiteralValue,
    OutputReference,
    ParamReference,
    Reference,
    SecretReference,
    parse_reference,
    reads_as_reference,
)
from mlspec.schema.refusal import Refused
from mlspec.schema.units import CalendarOffset
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.run_context import RunContext


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        ({"env": "A"}, EnvReference("A")),
        ({"env": "A", "default": 3}, EnvReference("A", 3)),
        ({"secret": "TOKEN"}, SecretReference("TOKEN")),
        ({"as_of": "-6mo", "floor": "month"}, AsOfReference(CalendarOffset(months=-6), CalendarUnit.MONTH)),
        ({"as_of": "0d", "format": "%Y"}, AsOfReference(CalendarOffset(), None, "%Y")),
        ({"file": "data/a.csv"}, FileReference("data/a.csv")),
        ({"literal": {"env": "A"}}, LiteralValue({"env": "A"})),
    ],
)
def test_a_reference(value: object, reference: Reference) -> None:
    assert parse_reference(value, IN_PARAMS) == reference


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        ({"param": "lr"}, ParamReference("lr")),
        ({"output": "model"}, OutputReference("model")),
        ({"context": "run_id"}, ContextReference(RunContext.RUN_ID)),
    ],
)
def test_a_reference_inside_a_command(value: object, reference: Reference) -> None:
    assert parse_reference(value, IN_COMMANDS) == reference


@pytest.mark.parametrize("value", [3, "env", ["env"], {}, {"a": 1}, {"output": "x", "mode": "w"}, {"context": 3}])
def test_plain_data(value: object) -> None:
    assert parse_reference(value, IN_PARAMS) is None


@pytest.mark.parametrize(
    ("value", "below"),
    [
        ({"env": "1A"}, ("env",)),
        ({"env": 3}, ("env",)),
        ({"env": "A", "defalt": 1}, ("defalt",)),
        ({"secret": "A", "default": "x"}, ("default",)),
        ({"as_of": "-6m"}, ("as_of",)),
        ({"as_of": "0d", "floor": "months"}, ("floor",)),
        ({"as_of": "0d", "format": "year"}, ("format",)),
        ({"file": "/etc/passwd"}, ("file",)),
        ({"output": "model"}, ("output",)),
        ({"env": "A", "file": "b"}, ("file",)),
        ({"literal": {}, "x": 1}, ("x",)),
    ],
)
def test_the_part_that_is_wrong_is_named(value: object, below: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        parse_reference(value, IN_PARAMS)
    assert refused.value.below == below


@pytest.mark.parametrize(
    ("value", "reads"),
    [({"env": 1}, True), ([{"a": {"file": "x"}}], True), ({"a": [1, "env"]}, False), ("env", False), (None, False)],
)
def test_what_would_read_as_a_reference(value: object, reads: bool) -> None:
    assert reads_as_reference(value) is reads
