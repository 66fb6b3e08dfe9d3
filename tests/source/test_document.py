"""Documents are read as YAML 1.2 says, with true places; what is wrong is a fault at its place, never an exception."""

import json
import math
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mlspec.source.document import (
    SYNTAX_RULES,
    Document,
    SourceFloat,
    SourceInt,
    SyntaxFault,
    decode_text,
    find_place,
    read_document,
)
from mlspec.source.places import Places
from mlspec.source.reader import DocumentReader
from mlspec.source.route import Route
from mlspec.source.scalar import PlainScalars
from mlspec.source.text import Place

FLIGHT_DELAY = (Path(__file__).parents[2] / "specs" / "flight-delay" / "mlproject.yaml").read_text(encoding="utf-8")


def read(text: str | bytes) -> tuple[Document | None, tuple[SyntaxFault, ...]]:
    return read_document("a/mlproject.yaml", text.encode() if isinstance(text, str) else text)


def read_clean(text: str | bytes) -> Document:
    document, faults = read(text)
    assert faults == ()
    assert document is not None
    return document


def said(document: Document, place: Place | None) -> str:
    assert place is not None
    assert place.path == document.text.path
    return document.text.content[place.span.start : place.span.end]


def value_text(document: Document, *route: str | int) -> str:
    return said(document, document.places[route].value)


def key_text(document: Document, *route: str | int) -> str:
    return said(document, document.places[route].key)


def brief(text: str | bytes) -> list[tuple[str, str]]:
    """Rule and the text at the place of every fault."""
    content = decode_text("a", text.encode() if isinstance(text, str) else text).content
    return [(fault.rule, content[fault.place.span.start : fault.place.span.end]) for fault in read(text)[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, word) for word in ("yes", "no", "on", "off", "Y", "n", "nULL", "tRue", "none", "nil")),
        *((word, word) for word in ("1:30", "1_000", "2013-01-01", "2013-01-01T10:00:00Z", "0b11", "1e", "0o8", "0xg")),
        *((word, word) for word in ("+", ".", "..", "1.2.3", "--1", "+-1", "0x", "١٢", "1d", "4Gi", "20%", "inf")),
        *((word, int(word)) for word in ("0", "7", "-7", "123456789012345678901234567890")),
        *(("017", 17), ("+1", 1), ("-0", 0), ("0o17", 15), ("0x1F", 31), ("0xff", 255)),
        *((word, float(word)) for word in ("0.1", "-2.5", "3.10", "1e3", "1E-3", ".5", "5.", "+1.5", "-.5e+2")),
        *((".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf)),
    ],
)
def test_plain_scalars(text: str, value: object) -> None:
    for document in (f"a: {text}\n", f"a:\n- x\n- {text}\n"):
        found = read_clean(document).data["a"]
        plain = found[1] if isinstance(found, list) else found
        assert plain == value
        assert isinstance(plain, type(value))
    assert read_clean(f'a: "{text}"\n').data == {"a": text}
    assert read_clean(f"a: '{text}'\n").data == {"a": text}


def test_not_a_number() -> None:
    assert math.isnan(read_clean("a: .nan\n").data["a"])  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["3.10", "1e3", "1.50", ".5", ".inf", "-.INF", "017", "0x1F", "0o17", "+1", "-0"])
def test_a_number_that_python_spells_otherwise_keeps_its_text(text: str) -> None:
    value = read_clean(f"python: {text}\n").data["python"]
    assert isinstance(value, SourceFloat | SourceInt)
    assert value.text == text


@pytest.mark.parametrize("text", ["3.11", "0.1", "7", "-7", "-0.5"])
def test_a_number_that_python_spells_alike_is_plain(text: str) -> None:
    assert type(read_clean(f"a: {text}\n").data["a"]) in (int, float)


def test_a_whole_spec() -> None:
    document = read_clean(FLIGHT_DELAY)
    assert document.text.path == "a/mlproject.yaml"
    assert document.data["mlspec"] == 1
    assert document.broken == ()
    assert value_text(document, "name") == "flight-delay"
    assert key_text(document, "data", "training", "run") == "run"
    assert value_text(document, "data", "training", "params", "start") == "{as_of: -6mo, floor: month}"
    assert value_text(document, "evaluate", "gates", 0) == "roc_auc >= 0.74"
    assert document.places["evaluate", "gates", 0].key is None
    environment = value_text(document, "environments", "production")
    assert environment.startswith("after: staging")
    assert environment.endswith("latency_p95 <= 300ms]}")
    assert value_text(document) in FLIGHT_DELAY
    assert document.places[()].key is None


