"""Diagnostics as people read them: each test is a picture."""

from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.diagnostics.diagnostic import Edit, Fix, Label, Rule, diagnose, is_error
from mlspec.diagnostics.text_renderer import render
from mlspec.source.text import Place, SourceText, Span
from mlspec.vocabulary.severity import Severity

UNKNOWN = Rule("unknown-column", "No dataset has this column.\n\nName one that it has.")
ODD = Rule("odd", "Something is odd.", Severity.WARNING)
REMARK = Rule("remark", "Something is worth a remark.", Severity.NOTE)


def at(source: SourceText, text: str, note: str = "", nth: int = 0) -> Label:
    start = -1
    for _ in range(nth + 1):
        start = source.content.index(text, start + 1)
    return Label(Place(source.path, Span(start, start + len(text))), note)


def draw(*diagnostics, sources=()) -> str:
    return render(diagnostics, {source.path: source for source in sources})


def picture(text: str) -> str:
    """The text of a test without its first line break."""
    return text.removeprefix("\n")


def spec(text: str, path: str = "specs/a/mlproject.yaml") -> SourceText:
    return SourceText(path, picture(text))


def test_nothing_to_tell() -> None:
    assert render((), {}) == ""


def test_the_picture_of_the_house() -> None:
    text = "\n" * 70 + "    inputs: {columns: [tempp], method: psi}\n"
    source = SourceText("specs/flight-delay/mlproject.yaml", text)
    message = "the monitor names `tempp`, which no dataset has"
    label = at(source, "tempp", "not a column of `data.training`")
    assert draw(diagnose(UNKNOWN, message, label, help="did you mean `temp`?"), sources=[source]) == picture("""
error[unknown-column]: the monitor names `tempp`, which no dataset has
  --> specs/flight-delay/mlproject.yaml:71:24
   |
71 |     inputs: {columns: [tempp], method: psi}
   |                        ^^^^^ not a column of `data.training`
   = help: did you mean `temp`?

1 error
""")


def test_places_that_explain_stand_in_the_same_file_and_in_others() -> None:
    first = spec("""
a: 1
b: 2
c: 3
d: 4
""")
    other = spec("x: 1\n", "specs/house.base.yaml")
    diagnostic = diagnose(
        ODD, "twice", at(first, "d", "again"), at(first, "a", "first"), at(other, "x", "and here"), at(first, "c")
    )
    assert draw(diagnostic, sources=[first, other]) == picture("""
warning[odd]: twice
 --> specs/a/mlproject.yaml:4:1
  |
1 | a: 1
  | - first
...
3 | c: 3
  | -
4 | d: 4
  | ^ again
 ::: specs/house.base.yaml:1:1
  |
1 | x: 1
  | - and here

1 warning
""")


def test_two_labels_in_one_line() -> None:
    source = spec("run: {cpu: 1, cpu: 2}\n")
    diagnostic = diagnose(UNKNOWN, "`cpu` twice", at(source, "cpu", "again", 1), at(source, "cpu", "first"))
    assert draw(diagnostic, sources=[source]) == picture("""
error[unknown-column]: `cpu` twice
 --> specs/a/mlproject.yaml:1:15
  |
1 | run: {cpu: 1, cpu: 2}
  |               ^^^ again
  |       --- first

1 error
""")


def test_a_stretch_of_several_lines_that_begins_a_line() -> None:
    source = spec("""
train:
  run: a:b
  params:
    x: 1
evaluate: {}
""")
    label = at(source, "  run: a:b\n  params:\n    x: 1\n", "no `retries` in here")
    label = Label(Place(source.path, Span(label.place.span.start + 2, label.place.span.end)), label.text)
    assert draw(diagnose(ODD, "not retried", label), sources=[source]) == picture("""
warning[odd]: not retried
 --> specs/a/mlproject.yaml:2:3
  |
2 | /   run: a:b
3 | |   params:
4 | |     x: 1
  | |________^ no `retries` in here

1 warning
""")


def test_a_stretch_of_several_lines_that_begins_within_a_line() -> None:
    source = spec("""
train: {run: a:b,
  params: {x: 1}}
""")
    label = at(source, "{run: a:b,\n  params: {x: 1}}", "all of it")
    assert draw(diagnose(ODD, "not retried", label), sources=[source]) == picture("""
warning[odd]: not retried
 --> specs/a/mlproject.yaml:1:8
  |
1 |   train: {run: a:b,
  |  ________^
2 | |   params: {x: 1}}
  | |_________________^ all of it

1 warning
""")


