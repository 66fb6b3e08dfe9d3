"""A schedule never fires.

Its day of the month is in none of its months, as in `0 0 31 2 *`: whatever waits for it never runs, and nothing would
ever say so. Mend the day or the month. The last days of all months are best met by the first of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.sections import valid
from mlspec.diagnostics.diagnostic import Rule

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.source.route import Route

RULE = Rule("dead-schedule", __doc__)


def check(view: View) -> Iterator[Finding]:
    """Ask of every schedule when it fires next."""
    for route, schedule in _schedules(view):
        if _may_be_dead(schedule) and _is_dead(schedule):
            message = f"the schedule `{schedule}` never fires: its months do not have such a day"
            yield Finding(message, (At(route, "never fires"),), ("mend the day or the month",))


def _schedules(view: View) -> Iterator[tuple[Route, str]]:
    jobs = valid(view, "jobs")
    single = tuple(valid(view, name) for name in ("score", "monitor", "retrain"))
    for node in (*single, *(jobs.root.values() if jobs is not None else ())):
        if node is not None and node.schedule is not None:
            yield node.at("schedule"), node.schedule


def _may_be_dead(schedule: str) -> bool:
    """Whether only days are asked that some months lack; spares nearly all specs the calendar."""
    days = schedule.split()[2].split(",")
    return all(day[:2] in ("29", "30", "31") for day in days)


def _is_dead(schedule: str) -> bool:
    from datetime import datetime

    from cronsim import CronSim, CronSimError

    any_day = datetime(2000, 1, 1)
    try:
        next(CronSim(schedule, any_day))
    except (CronSimError, StopIteration):  # the former where the fields by themselves rule out any day
        return True
    return False
