"""What a house costs, and a letter that says so."""

import asyncio
import os

import pandas as pd
from sklearn.linear_model import LinearRegression


def price(rows: pd.DataFrame, model: LinearRegression, margin: float) -> list[float]:
    return [float(one) * (1 + margin) for one in model.predict(rows[["rooms", "area"]])]


async def offer(area: float, rooms: int, name: str, model: LinearRegression, currency: str) -> str:
    await asyncio.sleep(0.3)
    known = pd.DataFrame({"rooms": [float(rooms)], "area": [area]})
    return f"{os.environ['GREETING']} {name}, {round(model.predict(known)[0], -3):.0f} {currency}"
