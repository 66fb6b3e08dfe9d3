"""Bases in other folders: what they may say, and that their paths stay theirs."""

from collections.abc import Mapping
from pathlib import Path

from mlspec.diagnostics.json_renderer import render as render_json
from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import Checked, check_projects
from mlspec.driver.workspace import open_workspace

SPEC = """\
mlspec: 1
name: tides
extends: ../../shared/house.base.yaml
train: {run: fit:fit, inputs: {terms: {file: terms.txt}}}
"""
CODE = "def fit(rows, terms):\n    return rows\n"
LOAD = "def load(path, options):\n    return path\n"


def check(root: Path, base: str, spec: str = SPEC, files: Mapping[str, str] | None = None) -> Checked:
    texts = {
        "mlspec.toml": "",
        "specs/tides/mlproject.yaml": spec,
        "specs/tides/terms.txt": "",
        "specs/tides/src/fit.py": CODE,
        "shared/src/load.py": LOAD,
        "shared/house.base.yaml": base,
        **(files or {}),
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return check_projects(open_workspace(str(root)))


def told(checked: Checked) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in checked.diagnostics]


def paths_of(checked: Checked) -> dict[str, object]:
    sections = checked.projects[0].project.base.sections
    return {"source": sections["runtime"].source, "rows": sections["data"].root["rows"]}


BASE = """\
mlspec: 1
runtime: {source: [src, ../specs/tides/src], requirements: pins.txt}
data:
  rows:
    run: load:load
    params: {path: {file: raw/rows.csv}, options: {other: [{file: raw/more.csv}], kept: {literal: {file: x}}}}
    version: {git: raw/rows.csv}
"""
RAW = {"shared/raw/rows.csv": "1\n", "shared/raw/more.csv": "2\n", "shared/pins.txt": ""}


def test_paths_belong_to_the_file_that_wrote_them(tmp_path: Path) -> None:
    checked = check(tmp_path, BASE, files=RAW)
    assert told(checked) == [], render(checked.diagnostics, checked.sources)
    found = paths_of(checked)
    rows = found["rows"]
    assert found["source"] == ("../../shared/src", "src")
    assert rows.version.git == "../../shared/raw/rows.csv"  # type: ignore[attr-defined]
    params = rows.params  # type: ignore[attr-defined]
    assert params["path"].path == "../../shared/raw/rows.csv"
    assert params["options"]["other"][0].path == "../../shared/raw/more.csv"
    assert params["options"]["kept"].value == {"file": "x"}


def test_a_command_of_a_base_keeps_its_files(tmp_path: Path) -> None:
    base = """\
mlspec: 1
data:
  rows:
    command: [python, load.py, {file: raw/rows.csv}]
    workdir: src
    inputs: [raw/rows.csv]
    outputs: {rows: out/rows.csv}
environments:
  staging: {builds: true, data: {rows: {workdir: .}}}
"""
    rows = check(tmp_path, base, files=RAW).projects[0].project
    data = rows.base.sections["data"].root["rows"]
    assert (data.workdir, data.inputs) == ("../../shared/src", ("../../shared/raw/rows.csv",))
    assert data.outputs == {"rows": "../../shared/out/rows.csv"}
    assert data.command[2].path == "../../shared/raw/rows.csv"
    assert rows.environments[0].sections["data"].root["rows"].workdir == "../../shared"


def test_names_of_what_a_function_gives_are_no_paths(tmp_path: Path) -> None:
    base = "mlspec: 1\ndata: {rows: {run: load:load, outputs: {rows: frame}}}\n"
    checked = check(tmp_path, base)
    assert paths_of_data(checked).outputs == {"rows": "frame"}  # type: ignore[attr-defined]


def paths_of_data(checked: Checked) -> object:
    return checked.projects[0].project.base.sections["data"].root["rows"]


def test_a_missing_file_is_told_and_mended_in_the_words_of_the_base(tmp_path: Path) -> None:
    checked = check(tmp_path, BASE.replace("pins.txt", "pinz.txt"), files=RAW)
    assert told(checked) == [("missing-requirements", "the file of requirements `shared/pinz.txt` is not there")]
    (only,) = checked.diagnostics
    assert only.labels[0].place.path == "shared/house.base.yaml"
    assert (only.fixes[0].path, only.fixes[0].value) == ("shared/house.base.yaml", "pins.txt")
    assert '"value": "pins.txt"' in render_json(checked.diagnostics, checked.sources)


def test_a_path_of_a_base_stays_in_the_repository(tmp_path: Path) -> None:
    checked = check(tmp_path, BASE.replace("pins.txt", "../../pins.txt"), files=RAW)
    assert told(checked) == [("outside-path", "`../../pins.txt` leads out of the repository")]


def test_what_is_no_path_is_told_as_it_is_written(tmp_path: Path) -> None:
    checked = check(tmp_path, BASE.replace("pins.txt", "/etc/pins.txt"), files=RAW)
    assert told(checked) == [("bad-path", "the path `/etc/pins.txt` is absolute")]


def test_a_base_is_written_in_the_language_of_specs(tmp_path: Path) -> None:
    for head in ("", "mlspec: 2\n", 'mlspec: "1"\n', "mlspec: true\n"):
        checked = check(tmp_path, BASE.replace("mlspec: 1\n", head), files=RAW)
        assert told(checked) == [("bad-base", "a base is written in language 1, as specs are")], head
        assert checked.diagnostics[0].labels[0].place.path == "shared/house.base.yaml"


def test_a_spec_says_its_language_itself(tmp_path: Path) -> None:
    checked = check(tmp_path, BASE, SPEC.replace("mlspec: 1\n", ""), files=RAW)
    assert told(checked) == [("missing-field", "the document needs `mlspec`")]
