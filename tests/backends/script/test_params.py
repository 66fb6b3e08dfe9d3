"""Params reach the user's function as the very values that the spec writes."""

import math

import pytest

USER = "def train(params):\n    return params\n"


def spec(params: str) -> str:
    return f"mlspec: 1\nname: valued\ntrain:\n  run: user:train\n  params: {params}\n"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (".inf", math.inf),
        ("-.inf", -math.inf),
        ("0x1F", 31),
        ("0o17", 15),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("-0.0", -0.0),
        ("1e-300", 1e-300),
        ("3.10", 3.1),
        ("null", None),
        ("true", True),
        ("yes", "yes"),
        ("2013-01-01", "2013-01-01"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("[]", []),
        ("{}", {}),
        ("[[1, 2], {a: [null, .5]}, \"x\"]", [[1, 2], {"a": [None, 0.5]}, "x"]),
        ("{literal: {env: HOME}}", {"env": "HOME"}),
        ("{a: {literal: {as_of: 0d}}, b: 1}", {"a": {"as_of": "0d"}, "b": 1}),
        ('"{literal}"', "{literal}"),
    ],
)  # fmt: skip
def test_values_stay_what_they_are(load_modules, written: str, value: object) -> None:
    (stages,) = load_modules(spec(f"{{given: {written}}}"), ("stages",), user=USER)
    given = stages.train()["given"]
    assert repr(given) == repr(value)
    assert type(given) is type(value)


def test_no_number(load_modules) -> None:
    (stages,) = load_modules(spec("{given: .nan}"), ("stages",), user=USER)
    assert math.isnan(stages.train()["given"])


@pytest.mark.parametrize(
    ("annotation", "written", "variable", "value"),
    [
        ("int", "{env: X, default: 5}", None, 5),
        ("int", "{env: X, default: 5}", "7", 7),
        ("", "{env: X, default: 5}", "7", 7),
        ("", "{env: X, default: 0.5}", "7", 7.0),
        ("", "{env: X, default: text}", "7", "7"),
        ("", "{env: X}", "7", "7"),
        ("float", "{env: X}", "7", 7.0),
        ("int | None", "{env: X}", "7", 7),
        ("bool", "{env: X, default: true}", None, True),
        ("bool", "{env: X, default: true}", "false", False),
        ("bool", "{env: X, default: false}", "1", True),
        ("str", '{env: X, default: "5"}', None, "5"),
    ],
)
def test_a_variable_of_the_job_becomes_what_the_function_asks_for(
    load_modules, monkeypatch, annotation: str, written: str, variable: str | None, value: object
) -> None:
    monkeypatch.delenv("X", raising=False)
    user = f"def train(given{f': {annotation}' if annotation else ''}):\n    return given\n"
    (stages,) = load_modules(spec(f"{{given: {written}}}"), ("stages",), user=user)
    if variable is not None:
        monkeypatch.setenv("X", variable)
    assert stages.train() == value
    assert type(stages.train()) is type(value)


def test_a_function_cannot_spoil_its_params_for_the_next_run(load_modules) -> None:
    user = "def train(params):\n    return params.pop('once')\n"
    (stages,) = load_modules(spec("{once: 1}"), ("stages",), user=user)
    assert [stages.train(), stages.train()] == [1, 1]
