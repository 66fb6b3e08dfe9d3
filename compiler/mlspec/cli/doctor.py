"""`mlspec doctor`: what is installed, what clashes, what each target needs."""

import sys

import click

from mlspec.driver.doctor import Examination, State, examine

_MARKS = {State.FITS: "ok", State.MISSING: "missing", State.CLASHES: "CLASH"}


@click.command("doctor", short_help="tell what is installed and what clashes")
def command() -> int:
    """Tell which targets can run on this machine, what is missing, and which versions are known to break them.

    The exit status is 1 where something clashes; what is only missing may not be needed here.

    \b
    Example:
      mlspec doctor
    """
    from mlspec.driver.workspace import open_workspace

    workspace = open_workspace(".")
    click.echo(f"Python {sys.version.split()[0]}, repository {workspace.root}")
    examinations = tuple(examine(workspace.registry.backends))
    for examination in examinations:
        _show(examination)
    clashes = [examination.name for examination in examinations if examination.state() is State.CLASHES]
    if clashes:
        click.echo(f"\nversions clash for: {', '.join(clashes)}")
    return 1 if clashes else 0


def _show(examination: Examination) -> None:
    note = "" if examination.compiled else ", not compiled yet"
    click.echo(f"\n{examination.name} ({examination.concern}{note}): {_MARKS[examination.state()]}")
    for requirement in examination.requirements:
        installed = requirement.installed or "-"
        click.echo(f"  {_MARKS[requirement.state]:<8} {requirement.text:<28} installed: {installed}")
        if requirement.state is State.CLASHES and requirement.breaks:
            click.echo(f"           as it is, {requirement.breaks}")
