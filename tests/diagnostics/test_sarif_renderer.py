"""The SARIF log keeps to what the standard and its readers ask for."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from mlspec.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Rule, diagnose
from mlspec.diagnostics.sarif_renderer import render
from mlspec.source.document import read_document
from mlspec.source.text import Place, SourceText, Span

ODD = Rule("odd", "Something is odd.")


def log(diagnostics: Any, sources: Any, rules: Any = ()) -> Any:
    """The only run of the log, checked against the rules of SARIF 2.1.0 that could be broken here."""
    table = json.loads(render(diagnostics, sources, rules))
    assert table["version"] == "2.1.0"
    assert table["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = table["runs"]
    known = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in known}) == len(known)
    assert all(rule["help"]["text"] for rule in known)
    for result in run["results"]:
        assert known[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert len(result["locations"]) <= 1
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            check_physical(location["physicalLocation"])
        ids = [location["id"] for location in result.get("relatedLocations", ())]
        assert ids == sorted(set(ids))
        for fix in result.get("fixes", ()):
            for change in fix["artifactChanges"]:
                check_physical(change)
                assert change["replacements"]
                for replacement in change["replacements"]:
                    check_region(replacement["deletedRegion"])
    return run


def check_physical(location: Any) -> None:
    uri = location["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert not uri.startswith("/")
    assert location["artifactLocation"]["uriBaseId"]
    if "region" in location:
        check_region(location["region"])


def check_region(region: Any) -> None:
    assert all(isinstance(number, int) and number >= 1 for number in region.values())
    assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_a_whole_log(diagnostics: Any, sources: Any, rules: Any) -> None:
    run = log(diagnostics, sources, rules)
    assert run["columnKind"] == "unicodeCodePoints"
    result = run["results"][3]
    assert (result["ruleId"], result["level"]) == ("unknown-column", "error")
    assert result["message"]["text"] == (
        "`tempp` is no column: 100%\\nsurely, it is not\nhelp: did you mean\n`temp`?\nhelp: or: none"
    )
    (place,) = result["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 18}
    assert place["message"]["text"] == "not a column"
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "specs/flight%20delay/mlproject%231%25.yaml"
    assert unquote(uri) == "specs/flight delay/mlproject#1%.yaml"
    assert result["relatedLocations"][0]["message"]["text"] == "none of these"
    ((replacement,),) = (change["replacements"] for change in result["fixes"][0]["artifactChanges"])
    assert replacement["insertedContent"]["text"] == "temp"
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 18}


def test_rules_carry_their_documentation(diagnostics: Any, sources: Any, rules: Any) -> None:
    known = {rule["id"]: rule for rule in log(diagnostics, sources, rules)["tool"]["driver"]["rules"]}
    assert known["unknown-column"]["shortDescription"]["text"] == "No dataset has this column."
    assert known["unknown-column"]["help"]["text"] == "Name a column that a dataset has."
    assert known["unknown-column"]["defaultConfiguration"]["level"] == "error"
    assert known["odd-value"]["help"]["text"] == "A value is odd."
    assert known["remark"]["help"]["text"] == "`mlspec explain remark` says what it means."


def test_diagnostics_without_a_place(diagnostics: Any, sources: Any) -> None:
    first, second = log(diagnostics, sources)["results"][:2]
    assert first["locations"] == []
    assert "region" not in second["locations"][0]["physicalLocation"]


def test_nothing_to_tell() -> None:
    assert log((), {})["results"] == []


@pytest.mark.parametrize("path", ["a b.yaml", "c:/x.yaml", "é/%.yaml", "a\ud800.yaml", "a?b#c.yaml", "a:b"])
def test_any_path_is_a_uri(path: str) -> None:
    run = log([diagnose(ODD, "m", Label(Place(path, Span(0, 0))))], {})
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogatepass") == path


SPEC = """\
# a comment
name: a  # named
data:
  training:
    run: m:f  # loads
    cache: 1d
  other: {run: m:g, "cache": 2d}
train:
  params: {rate: 0.1, names: [a, 'b']}
  text: |
    one
    two
  last: x