def test_places_know_the_routes_of_the_data_and_no_others() -> None:
    document = read_clean("a: {b: [1, {c: 2}]}\nd:\n")
    routes: list[Route] = [(), ("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 1), ("a", "b", 1, "c"), ("d",)]
    assert list(document.places) == routes
    assert len(document.places) == len(routes)
    assert ("a", "x") not in document.places
    assert document.places.get(("a", "b", 2)) is None
    with pytest.raises(KeyError):
        document.places["x",]


def test_a_default_has_the_place_of_its_nearest_written_ancestor() -> None:
    document = read_clean("train: {retries: 2}\n")
    assert find_place(document.places, ("train", "resources", "cpu")) == document.places["train",]
    assert find_place(document.places, ("deploy",)) == document.places[()]
    assert find_place(document.places, ("train", "retries")) == document.places["train", "retries"]


def test_where_block_values_end() -> None:
    document = read_clean("a:\n  b:\n    - 1\n    - x y  # why\n\n# about c\nc: |\n  one\n  two\n\nd: {}\n")
    assert value_text(document, "a") == "b:\n    - 1\n    - x y"
    assert value_text(document, "a", "b") == "- 1\n    - x y"
    assert value_text(document, "c").rstrip() == "|\n  one\n  two"
    assert value_text(document, "d") == "{}"


def test_an_empty_value_stands_after_its_colon() -> None:
    document = read_clean("a:\nb: 1\n")
    assert document.data == {"a": None, "b": 1}
    assert document.places["a",].value.span.start == document.places["a",].value.span.end == 2


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffname: x\nwanted: here\n",
        "name: x\r\nwanted: here\r\n",
        "name: 😀é\nwanted: here\n",
        "# 😀 \U0010fffd\nwanted: here\n",
        "# next\x85line: 1\nwanted: here\n",
        "# line\u2028separated: 1 \u2029paragraph: 2\nwanted: here\n",
        "name: 'a\u2028b\u2029c\x85d'\nwanted: here\n",
        'name: "a\u2028b\u2029c\x85d"\nwanted: here\n',
        "name: a\u2028b\x85c\nwanted: here\n",
        "a\u2028b: 1\nwanted: here\n",
        "name: |\n  a\u2028b\n  c\nwanted: here\n",
        "name: a\rwanted: here\r",
    ],
)
def test_offsets_count_characters(text: str) -> None:
    document = read_clean(text)
    assert document.data["wanted"] == "here"
    assert value_text(document, "wanted") == "here"
    assert key_text(document, "wanted") == "wanted"


def test_only_line_feeds_and_returns_end_lines() -> None:
    """YAML 1.1, and libyaml with it, ends a comment at U+2028: what a reviewer takes for a comment would count."""
    assert read_clean("a: 1 # x\u2028b: 2\n").data == {"a": 1}
    assert read_clean("a: x\u2028y\x85z\n").data == {"a": "x\u2028y\x85z"}
    assert read_clean("a: 'x\u2028y'\nb\x85: \"\u2029\"\n").data == {"a": "x\u2028y", "b\x85": "\u2029"}
    private = "".join(map(chr, range(0xE000, 0xE100)))
    assert read_clean(f"a: {private}\u2028\n").data == {"a": f"{private}\u2028"}


def test_escapes_in_double_quotes() -> None:
    text = r'''a: "\t\n\r\"\\\/\x41\u00e9\U0001F600\L\_ "'''
    assert read_clean(text).data == {"a": '\t\n\r"\\/Aé😀\u2028\xa0 '}


def test_anchors_and_aliases() -> None:
    document = read_clean("a: &x {p: [1, 2]}\nb: *x\nc: [*x, &y z, *y]\n&k d: *k\n")
    assert document.data == {"a": {"p": [1, 2]}, "b": {"p": [1, 2]}, "c": [{"p": [1, 2]}, "z", "z"], "d": "d"}
    assert value_text(document, "b") == "*x"
    assert key_text(document, "b") == "b"
    assert document.places["b", "p"] == document.places["a", "p"]
    assert document.places["c", 0, "p", 1] == document.places["a", "p", 1]
    assert value_text(document, "c", 0) == "*x"
    assert value_text(document, "c", 2) == "*y"


