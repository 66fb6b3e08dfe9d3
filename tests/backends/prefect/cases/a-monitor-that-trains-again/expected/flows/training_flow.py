"""The lifecycle of a-monitor-that-trains-again as a Prefect flow: a task a step.

Compiled from specs/a-monitor-that-trains-again/mlproject.yaml by mlspec; change the spec, not this file.
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

import columns
import gates
import release
import stages
import tracking

P = ParamSpec("P")
R = TypeVar("R")

FAULTS = (columns.ColumnError, tracking.TrackingError, release.ReleaseError, TimeoutError)


def _step(name: str, run: Callable[P, R], run_name: str = "", **options: Any) -> Task[P, R]:
    """A task whose runs are named like the step."""
    return Task(run, name=name, task_run_name=run_name or name, **options)


NEVER: dict[str, Any] = {"cache_policy": NO_CACHE}

load_baskets = _step("load_baskets", stages.load_baskets, **NEVER)
check_baskets = _step("check_baskets", stages.check_baskets, **NEVER)
split_baskets = _step("split_baskets", stages.split_baskets, **NEVER)
train = _step("train", stages.train, **NEVER)
evaluate = _step("evaluate", stages.evaluate, **NEVER)
check_gates = _step("check_gates", stages.check_gates, **NEVER)
register = _step("register", tracking.register, **NEVER)
enter = _step("enter", release.enter, "enter {name}", **NEVER)


def _run_name() -> str:
    place = release.ENVIRONMENTS.get(flow_run.parameters["environment"])
    if place is not None and place.after:
        return f"to {flow_run.parameters['environment']}"
    return f"as of {_date_of(flow_run.parameters['as_of']):%Y-%m-%d}"


@flow(name="a-monitor-that-trains-again-training", flow_run_name=_run_name)
def training(
    as_of: datetime | None = None,
    environment: Literal["local", "staging", "production"] = "local",
) -> State[Any]:
    """Train, judge and register a-monitor-that-trains-again, or promote it.

    Args:
        as_of: The date that the run stands for; where none is given, the time that it was scheduled for.
        environment: Where the model goes; local stands for everywhere.
    """
    names = list(release.ENVIRONMENTS) if environment == "local" else [environment]
    aliases: list[str] = []
    try:
        is_later = bool(release.ENVIRONMENTS[names[0]].after)
        values = {"version": release.promoted(names[0])} if is_later else _build(_date_of(as_of))
        for name in names:
            values["version"] = enter(values["version"], name)
            aliases.append(release.ENVIRONMENTS[name].alias)
    except gates.Refused as refusal:
        _show(str(refusal))
        refusal.add_note("Nothing was registered and no alias was moved.")
        return Failed(name="Refused", message=str(refusal).partition("\n")[0], data=refusal)
    except FAULTS as fault:
        return Failed(message=str(fault).partition("\n")[0], data=fault)
    message = f"version {values['version'].number}, now {' and '.join(aliases)}"
    return Completed(message=message, data=_summary(values, aliases))


def _build(as_of: datetime) -> dict[str, Any]:
    """Run the steps; gives what is to be told of them."""
    identity = stages.identity(as_of)
    with tracking.start_run(f"as of {as_of:%Y-%m-%d}", identity):
        tracking.log_params(stages.params(as_of))
        return _take(as_of, identity)


def _take(as_of: datetime, identity: dict[str, str]) -> dict[str, Any]:
    """Run the steps in their order, each on what the ones before it gave."""
    baskets = load_baskets(as_of)
    baskets = check_baskets(baskets)
    baskets, holdout = split_baskets(baskets)
    tracking.log_dataset("baskets", baskets, "training")
    tracking.log_dataset("holdout", holdout, "evaluation")
    tracking.log_reference("baskets", baskets)
    model = train(baskets)
    metrics = evaluate(model, holdout)
    tracking.log_metrics(metrics)
    verdicts = check_gates(metrics)
    _show(gates.table(verdicts))
    version = register(model, holdout, metrics, identity)
    rows = f"{len(baskets):,} trained on, {len(holdout):,} held out"
    return {"as_of": as_of, "rows": rows, "verdicts": verdicts, "version": version}


def _date_of(as_of: datetime | None) -> datetime:
    """The date that a run stands for, in UTC."""
    return prefect_setup.in_utc(as_of or flow_run.scheduled_start_time)


def _show(judged: str) -> None:
    """Keep the metrics against the gates with the run, where Prefect's pages show them."""
    key, description = "a-monitor-that-trains-again-gates", "Metrics against gates"
    create_markdown_artifact(f"```\n{judged}\n```", key=key, description=description)


def _summary(values: Mapping[str, Any], aliases: list[str]) -> str:
    facts: dict[str, str] = {}
    if "as_of" in values:
        facts["as of"] = f"{values['as_of']:%Y-%m-%d %H:%M} UTC"
    if "rows" in values:
        facts["rows"] = values["rows"]
    if "verdicts" in values:
        facts["gates"] = gates.table(values["verdicts"])
    facts["model"] = f"{tracking.MODEL} version {values['version'].number}, now {' and '.join(aliases)}"
    facts["store"] = tracking.where()
    return "\n" + "\n".join(f"{name:8}{text.replace(chr(10), chr(10) + ' ' * 8)}" for name, text in facts.items())


def main() -> int:
    """Exit status 0: done; 1: something is broken; 2: wrong usage; 3: the model did not pass, nothing is registered."""
    arguments = _arguments()
    try:
        with tags("a-monitor-that-trains-again"):
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
    everywhere = ["local", *release.ENVIRONMENTS]
    parser.add_argument("--env", choices=everywhere, default="local", help="where the model goes; local: everywhere")
    return parser.parse_args()


prefect_setup.tell_once((gates.Refused, *FAULTS), elsewhere=__name__ == "__main__")

if __name__ == "__main__":
    sys.exit(main())
