"""`mlspec graph`: draw models, their steps and what a plan touches."""

import click

from mlspec.cli.reporting import report


@click.command("graph", short_help="draw models and their steps")
@click.argument("names", nargs=-1)
@click.option("--plan", "with_plan", is_flag=True, help="Draw what a merge will touch, and mark what happens to it.")
@click.option("--base", default="", metavar="REF", help="The commit to compare with, for --plan.")
def command(names: tuple[str, ...], with_plan: bool, base: str) -> int:
    """Draw the named models, or all, as a Mermaid flowchart, which GitHub shows in any Markdown.

    \b
    Example:
      mlspec graph flight-delay
      mlspec graph --plan
    """
    from mlspec.driver.plan_side import read_sides
    from mlspec.driver.planning import Asked, plan_changes
    from mlspec.driver.workspace import equip, open_repository
    from mlspec.plan.mermaid_renderer import render
    from mlspec.plan.picture import picture_of

    repository = open_repository(".")
    if with_plan or base:
        planned = plan_changes(repository, Asked(names, base))
        sides, plan, diagnostics, sources = planned.head, planned.plan, planned.diagnostics, planned.sources
    else:
        checked, sides = read_sides(equip(repository), names)
        plan, diagnostics, sources = None, checked.diagnostics, checked.sources
    status = report(diagnostics, sources, "text", "") if diagnostics else 0
    if not status:
        click.echo(render(picture_of(sides, plan)), nl=False)
    return status
