"""The tumors of Wisconsin that scikit-learn carries."""

import pandas as pd
from sklearn.datasets import load_breast_cancer


def load() -> pd.DataFrame:
    """All tumors; every third was seen elsewhere."""
    tumors: pd.DataFrame = load_breast_cancer(as_frame=True).frame
    clinics = ["Elsewhere" if number % 3 == 0 else "Madison" for number in range(len(tumors))]
    return tumors.assign(clinic=clinics).rename(columns={"target": "benign"})
