"""The monitor of a-monitor-that-trains-again as a Prefect flow.

What it finds becomes events, which may start the training.

Compiled from specs/a-monitor-that-trains-again/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import prefect_setup

# isort: split
from prefect import flow, tags, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

import monitoring as monitor

RESOURCE = "model.a-monitor-that-trains-again"
NAMES = {0: "Stable", 3: "Drifted", 4: "TooLittleData"}


def _run_name() -> str:
    return f"until {_end_of(flow_run.parameters['end']):%Y-%m-%d %H:%M}"


@flow(name="a-monitor-that-trains-again-monitoring", flow_run_name=_run_name)
def monitoring(start: datetime | None = None, end: datetime | None = None) -> State[Any]:
    """Look whether a-monitor-that-trains-again still does what it should, and tell what moved.

    Args:
        start: Where the time that is looked at starts; where none is given, a window before its end.
        end: Where it ends; where none is given, the time that the run was scheduled for.
    """
    until = _end_of(end)
    try:
        verdict = look(prefect_setup.in_utc(start) if start else until - monitor.WINDOW, until)
    except monitor.MonitorError as fault:
        return Failed(message=str(fault).partition("\n")[0], data=fault)
    key, description = "a-monitor-that-trains-again-verdict", "The verdict"
    create_markdown_artifact(f"```\n{verdict.text}\n```", key=key, description=description)
    for cause in verdict.causes:
        emit_event(f"model.{cause}", {"prefect.resource.id": RESOURCE}, payload={"causes": list(verdict.causes)})
    return Completed(name=NAMES[verdict.status], message=", ".join(verdict.causes) or None, data=verdict)


@task(name="look", task_run_name="look", cache_policy=NO_CACHE)
def look(start: datetime, end: datetime) -> monitor.Verdict:
    """Compare what the model was asked and answered with its reference."""
    return monitor.look(start, end)


def _end_of(end: datetime | None) -> datetime:
    """Where the time that is looked at ends, in UTC."""
    return prefect_setup.in_utc(end or flow_run.scheduled_start_time)


def main() -> int:
    """Exit status 0: stable; 1: something is broken; 2: wrong usage; 3: drift; 4: too little data."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    date = prefect_setup.date
    parser.add_argument("--from", dest="start", type=date, metavar="TIME", help="the start; default: a window before")
    parser.add_argument("--to", dest="end", type=date, metavar="TIME", help="the end; default: now")
    arguments = parser.parse_args()
    try:
        with tags("a-monitor-that-trains-again"):
            state = monitoring(arguments.start, arguments.end, return_state=True)
    except Exception as error:  # what goes wrong in the run is a state of the run; this is Prefect itself
        print(f"\nerror: Prefect could not run the flow: {error}", file=sys.stderr)
        return 1
    told: Any = state.result(raise_on_failure=False)
    logging.getLogger("prefect").setLevel(logging.WARNING)  # what is to be read stands last
    if not state.is_completed():
        print(f"\nerror: {told}", file=sys.stderr)
        return 1
    print(f"\n{told.text}")
    return int(told.status)


prefect_setup.tell_once((monitor.MonitorError,), elsewhere=__name__ == "__main__")

if __name__ == "__main__":
    sys.exit(main())
