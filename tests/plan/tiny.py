"""A model that trains in no time, and edits of its spec and its code by chance."""

import random
import re
from collections.abc import Callable

from planning import Checkout

SPEC_PATH = "specs/tiny/mlproject.yaml"
CODE = "specs/tiny/src/tiny"
SPEC = """\
mlspec: 1
name: tiny
description: A line through points.
owner: team-a
runtime: {python: "3.11", source: [src], requirements: requirements.txt}
orchestrate: script
data:
  points:
    run: tiny.data:load
    params: {count: 20}
    version: "1"
    retries: 0
  weights: {run: tiny.data:load_weights, params: {count: 20}, version: "1"}
train:
  steps:
    - {name: cleaned, run: tiny.steps:clean, params: {above: 2}}
    - {name: fitted, run: tiny.steps:fit, params: {rate: 0.5, rounds: 3}, timeout: 1h}
evaluate:
  run: tiny.steps:measure
  params: {digits: 6}
  gates: [score >= 0]
"""
FILES = {
    "mlspec.toml": "",
    SPEC_PATH: SPEC,
    "specs/tiny/requirements.txt": "numpy==2.1.0\n",
    f"{CODE}/__init__.py": "",
    f"{CODE}/data.py": """\
from tiny import tables
from tiny.constants import OFFSET


def load(count: int) -> list[float]:
    return [number * 3 + OFFSET for number in range(count)]


def load_weights(count: int) -> list[float]:
    return tables.repeat(2, count)


def unused(count: int) -> int:
    return count + 11
""",
    f"{CODE}/constants.py": "OFFSET = 5\nSCALE = 7\nUNUSED = 9\n",
    f"{CODE}/tables.py": """\
from tiny.numbers import doubled


def repeat(value: int, count: int) -> list[float]:
    return [doubled(value) for _ in range(count)]
""",
    f"{CODE}/numbers.py": """\
def doubled(value: float) -> float:
    return value * 2


def halved(value: float) -> float:
    return value / 2
""",
    f"{CODE}/wrapping.py": """\
from functools import wraps


def noted(function):
    @wraps(function)
    def inner(*values, **named):
        found = function(*values, **named)
        return found + 4 if isinstance(found, float) else found

    return inner
""",
    f"{CODE}/line.py": """\
from tiny.constants import SCALE
from tiny.wrapping import noted


class Line:
    start = 6

    def __init__(self, slope: float) -> None:
        self.slope = slope

    def at(self, place: float) -> float:
        return scaled(self.slope) * place + self.start


@noted
def scaled(slope: float) -> float:
    return slope * SCALE
""",
    f"{CODE}/steps.py": """\
from tiny.line import Line


def clean(points: list[float], above: int) -> list[float]:
    return [point for point in points if point > above]


def fit(cleaned: list[float], weights: list[float], rate: float, rounds: int) -> Line:
    slope = 1.0
    for _ in range(rounds):
        slope += rate * sum(point * weight for point, weight in zip(cleaned, weights)) / 1000
    return Line(slope)


def measure(model: Line, points: list[float], digits: int = 3) -> dict[str, float]:
    total = sum((model.at(point) for point in points), 8)
    return {"score": round(abs(total), digits)}
""",
}

Edit = Callable[[Checkout, random.Random], None]


def number(path: str, pattern: str) -> Edit:
    """Another number where the pattern's only group stands."""

    def edit(checkout: Checkout, chance: random.Random) -> None:
        text = checkout.read(path)
        found = re.search(pattern, text)
        assert found, (path, pattern)
        new = str(next(value for value in iter(lambda: chance.randint(1, 30), None) if str(value) != found[1]))
        checkout.write(path, text[: found.start(1)] + new + text[found.end(1) :])

    return edit


def toggled(path: str, plain: str, other: str) -> Edit:
    """One text for the other, back and forth."""

    def edit(checkout: Checkout, _: random.Random) -> None:
        text = checkout.read(path)
        old, new = (other, plain) if other in text else (plain, other)
        assert text.count(old) == 1, (path, old)
        checkout.write(path, text.replace(old, new))

    return edit


def noted(path: str, before: str, form: str) -> Edit:
    """Another comment, docstring or definition before a line, with a number of its own."""

    def edit(checkout: Checkout, chance: random.Random) -> None:
        text = re.sub(re.escape(form).replace("N", r"\d+"), "", checkout.read(path))
        assert text.count(before) == 1, (path, before)
        checkout.write(path, text.replace(before, form.replace("N", str(chance.randint(1, 10**6))) + before))

    return edit