def test_an_alias_within_what_another_alias_repeats() -> None:
    document = read_clean("a: &a {v: 1}\nb: &b {w: *a, x: 2}\nc: {y: *b}\n")
    assert document.data["c"] == {"y": {"w": {"v": 1}, "x": 2}}
    assert document.places["c", "y", "w", "v"] == document.places["a", "v"]
    assert document.places["c", "y", "w"] == document.places["b", "w"]
    assert document.places["c", "y", "x"] == document.places["b", "x"]
    assert len(document.places) == 12


def test_an_anchor_may_be_given_anew() -> None:
    assert read_clean("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").data == {"a": 1, "b": 1, "c": 2, "d": 2}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [("empty-document", "")]),
        ("# only this\n\n", [("empty-document", "")]),
        ("---\n", [("empty-document", "")]),
        ("\ufeff", [("empty-document", "")]),
        ("- a\n- b\n", [("not-a-mapping", "-")]),
        ("[a, b]", [("not-a-mapping", "[")]),
        ("hello", [("not-a-mapping", "h")]),
        ("'hello'", [("not-a-mapping", "'")]),
        ("null", [("not-a-mapping", "n")]),
        (b"name: \xff\xfe\n", [("not-utf-8", "\ufffd")]),
        (b"name: caf\xe9\n", [("not-utf-8", "\ufffd")]),
        (b"name: \xed\xa0\x80\n", [("not-utf-8", "\ufffd")]),
        ("name: x\n".encode("utf-16"), [("not-utf-8", "\ufffd")]),
    ],
)
def test_no_document_at_all(text: str | bytes, faults: list[tuple[str, str]]) -> None:
    assert brief(text) == faults
    assert read(text)[0] is None


