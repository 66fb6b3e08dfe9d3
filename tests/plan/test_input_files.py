"""The content of files that a spec names counts as code does; what steps leave or git ignores does not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from planning import Checkout

SPEC = """\
mlspec: 1
name: prices
tracking: {mlflow: {experiment: prices}}
data:
  raw: {command: [python, read.py, {file: conf/read.json}], inputs: [data], outputs: {raw: work/raw.csv}, version: "1"}
train: {command: [python, fit.py], inputs: [work/raw.csv, conf/fit.json], outputs: {model: work/model.bin}}
evaluate:
  command: [python, measure.py]
  inputs: [work/model.bin]
  outputs: {metrics: work/metrics.json}
  tests: [tests/model]
register: {artifacts: [docs/card.md, docs/more]}
"""
FILES = {
    "mlspec.toml": "",
    ".gitignore": "*.tmp\nlocal/\n",
    "specs/prices/mlproject.yaml": SPEC,
    **{f"specs/prices/{name}.py": "print(1)\n" for name in ("read", "fit", "measure")},
    "specs/prices/conf/read.json": "{}",
    "specs/prices/conf/fit.json": "{}",
    "specs/prices/data/rows.csv": "a\n1\n",
    "specs/prices/data/more/rows.csv": "a\n1\n",
    "specs/prices/tests/model/test_model.py": "def test_one() -> None:\n    assert True\n",
    "specs/prices/docs/card.md": "# Prices\n",
    "specs/prices/docs/more/a.md": "a\n",
}


@pytest.fixture
def prices(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "repository", FILES)


def write(path: str, content: str) -> Callable[[Checkout], object]:
    return lambda checkout: checkout.write(f"specs/prices/{path}", content)


REASONS = {
    "an artifact": (write("docs/card.md", "# New\n"), "register", "docs/card.md changed"),
    "a file in a folder of artifacts": (write("docs/more/b.md", ""), "register", "docs/more changed"),
    "a test of the model": (write("tests/model/test_model.py", "x = 1\n"), "test_model", "tests/model changed"),
    "an input of a command": (write("conf/fit.json", "[]"), "train", "conf/fit.json changed"),
    "a folder of inputs": (write("data/more/rows.csv", "a\n2\n"), "load_raw", "data changed"),
    "a file that a word names": (write("conf/read.json", "[]"), "load_raw", "conf/read.json changed"),
}


@pytest.mark.parametrize("name", REASONS)
def test_the_reason_names_the_file(prices: Checkout, name: str) -> None:
    edit, step, reason = REASONS[name]
    assert prices.mlspec("compile").status == 0
    before = json.loads(prices.read("generated/prices/fingerprints.json"))["steps"]
    edit(prices)
    (model,) = prices.plan()["models"]
    causes = [cause for part in model["parts"] if part["name"] == step for cause in part["causes"]]
    assert [cause["text"] for cause in causes] == [reason]
    assert causes[0]["where"]["path"] == f"specs/prices/{reason.removesuffix(' changed')}"
    prices.mlspec("compile")
    after = json.loads(prices.read("generated/prices/fingerprints.json"))["steps"]
    ran = {part["name"] for part in model["parts"] if part["action"] == "run"}
    assert ran & before.keys() == {one for one in before if before[one] != after[one]}


NO_PARTS = {
    "what an earlier step left": write("work/raw.csv", "a\n"),
    "what git ignores": write("data/rows.tmp", "a\n"),
    "a folder that git ignores": write("data/local/rows.csv", "a\n"),
    "what Python leaves": write("tests/model/__pycache__/test_model.pyc", "a\n"),
    "a comment in a test": write(
        "tests/model/test_model.py", '"""Tests."""\n\n\ndef test_one():  # one\n    assert (True)\n'
    ),
    "a file that nobody names": write("docs/other.md", "a\n"),
}


@pytest.mark.parametrize("name", NO_PARTS)
def test_what_is_no_part(prices: Checkout, name: str) -> None:
    prices.mlspec("compile")
    prices.commit()
    NO_PARTS[name](prices)
    assert prices.plan()["models"] == []
    assert prices.git("status", "--porcelain", "--", "generated") == ""


def test_a_file_that_goes_is_told(prices: Checkout) -> None:
    prices.edit("specs/prices/mlproject.yaml", "conf/fit.json]", "conf/fit.json, conf/extra.json]")
    prices.write("specs/prices/conf/extra.json", "{}")
    prices.commit()
    prices.edit("specs/prices/mlproject.yaml", ", conf/extra.json]", "]")
    prices.remove("specs/prices/conf/extra.json")
    (model,) = prices.plan()["models"]
    causes = [cause for part in model["parts"] if part["name"] == "train" for cause in part["causes"]]
    file = next(cause for cause in causes if cause["kind"] == "file")
    assert (file["text"], file["where"]["side"]) == ("conf/extra.json removed", "base")


def test_what_dvc_keeps_counts_by_its_pointer(prices: Checkout) -> None:
    prices.write("specs/prices/conf/.gitignore", "/fit.json\n")
    prices.git("rm", "-q", "--cached", "specs/prices/conf/fit.json")
    prices.write("specs/prices/conf/fit.json.dvc", "outs: [{md5: a, path: fit.json}]\n")
    prices.commit()
    prices.write("specs/prices/conf/fit.json", "[1]")
    assert prices.plan()["models"] == []
    prices.write("specs/prices/conf/fit.json.dvc", "outs: [{md5: b, path: fit.json}]\n")
    assert prices.actions()["train"] == "run"
