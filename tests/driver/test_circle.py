"""The whole circle with small programs in place of a model's: what is told, what fails, that nothing stays behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from mlspec.driver.circle import Circle, PartFailedError, go_round
from mlspec.driver.listening import free_port, is_free
from mlspec.driver.starting import Start
from mlspec.ir.offer import ServedEndpoint
from mlspec.vocabulary.record import evolve

COMPILER = Path(__file__).parents[2] / "compiler"
RUN = """
import sys
print("[1/2] load", flush=True)
print("warning: old rows", file=sys.stderr)
print("[2/2] train")
print()
print("rows    100")
print("model   churn version 1")
"""
SERVE = """
import http.server, os, subprocess, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):
        pass
worker = [sys.executable, "-c", "import time; time.sleep(600)"]
print("worker", subprocess.Popen(worker, start_new_session=True).pid, flush=True)
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Answer).serve_forever()
"""
REPLAY = "import sys; print(); print('sent', *sys.argv[1:])"
MONITOR = "import sys; print(); print('looked', *sys.argv[1::2]); sys.exit({status})"


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    """A circle of stand-ins, for one window."""

    def start(name: str, text: str) -> Start:
        script = tmp_path / f"{name}.py"
        script.write_text(textwrap.dedent(text))
        return Start((sys.executable, str(script)), (("GIVEN", "1"),), ())

    return Circle(
        run=start("run", RUN),
        serve=start("serve", SERVE),
        endpoint=ServedEndpoint((), 3000, "PORT", "/livez", "/readyz", "/metrics", ()),
        replay=start("replay", REPLAY),
        monitor=start("monitor", MONITOR.format(status=0)),
        log_folder=str(tmp_path / "logs"),
        as_of="2013-07-01",
        windows=("2013-04-01",),
        rows=7,
        port=free_port(),
    )


def rewrite(start: Start | None, text: str) -> None:
    assert start is not None
    Path(start.words[1]).write_text(textwrap.dedent(text))


def worker_of(circle: Circle) -> int:
    return int((Path(circle.log_folder) / "serve.log").read_text().split("worker")[1].split()[0])


def is_gone(pid: int) -> bool:
    """Whether a process has ended; whoever has to may not have heard of it yet."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def nothing_is_left(circle: Circle) -> bool:
    """No port, no process: the stand-in's worker lives in a group of its own, as those of real servers do."""
    return is_gone(worker_of(circle)) and is_free(circle.port)


def test_all_parts_in_order_and_nothing_left(circle: Circle) -> None:
    said: list[str] = []
    parts = go_round(circle, said.append)
    assert [part.title for part in parts] == ["run", "serve", "replay 2013-04-01", "monitor 2013-04-01"]
    assert parts[0].lines == ("rows    100", "model   churn version 1")
    assert parts[2].lines == (f"sent --as-of 2013-04-01 --rows 7 --url http://127.0.0.1:{circle.port} --concurrency 1",)
    assert parts[3].result == "stable"
    assert parts[3].lines == ("looked --from --to",)
    assert {"   [1/2] load", "   [2/2] train", "   warning: old rows"} == set(said[1:4])
    assert nothing_is_left(circle)


def test_the_monitor_is_shown_just_this_sending(circle: Circle) -> None:
    rewrite(circle.monitor, "import sys; print(); print(sys.argv[2], sys.argv[4])")
    parts = go_round(evolve(circle, windows=("2013-04-01", "2013-08-01")), lambda line: None)
    spans = [part.lines[0].split() for part in parts if part.title.startswith("monitor")]
    moments = [moment for span in spans for moment in span]
    assert moments == sorted(moments)
    assert len(set(moments)) == 4


@pytest.mark.parametrize(("status", "result"), [(3, "drift"), (4, "too little data")])
def test_what_the_monitor_finds_is_a_result(circle: Circle, status: int, result: str) -> None:
    rewrite(circle.monitor, MONITOR.format(status=status))
    parts = go_round(circle, lambda line: None)
    assert parts[-1].result == result