base: &base {cpu: 1}
copy: *base
"""


def apply(fix: Fix) -> str | None:
    """The text after the fix of a log is applied, as an editor does it; None where the log has none."""
    source = SourceText("a.yaml", SPEC)
    (result,) = log([diagnose(ODD, "m", fixes=(fix,))], {"a.yaml": source})["results"]
    if "fixes" not in result:
        return None
    ((replacement,),) = (change["replacements"] for change in result["fixes"][0]["artifactChanges"])
    region = replacement["deletedRegion"]
    starts = [0]
    for line in SPEC.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    start = starts[region["startLine"] - 1] + region["startColumn"] - 1
    end = starts[region["endLine"] - 1] + region["endColumn"] - 1
    return SPEC[:start] + replacement.get("insertedContent", {"text": ""})["text"] + SPEC[end:]


def data(text: str) -> Any:
    document, faults = read_document("a.yaml", text.encode())
    assert document is not None
    assert not faults
    return document.data


@pytest.mark.parametrize(
    "value",
    [
        "b",
        "a b",
        "1d",
        "true",
        "null",
        "- x",
        "x: y",
        "x #y",
        "[",
        "",
        " x",
        "'",
        '"',
        "é",
        "\n",
        3,
        -0.5,
        True,
        None,
        [1, "x"],
        {"a": {"b": [None]}},
    ],
)
@pytest.mark.parametrize(
    "route",
    [
        ("name",),
        ("data", "training", "cache"),
        ("data", "other", "run"),
        ("train", "text"),
        ("train", "params", "names", 1),
    ],
)
def test_setting_a_value(route: tuple[Any, ...], value: Any) -> None:
    text = apply(Fix("t", "a.yaml", route, Edit.SET_VALUE, value))
    assert text is not None
    wanted = data(SPEC)
    holder = wanted
    for part in route[:-1]:
        holder = holder[part]
    holder[route[-1]] = value
    assert data(text) == wanted
    assert text.count("#") >= SPEC.count("#"), "comments stay"


@pytest.mark.parametrize("key", ["b", "a b", "true", "1", "x: y", "é"])
@pytest.mark.parametrize(
    "route", [("name",), ("data", "training", "cache"), ("data", "other", "cache"), ("train", "text")]
)
def test_renaming_a_key(route: tuple[Any, ...], key: str) -> None:
    text = apply(Fix("t", "a.yaml", route, Edit.RENAME_KEY, key))
    assert text is not None
    wanted = data(SPEC)
    holder = wanted
    for part in route[:-1]:
        holder = holder[part]
    holder[key] = holder.pop(route[-1])
    assert data(text) == wanted


@pytest.mark.parametrize(
    "route",
    [
        ("name",),
        ("data", "training", "cache"),
        ("data", "training", "run"),
        ("data", "training"),
        ("train", "text"),
        ("train",),
    ],
)
def test_removing_a_key_with_lines_of_its_own(route: tuple[Any, ...]) -> None:
    text = apply(Fix("t", "a.yaml", route, Edit.REMOVE))
    assert text is not None
    wanted = data(SPEC)
    holder = wanted
    for part in route[:-1]:
        holder = holder[part]
    del holder[route[-1]]
    assert data(text) == wanted


@pytest.mark.parametrize(
    ("route", "action"),
    [
        (("data", "other", "run"), Edit.REMOVE),
        (("train", "params", "names", 0), Edit.REMOVE),
        (("train", "params", "names", 0), Edit.RENAME_KEY),
        (("monitor",), Edit.SET_VALUE),
        (("base",), Edit.SET_VALUE),
        (("base", "cpu"), Edit.SET_VALUE),
        (("copy",), Edit.SET_VALUE),
        (("copy", "cpu"), Edit.SET_VALUE),
    ],
)
def test_what_one_stretch_cannot_say_is_no_fix(route: tuple[Any, ...], action: Edit) -> None:
    assert apply(Fix("t", "a.yaml", route, action, "x")) is None


def test_a_fix_of_a_file_whose_text_is_not_at_hand() -> None:
    diagnostic: Diagnostic = diagnose(ODD, "m", fixes=(Fix("t", "b.yaml", ("a",), Edit.REMOVE),))
    assert "fixes" not in log([diagnostic], {})["results"][0]


def test_a_fix_of_a_file_that_does_not_read() -> None:
    fix = Fix("t", "b.yaml", ("a",), Edit.REMOVE)
    source = SourceText("b.yaml", "\ud800: [")
    assert "fixes" not in log([diagnose(ODD, "m", fixes=(fix,))], {"b.yaml": source})["results"][0]
