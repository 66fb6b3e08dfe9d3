"""Every module says its one idea, and every check is documented and tried under its own name."""

import ast
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any


def test_every_module_says_what_it_is_for(modules: Sequence[Any]) -> None:
    assert [module.path for module in modules if module.text.strip() and not ast.get_docstring(module.tree)] == []


def test_every_check_explains_itself(modules: Sequence[Any]) -> None:
    """A summary, then why it matters and what to do: `mlspec explain` prints just this."""
    short = [module.path for module in checks(modules) if "\n\n" not in (ast.get_docstring(module.tree) or "")]
    assert short == []


def test_every_check_is_named_by_its_file(modules: Sequence[Any]) -> None:
    assert {
        module.path: rule_name(module.tree) for module in checks(modules) if rule_name(module.tree) != slug(module)
    } == {}


def test_every_check_has_a_case(modules: Sequence[Any], root: Path) -> None:
    folders = {path.name for path in root.glob("tests/**/*cases/*") if path.is_dir()}
    untried = [
        slug(module)
        for module in checks(modules)
        if not any(name == slug(module) or name.startswith(f"{slug(module)}-") for name in folders)
    ]
    assert untried == []


def checks(modules: Sequence[Any]) -> list[Any]:
    patterns = ("analysis/checks/[!_]*.py", "backends/*/checks/[!_]*.py")
    return [module for module in modules if any(fnmatchcase(module.path, pattern) for pattern in patterns)]


def slug(module: Any) -> str:
    return str(module.path.rpartition("/")[2].removesuffix(".py").replace("_", "-"))


def rule_name(tree: ast.Module) -> str | None:
    """The first argument of the module's `RULE = Rule("name", ...)`."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="RULE")], value=ast.Call(args=[ast.Constant(value=str(name)), *_])):
                return name
            case ast.AnnAssign(target=ast.Name(id="RULE"), value=ast.Call(args=[ast.Constant(value=str(name)), *_])):
                return name
    return None
