"""Variants are validated and checked as environments are: what their words make of the spec, each fault once."""

from pathlib import Path

from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import Checked, check_projects
from mlspec.driver.workspace import open_workspace

SPEC = """\
mlspec: 1
name: tides
data:
  rows:
    run: tides:load
    columns: {level: {type: number}, high: {type: integer, role: target}}
    split: {holdout: 20%, stratify: high}
train: {run: tides:fit, inputs: {rows: rows}, params: {depth: 3}}
environments:
  staging: {builds: true}
  production: {after: staging}
variants:
  north: OVERLAY
"""
CODE = """\
def load():
    return []


def fit(rows, depth: int = 1):
    return rows


def fit_well(rows, breadth: int = 1):
    return rows
"""


def check(root: Path, overlay: str, spec: str = SPEC) -> Checked:
    (root / "mlspec.toml").write_text("")
    (root / "specs/tides/src").mkdir(parents=True)
    (root / "specs/tides/src/tides.py").write_text(CODE)
    (root / "specs/tides/mlproject.yaml").write_text(spec.replace("OVERLAY", overlay))
    return check_projects(open_workspace(str(root)))


def told(checked: Checked) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in checked.diagnostics]


def test_a_variant_that_fits_is_silent(tmp_path: Path) -> None:
    checked = check(tmp_path, "{train: {params: {depth: 4}}, environments: {staging: {train: {params: {depth: 5}}}}}")
    assert told(checked) == [], render(checked.diagnostics, checked.sources)
    (variant,) = checked.projects[0].project.variants
    assert variant.base.sections["train"].params == {"depth": 4}
    staging, production = variant.environments
    assert (staging.environment, staging.sections["train"].params) == ("staging", {"depth": 5})
    assert (production.environment, production.changed) == ("production", ())
    assert checked.projects[0].project.base.sections["train"].params == {"depth": 3}


def test_fields_of_a_variant_are_looked_at(tmp_path: Path) -> None:
    checked = check(tmp_path, "{train: {retrys: 2}, environments: {staging: {train: {timeout: soon}}}}")
    assert told(checked) == [
        ("unknown-field", "`retrys` is no field of `train`"),
        ("bad-unit", "`soon` is no length of time"),
    ]
    (fix,) = checked.diagnostics[0].fixes
    assert fix.route == ("variants", "north", "train", "retrys")


def test_what_a_variant_makes_of_the_spec_is_checked(tmp_path: Path) -> None:
    checked = check(tmp_path, "{data: {rows: {split: {stratify: hihg}}}, train: {run: tides:fit_well}}")
    assert told(checked) == [
        ("unknown-column", "the split names `hihg`, which `data.rows` does not have"),
        ("unused-param", "`tides:fit_well` has no parameter `depth`"),
    ]
    (fix,) = checked.diagnostics[0].fixes
    assert fix.route == ("variants", "north", "data", "rows", "split", "stratify")


def test_an_environment_of_a_variant_is_checked_where_it_stands(tmp_path: Path) -> None:
    checked = check(tmp_path, "{environments: {staging: {data: {rows: {split: {stratify: hihg}}}}}}")
    assert told(checked) == [("unknown-column", "the split names `hihg`, which `data.rows` does not have")]
    (fix,) = checked.diagnostics[0].fixes
    route = ("variants", "north", "environments", "staging", "data", "rows", "split", "stratify")
    assert fix.route == route


def test_options_of_back_ends_are_validated_too(tmp_path: Path) -> None:
    overlay = "{deploy: {vllm: {weights: acme/tides, prot: 80}, target: process}}"
    checked = check(tmp_path, overlay)
    assert ("unknown-field", "`prot` is no field of `deploy.vllm`") in told(checked)


def test_a_fault_of_the_base_is_told_once(tmp_path: Path) -> None:
    spec = SPEC.replace("stratify: high", "stratify: hihg").replace("depth: 3", "depth: deep, hight: 1")
    checked = check(tmp_path, "{data: {rows: {cache: 1d}}, train: {retries: 2}}", spec)
    assert [rule for rule, _ in told(checked)] == ["param-type", "unknown-column", "unused-param"]


def test_a_fix_in_an_environment_names_the_words_that_stand_there(tmp_path: Path) -> None:
    spec = SPEC.replace("builds: true", "builds: true, train: {retrys: 2}, deploy: {vllm: {weights: a/b, prot: 1}}")
    checked = check(tmp_path, "{}", spec)
    routes = [fix.route for one in checked.diagnostics for fix in one.fixes if one.rule == "unknown-field"]
    staging = ("environments", "staging")
    assert routes == [(*staging, "train", "retrys"), (*staging, "deploy", "vllm", "prot")]
