"""The lifecycle of names-that-mean-something-else as a Prefect flow: a task a step.

Compiled from specs/names-that-mean-something-else/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import prefect_setup

# isort: split
from prefect import Task, flow, tags
from prefect.client.schemas.objects import State
from prefect.context import TaskRunContext
from prefect.runtime import flow_run
from prefect.settings import PREFECT_TASKS_REFRESH_CACHE, temporary_settings
from prefect.states import Completed, Failed

import stages

P = ParamSpec("P")
R = TypeVar("R")

FAULTS = (TimeoutError,)
MADE_OF: ContextVar[str] = ContextVar("MADE_OF")


def _step(name: str, run: Callable[P, R], run_name: str = "", **options: Any) -> Task[P, R]:
    """A task whose runs are named like the step."""
    return Task(run, name=name, task_run_name=run_name or name, **options)


def _key(context: TaskRunContext, _: dict[str, Any]) -> str:
    """What a kept result is found by: the step as it was compiled, and what the run is made of."""
    return f"{stages.FINGERPRINTS['steps'][context.task.name]}-{MADE_OF.get()}"


KEPT: dict[str, Any] = {"cache_key_fn": _key, "persist_result": True}

load_training = _step("load_training", stages.load_training, **KEPT)
flow_ = _step("flow", stages.flow, **KEPT)
enter_ = _step("enter", stages.enter, **KEPT)
main_ = _step("main", stages.main, **KEPT)
last = _step("last", stages.last, **KEPT)


def _run_name() -> str:
    return f"as of {_date_of(flow_run.parameters['as_of']):%Y-%m-%d}"


@flow(name="names-that-mean-something-else-training", flow_run_name=_run_name)
def training(
    as_of: datetime | None = None,
    force: bool = False,
) -> State[Any]:
    """Run the steps of names-that-mean-something-else.

    Args:
        as_of: The date that the run stands for; where none is given, the time that it was scheduled for.
        force: Whether to compute again what is kept of earlier runs.
    """
    try:
        values = _build(_date_of(as_of), force)
    except FAULTS as fault:
        return Failed(message=str(fault).partition("\n")[0], data=fault)
    return Completed(data=_summary(values))


def _build(as_of: datetime, force: bool) -> dict[str, Any]:
    """Run the steps; gives what is to be told of them."""
    identity = stages.identity(as_of)
    MADE_OF.set(hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest())
    with temporary_settings({PREFECT_TASKS_REFRESH_CACHE: force}):
        return _take(as_of)


def _take(as_of: datetime) -> dict[str, Any]:
    """Run the steps in their order, each on what the ones before it gave."""
    training = load_training()
    values_ = flow_(training)
    rows_ = enter_(values_)
    flow__, _unread = main_(rows_)
    last(flow__)
    return {"as_of": as_of}


def _date_of(as_of: datetime | None) -> datetime:
    """The date that a run stands for, in UTC."""
    return prefect_setup.in_utc(as_of or flow_run.scheduled_start_time)


def _summary(values: Mapping[str, Any]) -> str:
    facts: dict[str, str] = {}
    if "as_of" in values:
        facts["as of"] = f"{values['as_of']:%Y-%m-%d %H:%M} UTC"
    return "\n" + "\n".join(f"{name:8}{text.replace(chr(10), chr(10) + ' ' * 8)}" for name, text in facts.items())


def main() -> int:
    """Exit status 0: done; 1: something is broken; 2: wrong usage."""
    arguments = _arguments()
    try:
        with tags("names-that-mean-something-else"):
            state = training(arguments.as_of, arguments.force, return_state=True)
    except Exception as error:  # what goes wrong in the run is a state of the run; this is Prefect itself
        print(f"\nerror: Prefect could not run the flow: {error}", file=sys.stderr)
        return 1
    told = state.result(raise_on_failure=False)
    logging.getLogger("prefect").setLevel(logging.WARNING)  # what is to be read stands last
    if state.is_completed():
        print(told)
        return 0
    print(f"\nerror: {told}", file=sys.stderr)
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    as_of = "the date that the run stands for; default: now"
    parser.add_argument("--as-of", type=prefect_setup.date, metavar="DATE", help=as_of)
    parser.add_argument("--force", action="store_true", help="compute again what is kept of earlier runs")
    return parser.parse_args()


prefect_setup.tell_once(FAULTS, elsewhere=__name__ == "__main__")

if __name__ == "__main__":
    sys.exit(main())
