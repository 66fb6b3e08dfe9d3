"""`mlspec run`: start a model's generated lifecycle on this machine."""

import click

from mlspec.cli.handing import Handing, hand_over


@click.command("run", cls=Handing, short_help="run a model's lifecycle here")
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(name: str, arguments: tuple[str, ...]) -> int:
    """Run the lifecycle of the model NAME on this machine, with the defaults that its generated files hold.

    It only starts what the spec orchestrates with, else the generated `run.py`; all further ARGUMENTS go there
    (`mlspec run NAME --help` lists them).

    \b
    Example:
      mlspec run flight-delay --as-of 2013-07-01
    """
    return hand_over("run", name, arguments)
