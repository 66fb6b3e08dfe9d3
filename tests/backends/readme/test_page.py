"""The page is what GitHub can show: a chart in Mermaid's grammar, tables whose rows are as wide as their heads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlspec.backends.readme.marks import cell_code, link, paragraph, sentence, table_row
from mlspec.backends.readme.mermaid import flowchart
from mlspec.ir.binding import FromText
from mlspec.ir.graph import Environment, Graph
from mlspec.ir.step import Command, Registration, Step
from mlspec.vocabulary.role import Role

PAGES = sorted((Path(__file__).parent / "cases").glob("*/expected/README.md"))
RESERVED = {"call", "class", "classdef", "click", "default", "direction", "end", "flowchart", "graph", "href"}
RESERVED |= {"interpolate", "linkstyle", "style", "subgraph"}

NODE = r"[A-Za-z0-9_]+"
LABEL = r'"(?:[^"#<>&;`$\\%]|%(?!%)|#\d+;|<br/>)+"'
DEFINED = re.compile(rf"    ({NODE})\[{LABEL}\]")
EDGE = re.compile(rf"    ({NODE}) (?:-- (?:[A-Za-z0-9_, ]+) )?--> ({NODE})(?:\(\[{LABEL}\]\))?")


def chart_of(page: str) -> list[str]:
    found = re.findall(r"^```mermaid\n(.*?)\n```$", page, re.M | re.S)
    return found[0].split("\n") if found else []


def nodes_of(lines: list[str]) -> Iterator[str]:
    """All nodes as they are defined; fails where a line is none of the grammar or names an unknown node."""
    known: list[str] = []
    assert lines[0] == "flowchart LR"
    for line in lines[1:]:
        if node := DEFINED.fullmatch(line):
            known.append(node[1])
            continue
        edge = EDGE.fullmatch(line)
        assert edge, line
        known.extend([edge[2]] if line.endswith("])") else [])
        assert {edge[1], edge[2]} <= set(known), line
    yield from known


@pytest.mark.parametrize("page", PAGES, ids=[page.parts[-3] for page in PAGES])
def test_a_chart_is_in_mermaids_grammar(page: Path) -> None:
    lines = chart_of(page.read_text(encoding="utf-8"))
    if lines:
        nodes = list(nodes_of(lines))
        assert len(nodes) == len(set(nodes))
        assert not RESERVED & set(map(str.lower, nodes))


@pytest.mark.parametrize("page", PAGES, ids=[page.parts[-3] for page in PAGES])
def test_every_row_has_as_many_cells_as_its_head(page: Path) -> None:
    for table in re.findall(r"(?:^\|.*\|$\n?)+", page.read_text(encoding="utf-8"), re.M):
        widths = [len(re.findall(r"(?<!\\)\|", row)) for row in table.strip().split("\n")]
        assert len(set(widths)) == 1, table


@pytest.mark.parametrize("page", PAGES, ids=[page.parts[-3] for page in PAGES])
def test_no_empty_part_is_left(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "\n\n\n" not in text
    assert not re.search(r"^## .*\n\n(##|\Z)", text, re.M)
    assert not re.search(r"^(\|---)+\|\n\n", text, re.M)


reserved = st.sampled_from(sorted(RESERVED))
names = st.text("abend-1", max_size=6).map("a{}".format) | reserved
identifiers = st.text("ABend_1", max_size=6).map("s{}".format) | reserved
rows = st.tuples(identifiers, identifiers, st.text(max_size=80))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(rows, min_size=1, max_size=4, unique_by=lambda row: row[0]),
    environments=st.lists(names, max_size=4, unique=True),
    model=st.text(min_size=1, max_size=80),
)
def test_whatever_the_names_are_the_chart_holds(
    steps: list[tuple[str, str, str]], environments: list[str], model: str
) -> None:
    lines = flowchart(graph_of(steps, environments, model))
    nodes = list(nodes_of(list(lines)))
    assert len(nodes) == len(set(nodes)) == len(steps) + 1 + len(environments)
    assert not RESERVED & set(map(str.lower, nodes))


def graph_of(steps: list[tuple[str, str, str]], environments: list[str], model: str) -> Graph:
    made = [
        Step(name, Role.TRAIN, Command((FromText(text),), "."), (), (output,), ("train",))
        for name, output, text in steps
    ]
    register = Step("register", Role.REGISTER, Registration(model, ""), (steps[-1][1],), ("version",), ("register",))
    places = [Environment(name, not index, environments[index - 1]) for index, name in enumerate(environments)]
    if places:
        places[0] = Environment(environments[0], True, "", "an alias")
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
        steps=(*[step for step in made if step.name != "register"], register),
        environments=tuple(places),
        prediction=None,
        facets=(),
    )


@given(st.text(min_size=1).filter(str.strip))
def test_a_cell_is_one_cell(text: str) -> None:
    row = table_row(cell_code(text), text)
    assert "\n" not in row
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row.replace(cell_code(text), "x"))) == 3


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("12) item", "12\\) item"),
        ("=====", "\\====="),
        ("# head", "\\# head"),
        ("2013 was a year", "2013 was a year"),
        ("", ""),
    ],
)
def test_a_paragraph_stays_one(text: str, spelled: str) -> None:
    assert paragraph(text) == spelled


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("`bentoml build -f x .` packs it.", "`bentoml build -f x .` packs it."),
        ("runs `a_b`, then *c*", "runs `a_b`, then \\*c\\*"),
        ("one ` alone", "one \\` alone"),
        ("a `b` `c`", "a `b` `c`"),
    ],
)
def test_a_sentence_keeps_its_code(text: str, spelled: str) -> None:
    assert sentence(text) == spelled


def test_links_count_from_the_page() -> None:
    assert link("stages.py", "generated/m", "generated/m/stages.py") == "[stages.py](stages.py)"
    assert link("a b", "generated/m", "specs/a b/(x)#.py") == "[a b](../../specs/a%20b/%28x%29%23.py)"
    assert link("é", "generated/m", "é") == "[é](../../%C3%A9)"
