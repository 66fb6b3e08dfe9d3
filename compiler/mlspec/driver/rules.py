"""All rules that a diagnostic can bear, for `mlspec explain` and for the formats that carry documentation."""

from collections.abc import Iterator

from mlspec.diagnostics.diagnostic import Rule
from mlspec.driver import plan_rules, reading, selection, settings, workspace
from mlspec.driver.registry import Registry
from mlspec.output import fault
from mlspec.schema import rules as language


def known_rules(registry: Registry) -> dict[str, Rule]:
    """Every rule by its name, sorted."""
    return {rule.name: rule for rule in sorted(_rules(registry), key=lambda rule: rule.name)}


def _rules(registry: Registry) -> Iterator[Rule]:
    yield from reading.syntax_rules()
    for module in (language, reading, selection, settings, workspace, plan_rules, fault):
        yield from (value for value in vars(module).values() if isinstance(value, Rule))
    yield from (check.RULE for check in registry.checks)
