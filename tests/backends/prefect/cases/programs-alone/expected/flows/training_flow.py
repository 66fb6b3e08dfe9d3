"""The lifecycle of programs-alone as a Prefect flow: a task a step.

Compiled from specs/programs-alone/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import prefect_setup

# isort: split
from prefect import Task, flow, tags
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

import gates
import stages

P = ParamSpec("P")
R = TypeVar("R")

FAULTS = (stages.CommandError, TimeoutError)


def _step(name: str, run: Callable[P, R], run_name: str = "", **options: Any) -> Task[P, R]:
    """A task whose runs are named like the step."""
    return Task(run, name=name, task_run_name=run_name or name, **options)


NEVER: dict[str, Any] = {"cache_policy": NO_CACHE}

load_readings = _step("load_readings", stages.load_readings, **NEVER)
train = _step("train", stages.train, **NEVER, retries=1, retry_delay_seconds=60)
evaluate = _step("evaluate", stages.evaluate, **NEVER)
check_gates = _step("check_gates", stages.check_gates, **NEVER)


def _run_name() -> str:
    return f"as of {_date_of(flow_run.parameters['as_of']):%Y-%m-%d}"


@flow(name="programs-alone-training", flow_run_name=_run_name)
def training(
    as_of: datetime | None = None,
    environment: Literal["local", "test", "live"] = "local",
) -> State[Any]:
    """Run the steps of programs-alone.

    Args:
        as_of: The date that the run stands for; where none is given, the time that it was scheduled for.
        environment: What the run is for.
    """
    try:
        values = _build(_date_of(as_of), environment)
    except gates.Refused as refusal:
        _show(str(refusal))
        return Failed(name="Refused", message=str(refusal).partition("\n")[0], data=refusal)
    except FAULTS as fault:
        return Failed(message=str(fault).partition("\n")[0], data=fault)
    return Completed(data=_summary(values))


def _build(as_of: datetime, environment: str) -> dict[str, Any]:
    """Run the steps; gives what is to be told of them."""
    workdir = prefect_setup.ROOT / ".mlspec/work/programs-alone/files"
    workdir.mkdir(parents=True, exist_ok=True)
    run_id = str(flow_run.id)
    return _take(as_of, run_id, environment, workdir)


def _take(as_of: datetime, run_id: str, environment: str, workdir: Path) -> dict[str, Any]:
    """Run the steps in their order, each on what the ones before it gave."""
    metrics: Any
    readings = load_readings(as_of)
    metrics, _model = train(readings, environment, run_id, workdir)
    metrics = evaluate(metrics)
    verdicts = check_gates(metrics)
    _show(gates.table(verdicts))
    return {"as_of": as_of, "verdicts": verdicts}


def _date_of(as_of: datetime | None) -> datetime:
    """The date that a run stands for, in UTC."""
    return prefect_setup.in_utc(as_of or flow_run.scheduled_start_time)


def _show(judged: str) -> None:
    """Keep the metrics against the gates with the run, where Prefect's pages show them."""
    key, description = "programs-alone-gates", "Metrics against gates"
    create_markdown_artifact(f"```\n{judged}\n```", key=key, description=description)


def _summary(values: Mapping[str, Any]) -> str:
    facts: dict[str, str] = {}
    if "as_of" in values:
        facts["as of"] = f"{values['as_of']:%Y-%m-%d %H:%M} UTC"
    if "verdicts" in values:
        facts["gates"] = gates.table(values["verdicts"])
    return "\n" + "\n".join(f"{name:8}{text.replace(chr(10), chr(10) + ' ' * 8)}" for name, text in facts.items())


def main() -> int:
    """Exit status 0: done; 1: something is broken; 2: wrong usage; 3: the model did not pass."""
    arguments = _arguments()
    try:
        with tags("programs-alone"):
            state = training(arguments.as_of, arguments.env, return_state=True)
    except Exception as error:  # what goes wrong in the run is a state of the run; this is Prefect itself
        print(f"\nerror: Prefect could not run the flow: {error}", file=sys.stderr)
        return 1
    told = state.result(raise_on_failure=False)
    logging.getLogger("prefect").setLevel(logging.WARNING)  # what is to be read stands last
    if state.is_completed():
        print(told)
        return 0
    if state.name == "Refused":
        print("", *[told, *getattr(told, "__notes__", [])], sep="\n\n", file=sys.stderr)
        return 3
    print(f"\nerror: {told}", file=sys.stderr)
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    as_of = "the date that the run stands for; default: now"
    parser.add_argument("--as-of", type=prefect_setup.date, metavar="DATE", help=as_of)
    environments = ("local", "test", "live")
    parser.add_argument("--env", choices=environments, default="local", help="what the run is for; default: local")
    return parser.parse_args()


prefect_setup.tell_once((gates.Refused, *FAULTS), elsewhere=__name__ == "__main__")

if __name__ == "__main__":
    sys.exit(main())
