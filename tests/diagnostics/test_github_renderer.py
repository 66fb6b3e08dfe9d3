"""Workflow commands, read back as GitHub's runner reads them."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlspec.diagnostics.diagnostic import Label, Rule, diagnose
from mlspec.diagnostics.github_renderer import render
from mlspec.source.text import Place, Span

ODD = Rule("odd", "Something is odd.")
HELP = "help: did you mean\n`temp`?\nhelp: or: none"


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Command, properties and message of a line, as the runner unescapes them."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert found, line
    command, listed, message = found.groups()
    properties = dict(part.split("=", 1) for part in listed.split(","))
    return command, {name: unescape(value, is_property=True) for name, value in properties.items()}, unescape(message)


def unescape(text: str, is_property: bool = False) -> str:
    codes = {"%0D": "\r", "%0A": "\n"} | ({"%3A": ":", "%2C": ","} if is_property else {})
    for code, character in codes.items():
        text = text.replace(code, character)
    return text.replace("%25", "%")


def test_every_diagnostic_is_a_command(diagnostics: Any, sources: Any) -> None:
    path = "specs/flight delay/mlproject#1%.yaml"
    assert [read(line) for line in render(diagnostics, sources).splitlines()] == [
        ("error", {"title": "mlspec: unknown-column"}, "no spec is found\nhelp: write one"),
        ("notice", {"title": "mlspec: remark", "file": "data.csv"}, "data.csv: no text at hand\nnot read"),
        (
            "warning",
            {"title": "mlspec: odd-value", "file": path, "line": "3", "endLine": "4"},
            f"{path}:3:1: the monitor is odd",
        ),
        (
            "error",
            {
                "title": "mlspec: unknown-column",
                "file": path,
                "line": "3",
                "endLine": "3",
                "col": "13",
                "endColumn": "18",
            },
            f"{path}:3:13: `tempp` is no column: 100%\\nsurely, it is not\nnot a column\n" + HELP,
        ),
    ]


def test_nothing_to_tell() -> None:
    assert render((), {}) == ""


@given(st.text(max_size=20), st.text("a,:%=\n\r \x1b", min_size=1, max_size=10))
def test_no_word_of_the_users_is_a_command_of_its_own(message: str, path: str) -> None:
    text = render([diagnose(ODD, message, Label(Place(path, Span(0, 0)), message), help=message)], {})
    assert text.count("\n") == 1
    assert all(character.isprintable() for character in text[:-1])
    command, properties, _ = read(text[:-1])
    assert (command, set(properties)) == ("error", {"title", "file"})
