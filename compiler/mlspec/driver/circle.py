"""A model's whole circle on this machine: run, serve, send rows, look at them; whatever was started ends with it."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from mlspec.driver.child import exit_status, hear, last_lines, started
from mlspec.driver.leftovers import kill_marked, new_mark
from mlspec.driver.listening import HOST, wait_until_ready
from mlspec.driver.starting import Start
from mlspec.ir.offer import ServedEndpoint
from mlspec.vocabulary.record import record

READY_SECONDS = 180.0
# The monitor judges how long answers took, and a crowd of senders on the service's own machine would make them slow.
_CALMLY = ("--concurrency", "1")
VERDICTS = {0: "stable", 3: "drift", 4: "too little data"}


@record
class Circle:
    """What there is of it, None where the project has no such part, and how it is to be done.

    `windows` are the dates whose rows before them are sent and looked at; `looks_back` tells that the monitor takes its
    data from a function, by the date, instead of the service's log. `log_folder` is where the parts' words go.
    """

    run: Start | None
    serve: Start | None
    endpoint: ServedEndpoint | None
    replay: Start | None
    monitor: Start | None
    log_folder: str
    as_of: str
    windows: tuple[str, ...]
    rows: int
    port: int
    looks_back: bool = False


@record
class Part:
    """A part that is done: its name, what came of it in a few words, and what it said at its end."""

    title: str
    result: str
    lines: tuple[str, ...] = ()


class PartFailedError(Exception):
    """A part did not do what it should: which and how in one line, its exit status, and the last that it said.

    The lines are those that have not been passed on yet, as those of a service.
    """

    def __init__(self, message: str, status: int, lines: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.lines = lines


def go_round(circle: Circle, say: Callable[[str], None]) -> tuple[Part, ...]:
    """Do all parts in order, telling of each; raises PartFailedError. Nothing of it runs any more afterwards."""
    os.makedirs(circle.log_folder, exist_ok=True)
    mark = new_mark()
    try:
        return tuple(_Round(circle, dict([mark]), say).parts())
    finally:
        kill_marked(mark)


class _Round:
    """One way round the circle, with what all its processes are marked by."""

    def __init__(self, circle: Circle, mark: dict[str, str], say: Callable[[str], None]) -> None:
        self._circle = circle
        self._mark = mark
        self._say = say

    def parts(self) -> Iterator[Part]:
        """All parts that there are, each as it is done."""
        circle = self._circle
        if circle.run is not None:
            yield self._done("run", circle.run, ("--as-of", circle.as_of) if circle.as_of else ())
        if circle.serve is not None and circle.endpoint is not None:
            yield from self._served(circle.serve, circle.endpoint)
        elif circle.monitor is not None:
            for window in circle.windows:
                yield self._looked(circle.monitor, window, ("--as-of", window))

    def _served(self, serve: Start, endpoint: ServedEndpoint) -> Iterator[Part]:
        """Start the service, and while it runs send it every window and look at what came of it."""
        log = self._log("serve")
        url = f"http://{HOST}:{self._circle.port}"
        variables = {**self._variables(serve), endpoint.port_variable: str(self._circle.port)}
        self._say(f"== serve {url}")
        begun = time.monotonic()
        with started(serve.words, variables, log) as process:
            if not wait_until_ready(process, self._circle.port, endpoint.ready, READY_SECONDS):
                raise _not_serving(process, log)
            ready = f"ready after {time.monotonic() - begun:.1f} s"
            self._say(f"   {ready}")
            yield Part("serve", f"{url}, {ready}")
            try:
                yield from self._replayed(url)
            except PartFailedError as failure:
                raise failure if process.poll() is None else _not_serving(process, log) from failure
        self._say("== service stopped")

    def _replayed(self, url: str) -> Iterator[Part]:
        """Send the rows before each date, and look at just this sending."""
        if self._circle.replay is None:
            return
        for window in self._circle.windows:
            first = datetime.now(UTC).isoformat()
            words = ("--as-of", window, "--rows", str(self._circle.rows), "--url", url, *_CALMLY)
            yield self._done(f"replay {window}", self._circle.replay, words)
            if self._circle.monitor is not None:
                sending = ("--from", first, "--to", datetime.now(UTC).isoformat())
                looking = ("--as-of", window) if self._circle.looks_back else sending
                yield self._looked(self._circle.monitor, window, looking)

    def _looked(self, monitor: Start, window: str, words: tuple[str, ...]) -> Part:
        """What the monitor finds is a result, whatever it is."""
        title = f"monitor {window}"
        status, lines = self._heard(title, monitor, words)
        if status not in VERDICTS:
            raise self._failure(title, status)
        return Part(title, VERDICTS[status], lines)

    def _done(self, title: str, start: Start, words: tuple[str, ...]) -> Part:
        status, lines = self._heard(title, start, words)
        if status:
            raise self._failure(title, status)
        return Part(title, "", lines)

    def _heard(self, title: str, start: Start, words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        """Let a part run to its end, passing on what it says; gives its exit status and its summary."""
        log = self._log(title)
        self._say(f"== {title}")
        with started((*start.words, *words), self._variables(start), log, heard=True) as process:
            lines = hear(process, log, lambda line: self._say(f"   {line}"))
            return exit_status(process), lines

    def _variables(self, start: Start) -> dict[str, str]:
        """What a process needs, but for what its surroundings set already."""
        return {**{name: value for name, value in start.variables if name not in os.environ}, **self._mark}

    def _failure(self, title: str, status: int) -> PartFailedError:
        log = self._log(title)
        return PartFailedError(f"{title} ended with exit status {status}; all that it said is in {log}", status)

    def _log(self, title: str) -> str:
        return os.path.join(self._circle.log_folder, f"{title.replace(' ', '-')}.log")


def _not_serving(process: "subprocess.Popen[str]", log: str) -> PartFailedError:
    status = process.poll()
    if status is None:
        message = f"the service was not ready after {READY_SECONDS:.0f} s"
    else:
        message = f"the service ended by itself with exit status {exit_status(process)}"
    return PartFailedError(
        f"{message}; all that it said is in {log}", exit_status(process) if status else 1, last_lines(log)
    )
