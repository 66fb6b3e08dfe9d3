"""`mlspec up`: run, serve and watch a model, all in order, and stop what was started."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import click

from mlspec.cli.handing import compile_named, missing_part, startable, warn_if_behind

if TYPE_CHECKING:
    from datetime import datetime
    from types import FrameType

    from mlspec.driver.circle import Circle, Part
    from mlspec.driver.compile import Compiled
    from mlspec.driver.workspace import Workspace

_PARTS = ("run", "serve", "replay", "monitor")
_FEWEST_ROWS = 500
_MARGIN = 1.05  # a few more than the monitor needs

_date = click.DateTime(formats=["%Y-%m-%d"])


@click.command("up", short_help="run, serve and watch a model, and stop what was started")
@click.argument("name")
@click.option("--as-of", type=_date, metavar="DATE", help="The date that the run stands for; default: now.")
@click.option(
    "--replay", "replays", type=_date, multiple=True, metavar="DATE",
    help="Send the rows of the window before this date and look at them; may be given again. Default: the run's date.",
)  # fmt: skip
@click.option("--rows", type=click.IntRange(min=1), help="How many rows are sent of each window.")
@click.option("--port", type=click.IntRange(1, 65535), help="Where the service listens; default: a free port.")
def command(
    name: str, as_of: "datetime | None", replays: "tuple[datetime, ...]", rows: int | None, port: int | None
) -> int:
    """Take the model NAME through its whole circle on this machine, and stop what was started.

    It runs the lifecycle, starts the service, sends it rows of the dataset, has the monitor look at them, and ends with
    a summary. What the monitor finds is a result: the exit status is 0 where all parts ran, else that of the part that
    failed.

    \b
    Example:
      mlspec up flight-delay --as-of 2013-07-01 --replay 2013-04-01 --replay 2013-08-01
    """
    from mlspec.driver.circle import PartFailedError, go_round

    found = compile_named(name)
    if found is None:
        return 1
    circle = _circle(*found, _day(as_of), tuple(map(_day, replays)), rows, _port(port))
    end_with_signals()
    begun = time.monotonic()
    try:
        parts = go_round(circle, click.echo)
    except PartFailedError as failure:
        for line in failure.lines:
            click.echo(f"   | {line}", err=True)
        click.echo(f"error: {failure}", err=True)
        return failure.status
    click.echo()
    for line in _summary(found[1], circle, parts, time.monotonic() - begun):
        click.echo(line)
    return 0


def end_with_signals() -> None:
    """Let a signal end this process the way an exception does, so that everything that was started is stopped first."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)


def _circle(
    workspace: "Workspace", compiled: "Compiled", as_of: str, replays: tuple[str, ...], rows: int | None, port: int
) -> "Circle":
    """Which parts the project has; one that is offered and not on disk is a fault, as for its own command."""
    from mlspec.driver.circle import Circle
    from mlspec.ir.offer import Entrypoint, ServedEndpoint

    offered = {offer.name for offer in compiled.offers if isinstance(offer, Entrypoint)}
    starts = {part: startable(workspace, compiled, part) for part in _PARTS if part in offered}
    if not starts:
        raise click.UsageError(f"`{compiled.graph.name}` compiles to nothing that could be started")
    warn_if_behind(workspace, compiled)
    watch = compiled.graph.watch
    return Circle(
        run=starts.get("run"),
        serve=starts.get("serve"),
        endpoint=next((offer for offer in compiled.offers if isinstance(offer, ServedEndpoint)), None),
        replay=starts.get("replay"),
        monitor=starts.get("monitor"),
        log_folder=os.path.join(workspace.root, ".mlspec", "up", compiled.graph.name),
        as_of=as_of,
        windows=replays or (as_of or time.strftime("%Y-%m-%d", time.gmtime()),),
        rows=rows or max(_FEWEST_ROWS, int((watch.min_rows if watch else 0) * _MARGIN)),
        port=port,
        looks_back=watch is not None and watch.current is not None,
    )


def _day(moment: "datetime | None") -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _port(port: int | None) -> int:
    """The port that is asked for, where nobody listens there yet, else any that is free."""
    from mlspec.driver.listening import free_port, is_free

    if port is not None and not is_free(port):
        raise click.UsageError(f"something listens at port {port} already")
    return port or free_port()


def _leave(number: int, _: "FrameType | None") -> NoReturn:
    """End as the signal would have ended it, once everything that was started has been stopped."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def _summary(compiled: "Compiled", circle: "Circle", parts: "tuple[Part, ...]", seconds: float) -> Iterator[str]:
    """What came of each part, and what the project does not have."""
    yield f"{compiled.graph.name}: all done in {seconds:.0f} s, and nothing runs any more"
    for part in parts:
        yield ""
        yield f"{part.title}: {part.result}" if part.result else part.title
        yield from (f"  {line}" for line in part.lines)
    yield ""
    for what, there, section in (("service", circle.serve, "deploy"), ("monitor", circle.monitor, "monitor")):
        if there is None:
            yield f"no {what}: {missing_part(compiled, section)}"
    yield f"all that was said is in {os.path.relpath(circle.log_folder)}"