@pytest.mark.parametrize(
    ("text", "data", "faults"),
    [
        ("a: 1\nb: 2\na: 3\n", {"a": 1, "b": 2}, [("duplicate-key", "a")]),
        ("t: {c: 1, c: {d: [2]}, e: 3}\n", {"t": {"c": 1, "e": 3}}, [("duplicate-key", "c")]),
        (
            "a: !!python/object/apply:os.system [echo]\n",
            {"a": ["echo"]},
            [("unsupported-yaml", "!!python/object/apply:os.system")],
        ),
        ("a: !!str 1\nb: ! x\n", {"a": "1", "b": "x"}, [("unsupported-yaml", "!!str"), ("unsupported-yaml", "!")]),
        ("a: &x !t {b: 1}\n", {"a": {"b": 1}}, [("unsupported-yaml", "!t")]),
        ("a: &x {b: 1}\nc: {<<: *x, d: 2}\n", {"a": {"b": 1}, "c": {"d": 2}}, [("unsupported-yaml", "<<")]),
        ("1: x\na: 2\n", {"a": 2}, [("unsupported-yaml", "1")]),
        ("null: x\n~: y\n", {}, [("unsupported-yaml", "null"), ("unsupported-yaml", "~")]),
        ("3.10: x\ntrue: y\n", {}, [("unsupported-yaml", "3.10"), ("unsupported-yaml", "true")]),
        ("? [a]\n: b\nc: 1\n", {"c": 1}, [("unsupported-yaml", "[")]),
        ("{{x: 1}: 2, y: 3}", {"y": 3}, [("unsupported-yaml", "{")]),
        (
            "a: &x b\n*x : c\nd: {*x : e}\n",
            {"a": "b", "d": {}},
            [("unsupported-yaml", "*x"), ("unsupported-yaml", "*x")],
        ),
        ("a: 1\n---\nb: 2\n", {"a": 1}, [("unsupported-yaml", "---")]),
        ("%YAML 1.1\n---\na: 017\n", {"a": 17}, [("unsupported-yaml", "%YAML 1.1")]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", {"a": 1}, [("unsupported-yaml", "%TAG ! tag:x,2000:")]),
        ("a: *missing\nb: 1\n", {"a": None, "b": 1}, [("unknown-anchor", "*missing")]),
        ("a: &x [1, *x]\n", {"a": [1, None]}, [("recursive-alias", "*x")]),
        ("a: &x {b: {c: *x}}\n", {"a": {"b": {"c": None}}}, [("recursive-alias", "*x")]),
        ('a: "x\\0y"\n', {"a": "x\ufffdy"}, [("control-character", '"x\\0y"')]),
        ('a: "\\x1b[31m"\n', {"a": "\ufffd[31m"}, [("control-character", '"\\x1b[31m"')]),
        ('a: "\\uFEFF"\n', {"a": "\ufffd"}, [("control-character", '"\\uFEFF"')]),
        ("a: x\0y\n", {"a": "x y"}, [("control-character", "\0")]),
        ("a: x\x1by # \x7f\n", {"a": "x y"}, [("control-character", "\x1b"), ("control-character", "\x7f")]),
        ("a: x\ufeffy\n", {"a": "x y"}, [("control-character", "\ufeff")]),
        ("a: 1e999\n", {"a": "1e999"}, [("number-out-of-range", "1e999")]),
        (f"a: {'9' * 5000}\n", {"a": "9" * 5000}, [("number-out-of-range", "9" * 5000)]),
        (f"a: 0x{'f' * 5000}\n", {"a": "0x" + "f" * 5000}, [("number-out-of-range", "0x" + "f" * 5000)]),
        (f"a: 0.{'9' * 5000}\n", {"a": "0." + "9" * 5000}, [("number-out-of-range", "0." + "9" * 5000)]),
    ],
)
def test_faults_that_leave_the_text_readable(text: str, data: object, faults: list[tuple[str, str]]) -> None:
    document, _ = read(text)
    assert brief(text) == faults
    assert document is not None
    assert document.data == data
    assert document.broken == ()


def test_a_duplicate_key_shows_both_places() -> None:
    text = "train: 1\ndeploy: 2\ntrain: 3\n"
    (fault,) = read(text)[1]
    assert fault.other is not None
    assert (fault.place.span.start, fault.other.span.start) == (19, 0)


@pytest.mark.parametrize(
    ("slip", "rule", "place"),
    [
        ("x: [1, 2", "unclosed-bracket", "["),
        ("x: {p: 1, q: {r: 2}", "unclosed-bracket", "{"),
        ("x: {p: [1, 2}", "unclosed-bracket", "["),
        ("x: [1, 2}", "unclosed-bracket", "["),
        ("x: {p: 1]", "unclosed-bracket", "{"),
        ("x: [1, [2, 3]", "unclosed-bracket", "["),
        ("x:\n  p: {q: [1,\n  r: 2", "unclosed-bracket", "["),
        ("x: 'y", "unclosed-quote", "'"),
        ('x: "y', "unclosed-quote", '"'),
        ('x:\n  p: "y\n  q: "z"', "unclosed-quote", '"'),
        ("x: 'it's'", "quote-needed", "s'"),
        ("x: 'y' z", "quote-needed", "z"),
        ("x: y: z", "quote-needed", ":"),
        ("x: at 10: go", "quote-needed", ":"),
        ("x: @y", "quote-needed", "@"),
        ("x: `y`", "quote-needed", "`"),
        ("x: %y", "quote-needed", "%"),
        ("x: * * * * *", "quote-needed", "*"),
        ("x: */5 * * * *", "quote-needed", "*"),
        ("x: & y", "quote-needed", "&"),
        ("x: - y", "quote-needed", "-"),
        ("x: |y", "quote-needed", "y"),
        ("x: >y\n  z", "quote-needed", "y"),
        ("x\n  y: 1", "missing-colon", "x"),
        ("x\n  y", "missing-colon", "x"),
        ("x 1", "missing-colon", "x 1"),
        ("x:1", "missing-colon", "x:1"),
        ("x:\n  y\n  z: 1", "missing-colon", "y"),
        ("x: 1\n  y: 2", "bad-indentation", "y"),
        ("x:\n  y: 1\n z: 2", "bad-indentation", "z:"),
        ("x:\n  - y\n - z", "bad-indentation", "-"),
        ("x:\n  y: 1\n  - z", "bad-indentation", "-"),
        ("x:\n\ty: 1", "tab-indentation", "\t"),
        ("x:\n  y: 1\n\t\tz: 2", "tab-indentation", "\t\t"),
        ("x: y\n\tz", "tab-indentation", "\t"),
        ("x: ]", "syntax-error", "]"),
        ("x: [y]\n  ]", "syntax-error", "]"),
        ("x: [1,, 2]", "missing-comma", ","),
        ("x: {p: 1 q: 2}", "missing-comma", ":"),
        ('x: ["a" "b"]', "missing-comma", '"'),
        (r'x: "\d+"', "unknown-escape", r"\d"),
        (r'x: "\xZZ"', "unknown-escape", r"\x"),
        (r'x: "\ud800"', "control-character", r"\ud800"),
        (r'x: "\ud83d\ude00"', "control-character", r"\ud83d"),
        (r'x: "\U00110000"', "control-character", r"\U00110000"),
        ("x: !<y z", "unsupported-yaml", "!<y"),
        ("x: !a!b c", "unsupported-yaml", "!a!b"),
        ("x: " + "[" * 65 + "]" * 65, "too-deep", "["),
        ("x: " + "[" * 70_000, "too-deep", "["),
        ("x:\n" + "- " * 70_000, "too-deep", "-"),
        ("x: " + "{y: " * 70_000, "too-deep", "{"),
    ],
)
def test_one_slip_costs_one_section_and_says_one_thing(slip: str, rule: str, place: str) -> None:
    """The sections around it are read all the same."""
    around = {"first": {"one": 1}, "last": ["two"], "end": "here"}
    text = f"first: {{one: 1}}\n{slip}\nlast:\n  - two\nend: here\n"
    document, faults = read(text)
    assert brief(text) == [(rule, place)]
    assert document is not None
    assert document.data == around
    assert document.broken == ("x",)
    assert value_text(document, "end") == "here"
    assert faults[0].help, "every fault says what to do"


@pytest.mark.parametrize(
    "slip", ["x: [1, 2", "x: 'y", 'x: "y', "x\n  y: 1", "x: y: z", "x:\n\ty: 1", "x: {p: [1, 2}", "x:1"]
)
def test_a_slip_at_either_end_of_the_file(slip: str) -> None:
    for text in (f"{slip}\nlast: 1\n", f"first: 1\n{slip}\n", f"first: 1\n{slip}", f"# why\n{slip}\nlast: 1\n"):
        document, faults = read(text)
        assert len(faults) == 1
        assert document is not None
        assert document.broken == ("x",)
        assert set(document.data) <= {"first", "last"}
        assert len(document.data) == 1


def test_faults_of_several_sections_come_at_once_in_the_order_of_the_text() -> None:
    text = "a: [1\nb: {c: 1, c: 2}\nd: 'x\ne: 1\nf:\n\tg: 1\nh: !t 1\n"
    document, _ = read(text)
    assert [rule for rule, _ in brief(text)] == [
        "unclosed-bracket",
        "duplicate-key",
        "unclosed-quote",
        "tab-indentation",
        "unsupported-yaml",
    ]
    assert document is not None
    assert document.data == {"b": {"c": 1}, "e": 1, "h": "1"}
    assert document.broken == ("a", "d", "f")


def test_merge_conflicts_take_only_the_sections_that_they_touch() -> None:
    text = (
        "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\nc: 4\nd:\n  e: 5\n"
        "<<<<<<< HEAD\n  f: 6\n||||||| base\n  f: 0\n=======\n  f: 7\n>>>>>>> other\n  g: 8\nh: 9\n"
    )
    document, faults = read(text)
    assert brief(text) == [("merge-conflict", "<<<<<<<")] * 2
    assert document is not None
    assert document.data == {"a": 1, "c": 4, "h": 9}
    assert document.broken == ("b", "d")
    assert [said(document, fault.other) for fault in faults] == [">>>>>>>"] * 2


def test_depth_is_allowed_up_to_its_bound() -> None:
    assert read_clean("x: " + "[" * 63 + "]" * 63 + "\n").data
    assert brief("x: &a " + "[" * 40 + "]" * 40 + "\ny: " + "[" * 30 + "*a" + "]" * 30) == [("too-deep", "*a")]


def test_a_file_of_ten_megabytes_is_not_parsed() -> None:
    (fault,) = read(b"[" * 10_000_000)[1]
    assert fault.rule == "too-large"


def test_a_bomb_of_aliases() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    text = "\n".join(lines) + "\nname: here\n"
    document, faults = read(text)
    assert faults[0].rule == "too-many-nodes"
    assert document is not None
    assert document.data["name"] == "here"
    assert document.broken[0] == "a4"


def test_an_alias_of_what_could_not_be_read_is_not_told_again() -> None:
    rows = f"rows: &rows [{'1,' * 100_001}]\n"
    assert brief(f"{rows}more: *rows\n") == [("too-many-nodes", "1")]
    assert brief(f"{rows}more: *row\n") == [("too-many-nodes", "1"), ("unknown-anchor", "*row")]


def test_a_list_that_is_too_long() -> None:
    document, faults = read("name: here\nx: [" + "1," * 100_001 + "]\n")
    assert [fault.rule for fault in faults] == ["too-many-nodes"]
    assert document is not None
    assert document.data == {"name": "here"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "x: [" + "\n[" * 400_000,
        "- " * 500_000,
        "? " * 500_000,
        "x: {" * 250_000,
        "".join(f"%TAG !a{n}! x\n" for n in range(60_000)) + "---\na: 1\n",
        "---\n" * 200_000,
        "x\n" * 500_000,
        "x: [\n" * 200_000,
        "x: '\n" * 200_000,
        "<<<<<<< a\n" * 100_000,
        "a: 1\n" * 200_000,
        "".join(f"a{n}: [\n" for n in range(80_000)),
        "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(40_000)),
        "\0" * 1_000_000,
        "x: " + "\u2028" * 300_000,
        "".join(map(chr, (*range(0xE000, 0xF900), *range(0xF0000, 0x100000), 0x2028))),
        "x: " + "&" * 1_000_000,
        "x: " + "!" * 1_000_000,
        "x: " + "9" * 1_000_000,
        "x: 0." + "9" * 1_000_000,
        'x: "' + "\\" * 1_000_001,
        "#" * 1_000_000,
        " " * 1_000_000,
        "\t" * 1_000_000,
        ": " * 500_000,
        "{" + "a," * 500_000,
        "x:\n" + "  - y: 1\n" * 100_000,
    ],
    ids=range(28),
)
def test_a_megabyte_made_to_hurt_is_answered_in_bounded_time(text: str) -> None:
    from time import process_time

    before = process_time()
    document, faults = read(text)
    assert process_time() - before < 8
    assert faults or document
    assert len(faults) <= 100


