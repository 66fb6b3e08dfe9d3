"""What the model sees of a flight."""

import pandas as pd

CATEGORIES = ["carrier", "origin", "dest"]
WEATHER = ["temp", "humid", "wind_speed", "precip", "visib"]
INPUTS = ["hour", "weekday", "distance", *CATEGORIES, *WEATHER]


def inputs(flights: pd.DataFrame) -> pd.DataFrame:
    """The columns that the model reads, in the order in which it learned them."""
    return flights[INPUTS]
