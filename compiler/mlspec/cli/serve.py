"""`mlspec serve`: start a model's generated service on this machine."""

import click

from mlspec.cli.handing import Handing, hand_over


@click.command("serve", cls=Handing, short_help="serve a model here")
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(name: str, arguments: tuple[str, ...]) -> int:
    """Serve the registered model NAME on this machine, with the defaults that its generated files hold.

    It only starts the generated service; all further ARGUMENTS go there (`mlspec serve NAME --help` lists them).

    \b
    Example:
      mlspec serve flight-delay
    """
    return hand_over("serve", name, arguments)
