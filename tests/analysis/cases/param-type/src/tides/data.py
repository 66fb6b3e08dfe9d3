from collections.abc import Mapping
from datetime import date
from pathlib import Path


def load(station: int, since: date, until: date, folder: Path, limits: Mapping[str, float]):
    return [station, since, until, folder, limits]
