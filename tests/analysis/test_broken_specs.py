"""Whatever is taken out of a spec, or put in its place: everything is told at a place, and no check stumbles."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlspec.driver.checking import check_projects
from mlspec.driver.workspace import open_workspace

CASES = Path(__file__).parents[1] / "spec/cases"
NAMES = [
    "the-tabular-model",
    "retrieval-with-a-language-model",
    "scripts-as-they-are",
    "several-routes-and-other-models",
]
GONE = object()
INSTEAD = (GONE, "word", {})


def broken(value: Any, instead: object) -> Iterator[Any]:
    """The data with one of its values exchanged, for each of them."""
    if isinstance(value, dict):
        for key, item in value.items():
            rest = {other: kept for other, kept in value.items() if other != key}
            yield rest if instead is GONE else {**value, key: instead}
            yield from ({**value, key: below} for below in broken(item, instead))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], below, *value[index + 1 :]] for below in broken(item, instead))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_check_stumbles_and_none_points_nowhere(name: str, tmp_path: Path) -> None:
    shutil.copytree(CASES / name, tmp_path / "specs" / name)
    (tmp_path / "mlspec.toml").touch()
    spec = tmp_path / "specs" / name / "mlproject.yaml"
    data = yaml.safe_load(spec.read_text(encoding="utf-8"))
    for instead in INSTEAD:
        for changed in broken(data, instead):
            spec.write_text(yaml.safe_dump(changed), encoding="utf-8")
            checked = check_projects(open_workspace(str(tmp_path)))
            nowhere = [found for found in checked.diagnostics if any(not label.place.path for label in found.labels)]
            assert nowhere == []
