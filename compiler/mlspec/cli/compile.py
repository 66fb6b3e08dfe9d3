"""`mlspec compile`: write what the specs compile to, or check that it stands there."""

from typing import TYPE_CHECKING

import click

from mlspec.cli.reporting import format_option, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlspec.diagnostics.diagnostic import Diagnostic
    from mlspec.driver.outcome import Outcome
    from mlspec.driver.workspace import Repository
    from mlspec.source.text import SourceText


@click.command("compile", short_help="write the files that the specs compile to")
@click.argument("names", nargs=-1)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 and show a diff where the files are not up to date."
)
@click.option("--force", is_flag=True, help="Also overwrite files that were edited by hand.")
@format_option
def command(names: tuple[str, ...], check: bool, force: bool, form: str) -> int:
    """Compile the specs of the named models, or of all, into files below the output folder.

    Nothing is written where a spec has an error. A file that was edited by hand is kept unless --force is given.

    \b
    Example:
      mlspec compile flight-delay
      mlspec compile --check
    """
    from mlspec.driver.freshness import FreshnessIndex
    from mlspec.driver.unchanged import fresh_projects, nothing_to_do
    from mlspec.driver.workspace import equip, open_repository

    repository = open_repository(".")
    index = FreshnessIndex(repository.root, repository.tree, repository.settings)
    fresh = {} if check or force else fresh_projects(repository, index, names)
    outcome = nothing_to_do(repository, index, fresh, names) if fresh else None
    if outcome is not None:
        return _tell(outcome, (), _texts(repository) if outcome.diagnostics else {}, form)

    from mlspec.driver.checking import check_projects
    from mlspec.driver.writing import check_output, write_all

    workspace = equip(repository)
    checked = check_projects(workspace, names, fresh)
    if checked.failed:
        return report(checked.diagnostics, checked.sources, form, "")
    if check:
        outcome = check_output(workspace, checked, whole=not names)
    else:
        outcome = write_all(workspace, checked, index, fresh, whole=not names, force=force, on_wait=_say_waiting)
    return _tell(outcome, checked.diagnostics, checked.sources, form)


def _tell(
    outcome: "Outcome", diagnostics: "tuple[Diagnostic, ...]", sources: "Mapping[str, SourceText]", form: str
) -> int:
    for line in outcome.lines:
        click.echo(line, err=form != "text")
    status = report((*diagnostics, *outcome.diagnostics), sources, form, outcome.summary)
    return 1 if outcome.stale else status


def _texts(repository: "Repository") -> "Mapping[str, SourceText]":
    """What diagnostics show lines of."""
    from mlspec.driver.sources import Sources

    return Sources(repository.tree)


def _say_waiting() -> None:
    click.echo("another compile is running in this repository: waiting for it", err=True)
