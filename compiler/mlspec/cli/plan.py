"""`mlspec plan`: what a merge will do, and why."""

from importlib import import_module

import click

from mlspec.cli.reporting import report

EXIT_CHANGES = 2


@click.command("plan", short_help="tell what a merge will do, and why")
@click.argument("names", nargs=-1)
@click.option(
    "--base", default="", metavar="REF", help="The commit to compare with; else the merge base with the default branch."
)
@click.option("--env", "environment", default="", metavar="NAME", help="Only what concerns this environment.")
@click.option("--select", "stage", default="", metavar="STAGE", help="Only this stage and what it needs.")
@click.option("--why", "why", default="", metavar="STAGE", help="The whole chain of causes behind this stage.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="How the plan is shown.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 2 where there are changes.")
def command(
    names: tuple[str, ...], base: str, environment: str, stage: str, why: str, form: str, exit_code: bool
) -> int:
    """Tell which stages of the named models, or of all, run again when the working tree is merged, and why.

    The base is read from git's objects; nothing is checked out, run, or asked of a network. A file that is not
    committed yet is part of the plan.

    \b
    Example:
      mlspec plan flight-delay
      mlspec plan --base main --why train
    """
    from mlspec.driver.planning import Asked, plan_changes
    from mlspec.driver.workspace import open_repository

    planned = plan_changes(open_repository("."), Asked(names, base, environment, stage, why))
    if planned.plan is None:
        return report(planned.diagnostics, planned.sources, form if form in ("json", "github") else "text", "")
    if planned.diagnostics:
        report(planned.diagnostics, planned.sources, "text", "")
    if why:
        from mlspec.plan.text_renderer import render_why

        click.echo(render_why(planned.plan, why), nl=False)
    else:
        click.echo(import_module(f"mlspec.plan.{form}_renderer").render(planned.plan), nl=False)
    return EXIT_CHANGES if exit_code and planned.plan.models else 0
