"""`mlspec validate`: check specs without writing anything."""

import click

from mlspec.cli.reporting import format_option, report


@click.command("validate", short_help="check the specs without writing anything")
@click.argument("names", nargs=-1)
@format_option
def command(names: tuple[str, ...], form: str) -> int:
    """Check the specs of the named models, or of all, and tell everything that is wrong at once.

    \b
    Example:
      mlspec validate flight-delay --format github
    """
    from mlspec.driver.checking import check_projects
    from mlspec.driver.outcome import counted
    from mlspec.driver.workspace import open_workspace
    from mlspec.schema.choices import listed

    workspace = open_workspace(".")
    checked = check_projects(workspace, names)
    count = len(checked.projects)
    success = f"{counted(count, 'spec')} {'is' if count == 1 else 'are'} valid"
    if not count:
        success = f"no spec was found: {listed(workspace.settings.specs)} fits no file below {workspace.root}"
    return report(checked.diagnostics, checked.sources, form, success)
