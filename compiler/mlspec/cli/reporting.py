"""How commands show diagnostics, and the exit status that follows from them."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from mlspec.diagnostics.diagnostic import Diagnostic, Rule, is_error
from mlspec.source.text import SourceText

format_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How diagnostics are shown.",
)


def report(diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, SourceText], form: str, success: str) -> int:
    """Show diagnostics, text on standard error, other formats on standard output; gives 1 where one is an error."""
    renderer = import_module(f"mlspec.diagnostics.{form}_renderer")
    failed = any(map(is_error, diagnostics))
    if form == "text":
        if diagnostics:
            click.echo(renderer.render(diagnostics, sources, color=sys.stderr.isatty()), err=True, nl=False)
        if not failed:
            click.echo(success)
    elif form == "sarif":
        click.echo(renderer.render(diagnostics, sources, _documented_rules()), nl=False)
    else:
        click.echo(renderer.render(diagnostics, sources), nl=False)
    return 1 if failed else 0


def _documented_rules() -> tuple[Rule, ...]:
    """A log in SARIF carries what `mlspec explain` prints."""
    from mlspec.driver.rules import known_rules
    from mlspec.driver.workspace import open_workspace

    return tuple(known_rules(open_workspace(".").registry).values())