def test_the_middle_of_a_long_stretch_is_left_out() -> None:
    source = spec("".join(f"line {number}\n" for number in range(1, 13)))
    label = Label(Place(source.path, Span(0, len(source.content))), "too much")
    assert draw(diagnose(ODD, "long", label), sources=[source]) == picture("""
warning[odd]: long
  --> specs/a/mlproject.yaml:1:1
   |
 1 | / line 1
 2 | | line 2
 3 | | line 3
...  |
12 | | line 12
   | |_______^ too much

1 warning
""")


def test_about_the_repository_as_a_whole() -> None:
    assert draw(diagnose(UNKNOWN, "no spec is found", help="write `specs/a/mlproject.yaml`")) == picture("""
error[unknown-column]: no spec is found
  = help: write `specs/a/mlproject.yaml`

1 error
""")


def test_a_file_whose_text_is_not_at_hand() -> None:
    diagnostic = diagnose(UNKNOWN, "`data.csv` is missing", Label(Place("data.csv", Span(0, 0)), "no such file"))
    assert draw(diagnostic) == picture("""
error[unknown-column]: `data.csv` is missing
 --> data.csv
  = `data.csv`: no such file

1 error
""")


def test_an_empty_place_at_the_end_of_the_text() -> None:
    source = spec("a: [1,\n")
    label = Label(Place(source.path, Span(len(source.content), len(source.content))), "ends here")
    assert draw(diagnose(UNKNOWN, "`[` is never closed", label, at(source, "[")), sources=[source]) == picture("""
error[unknown-column]: `[` is never closed
 --> specs/a/mlproject.yaml:2:1
  |
1 | a: [1,
  |    -
2 |
  | ^ ends here

1 error
""")


def test_an_empty_file() -> None:
    lines = draw(diagnose(ODD, "empty", at(spec(""), "", "nothing here")), sources=[spec("")]).splitlines()
    assert lines[3:5] == ["1 |", "  | ^ nothing here"]


def test_a_file_as_a_whole_is_named_without_its_first_line() -> None:
    source = spec("a: 1\n")
    assert draw(diagnose(ODD, "wrong file", Label(Place(source.path, Span(0, 0)))), sources=[source]) == picture("""
warning[odd]: wrong file
 --> specs/a/mlproject.yaml:1:1

1 warning
""")


def test_a_stretch_past_the_end_of_the_text_is_drawn_at_its_end() -> None:
    source = spec("a: 1")
    label = Label(Place(source.path, Span(100, 120)), "here")
    assert draw(diagnose(ODD, "far", label), sources=[source]).splitlines()[3:5] == ["1 | a: 1", "  |     ^ here"]


@pytest.mark.parametrize(
    ("text", "marked", "drawn"),
    [
        ("\ta: tempp", "tempp", ["1 |     a: tempp", "  |        ^^^^^"]),
        ("a: \t x", "\t", ["1 | a:      x", "  |    ^^^^"]),
        ("a: \x1b[31m, b", "b", ["1 | a: \\x1b[31m, b", "  |              ^"]),
        ("a: \x9b31m b", "\x9b", ["1 | a: \\x9b31m b", "  |    ^^^^"]),
        ("a: \u202eevil\u202c b", "b", ["1 | a: \\u202eevil\\u202c b", "  |                     ^"]),
        ("a:\u00a0b", "\u00a0", ["1 | a:\\xa0b", "  |   ^^^^"]),
        ("a: x\ufeffy b", "b", ["1 | a: x\\ufeffy b", "  |             ^"]),
        ("a: \0 b", "b", ["1 | a: \\x00 b", "  |         ^"]),
        ("a: \ud800 b", "b", ["1 | a: \\ud800 b", "  |           ^"]),
        ("a: x\ry b", "b", ["1 | a: x\\ry b", "  |         ^"]),
        ("名前: 値 b", "値", ["1 | 名前: 値 b", "  |       ^^"]),
        ("e\u0301te\u0301: b", "b", ["1 | e\u0301te\u0301: b", "  |      ^"]),
        ("\U0001f680: b", "b", ["1 | \U0001f680: b", "  |     ^"]),
        ("\uff46\uff55\uff4c: b", "b", ["1 | \uff46\uff55\uff4c: b", "  |         ^"]),
        ("a: \u1112\u1161\u11ab b", "b", ["1 | a: \u1112\u1161\u11ab b", "  |       ^"]),
    ],
)
def test_the_caret_stands_below_what_it_marks(text: str, marked: str, drawn: list[str]) -> None:
    source = spec(text)
    assert draw(diagnose(ODD, "m", at(source, marked)), sources=[source]).splitlines()[3:5] == drawn


