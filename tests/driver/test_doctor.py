"""What the doctor knows of versions that break one another, and what it says of them."""

import importlib.metadata
import re

import pytest
from click.testing import CliRunner

from mlspec.cli.doctor import command
from mlspec.codegen.backend import Backend
from mlspec.driver.doctor import BREAKS, State, examine
from mlspec.driver.registry import assemble_registry
from mlspec.vocabulary.concern import Concern


def backend(*requires: str) -> Backend:
    return Backend("target", Concern.SERVING, "a target", requires=requires)


@pytest.mark.parametrize(
    ("requirement", "state"),
    [
        ("click>=8.1", State.FITS),
        ("click>=8.1,<8.2rc0", State.CLASHES),
        ("no-such-distribution-at-all", State.MISSING),
    ],
)
def test_a_requirement_against_what_is_installed(requirement: str, state: State) -> None:
    examination = list(examine((backend(requirement),)))[-1]
    assert examination.state() is state


def test_every_known_break_is_a_bound_of_some_target() -> None:
    required = {
        re.split("[<>=]", requirement)[0] for one in assemble_registry(()).backends for requirement in one.requires
    }
    assert set(BREAKS) <= required


def test_a_clash_is_told_with_what_it_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "2.1.9" if name == "sqlalchemy" else real(name))
    answer = CliRunner().invoke(command, standalone_mode=False)
    assert answer.return_value == 1
    assert "CLASH    sqlalchemy<2.1" in answer.output
    assert "as it is, Prefect's server makes no scheduled runs and tells it in its log only" in answer.output