def test_every_fault_has_its_rule_explained() -> None:
    for name, documentation in SYNTAX_RULES.items():
        summary, _, advice = documentation.partition("\n\n")
        assert name == name.lower().replace("_", "-")
        assert summary.endswith(".")
        assert "\n" not in summary
        assert len(advice) > 40


SIGNS = "abc123[]{}:,-?&*!|>'\"%@`#.~<= \t\n\r\0\x1b\x85\u2028\ufeff\ud7ff\U0001f600"
WORDS = [
    "a: ",
    "\n  ",
    "- ",
    "x: 1\n",
    "---\n",
    "&a ",
    "*a",
    "<<: ",
    "!!t ",
    '"\\u',
    '\\ud800"',
    "null",
    "1e999",
    "0x",
    "\n\t",
]
LINES = [
    "<<<<<<< \n",
    "=======\n",
    ">>>>>>> x\n",
    "%TAG ! x\n",
    "name: x\n",
    "train:\n  retries: 2\n",
    "gates: [a, {b: c}]\n",
]
PIECES = st.sampled_from([*SIGNS, *WORDS, *LINES])
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=600)
@given(TEXTS)
@example("a: &a [*a]")
@example('a: "\\ud800"')
@example("? ")
@example("a: [\n}")
def test_any_text_is_data_or_faults_at_places_within_it(text: str) -> None:
    document, faults = read(text)
    assert faults or document
    length = len(decode_text("a", text.encode()).content)
    for fault in faults:
        assert fault.rule in SYNTAX_RULES
        assert fault.message.isprintable()
        assert fault.help
        for place in (fault.place, fault.other or fault.place):
            assert 0 <= place.span.start <= place.span.end <= length
            assert place.path == "a/mlproject.yaml"
    if document is not None:
        assert_places_fit(document.data, document.places, length)