def test_a_windows_line_end_is_no_part_of_a_line() -> None:
    source = spec("a: 1\r\nb: 2\r\n")
    assert "1 | a: 1\n  |    ^\n" in draw(diagnose(ODD, "m", at(source, "1")), sources=[source])


@pytest.mark.parametrize("length", [3, 300])
def test_a_place_within_a_windows_line_end_is_drawn_after_the_line(length: int) -> None:
    source = spec("x" * length + "\r\n")
    label = Label(Place(source.path, Span(length + 1, length + 1)), "here")
    line, marks = draw(diagnose(ODD, "m", label), sources=[source]).splitlines()[3:5]
    assert line.endswith("x")
    assert marks.index("^") >= len(line)


def test_a_very_long_line_is_cut_around_the_mark() -> None:
    source = spec("a: [" + "x, " * 4000 + "tempp, " + "y, " * 4000 + "]")
    line, marks = draw(diagnose(ODD, "m", at(source, "tempp", "here")), sources=[source]).splitlines()[3:5]
    assert line.startswith("1 | ...")
    assert line.endswith("...")
    assert len(line) <= 120
    assert line[marks.index("^") : marks.rindex("^") + 1] == "tempp"
    assert marks.endswith("^ here")


def test_a_long_line_is_cut_at_its_end_only_where_the_mark_is_near_its_start() -> None:
    source = spec("tempp: " + "y" * 500)
    line, marks = draw(diagnose(ODD, "m", at(source, "tempp")), sources=[source]).splitlines()[3:5]
    assert line.startswith("1 | tempp: y")
    assert line.endswith("y...")
    assert marks == "  | ^^^^^"


def test_a_mark_longer_than_the_screen_is_cut() -> None:
    source = spec("a: " + "y" * 500)
    line, marks = draw(diagnose(ODD, "m", at(source, "y" * 500, "long")), sources=[source]).splitlines()[3:5]
    assert len(line) <= 120
    assert marks.count("^") < 120
    assert marks.endswith("^ long")


def test_two_marks_far_apart_in_a_long_line_are_both_seen() -> None:
    source = spec("first: " + "y, " * 500 + "second")
    drawn = draw(diagnose(ODD, "m", at(source, "second", "this"), at(source, "first", "that")), sources=[source])
    lines = drawn.splitlines()[3:7]
    assert lines[0].endswith("second")
    assert lines[0][lines[1].index("^") :] == "second"
    assert lines[2].startswith("1 | first: y")
    assert lines[3] == "  | ----- that"


def test_a_line_of_megabytes_takes_no_time() -> None:
    source = spec("[" * 10_000_000)
    label = Label(Place(source.path, Span(5_000_000, 5_000_001)), "here")
    drawn = draw(diagnose(ODD, "m", label), sources=[source])
    assert len(drawn) < 1000


def test_the_users_words_cannot_steer_the_terminal() -> None:
    source = spec("a: 1\n", "specs/\x1b[2J.yaml")
    label = Label(Place(source.path, Span(0, 1)), "label \x1b[31m")
    fix = Fix("title \x07", source.path, ("a",), Edit.REMOVE)
    drawn = draw(diagnose(ODD, "message \x1b]0;x\x07\nerror: fake", label, fixes=(fix,)), sources=[source])
    assert all(character.isprintable() or character == "\n" for character in drawn)
    assert drawn.startswith("warning[odd]: message \\x1b]0;x\\x07\\nerror: fake\n")


def test_help_of_several_lines() -> None:
    assert draw(diagnose(ODD, "m", help=("write\n  a: 1", "or nothing"))) == picture("""
warning[odd]: m
  = help: write
            a: 1
  = help: or nothing

1 warning
""")


def test_a_fix_is_told_where_no_help_says_it() -> None:
    fix = Fix("rename it to `temp`", "a", ("tempp",), Edit.RENAME_KEY, "temp")
    assert "  = fix: rename it to `temp`\n" in draw(diagnose(ODD, "m", fixes=(fix,)))
    assert "fix:" not in draw(diagnose(ODD, "m", help="did you mean `temp`?", fixes=(fix,)))


