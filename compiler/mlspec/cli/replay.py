"""`mlspec replay`: send rows of a model's dataset to its running service."""

import click

from mlspec.cli.handing import Handing, hand_over


@click.command("replay", cls=Handing, short_help="send rows of the dataset to the service")
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(name: str, arguments: tuple[str, ...]) -> int:
    """Send rows of the dataset of the model NAME to its running service.

    It only starts the generated sender; all further ARGUMENTS go there (`mlspec replay NAME --help` lists them).

    \b
    Example:
      mlspec replay flight-delay --as-of 2013-08-01
    """
    return hand_over("replay", name, arguments)