def assert_places_fit(data: object, places: Places, length: int) -> None:
    assert set(places) == set(routes_of(data, ()))
    for place in places.values():
        assert 0 <= place.value.span.start <= place.value.span.end <= length
        if place.key is not None:
            assert place.key.span.start < place.key.span.end <= length


def routes_of(value: object, route: Route) -> list[Route]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [route, *(found for key, inner in below for found in routes_of(inner, (*route, key)))]


def test_a_random_slip_in_a_spec_seldom_costs_more_than_its_section() -> None:
    """Five hundred single slips in a real spec: what users do, as far as chance does it."""
    chance = Random(20131)
    whole = read_clean(FLIGHT_DELAY).data
    told = []
    for _ in range(500):
        at, sign = chance.randrange(len(FLIGHT_DELAY)), chance.choice(["", "", *"[]{}:,'\"-\t \n&*!%"])
        document, faults = read(FLIGHT_DELAY[:at] + sign + FLIGHT_DELAY[at + (sign == "") :])
        if faults:
            kept = sum(document.data.get(key) == value for key, value in whole.items()) if document else 0
            told.append((len(faults), len(whole) - kept))
    assert len(told) > 100
    assert sum(faults == 1 and lost <= 2 for faults, lost in told) >= 0.95 * len(told)
    assert all(faults <= 3 for faults, _ in told)