def test_the_order_is_by_path_and_place_whatever_comes_first() -> None:
    first, second = spec("a: 1\nb: 2\n", "a.yaml"), spec("c: 3\n", "b.yaml")
    diagnostics = [
        diagnose(UNKNOWN, "whole"),
        diagnose(ODD, "on a", at(first, "a")),
        diagnose(UNKNOWN, "on b", at(first, "b")),
        diagnose(ODD, "also on b", at(first, "b")),
        diagnose(REMARK, "on c", at(second, "c")),
    ]
    drawn = draw(*diagnostics, sources=[first, second])
    titles = [line for line in drawn.splitlines() if "]: " in line]
    assert [title.partition("]: ")[2] for title in titles] == ["whole", "on a", "on b", "also on b", "on c"]
    assert drawn.endswith("\n2 errors, 2 warnings, 1 note\n")
    assert draw(*reversed(diagnostics), sources=[first, second]) == drawn


def test_the_same_fault_seen_from_several_specs_is_shown_once() -> None:
    base, one, two = spec("a: 1\n", "house.base.yaml"), spec("b: 1\n", "one.yaml"), spec("c: 1\n", "two.yaml")
    seen = [
        diagnose(UNKNOWN, "wrong", at(base, "a"), at(source, word, "used here"), help="mend it")
        for source, word in ((one, "b"), (two, "c"), (one, "b"))
    ]
    assert draw(*seen, sources=[base, one, two]) == picture("""
error[unknown-column]: wrong
 --> house.base.yaml:1:1
  |
1 | a: 1
  | ^
 ::: one.yaml:1:1
  |
1 | b: 1
  | - used here
 ::: two.yaml:1:1
  |
1 | c: 1
  | - used here
  = help: mend it

1 error
""")


def test_equal_words_at_two_places_are_two_faults() -> None:
    source = spec("a: 1\nb: 1\n")
    drawn = draw(diagnose(ODD, "m", at(source, "a")), diagnose(ODD, "m", at(source, "b")), sources=[source])
    assert drawn.endswith("2 warnings\n")


def test_a_fix_whose_value_has_no_hash() -> None:
    fix = Fix("write it", "a", ("x",), Edit.SET_VALUE, {"min": [1]})
    assert draw(diagnose(ODD, "m", fixes=(fix,)), diagnose(ODD, "m", fixes=(fix,))).count("fix:") == 1


def test_colour_changes_nothing_but_colour() -> None:
    import re

    source = spec("a: 1\nb: {\n c: 2}\n")
    diagnostics = (
        diagnose(UNKNOWN, "m", at(source, "1", "x"), at(source, "a"), help="h"),
        diagnose(ODD, "n", at(source, "{\n c: 2}", "y")),
    )
    sources = {source.path: source}
    coloured = render(diagnostics, sources, color=True)
    assert "\x1b[1;31merror[unknown-column]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(diagnostics, sources)


def test_what_stops_a_compile() -> None:
    assert [is_error(diagnose(rule, "m")) for rule in (UNKNOWN, ODD, REMARK)] == [True, False, False]


letters = st.text(
    st.one_of(st.sampled_from("ab \t\n\r{}:名\u0301\x1b\u202e\ufeff"), st.characters(exclude_categories=[]))
)


def width(text: str) -> int:
    return sum(
        0 if category(one) in ("Mn", "Me") or "\u1160" <= one <= "\u11ff" else 2 if east_asian_width(one) in "WF" else 1
        for one in text
    )


@given(letters, st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_any_text_is_drawn_with_the_mark_in_its_place(text: str, start: int, length: int, long: bool) -> None:
    source = SourceText("a.yaml", ("x" * 300 + text + "y" * 300) if long else text)
    begin = (300 if long else 0) + min(start, len(text))
    end = min(begin + length, len(source.content))
    drawn = render([diagnose(ODD, "m", Label(Place("a.yaml", Span(begin, end))))], {"a.yaml": source})
    assert all(character.isprintable() or character == "\n" for character in drawn)
    assert all(width(line) <= 125 for line in drawn.splitlines()) or "\\U" in drawn
    marked = source.content[begin:end]
    if "\n" not in marked and marked.isascii() and marked.isprintable() and 0 < len(marked) < 60:
        line, marks = drawn.splitlines()[3:5]
        assert marks.count("^") == len(marked)
        before = marks.index("^")
        position, used = 0, 0
        while used < before:
            used += width(line[position])
            position += 1
        while marked and position < len(line) and width(line[position]) == 0:
            position += 1
        assert line[position : position + len(marked)].rstrip() == marked.rstrip(), "blanks at the end go"
