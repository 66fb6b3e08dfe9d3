"""What the flows of a-monitor-that-trains-again need before Prefect is imported.

Compiled from specs/a-monitor-that-trains-again/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".mlspec/prefect"

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "true")
# A server that is started for one run takes longer than the default of 20 seconds where the machine is busy.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")

# Whoever has a home, a server or a profile keeps it; else nothing is written outside of this repository.
_CHOSEN = {"PREFECT_HOME", "PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"} & os.environ.keys()
if not _CHOSEN and not Path("~/.prefect/profiles.toml").expanduser().exists():
    HOME.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(HOME)


def date(text: str) -> datetime:
    """A date as it is written on a command line."""
    return in_utc(datetime.fromisoformat(text))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC, which is what one without a zone stands for."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def tell_once(known: tuple[type[Exception], ...], *, elsewhere: bool) -> None:
    """Let Prefect log a fault once, not at each level: a known one in its own words unless these are told elsewhere."""

    def is_news(record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            record.msg, record.args = record.getMessage().partition("\\n")[0], ()
            return True
        told = "told" in vars(error)
        vars(error)["told"] = True
        if isinstance(error, known):
            record.msg, record.args, record.exc_info = str(error), (), None
            return not told and not elsewhere
        return not told

    for name in ("prefect.engine", "prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(is_news)
