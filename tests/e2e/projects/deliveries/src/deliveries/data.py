"""Parcels of the days before a date, drawn by chance."""

from datetime import date

import numpy as np
import pandas as pd

CITIES = [f"city-{number}" for number in range(20)]


def load(until: date) -> pd.DataFrame:
    """A thousand parcels of forty days; the last city is a rare one."""
    chance = np.random.default_rng(7)
    rows = 1000
    city = chance.choice(CITIES[:-1], rows)
    city[0] = CITIES[-1]
    frame = pd.DataFrame(
        {
            "parcel": [f"parcel {number}" for number in range(rows)],
            "sent": pd.Timestamp(until, tz="UTC") - pd.to_timedelta(chance.integers(1, 40 * 24, rows), "h"),
            "city": city,
            "hour": chance.integers(0, 24, rows),
            "weight": chance.uniform(0, 30, rows),
            "carrier": chance.choice(["bike", "van"], rows),
            "wind": np.where(chance.random(rows) < 0.1, np.nan, chance.uniform(0, 60, rows)),
        }
    )
    heavy = (frame["weight"] > 15) & (frame["carrier"] == "bike")
    return frame.assign(late=(heavy ^ (chance.random(rows) < 0.1)).astype("int64"))
