"""The picture of models: all parts and ways, marked by what a plan does to them."""

import re

import pytest
from planning import Checkout

PATH = "specs/churn/mlproject.yaml"


def test_a_picture_without_a_plan_has_all_parts(checkout: Checkout) -> None:
    answer = checkout.mlspec("graph", "churn")
    assert answer.status == 0
    labels = re.findall(r'm0_\d+\W*"([^"]+)"', answer.out)
    assert labels == [
        *("load_training", "check_training", "split_training", "train", "evaluate", "check_gates", "register"),
        *("staging", "production", "deploy", "monitor", "retrain"),
    ]
    assert ":::" not in answer.out


def test_every_edge_leads_from_a_node_to_a_node(checkout: Checkout) -> None:
    checkout.edit(PATH, "depth: 3", "depth: 4")
    text = checkout.mlspec("graph", "--plan").out
    nodes = set(re.findall(r"^\s+(m\d+_\d+)\W", text, re.MULTILINE))
    edges = re.findall(r"(m\d+_\d+) -.?-> (m\d+_\d+)", text)
    assert len(edges) >= len(nodes) - 1
    assert {end for edge in edges for end in edge} == nodes


def test_a_plan_marks_what_happens(checkout: Checkout) -> None:
    checkout.edit(PATH, "depth: 3", "depth: 4")
    text = checkout.mlspec("graph", "--plan").out
    assert '"train<br/>run"]:::run' in text
    assert '"load_training<br/>restore"]:::restore' in text
    assert '"deploy<br/>rollout"]]:::rollout' in text
    assert '{{"monitor"}}\n' in text
    assert set(re.findall(r"classDef (\w+)", text)) == set(re.findall(r":::(\w+)", text))


def test_without_changes_a_plan_draws_nothing(checkout: Checkout) -> None:
    assert checkout.mlspec("graph", "--plan").out == "flowchart LR\n"


def test_a_removed_model_is_drawn(checkout: Checkout) -> None:
    checkout.remove("specs/churn")
    text = checkout.mlspec("graph", "--plan").out
    assert 'subgraph m0["churn, removed"]' in text
    assert text.count(":::remove") == 12


@pytest.mark.parametrize("arguments", [("none",), ("--plan", "none"), ("--base", "none")])
def test_what_cannot_be_drawn_is_told(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    answer = checkout.mlspec("graph", *arguments)
    assert (answer.status, answer.out) == (1, "")
    assert "error[" in answer.err
