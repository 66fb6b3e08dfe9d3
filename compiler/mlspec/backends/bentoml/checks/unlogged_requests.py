"""The monitor is to compare requests that nobody logs.

A generated service logs each request with its answer, and the monitor reads that log. An application of your own
(`bentoml: {app: package.module:app}`) answers without it, so that drift of inputs, predictions and texts, and
performance by late labels, have nothing to look at. Let `monitor.current` name a function that loads what was asked
and answered, or take these parts of the monitor out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.vocabulary.severity import Severity

RULE = Rule("unlogged-requests", __doc__, Severity.WARNING)


def check(deploy: Any, monitor: Any) -> Iterator[Finding]:
    """Name the parts of the monitor that an application of one's own leaves blind."""
    backend = deploy.backend
    if backend is None or backend.name != "bentoml" or "app" not in backend.options or monitor.current is not None:
        return
    blind = [name for name in ("drift", "labels", "performance") if getattr(monitor, name)]
    if blind:
        yield Finding(
            f"nobody logs the requests that {listed(blind)} would be judged by",
            (
                At(monitor.at(blind[0]), "sees nothing", key=True),
                At((*backend.route, "app"), "logs no requests"),
            ),
            ("name a function that loads them, by `monitor.current`",),
        )
