"""What a label conceals is shown in no format, by no diagnostic."""

from types import ModuleType

import pytest

from mlspec.diagnostics import github_renderer, json_renderer, sarif_renderer, text_renderer
from mlspec.diagnostics.concealment import conceal
from mlspec.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label
from mlspec.source.text import Place, SourceText, Span
from mlspec.vocabulary.severity import Severity

SECRET = "s3cret word"
TEXT = f"a: {{password: '{SECRET}', other: {SECRET}}}\nb: |\n  {SECRET}\n"
SOURCES = {"spec.yaml": SourceText("spec.yaml", TEXT)}


def at(text: str, *, conceals: bool = False, start: int = 0) -> Label:
    begin = TEXT.index(text, start)
    return Label(Place("spec.yaml", Span(begin, begin + len(text))), f"near {SECRET}", conceals)


HIDING = Diagnostic("credential", Severity.ERROR, "a password", (at(f"'{SECRET}'", conceals=True),))
TELLING = Diagnostic(
    "other",
    Severity.ERROR,
    f"`{SECRET}` is no number",
    (at("other"),),
    (f"did you mean {SECRET}?",),
    (Fix("write it", "spec.yaml", ("a", "other"), Edit.SET_VALUE, SECRET),),
)


@pytest.mark.parametrize("renderer", [text_renderer, json_renderer, github_renderer, sarif_renderer])
def test_no_format_shows_it(renderer: ModuleType) -> None:
    assert SECRET in renderer.render((TELLING,), SOURCES)
    assert "s3cret" not in renderer.render((TELLING, HIDING), SOURCES)


def test_the_lines_keep_their_length_and_their_quotes() -> None:
    _, sources = conceal((HIDING,), SOURCES)
    assert sources["spec.yaml"].content == "a: {password: '****** ****', other: ****** ****}\nb: |\n  ****** ****\n"


def test_a_fix_that_would_write_it_is_left_out() -> None:
    told, _ = conceal((TELLING, HIDING), SOURCES)
    assert told[0].fixes == ()
    assert told[0].message == "`****** ****` is no number"


def test_a_short_one_is_masked_only_where_it_stands() -> None:
    text = "pin: 42a\nnote: 42a pins\n"
    label = Label(Place("p", Span(5, 8)), conceals=True)
    _, sources = conceal((Diagnostic("r", Severity.ERROR, "m", (label,)),), {"p": SourceText("p", text)})
    assert sources["p"].content == "pin: ***\nnote: 42a pins\n"


def test_nothing_changes_where_nothing_is_concealed() -> None:
    assert conceal((TELLING,), SOURCES) == ((TELLING,), SOURCES)
