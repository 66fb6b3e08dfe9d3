"""No value of a spec becomes code: it is refused where it stands, or it reads back from the compiled files as it was.

Each position of the language that takes free text is given texts that hold quotes, braces of other languages, line
breaks, Python code, and characters that no file may hold. What compiles then differs from what a harmless text compiles
to in its literals alone.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from posixpath import normpath
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from mlspec.driver.checking import check_projects
from mlspec.driver.compile import compile_project
from mlspec.driver.workspace import open_workspace

pytestmark = pytest.mark.slow

SPEC = """
mlspec: 1
name: hostile
description: <description>
owner: <owner>
runtime: {{requirements: requirements.txt}}
data:
  rows:
    description: <dataset>
    run: user:load
    version: <version>
    params:
      <param key>: 1
      text: <param>
      nested: {{<nested key>: [<nested>, {{literal: {{env: <literal>}}}}]}}
      late: {{env: LATE, default: <default>}}
      month: {{as_of: -1mo, format: <format>}}
    columns:
      <column>: {{type: number, unit: <unit>, description: <meaning>}}
      label: {{type: category, values: [<allowed>, other], role: target}}
      who: {{type: string, role: id}}
    split: {{holdout: 20%, stratify: label}}
  files:
    command: [cat, <word>, {{file: <file>}}]
    workdir: <workdir>
    env: {{VARIABLE: <variable>}}
    inputs: [<input>]
    outputs: {{files: <output>}}
predicts: {{kind: binary, column: label, positive: <positive>}}
tracking: {{mlflow: {{experiment: <experiment>}}}}
train: {{run: user:train, outputs: {{model: <key>}}}}
evaluate:
  run: user:evaluate
  gates: [<gate>]
  tests: [<tests>]
register: {{name: hostile, artifacts: [<artifact>], description: <model>, tags: {{kind: <tag>}}}}
"""
HARMLESS = {
    **{
        key: key
        for key in ("description", "owner", "dataset", "version", "param", "nested", "literal", "default", "unit")
    },
    **{
        key: key
        for key in ("meaning", "allowed", "word", "variable", "positive", "experiment", "model", "tag", "column", "key")
    },
    **{
        "param key": "key",
        "nested key": "inner",
        "format": "%Y-%m",
        "positive": "other",
        "file": "user.txt",
        "workdir": "sub",
        "input": "in.csv",
    },
    **{"output": "out.csv", "gate": "auc >= 0.5", "tests": "tests", "artifact": "card.md"},
}
USER = """
def load(params, month):
    return frame()

def train(rows):
    return fitted()

def evaluate(model, holdout):
    return measured()
"""
SEEN = {
    "stages.py": {
        *(
            "version",
            "param key",
            "param",
            "nested key",
            "nested",
            "literal",
            "default",
            "format",
            "word",
            "variable",
            "key",
        ),
        *("file", "workdir", "input", "output", "tests"),
    },
    "columns.py": {"column", "allowed"},
}
"""Where a value has to be found again, as a literal."""
PATHS = {"file", "workdir", "input", "output", "artifact"}

NASTY = (
    *('"', "'", "\\", "\n", "\r\n", '"""', "'''", "{{ x }}", "{% if x %}", "${{ secrets.X }}", "$(rm -rf /)", "`ls`"),
    *(
        "\0",
        "\x1b[31m",
        "\ud800",
        "\udcff",
        "\U0001f600",
        "\u202e",
        "\u2028",
        "\x85",
        "\ufeff",
        "#",
        "%",
        "\\N{BULLET}",
    ),
    *(
        '");import os;os.abort();("',
        "'+str(os.abort())+'",
        "{os.abort()}",
        "x = 1\nimport os\nos.abort()",
        "# noqa",
        " ",
    ),
    *("null", "0x10", "1e400", "~", "!!python/object:os.abort", "a" * 300, "word " * 60, "é" * 130),
)
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map("".join),
    st.text(st.characters(codec=None), max_size=30),
)


class Outcome(NamedTuple):
    """What is told, as rule and line, or the files that a spec compiles to."""

    told: tuple[tuple[str, int], ...]
    files: dict[str, str]


