"""Gates are judged as the spec reads: by numbers that are there, and never by what is missing."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

SPEC = """
mlspec: 1
name: gated
tracking: mlflow
train: {run: user:train}
register: {}
evaluate:
  run: user:evaluate
  gates:
    - auc >= 0.7
    - auc >= champion.auc - 1%
    - 0.1 < slices.JFK.auc <= 2 * auc - 0.5
    - {gate: loss < 10, severity: warn}
    - -2 * bias + auc > -0.5
"""
GOOD = {"auc": 0.8, "slices.JFK.auc": 0.9, "loss": 1.0, "bias": 0.1}


@pytest.fixture
def gates(load_modules):
    return load_modules(
        SPEC, ("gates",), user="def train():\n    return 1\n\n\ndef evaluate():\n    return measured()\n"
    )[0]


def results(gates, metrics, champion=None) -> list[str]:
    return [verdict.result for verdict in gates.judge(metrics, champion, gates.GATES)]


def test_a_good_model_passes(gates) -> None:
    assert results(gates, GOOD, {"auc": 0.805}) == ["pass"] * 5
    assert results(gates, GOOD, {"auc": 0.9}) == ["pass", "fail", "pass", "pass", "pass"]


def test_the_first_model_passes_gates_on_the_champion_alone(gates) -> None:
    verdicts = gates.judge(GOOD, None, gates.GATES)
    assert [verdict.reason for verdict in verdicts] == ["", "first model", "", "", ""]
    assert [verdict.result for verdict in verdicts] == ["pass"] * 5
    assert results(gates, {**GOOD, "auc": 0.5})[:2] == ["fail", "pass"]


def test_a_missing_metric_of_the_own_fails_even_without_a_champion(gates) -> None:
    verdicts = gates.judge({}, None, gates.GATES)
    assert [verdict.result for verdict in verdicts] == ["fail", "fail", "fail", "warn", "fail"]
    assert verdicts[1].reason == "no value of auc, champion.auc"


@pytest.mark.parametrize("champion", [{}, {"loss": 1.0}, {"auc": math.nan}, {"auc": math.inf}])
def test_a_champion_without_the_metric_is_a_failure(gates, champion) -> None:
    verdict = gates.judge(GOOD, champion, gates.GATES)[1]
    assert (verdict.result, verdict.reason) == ("fail", "no value of champion.auc")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float32("nan")])
def test_what_is_no_finite_number_counts_as_missing(gates, value) -> None:
    verdicts = gates.judge({**GOOD, "auc": value}, {"auc": 0.8}, gates.GATES)
    assert [verdict.result for verdict in verdicts] == ["fail", "fail", "fail", "pass", "fail"]
    assert verdicts[0].reason == "no value of auc"


def test_only_a_warning_lets_a_failed_gate_through(gates) -> None:
    assert results(gates, {**GOOD, "loss": 11.0}, {"auc": 0.8}) == ["pass", "pass", "pass", "warn", "pass"]
    assert results(gates, {**GOOD, "loss": math.nan}, {"auc": 0.8})[3] == "warn"


@pytest.mark.parametrize(("bias", "result"), [(0.649, "pass"), (0.65, "fail"), (-3.0, "pass")])
def test_sums_of_terms(gates, bias, result) -> None:
    assert results(gates, {**GOOD, "bias": bias})[4] == result


@pytest.mark.parametrize(("jfk", "result"), [(0.1, "fail"), (0.11, "pass"), (1.1, "pass"), (1.11, "fail")])
def test_chains_hold_on_both_sides(gates, jfk, result) -> None:
    assert results(gates, {**GOOD, "slices.JFK.auc": jfk})[2] == result


def test_nested_metrics_get_dotted_names_and_become_floats(gates) -> None:
    metrics = {
        "auc": np.float32(0.5),
        "rows": np.int64(3),
        "slices": {"JFK": {"auc": 1, "name": "Kennedy"}, "LGA": {}},
        "half": Fraction(1, 2),
        "is_calibrated": True,
        "matrix": [[1, 2]],
        "array": np.array([1.0]),
        "text": "0.9",
        "exact": Decimal("0.9"),
        "nothing": None,
    }
    found = gates.flatten(metrics)
    assert found == {"auc": 0.5, "rows": 3.0, "slices.JFK.auc": 1.0, "half": 0.5, "is_calibrated": 1.0}
    assert {type(value) for value in found.values()} == {float}


def test_the_table_shows_what_was_seen(gates) -> None:
    lines = gates.table(gates.judge({**GOOD, "auc": 0.51234567}, {"auc": 0.6}, gates.GATES)).splitlines()
    assert lines[0].split() == ["gate", "seen", "result"]
    assert [lines[1][: len("auc >= 0.7")], *lines[1].split()[3:]] == ["auc >= 0.7", "auc", "0.5123", "fail"]
    assert "auc 0.5123, champion.auc 0.6" in lines[2]
    told = ["fail", "fail", "fail", "pass", "pass"]
    assert len({line.index(word) for line, word in zip(lines[1:], told, strict=True)}) == 1


def test_metrics_of_a_program_are_read_from_its_file(load_modules, tmp_path) -> None:
    spec = """
mlspec: 1
name: measured
evaluate: {command: [measure], outputs: {metrics: m.json}, gates: [a.b >= 1]}
"""
    (gates,) = load_modules(spec, ("gates",))
    file = tmp_path / "m.json"
    file.write_text('{"a": {"b": 2}, "c": NaN, "d": "text"}', encoding="utf-8")
    metrics = gates.read_metrics(file)
    assert metrics.keys() == {"a.b", "c"}
    assert [verdict.result for verdict in gates.judge(metrics, None, gates.GATES)] == ["pass"]
