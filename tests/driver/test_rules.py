"""Every rule has a name of its own, stands where its name says, and is explained."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from mlspec.diagnostics.diagnostic import Rule
from mlspec.driver import plan_rules, reading, selection, settings, workspace
from mlspec.driver.registry import assemble_registry
from mlspec.driver.rules import known_rules
from mlspec.output import fault
from mlspec.schema import rules as language

REGISTRY = assemble_registry()
RULES = known_rules(REGISTRY)
HOMES: tuple[ModuleType, ...] = (language, reading, selection, settings, workspace, plan_rules, fault)


def all_rules() -> Iterator[Rule]:
    """Every rule as often as it is made, where `known_rules` has each name once."""
    yield from reading.syntax_rules()
    for module in HOMES:
        yield from (value for value in vars(module).values() if isinstance(value, Rule))
    yield from (check.RULE for check in REGISTRY.checks)


def test_no_two_rules_share_a_name() -> None:
    counted = Counter(rule.name for rule in all_rules())
    assert [name for name, count in counted.items() if count > 1] == []
    assert sorted(counted) == list(RULES)


@pytest.mark.parametrize("check", REGISTRY.checks, ids=lambda check: check.RULE.name)
def test_a_check_stands_in_the_file_of_its_name(check: ModuleType) -> None:
    assert check.__file__ is not None
    assert Path(check.__file__).stem.replace("_", "-") == check.RULE.name
    assert check.RULE.documentation == check.__doc__


def test_the_language_lists_all_of_its_rules() -> None:
    found = [value for value in vars(language).values() if isinstance(value, Rule)]
    assert sorted(rule.name for rule in found) == [rule.name for rule in language.RULES]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from mlspec.cli.commands import run_command_line

    monkeypatch.chdir(tmp_path)
    assert run_command_line(["explain", name]) == 0
    heading, blank, summary, *rest = capsys.readouterr().out.splitlines()
    assert heading.startswith(f"{name} (")
    assert (blank, summary[-1:], rest[:1]) == ("", ".", [""])
    assert "".join(rest).strip()


def test_without_a_name_all_rules_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from mlspec.cli.commands import run_command_line

    monkeypatch.chdir(tmp_path)
    assert run_command_line(["explain"]) == 0
    assert [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()] == list(RULES)