@pytest.fixture(scope="module")
def compiled_with(tmp_path_factory: pytest.TempPathFactory):
    """The outcome with some of the texts exchanged, each on a line of its own so that its place can be told."""
    root = tmp_path_factory.mktemp("hostile")
    project = root / "specs" / "hostile"
    (project / "src").mkdir(parents=True)
    (project / "tests").mkdir()
    (project / "sub").mkdir()
    (root / "mlspec.toml").touch()
    (project / "src/user.py").write_text(USER)
    (project / "requirements.txt").write_text("mlflow==3.17\n")
    for name in ("user.txt", "in.csv", "card.md", "tests/test_it.py"):
        (project / name).touch()

    def outcome(**changes: str) -> Outcome:
        for position in PATHS & changes.keys():
            make(project / changes[position], is_folder=position == "workdir")
        spec = project / "mlproject.yaml"
        spec.write_text(spelled({**HARMLESS, **changes}), encoding="utf-8")
        workspace = open_workspace(str(root))
        checked = check_projects(workspace)
        if checked.failed:
            return Outcome(tuple(places(checked, spec)), {})
        project_files = compile_project(workspace, checked.projects[0]).artifacts
        return Outcome((), {artifact.path.rpartition("/")[2]: artifact.text for artifact in project_files})

    return outcome


def make(path: Path, *, is_folder: bool) -> None:
    """What a path names, where the disk can hold it, so that it is not refused as missing."""
    with suppress(OSError, ValueError):
        if is_folder:
            path.mkdir(exist_ok=True)
        else:
            path.touch()


def spelled(values: dict[str, str]) -> str:
    """The spec with every text as a double-quoted scalar of YAML."""
    return re.sub(r"<([a-z ]+)>", lambda found: quoted(values[found[1]]), SPEC.replace("{{", "{").replace("}}", "}"))


def quoted(text: str) -> str:
    plain = (char if " " <= char <= "~" and char not in '"\\' else f"\\U{ord(char):08X}" for char in text)
    return f'"{"".join(plain)}"'


def places(checked: Any, spec: Path) -> Iterator[tuple[str, int]]:
    text = spec.read_text(encoding="utf-8")
    for diagnostic in checked.diagnostics:
        label = diagnostic.labels[0]
        assert label.place.path.endswith("mlproject.yaml"), diagnostic
        yield diagnostic.rule, text.count("\n", 0, label.place.span.start)


def shape(text: str) -> str:
    """What a module does, whatever its texts say and so however the keys of maps are sorted."""
    tree = ast.parse(text.encode())
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = "text"
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = sorted(
                zip(node.keys, node.values, strict=True),
                key=lambda pair: "".join(ast.dump(one) if one else "**" for one in pair),
            )
            node.keys, node.values = [key for key, _ in pairs], [value for _, value in pairs]
    return ast.dump(tree)


def literals(text: str) -> set[object]:
    return {node.value for node in ast.walk(ast.parse(text.encode())) if isinstance(node, ast.Constant)}


@pytest.fixture(scope="module")
def harmless(compiled_with) -> Outcome:
    outcome = compiled_with()
    assert outcome.told == ()
    return outcome


@pytest.mark.parametrize("position", HARMLESS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=TEXTS)
@example(text='");import os;os.abort();("')
@example(text='"""\nimport os\n"""')
@example(text="{{ x }} ${{ y }} {% z %} \\ \0")
def test_a_text_stays_a_text(compiled_with, harmless, position: str, text: str) -> None:
    assume(text or position not in ("key", "model"))  # without a text nothing is said there
    assume(position != "workdir" or normpath(text) != ".")
    outcome = compiled_with(**{position: text})
    if outcome.told:
        line = next(number for number, line in enumerate(SPEC.splitlines()) if f"<{position}>" in line)
        assert any(abs(told - line) <= 1 for _, told in outcome.told), outcome.told
        return
    for name, given_text in harmless.files.items():
        if name.endswith(".py"):
            assert shape(outcome.files[name]) == shape(given_text), name
    for name, positions in SEEN.items():
        if position in positions:
            wanted = normpath(text) if position in PATHS else text
            assert wanted in literals(outcome.files[name])
