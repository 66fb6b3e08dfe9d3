"""Options of a back end are told their faults at their places, below the name that they stand under."""

from typing import Annotated

from mlspec.schema.leaf import Cpu, Flag, LateText, Number, PositiveCount, PositiveDuration, Text, integer
from mlspec.schema.node import NOTHING, Node, field
from mlspec.schema.references import EnvReference
from mlspec.schema.validation import Invalid, validate_options
from mlspec.source.document import Document, read_document

ROUTE = ("deploy", "bentoml")


class Nested(Node):
    """Nested options."""

    size: PositiveCount = field(doc="How large.", effects=NOTHING)


class Options(Node):
    """Options of a server."""

    timeout: PositiveDuration | None = field(None, doc="How long.", effects=NOTHING)
    workers: Annotated[int, integer(1, 64)] = field(1, doc="How many.", effects=NOTHING)
    debug: Flag = field(False, doc="Whether to tell more.", effects=NOTHING)
    rate: Number = field(1, doc="How often.", effects=NOTHING)
    cpu: Cpu | None = field(None, doc="Processors.", effects=NOTHING)
    address: LateText = field("localhost", doc="Where.", effects=NOTHING)
    labels: dict[Text, Text] = field({}, doc="Labels.", effects=NOTHING)
    nested: tuple[Nested, ...] = field((), doc="Nested ones.", effects=NOTHING)


def document(options: str) -> Document:
    found, faults = read_document("a/mlproject.yaml", f"deploy:\n  bentoml: {options}\n".encode())
    assert found is not None, faults
    return found


def test_options_that_are_right() -> None:
    node, diagnostics = validate_options(
        Options, document("{timeout: 30s, address: {env: HOST, default: h}, nested: [{size: 1}]}"), ROUTE
    )
    assert diagnostics == ()
    assert isinstance(node, Options)
    assert node.route == ROUTE
    assert node.nested[0].route == (*ROUTE, "nested", 0)
    assert node.address == EnvReference("HOST", "h")


def test_no_options_are_the_defaults() -> None:
    for text in ("", "{}", "null"):
        assert validate_options(Options, document(text), ROUTE) == (Options(), ())


def test_all_faults_are_told_at_their_places() -> None:
    found = document(
        "{timout: 3, timeout: 30, workers: 65, debug: yes, rate: .inf, cpu: [], address: {secret: a b}, "
        "labels: {a: 1}, nested: [{}]}"
    )
    node, diagnostics = validate_options(Options, found, ROUTE)
    assert node == Invalid(ROUTE)
    shown = [
        (diagnostic.rule, found.text.content[place.span.start : place.span.end])
        for diagnostic in diagnostics
        for place in (diagnostic.labels[0].place,)
    ]
    assert shown == [
        ("unknown-field", "timout"),
        ("bad-unit", "30"),
        ("out-of-range", "65"),
        ("wrong-type", "yes"),
        ("out-of-range", ".inf"),
        ("bad-unit", "[]"),
        ("bad-name", "a b"),
        ("wrong-type", "1"),
        ("missing-field", "{}"),
    ]


def test_a_fix_names_the_route_in_the_file() -> None:
    _, diagnostics = validate_options(Options, document("{timout: 30s}"), ROUTE)
    (fix,) = diagnostics[0].fixes
    assert (fix.path, fix.route, fix.value) == ("a/mlproject.yaml", (*ROUTE, "timout"), "timeout")
