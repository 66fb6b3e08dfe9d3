"""Trees over what is known when a parcel is sent."""

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score

INPUTS = ["city", "hour", "weight", "carrier", "wind"]


def train(parcels: pd.DataFrame) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(max_iter=20, categorical_features=["city", "carrier"], random_state=0)
    return model.fit(parcels[INPUTS], parcels["late"])


def evaluate(model: HistGradientBoostingClassifier, holdout: pd.DataFrame) -> dict[str, float]:
    return {"accuracy": float(accuracy_score(holdout["late"], model.predict(holdout[INPUTS])))}