@given(st.binary(max_size=60))
def test_any_bytes_are_data_or_faults(content: bytes) -> None:
    document, faults = read(content)
    assert faults or document


@settings(max_examples=300)
@given(TEXTS)
def test_the_short_way_and_the_long_way_agree(text: str) -> None:
    """A text without faults is read by other code than one with faults; both must read the same."""
    document, faults = read(text)
    if document is None or faults:
        return
    reader = DocumentReader("a/mlproject.yaml", document.text.content, PlainScalars())
    reader.read()
    assert repr(reader.data) == repr(document.data)
    assert dict(reader.places) == dict(document.places)
    assert reader.faults == []


PRINTABLE = st.characters(
    codec="utf-8", exclude_characters="\ufeff\ufffe\uffff", exclude_categories=("Cc",)
) | st.sampled_from("\t\n\x85")
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(PRINTABLE, max_size=12)
    | st.sampled_from(
        [
            "yes",
            "null",
            "017",
            "1e3",
            "3.10",
            "2013-01-01",
            "1:30",
            "<<",
            "~",
            "*a",
            "&a",
            "!t",
            "- x",
            "a: b",
            "# c",
            " x ",
            "{{ x }}",
            "${{ x }}",
            "$(x)",
        ]
    )
)
TREES = st.dictionaries(
    st.text(PRINTABLE, max_size=6),
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(PRINTABLE, max_size=6), inner, max_size=3),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=300)
@given(TREES)
def test_what_json_writes_is_read_back(tree: dict[str, object]) -> None:
    assert read_clean(json.dumps(tree, ensure_ascii=False)).data == tree


@settings(max_examples=200)
@given(TREES.filter(lambda tree: not set("\x85\u2028\u2029") & set(json.dumps(tree, ensure_ascii=False))))
def test_what_ruamel_writes_is_read_back(tree: dict[str, object]) -> None:
    """All but the line ends of YAML 1.1, which ruamel folds."""
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    out = StringIO()
    writer.dump(tree, out)
    document = read_clean(out.getvalue())
    assert document.data == tree
    assert set(document.places) == set(routes_of(tree, ()))


@settings(max_examples=200)
@given(TREES)
def test_the_text_at_a_place_reads_as_its_value(tree: dict[str, object]) -> None:
    document = read_clean(json.dumps(tree, ensure_ascii=False, indent=1))
    for route, place in document.places.items():
        value: object = document.data
        for part in route:
            value = value[part]  # type: ignore[index]
        assert read_clean('{"x": ' + said(document, place.value) + "}").data == {"x": value}
        if place.key is not None:
            assert read_clean("{" + said(document, place.key) + ": 1}").data == {route[-1]: 1}


@pytest.mark.parametrize("route", [route for route in read_clean(FLIGHT_DELAY).places if route])
def test_the_text_of_a_scalar_in_a_spec_reads_as_its_value(route: Route) -> None:
    document = read_clean(FLIGHT_DELAY)
    value: object = document.data
    for part in route:
        value = value[part]  # type: ignore[index]
    if not isinstance(value, dict | list):
        assert read_clean(f"x: {value_text(document, *route)}").data == {"x": value}
    if isinstance(route[-1], str):
        assert key_text(document, *route) == route[-1]
