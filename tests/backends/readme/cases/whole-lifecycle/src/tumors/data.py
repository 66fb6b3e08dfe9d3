"""What was measured."""

import pandas as pd


def load() -> pd.DataFrame:
    return pd.DataFrame()


def clinics() -> pd.DataFrame:
    return pd.DataFrame()
