"""The monitoring checklist: every line of it is covered at a place, or the page says what to add."""

from pathlib import Path

import pytest

from mlspec.backends.readme.checklist import ASKING, lower_checklist
from mlspec.driver.checking import check_projects
from mlspec.driver.workspace import open_workspace
from mlspec.ir.facet import Facet
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Covers
from mlspec.vocabulary.checklist import ChecklistItem


def graph_of(*facets: tuple[tuple[str, ...], str]) -> Graph:
    return Graph(
        name="model",
        description="",
        owner="",
        spec_path="specs/model/mlproject.yaml",
        project_folder="specs/model",
        output_folder="generated/model",
        source_roots=(),
        requirement_files=(),
        pins=(),
        datasets=(),
        steps=(),
        environments=(),
        prediction=None,
        facets=tuple(Facet(route, value, ()) for route, value in facets),
    )


DEPLOYED = (("deploy", "predict"), '"m:f"')


def test_every_item_has_a_row_in_its_order() -> None:
    rows = lower_checklist(graph_of(DEPLOYED), ())
    assert [row.split("|")[1].strip() for row in rows] == [item.value for item in ChecklistItem]
    assert set(ASKING) == set(ChecklistItem)


def test_what_neither_serves_nor_is_watched_has_none() -> None:
    assert lower_checklist(graph_of((("train", "run"), '"m:f"')), ()) == ()


def test_what_is_covered_is_linked_at_its_line() -> None:
    covers = (
        Covers(ChecklistItem.INPUTS, "generated/model/monitoring.py", 33, "psi a column"),
        Covers(ChecklistItem.INPUTS, ".github/workflows/m.yml", 7, "every day"),
    )
    row = lower_checklist(graph_of(DEPLOYED), covers)[0]
    assert row == (
        "| input distribution | [monitoring.py:33](monitoring.py#L33) psi a column<br>"
        "[.github/workflows/m.yml:7](../../.github/workflows/m.yml#L7) every day |"
    )


def test_what_nobody_asks_for_is_told_with_the_line_to_add() -> None:
    row = lower_checklist(graph_of(DEPLOYED), ())[2]
    assert row.endswith("| **not covered**: add `monitor: {latency: {p50: 50ms, p95: 200ms, p99: 500ms}}` |")


def test_what_is_asked_and_not_compiled_is_told_as_such() -> None:
    row = lower_checklist(graph_of((("monitor", "latency", "p95"), '"200ms"')), ())[2]
    assert row.endswith("| **not covered**: no target that the spec names does this for its `monitor.latency` |")
    unset = lower_checklist(graph_of(DEPLOYED, (("monitor", "latency"), "{}")), ())[2]
    assert "add `monitor" in unset


@pytest.mark.parametrize("item", list(ChecklistItem), ids=lambda item: item.name.lower())
def test_a_line_to_add_is_one_of_the_language(item: ChecklistItem, tmp_path: Path) -> None:
    spec = f"mlspec: 1\nname: model\n{ASKING[item][1]}\n"
    (tmp_path / "mlspec.toml").touch()
    (tmp_path / "specs/model").mkdir(parents=True)
    (tmp_path / "specs/model/mlproject.yaml").write_text(spec)
    told = [one.rule for one in check_projects(open_workspace(str(tmp_path))).diagnostics]
    assert not {"unknown-field", "wrong-type", "bad-unit", "unknown-backend", "bad-reference"} & set(told), told
