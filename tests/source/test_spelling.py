"""A guess helps where it is right and is silent where it would be silly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.source.spelling import nearest

FIELDS = [
    "temp",
    "humid",
    "learning_rate",
    "max_iter",
    "min_rows",
    "run",
    "params",
    "retries",
    "timeout",
    "cpu",
    "gpu",
    "p50",
    "p95",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("tempp", "temp"),
        ("tmep", "temp"),
        ("tem", "temp"),
        ("humidd", "humid"),
        ("learing_rate", "learning_rate"),
        ("learning-rate", "learning_rate"),
        ("LearningRate", "learning_rate"),
        ("lerning_rat", "learning_rate"),
        ("rnu", "run"),
        ("runs", "run"),
        ("Temp", "temp"),
        ("retrys", "retries"),
        ("time_out", "timeout"),
        ("max-iters", "max_iter"),
    ],
)
def test_a_slip_finds_its_word(word: str, meant: str) -> None:
    assert nearest(word, FIELDS) == meant


@pytest.mark.parametrize(
    "word", ["", "x", "ru", "p99", "ppu", "description", "weather", "temperature_of_the_air", "rate", "a" * 100_000]
)
def test_no_guess_is_better_than_a_silly_one(word: str) -> None:
    assert nearest(word, FIELDS) is None


def test_a_word_is_not_offered_for_itself() -> None:
    assert nearest("temp", ["temp", "tempo"]) == "tempo"


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
def test_the_order_of_candidates_means_nothing(word: str, candidates: list[str]) -> None:
    assert nearest(word, candidates) == nearest(word, sorted(candidates, reverse=True))
    assert nearest(word, set(candidates)) in {None, *candidates}
