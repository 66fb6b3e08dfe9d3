"""The report as JSON keeps to its published schema, and says all that a diagnostic says."""

import json
import math
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from mlspec.diagnostics.diagnostic import Edit, Fix, Rule, diagnose
from mlspec.diagnostics.json_renderer import VERSION, render

SCHEMA = json.loads(files("mlspec.diagnostics").joinpath("report.schema.json").read_text())
ODD = Rule("odd", "Something is odd.")


def report(diagnostics: Any, sources: Any) -> Any:
    table = json.loads(render(diagnostics, sources))
    jsonschema.Draft202012Validator(SCHEMA).validate(table)
    return table


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == VERSION


def test_nothing_to_tell() -> None:
    assert report((), {}) == {
        "version": 1,
        "summary": {"errors": 0, "warnings": 0, "notes": 0},
        "diagnostics": [],
    }


def test_a_whole_diagnostic(diagnostics: Any, sources: Any) -> None:
    table = report(diagnostics, sources)
    place = {"path": "specs/flight delay/mlproject#1%.yaml", "line": 3, "column": 13, "end_line": 3, "end_column": 18}
    assert table["diagnostics"][3] == {
        "rule": "unknown-column",
        "severity": "error",
        "message": "`tempp` is no column: 100%\\nsurely, it is not",
        **place,
        "labels": [
            {**place, "text": "not a column"},
            {**place, "line": 1, "column": 1, "end_line": 1, "end_column": 5, "text": "none of these"},
        ],
        "help": ["did you mean\n`temp`?", "or: none"],
        "fixes": [
            {
                "title": "write `temp`",
                "path": "specs/flight delay/mlproject#1%.yaml",
                "route": ["monitor", "columns", 0],
                "action": "set value",
                "value": "temp",
            }
        ],
    }
    assert table["summary"] == {"errors": 2, "warnings": 1, "notes": 1}


def test_places_that_are_not_known_are_null(diagnostics: Any, sources: Any) -> None:
    first, second = report(diagnostics, sources)["diagnostics"][:2]
    assert (first["path"], first["line"], first["labels"]) == (None, None, [])
    assert (second["path"], second["line"], second["end_column"]) == ("data.csv", None, None)


def test_a_stretch_of_several_lines_ends_with_its_last_character(diagnostics: Any, sources: Any) -> None:
    odd = report(diagnostics, sources)["diagnostics"][2]
    assert (odd["line"], odd["column"], odd["end_line"], odd["end_column"]) == (3, 1, 4, 14)


def test_it_is_ascii_with_a_line_break_at_its_end() -> None:
    text = render([diagnose(ODD, "é \x1b \ud800 \u2028")], {})
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text)["diagnostics"][0]["message"] == "é \\x1b \\ud800 \\u2028"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("30d", "30d"),
        ((1, [2.5]), [1, [2.5]]),
        ({"min": 1, 2: {"a": ()}}, {"min": 1, "2": {"a": []}}),
        (math.inf, "inf"),
        (Edit.REMOVE, "Edit.REMOVE"),
    ],
)
def test_values_of_fixes(value: Any, said: Any) -> None:
    fix = Fix("t", "a.yaml", ("x",), Edit.SET_VALUE, value)
    assert report([diagnose(ODD, "m", fixes=(fix,))], {})["diagnostics"][0]["fixes"][0]["value"] == said
