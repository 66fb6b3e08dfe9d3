"""What must hold of every trained model, however good its metrics are."""

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from flights.features import WEATHER
from flights.service import predict


def test_flights_are_told_apart(model: HistGradientBoostingClassifier, flights: pd.DataFrame) -> None:
    answers = predict(flights, model)
    assert answers["probability"].between(0, 1).all()
    assert answers["probability"].nunique() > 100


def test_a_new_airport_is_no_error(model: HistGradientBoostingClassifier, flights: pd.DataFrame) -> None:
    answers = predict(flights.assign(dest="XXX"), model)
    assert answers["probability"].between(0, 1).all()


def test_missing_weather_is_no_error(model: HistGradientBoostingClassifier, flights: pd.DataFrame) -> None:
    answers = predict(flights.assign(**dict.fromkeys(WEATHER, np.nan)), model)
    assert answers["probability"].between(0, 1).all()


def test_delays_build_up_over_the_day(model: HistGradientBoostingClassifier, flights: pd.DataFrame) -> None:
    morning = predict(flights.assign(hour=7.0), model)["probability"].mean()
    evening = predict(flights.assign(hour=19.0), model)["probability"].mean()
    assert evening > morning


def test_an_answer_depends_on_its_own_row_alone(model: HistGradientBoostingClassifier, flights: pd.DataFrame) -> None:
    together = predict(flights, model)
    alone = predict(flights.tail(1), model)
    assert np.isclose(alone["probability"].iloc[0], together["probability"].iloc[-1])