@pytest.mark.parametrize("part", ["run", "replay", "monitor"])
def test_a_part_that_fails_ends_the_round_with_its_status(circle: Circle, part: str) -> None:
    rewrite(getattr(circle, part), "import sys; print('error: broken', file=sys.stderr); sys.exit(5)")
    said: list[str] = []
    with pytest.raises(PartFailedError, match=part) as failure:
        go_round(circle, said.append)
    assert failure.value.status == 5
    assert "   error: broken" in said
    assert is_free(circle.port)


def test_a_service_that_ends_before_it_is_ready(circle: Circle) -> None:
    rewrite(circle.serve, "import sys; print('error: no version has the alias champion'); sys.exit(1)")
    with pytest.raises(PartFailedError, match="ended by itself with exit status 1") as failure:
        go_round(circle, lambda line: None)
    assert failure.value.lines == ("error: no version has the alias champion",)


def test_a_service_that_is_killed_while_it_is_asked(circle: Circle) -> None:
    rewrite(
        circle.replay,
        """
        import os, signal, sys, time
        from pathlib import Path
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and folder.name != str(os.getpid()):
                words = (folder / "cmdline").read_bytes().split(b"\\0")
                if len(words) > 1 and words[1] == str(Path(__file__).with_name("serve.py")).encode():
                    os.kill(int(folder.name), signal.SIGKILL)
        time.sleep(0.5)
        sys.exit("error: nobody answers")
        """,
    )
    with pytest.raises(PartFailedError, match="the service ended by itself with exit status 137"):
        go_round(circle, lambda line: None)
    assert nothing_is_left(circle)


def test_a_service_that_does_not_heed_being_asked_to_stop(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlspec.driver.child.GRACE_SECONDS", 0.5)
    rewrite(circle.serve, "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SERVE)
    go_round(circle, lambda line: None)
    assert nothing_is_left(circle)


def test_what_a_part_leaves_behind_ends_with_it(circle: Circle) -> None:
    rewrite(circle.run, "import subprocess; print(); print(subprocess.Popen(['sleep', '600']).pid)")
    parts = go_round(evolve(circle, serve=None, endpoint=None, monitor=None), lambda line: None)
    assert is_gone(int(parts[0].lines[0]))


def test_without_a_service_the_monitor_looks_back(circle: Circle) -> None:
    parts = go_round(evolve(circle, serve=None, endpoint=None), lambda line: None)
    assert [part.title for part in parts] == ["run", "monitor 2013-04-01"]


def test_what_the_surroundings_set_is_not_set_again(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(circle.run, "import os; print(); print(os.environ['GIVEN'])")
    alone = evolve(circle, serve=None, endpoint=None, monitor=None)
    assert go_round(alone, lambda line: None)[0].lines == ("1",)
    monkeypatch.setenv("GIVEN", "2")
    assert go_round(alone, lambda line: None)[0].lines == ("2",)


def test_a_port_that_is_taken_is_not_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not is_free(taken.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_that_was_started(circle: Circle, number: signal.Signals, tmp_path: Path) -> None:
    rewrite(circle.replay, f"import pathlib, time\npathlib.Path({str(tmp_path)!r}, 'sending').touch()\ntime.sleep(600)")
    assert circle.serve is not None
    assert circle.replay is not None
    program = f"""
import signal
from mlspec.cli.up import end_with_signals
from mlspec.driver.circle import Circle, go_round
from mlspec.driver.starting import Start
from mlspec.ir.offer import ServedEndpoint
end_with_signals()
go_round(Circle(None, Start({circle.serve.words!r}, (), ()),
    ServedEndpoint((), 3000, "PORT", "/livez", "/readyz", "/metrics", ()),
    Start({circle.replay.words!r}, (), ()), None, {circle.log_folder!r}, "", ("2013-04-01",), 7, {circle.port}), print)
"""
    environment = {**os.environ, "PYTHONPATH": str(COMPILER)}
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (tmp_path / "sending").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    assert process.wait(60) in (128 + number, -number)
    assert nothing_is_left(circle)
