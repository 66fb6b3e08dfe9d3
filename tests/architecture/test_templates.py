"""A template holds layout only: what needs a decision is a field of its view."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

DECISIONS = (
    *(nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.Call, nodes.Compare),
    *(
        nodes.Test,
        nodes.CondExpr,
        nodes.BinExpr,
        nodes.Concat,
        nodes.Import,
        nodes.FromImport,
        nodes.Extends,
        nodes.Block,
    ),
)


def decisions(text: str) -> Iterator[str]:
    """Line and kind of every node of the template that is more than layout."""
    for node in jinja2.Environment(autoescape=False).parse(text).find_all(DECISIONS):
        yield f"{node.lineno} {type(node).__name__}"


def templates(root: Path) -> list[Path]:
    files = (path for path in (root / "templates").rglob("*") if path.is_file())
    return sorted(path for path in files if path.parent.name != "__pycache__")


def test_no_template_decides(root: Path) -> None:
    found = [f"{path.relative_to(root)}:{fault}" for path in templates(root) for fault in decisions(path.read_text())]
    assert found == []


def test_every_template_says_its_language_and_that_it_is_one(root: Path) -> None:
    # A file that ends in .py below templates/ would be taken for code by an editable install.
    assert [path.name for path in templates(root) if len(path.suffixes) < 2 or path.suffix != ".j2"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{% set name = value %}",
        "{% macro line(x) %}{{ x }}{% endmacro %}",
        "{% if retries > 0 %}{% endif %}",
        "{% if name is defined %}{% endif %}",
        "{{ name.upper() }}",
        "{{ a if b else c }}",
        "{{ a + b }}",
        "{% if a and b %}{% endif %}",
        "{% import 'x.j2' as x %}",
    ],
)
def test_a_decision_is_found(text: str) -> None:
    assert len(list(decisions(text))) == 1


def test_layout_passes() -> None:
    loop = "{% for step in steps %}{% if step.doc %}{{ step.name | identifier }}{% else %}-{% endif %}{% endfor %}"
    assert list(decisions(loop + "{% include 'header.py.j2' %}")) == []
