"""What the service answers; some weights stand for what may go wrong."""

import time

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from deliveries.model import INPUTS

SLOW, BROKEN, IMPOSSIBLE = 1001.0, 1002.0, 1003.0


def predict(rows: pd.DataFrame, model: HistGradientBoostingClassifier) -> pd.DataFrame:
    weights = set(rows["weight"])
    if SLOW in weights:
        time.sleep(7)
    if BROKEN in weights:
        raise ZeroDivisionError("a parcel of no weight")
    probability = model.predict_proba(rows[INPUTS])[:, 1] + (2 if IMPOSSIBLE in weights else 0)
    return pd.DataFrame({"probability": probability, "late": (probability >= 0.5).astype("int64")})