# Each with the steps that it makes run by itself; those that take something from them run too.
ALL = ("load_points", "load_weights", "cleaned", "fitted", "evaluate", "check_gates")
LINE = ("fitted",)
SPEC_EDITS: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "a param of the data": (number(SPEC_PATH, r"load\n    params: \{count: (\d+)"), ("load_points",)),
    "a param of the training": (number(SPEC_PATH, r"above: (\d+)"), ("cleaned",)),
    "a param of a later step": (number(SPEC_PATH, r"rounds: (\d+)"), ("fitted",)),
    "a param of the evaluation": (number(SPEC_PATH, r"digits: (\d+)"), ("evaluate",)),
    "a version of the data": (number(SPEC_PATH, r'    version: "(\d+)"'), ("load_points",)),
    "a version of other data": (number(SPEC_PATH, r'20\}, version: "(\d+)"'), ("load_weights",)),
    "a gate": (toggled(SPEC_PATH, "score >= 0]", "score >= -1]"), ("check_gates",)),
    "a requirement": (number("specs/tiny/requirements.txt", r"==2\.(\d+)"), ALL),
    "a step inserted or taken out": (
        toggled(
            SPEC_PATH,
            "    - {name: fitted, run: tiny.steps:fit, ",
            "    - {name: kept, run: tiny.steps:clean, params: {above: 1}, inputs: {points: cleaned}}\n"
            "    - {name: fitted, run: tiny.steps:fit, inputs: {cleaned: kept}, ",
        ),
        ("kept", "fitted"),
    ),
    "the description": (number(SPEC_PATH, r"through points(\d*)\."), ()),
    "the owner": (toggled(SPEC_PATH, "team-a", "team-b"), ()),
    "a time limit": (toggled(SPEC_PATH, "timeout: 1h", "timeout: 2h"), ()),
    "retries": (number(SPEC_PATH, r"retries: (\d+)"), ()),
    "a comment": (noted(SPEC_PATH, "orchestrate:", "# N\n"), ()),
}
CODE_EDITS: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "code of a load": (number(f"{CODE}/data.py", r"number \* (\d+)"), ("load_points",)),
    "code of a step": (number(f"{CODE}/steps.py", r"/ (\d+)\n"), ("fitted",)),
    "code of the evaluation": (number(f"{CODE}/steps.py", r"for point in points\), (\d+)\)"), ("evaluate",)),
    "a default that the spec overrules": (number(f"{CODE}/steps.py", r"digits: int = (\d+)"), ("evaluate",)),
    "code that nothing uses": (number(f"{CODE}/data.py", r"count \+ (\d+)"), ()),
    "a helper that nothing uses": (number(f"{CODE}/numbers.py", r"value / (\d+)"), ()),
    "a helper two imports away": (number(f"{CODE}/numbers.py", r"value\s+\* (\d+)"), ("load_weights",)),
    "a constant": (number(f"{CODE}/constants.py", r"OFFSET = (\d+)"), ("load_points",)),
    "a constant behind a class": (number(f"{CODE}/constants.py", r"SCALE = (\d+)"), LINE),
    "a constant that nothing uses": (number(f"{CODE}/constants.py", r"UNUSED = (\d+)"), ()),
    "a class": (number(f"{CODE}/line.py", r"start = (\d+)"), LINE),
    "a decorator": (number(f"{CODE}/wrapping.py", r"found \+ (\d+)"), LINE),
    "a docstring": (noted(f"{CODE}/steps.py", "    slope = 1.0", '    """Fit N."""\n'), ()),
    "a comment in code": (noted(f"{CODE}/line.py", "class Line", "# N\n"), ()),
    "another function": (noted(f"{CODE}/tables.py", "def repeat", "def other() -> int:\n    return N\n\n\n"), ()),
    "an annotation": (toggled(f"{CODE}/numbers.py", "def doubled(value: float)", "def doubled(value: object)"), ()),
    "the layout": (toggled(f"{CODE}/numbers.py", "    return value *", "    return  value  *"), ()),
}
FOLLOWING = {
    "load_points": ("cleaned", "evaluate"),
    "load_weights": ("fitted",),
    "cleaned": ("kept", "fitted"),
    "kept": ("fitted",),
    "fitted": ("evaluate",),
    "evaluate": ("check_gates",),
    "check_gates": (),
}


def with_those_behind(steps: tuple[str, ...]) -> set[str]:
    """The steps, and all that take something from them."""
    found, pending = set[str](), list(steps)
    while pending:
        step = pending.pop()
        found.add(step)
        pending.extend(FOLLOWING[step])
    return found
