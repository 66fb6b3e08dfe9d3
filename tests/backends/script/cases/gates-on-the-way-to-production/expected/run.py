"""The lifecycle of pears on this machine, step by step.

Compiled from specs/gates-on-the-way-to-production/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import gates
import release
import stages
import tracking

WORK = Path(__file__).resolve().parents[2] / ".mlspec/work/pears"


class Step(NamedTuple):
    """A step, the values that it takes and those that it gives, by name."""

    name: str
    run: Callable[..., Any]
    takes: tuple[str, ...]
    gives: tuple[str, ...] = ()


class RunError(Exception):
    """The run cannot be done as asked."""


STEPS = (
    Step("train", stages.train, (), ("model",)),
    Step("evaluate", stages.evaluate, ("model",), ("metrics",)),
    Step("check_gates", release.check_gates, ("metrics",), ("verdicts",)),
    Step("register", release.register, ("model", "metrics", "identity"), ("version",)),
)
NAMES = [step.name for step in STEPS]


def main() -> int:
    """Exit status 0: done; 1: something is broken; 2: wrong usage; 3: the model did not pass, and went no further."""
    arguments = _arguments()
    names = list(release.ENVIRONMENTS) if arguments.env == "local" else [arguments.env]
    aliases: list[str] = []
    try:
        is_later = bool(release.ENVIRONMENTS[names[0]].after)
        values = {"version": release.promoted(names[0])} if is_later else _build(arguments)
        if "version" in values:
            for name in names:
                values["version"] = release.enter(values["version"], name)
                aliases.append(release.ENVIRONMENTS[name].alias)
    except gates.Refused as refusal:
        done = f"The version is now {' and '.join(aliases)}; no other" if aliases else "Nothing was registered and no"
        print(f"\n{refusal}\n\n{done} alias was moved.", file=sys.stderr)
        return 3
    except (tracking.TrackingError, release.ReleaseError, RunError) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    print(_summary(values, aliases))
    return 0


def _build(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run the steps that are asked for; gives the values by name."""
    first, last = NAMES.index(arguments.first), NAMES.index(arguments.last)
    record = _resumed(first, arguments.as_of) if first else _begun(arguments.as_of or datetime.now(UTC))
    values: dict[str, Any] = {"as_of": datetime.fromisoformat(record["as_of"]), "identity": record["identity"]}
    with tracking.start_run(f"as of {values['as_of']:%Y-%m-%d}", record["identity"], record["run_id"]) as run_id:
        if first == 0:
            tracking.log_params(stages.params(values["as_of"]))
        record["run_id"] = run_id
        _take(first, last, values, record)
    return values


def _take(first: int, last: int, values: dict[str, Any], record: dict[str, Any]) -> None:
    """Run the steps in their order, each on what the ones before it gave."""
    values["run_id"] = record["run_id"]
    _write(record)
    values.update(_kept(first, last))
    for number in range(first, last + 1):
        with _progress(number):
            _run(STEPS[number], values, record)


def _run(step: Step, values: dict[str, Any], record: dict[str, Any]) -> None:
    """Run one step, add what it gives to the values, log it and keep it on disk."""
    outputs = _made(step, values)
    values.update(outputs)
    if step.name == "evaluate":
        tracking.log_metrics(values["metrics"])
    record["steps"][step.name] = stages.FINGERPRINTS["steps"][step.name]
    _write(record)


def _made(step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a step gives, by name, kept on disk."""
    given = step.run(*(values[name] for name in step.takes))
    outputs = dict(zip(step.gives, given, strict=True)) if len(step.gives) > 1 else dict.fromkeys(step.gives, given)
    for name, value in outputs.items():
        file = WORK / step.name / f"{name}.pickle"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(value))
    return outputs


def _begun(as_of: datetime) -> dict[str, Any]:
    return {"as_of": as_of.isoformat(), "identity": stages.identity(as_of), "run_id": None, "steps": {}}


def _resumed(first: int, as_of: datetime | None) -> dict[str, Any]:
    """The record of the last run, if what it kept is what the steps before the first would give now."""
    try:
        record: dict[str, Any] = json.loads((WORK / "run.json").read_text())
    except FileNotFoundError:
        raise RunError(f"nothing is kept of the steps before {NAMES[first]}: run without --from") from None
    kept_as_of = datetime.fromisoformat(record["as_of"])
    if as_of not in (None, kept_as_of):
        raise RunError(f"what is kept is as of {kept_as_of:%Y-%m-%d %H:%M}: run without --from")
    steps = {name: stages.FINGERPRINTS["steps"][name] for name in NAMES[:first]}
    for name, fingerprint in steps.items():
        if record["steps"].get(name) != fingerprint:
            raise RunError(f"{name} has not run with the spec and code of now: run from there, or without --from")
    made_of = {name: record["identity"][name] for name in ("code",)}
    return {**record, "identity": {**stages.identity(kept_as_of), **made_of}, "steps": steps}


def _kept(first: int, last: int) -> dict[str, Any]:
    """What the steps before the first gave, as far as the others take it."""
    files = {name: WORK / step.name / f"{name}.pickle" for step in STEPS[:first] for name in step.gives}
    taken = {name for step in STEPS[first : last + 1] for name in step.takes}
    return {name: pickle.loads(file.read_bytes()) for name, file in files.items() if name in taken}


def _write(record: Mapping[str, Any]) -> None:
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "run.json").write_text(json.dumps(record, indent=2))


@contextmanager
def _progress(number: int) -> Iterator[None]:
    print(f"[{number + 1}/{len(STEPS)}] {NAMES[number]:<16}", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - started:5.1f} s")


def _summary(values: Mapping[str, Any], aliases: list[str]) -> str:
    facts: dict[str, str] = {}
    if "as_of" in values:
        facts["as of"] = f"{values['as_of']:%Y-%m-%d %H:%M} UTC"
    if "verdicts" in values:
        facts["gates"] = gates.table(values["verdicts"])
    if "metrics" in values and "verdicts" not in values:
        facts["metrics"] = ", ".join(f"{name} {value:.4g}" for name, value in values["metrics"].items())
    if "version" in values:
        facts["model"] = f"{tracking.MODEL} version {values['version'].number}, now {' and '.join(aliases)}"
    facts["store"] = tracking.where(values["version"].store if "version" in values else tracking.STORE)
    if "as_of" in values:
        facts["files"] = str(WORK)
    return "\n" + "\n".join(f"{name:8}{text.replace(chr(10), chr(10) + ' ' * 8)}" for name, text in facts.items())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=f"{__doc__.splitlines()[0]} Steps: {', '.join(NAMES)}.", epilog=main.__doc__
    )
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="the date that the run stands for; default: now")
    parser.add_argument("--from", dest="first", choices=NAMES, default=NAMES[0], metavar="STEP", help="the first step")
    parser.add_argument("--to", dest="last", choices=NAMES, default=NAMES[-1], metavar="STEP", help="the last step")
    everywhere = ["local", *release.ENVIRONMENTS]
    parser.add_argument("--env", choices=everywhere, default="local", help="where the model goes; local: everywhere")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
