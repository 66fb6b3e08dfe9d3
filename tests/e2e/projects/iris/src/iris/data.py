"""Fisher's flowers."""

import pandas as pd
from sklearn.datasets import load_iris


def load() -> pd.DataFrame:
    bunch = load_iris(as_frame=True)
    frame: pd.DataFrame = bunch.frame.rename(columns=lambda name: name.removesuffix(" (cm)"))
    return frame.drop(columns="target").assign(species=[str(bunch.target_names[one]) for one in bunch.target])
