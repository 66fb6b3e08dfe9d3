"""`mlspec monitor`: look whether a model still does what it should."""

import click

from mlspec.cli.handing import Handing, hand_over


@click.command("monitor", cls=Handing, short_help="look for drift in what a model was asked")
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(name: str, arguments: tuple[str, ...]) -> int:
    """Look whether the model NAME still does what it should: its inputs, its answers, its service.

    It only starts the generated monitor; all further ARGUMENTS go there (`mlspec monitor NAME --help` lists them).
    Its exit status is 0 for stable, 3 for drift, 4 for too little data, 1 where something is broken.

    \b
    Example:
      mlspec monitor flight-delay
    """
    return hand_over("monitor", name, arguments)
