"""The lifecycle of flight-delay on this machine, step by step.

Compiled from specs/flight-delay/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # on a busy machine scikit-learn's threads mostly wait for each other

import argparse
import faulthandler
import json
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import columns
import gates
import release
import stages
import tracking

WORK = Path(__file__).resolve().parents[2] / ".mlspec/work/flight-delay"
GRACE, LAST_GRACE = 10, 60  # seconds


class Step(NamedTuple):
    """A step, the values that it takes and those that it gives, by name."""

    name: str
    run: Callable[..., Any]
    takes: tuple[str, ...]
    gives: tuple[str, ...] = ()
    cache: float = 0
    key: Callable[[datetime], str] | None = None


class RunError(Exception):
    """The run cannot be done as asked."""


def retried(run: Callable[..., Any], times: int) -> Callable[..., Any]:
    """The same function, called again where it fails."""

    def run_again(*values: Any) -> Any:
        for attempt in range(1, times + 1):
            try:
                return run(*values)
            except Exception as error:
                told = f"failed: {type(error).__name__}: {error}"
                print(f"{told}\n{'':6}retry {attempt} of {times:<10}", end="", flush=True)
        return run(*values)

    return wraps(run)(run_again)


def limited(run: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    """The same function, stopped where it takes too long; its process ends where it cannot be stopped."""
    if not hasattr(signal, "SIGALRM"):  # Windows has no such timer
        return run

    def stop(*_: object) -> None:
        raise RunError(f"{run.__name__} took longer than {seconds:g} s and was stopped")

    def run_in_time(*values: Any) -> Any:
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds, GRACE)  # and again, for code that makes light of any error
        faulthandler.dump_traceback_later(seconds + LAST_GRACE, exit=True)  # for code that never returns to Python
        try:
            return run(*values)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)

    return wraps(run)(run_in_time)


STEPS = (
    Step("load_training", stages.load_training, ("as_of",), ("training",), cache=86400, key=stages.load_training_key),
    Step("check_training", stages.check_training, ("training",), ("training",)),
    Step("split_training", stages.split_training, ("training",), ("training", "holdout")),
    Step("train", retried(limited(stages.train, seconds=3600), times=2), ("training",), ("model",)),
    Step("evaluate", stages.evaluate, ("model", "holdout"), ("metrics",)),
    Step("check_gates", release.check_gates, ("metrics", "holdout"), ("verdicts",)),
    Step("test_model", stages.test_model, ("model", "holdout")),
    Step("register", tracking.register, ("model", "holdout", "metrics", "identity"), ("version",)),
)
NAMES = [step.name for step in STEPS]
FRAMES = {"training": "trained on", "holdout": "held out"}


def main() -> int:
    """Exit status 0: done; 1: something is broken; 2: wrong usage; 3: the model did not pass, nothing is registered."""
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
        print(f"\n{refusal}\n\nNothing was registered and no alias was moved.", file=sys.stderr)
        return 3
    except (columns.ColumnError, stages.TestsError, tracking.TrackingError, release.ReleaseError, RunError) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    print(_summary(values, aliases))
    return 0


def _build(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run the steps that are asked for, or find the version that they made before; gives the values by name."""
    first, last = NAMES.index(arguments.first), NAMES.index(arguments.last)
    record = _resumed(first, arguments.as_of) if first else _begun(arguments.as_of or datetime.now(UTC))
    values: dict[str, Any] = {"as_of": datetime.fromisoformat(record["as_of"]), "identity": record["identity"]}
    if not arguments.force and (first, last) == (0, len(STEPS) - 1):
        version = tracking.version_of(record["identity"])
        if version is not None:
            print(f"Version {version.number} was made of the same spec, code and data; --force trains all the same.")
            return {**values, "version": version, "verdicts": release.check_again(version)}
    with tracking.start_run(f"as of {values['as_of']:%Y-%m-%d}", record["identity"], record["run_id"]) as run_id:
        if first == 0:
            tracking.log_params(stages.params(values["as_of"]))
        record["run_id"] = run_id
        _take(first, last, values, record, fresh=arguments.force)
    return values


def _take(first: int, last: int, values: dict[str, Any], record: dict[str, Any], *, fresh: bool) -> None:
    """Run the steps in their order, each on what the ones before it gave."""
    values["run_id"] = record["run_id"]
    _write(record)
    values.update(_kept(first, last))
    for number in range(first, last + 1):
        with _progress(number):
            _run(STEPS[number], values, record, fresh=fresh)


def _run(step: Step, values: dict[str, Any], record: dict[str, Any], *, fresh: bool) -> None:
    """Run one step, add what it gives to the values, log it and keep it on disk."""
    outputs = (None if fresh else _reused(step, values)) or _made(step, values)
    values.update(outputs)
    if step.name == "split_training":
        tracking.log_dataset("training", values["training"], "training")
        tracking.log_dataset("holdout", values["holdout"], "evaluation")
        tracking.log_reference("training", values["training"])
    if step.name == "evaluate":
        tracking.log_metrics(values["metrics"])
    record["steps"][step.name] = stages.FINGERPRINTS["steps"][step.name]
    _write(record)


def _made(step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a step gives, by name, kept on disk."""
    note = WORK / step.name / "made.json"
    note.unlink(missing_ok=True)
    made_of, started = _made_of(step, values), time.time()
    given = step.run(*(values[name] for name in step.takes))
    outputs = dict(zip(step.gives, given, strict=True)) if len(step.gives) > 1 else dict.fromkeys(step.gives, given)
    for name, value in outputs.items():
        file = WORK / step.name / f"{name}.pickle"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(value))
    if step.key is not None:
        note.write_text(json.dumps({"of": made_of, "at": started}))
    return outputs


def _reused(step: Step, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a step gave earlier, where it would give the same now and that is not too long ago."""
    try:
        made = json.loads((WORK / step.name / "made.json").read_text())
    except FileNotFoundError:
        return None
    if time.time() - made["at"] > step.cache or made["of"] != _made_of(step, values):
        return None
    print("kept ", end="", flush=True)
    return {name: pickle.loads((WORK / step.name / f"{name}.pickle").read_bytes()) for name in step.gives}


def _made_of(step: Step, values: Mapping[str, Any]) -> list[str]:
    """What tells one answer of a step from another: its key, and what it takes of the run beside the date."""
    taken = [f"{name} {values[name]}" for name in step.takes if name != "as_of"]
    return [step.key(values["as_of"]) if step.key else "", *taken]


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
    made_of = {name: record["identity"][name] for name in ("code", "data")}
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
    rows = [f"{len(values[name]):,} {said}" for name, said in FRAMES.items() if name in values]
    if rows:
        facts["rows"] = ", ".join(rows)
    if "verdicts" in values:
        facts["gates"] = gates.table(values["verdicts"])
    if "metrics" in values and "verdicts" not in values:
        facts["metrics"] = ", ".join(f"{name} {value:.4g}" for name, value in values["metrics"].items())
    if "version" in values:
        facts["model"] = f"{tracking.MODEL} version {values['version'].number}, now {' and '.join(aliases)}"
    facts["store"] = tracking.where()
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
    parser.add_argument("--force", action="store_true", help="run every step, whatever is there already")
    return parser.parse_args()


def _date(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
