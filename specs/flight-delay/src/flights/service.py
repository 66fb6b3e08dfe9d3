"""What the service answers."""

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from flights import features

LATE_FROM = 0.5  # the chance from which a flight is called late


def predict(rows: pd.DataFrame, model: HistGradientBoostingClassifier) -> pd.DataFrame:
    """The chance of a late arrival for each flight, and whether that makes it late."""
    probability = model.predict_proba(features.inputs(rows))[:, 1]
    late = (probability >= LATE_FROM).astype("int64")
    return pd.DataFrame({"probability": probability, "late": late}, index=rows.index)
