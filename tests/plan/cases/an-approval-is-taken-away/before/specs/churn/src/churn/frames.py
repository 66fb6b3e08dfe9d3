import pandas as pd

COLUMNS = ["age", "plan", "left"]


def empty(rows: int) -> pd.DataFrame:
    return pd.DataFrame({name: [0] * rows for name in COLUMNS})


def unused() -> int:
    return 1
