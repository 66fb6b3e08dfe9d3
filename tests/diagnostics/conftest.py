"""Diagnostics that hold everything that one can hold, for the forms that other programs read."""

import pytest

from mlspec.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Rule, diagnose
from mlspec.source.text import Place, SourceText, Span
from mlspec.vocabulary.severity import Severity

RULE = Rule("unknown-column", "No dataset has this column.\n\nName a column that a dataset has.\n")
WARNING = Rule("odd-value", "A value is odd.", Severity.WARNING)
NOTE = Rule("remark", "A remark.", Severity.NOTE)
TEXT = "data: {}\nmonitor:\n  columns: [tempp]\n  window: 30d\n"
PATH = "specs/flight delay/mlproject#1%.yaml"


def label(text: str, note: str = "") -> Label:
    start = TEXT.index(text)
    return Label(Place(PATH, Span(start, start + len(text))), note)


@pytest.fixture
def sources() -> dict[str, SourceText]:
    return {PATH: SourceText(PATH, TEXT)}


@pytest.fixture
def rules() -> tuple[Rule, ...]:
    return (RULE, WARNING)


@pytest.fixture
def diagnostics() -> tuple[Diagnostic, ...]:
    fix = Fix("write `temp`", PATH, ("monitor", "columns", 0), Edit.SET_VALUE, "temp")
    return (
        diagnose(
            RULE,
            "`tempp` is no column: 100%\nsurely, it is not",
            label("tempp", "not a column"),
            label("data", "none of these"),
            help=("did you mean\n`temp`?", "or: none"),
            fixes=(fix,),
        ),
        diagnose(WARNING, "the monitor is odd", label("  columns: [tempp]\n  window: 30d\n")),
        diagnose(NOTE, "no text at hand", Label(Place("data.csv", Span(0, 0)), "not read")),
        diagnose(RULE, "no spec is found", help="write one"),
    )
