"""`mlspec show`: every intermediate form of a spec, as JSON."""

import json

import click

from mlspec.cli.reporting import report


@click.command("show", short_help="print an intermediate form of a spec")
@click.argument("name")
@click.option(
    "--ast", "form", flag_value="ast", default="ast", help="The spec with all defaults; what is shown by default."
)
@click.option("--graph", "form", flag_value="graph", help="The steps, what they run, take and give.")
@click.option(
    "--facets", "form", flag_value="facets", help="Every value in canonical form, with what a change of it does."
)
@click.option("--fingerprints", "form", flag_value="fingerprints", help="What every step's result depends on.")
@click.option("--offers", "form", flag_value="offers", help="What the back ends tell one another of their files.")
def command(name: str, form: str) -> int:
    """Print an intermediate form of the spec NAME as JSON.

    \b
    Example:
      mlspec show --graph flight-delay
    """
    from mlspec.driver.checking import check_projects
    from mlspec.driver.showing import show_project
    from mlspec.driver.workspace import open_workspace

    workspace = open_workspace(".")
    checked = check_projects(workspace, (name,))
    if checked.failed:
        return report(checked.diagnostics, checked.sources, "text", "")
    click.echo(json.dumps(show_project(workspace, checked.projects[0], form), indent=2, ensure_ascii=False))
    return 0
