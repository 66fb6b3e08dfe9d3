from datetime import date, datetime

import pandas as pd


def measured(start: datetime, end: datetime, season: date, station: str, environment: str) -> pd.DataFrame:
    return pd.DataFrame({"height": [1.0], "told": [f"{start} {end} {season} {station} {environment}"]})


async def floods(start: pd.Timestamp, *, end: str) -> pd.DataFrame:
    return pd.DataFrame({"gauge": [f"{start!r} {end!r}"], "flood": [1]})
