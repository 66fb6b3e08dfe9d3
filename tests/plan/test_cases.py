"""Plans as a reviewer reads them: a case is a repository before and after, and what is said of it in three formats.

`REWRITE_EXPECTED=1 pytest tests/plan/test_cases.py` rewrites; read what it wrote. Which files a back end writes is
tried where that back end is, so lists of generated files are left out.
"""

import json
import os
import re
import shutil
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from planning import Checkout

CASES = Path(__file__).parent / "cases"
SCHEMA = json.loads(files("mlspec.plan").joinpath("plan.schema.json").read_text())


@pytest.mark.parametrize("name", sorted(case.name for case in CASES.iterdir()))
def test_what_a_plan_says(name: str, tmp_path: Path) -> None:
    case = CASES / name
    before = {str(path.relative_to(case / "before")): path.read_text() for path in walk(case / "before")}
    checkout = Checkout(tmp_path / "repository", before)
    for path in before:
        checkout.remove(path)
    shutil.copytree(case / "after", checkout.root, dirs_exist_ok=True)
    options = (case / "options.txt").read_text().split() if (case / "options.txt").exists() else []
    for suffix, form in (("txt", "text"), ("md", "markdown"), ("json", "json")):
        answer = checkout.mlspec("plan", "--format", form, *options)
        assert (answer.status, answer.err) == (0, "")
        compare(case / f"expected.{suffix}", without_files(answer.out))
    jsonschema.validate(json.loads(answer.out), SCHEMA)


def walk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def without_files(text: str) -> str:
    if text.startswith("{"):
        plan = json.loads(text)
        for model in plan["models"]:
            assert len({file["path"] for file in model.pop("files")}) >= 0
        return json.dumps(plan, indent=2) + "\n"
    text = re.sub(r"^  files: .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^\nGenerated files: .*\n", "", text, flags=re.MULTILINE)


def compare(expected: Path, found: str) -> None:
    if os.environ.get("REWRITE_EXPECTED"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
