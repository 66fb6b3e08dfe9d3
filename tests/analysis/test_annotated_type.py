"""What fits an annotation and what certainly does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.analysis.annotated_type import Misfit, find_misfit, literals_of, say_what
from mlspec.schema.references import AsOfReference, EnvReference, FileReference, LiteralValue
from mlspec.schema.units import CalendarOffset

DATE = AsOfReference(CalendarOffset(-6, 0, 0))
MONTH = AsOfReference(CalendarOffset(-6, 0, 0), format="%Y-%m")
FILE = FileReference("hours.csv")
VARIABLE = EnvReference("JOBS")

FITTING = [
    (1, "int"),
    (1, "float"),
    (1.5, "float"),
    (True, "bool"),
    ("a", "str"),
    ("a", "collections.abc.Iterable[str]"),
    (None, "None"),
    (None, "int | None"),
    (None, "typing.Optional[int]"),
    (1, "typing.Union[str, int]"),
    (1, "typing.Annotated[int, 'hours']"),
    ("adam", "typing.Literal['adam', 'sgd']"),
    (-1, "typing.Literal[-1, 1]"),
    (None, "typing.Literal['adam', None]"),
    ("other", "typing.Literal[Method.ADAM]"),
    (VARIABLE, "typing.Literal['adam']"),
    ([1, 2], "list[int]"),
    ([1, 2.5], "collections.abc.Sequence[float]"),
    ([1, 2], "tuple[int, int]"),
    ([1, 2, 3], "tuple[int, ...]"),
    ([1, 2], "set[int]"),
    ([1, "a"], "list[int | str]"),
    ([], "list[int]"),
    ({"a": 1}, "dict[str, int]"),
    ({"a": [1]}, "collections.abc.Mapping[str, list[int]]"),
    ({"a": 1}, "tides.Limits"),
    ({"a": 1}, "tides.Pair[int, int]"),
    (DATE, "datetime.date"),
    (DATE, "datetime.datetime | None"),
    (DATE, "pandas.Timestamp"),
    (DATE, "str"),
    (MONTH, "str"),
    (FILE, "pathlib.Path"),
    (FILE, "str"),
    (FILE, "os.PathLike[str]"),
    (VARIABLE, "int"),
    (EnvReference("JOBS", 2), "int"),
    (LiteralValue({"env": "X"}), "dict[str, str]"),
    ("anything", "numpy.ndarray"),
    ("anything", "not an annotation ["),
    ("anything", ""),
]

UNFITTING = [
    ("1", "int", (), "int"),
    (True, "int", (), "int"),
    (True, "float", (), "float"),
    (1, "bool", (), "bool"),
    (1.0, "int", (), "int"),
    (float("inf"), "int", (), "int"),
    (1, "str", (), "str"),
    (None, "int", (), "int"),
    ([1], "float", (), "float"),
    (1.5, "list[float]", (), "list[float]"),
    ("a", "list[str]", (), "list[str]"),
    ("a", "dict", (), "dict"),
    ([1], "dict[str, int]", (), "dict[str, int]"),
    ({"a": 1}, "list[int]", (), "list[int]"),
    ([1, "b"], "list[int]", (1,), "int"),
    ({"a": {"b": "c"}}, "dict[str, dict[str, int]]", ("a", "b"), "int"),
    ({"1": 0.5}, "dict[int, float]", (), "dict[int, float]"),
    ([1, 2, 3], "tuple[int, int]", (), "tuple[int, int]"),
    ([1, "b"], "tuple[int, int]", (1,), "int"),
    ("a", "int | float", (), "int | float"),
    (["a"], "list[int] | None", (0,), "int"),
    ("adm", "typing.Literal['adam', 'sgd']", (), "typing.Literal['adam', 'sgd']"),
    (True, "typing.Literal[1]", (), "typing.Literal[1]"),
    (EnvReference("M", "adm"), "typing.Literal['adam']", (), "typing.Literal['adam']"),
    ("2013-01-01", "datetime.date", (), "datetime.date"),
    ("data", "pathlib.Path", (), "pathlib.Path"),
    (DATE, "int", (), "int"),
    (DATE, "list[str]", (), "list[str]"),
    (MONTH, "datetime.date", (), "datetime.date"),
    (FILE, "int", (), "int"),
    (VARIABLE, "list[int]", (), "list[int]"),
    (EnvReference("JOBS", "many"), "int", (), "int"),
]


@pytest.mark.parametrize(("value", "annotation"), FITTING)
def test_what_fits_or_cannot_be_told(value: object, annotation: str) -> None:
    assert find_misfit(value, annotation) is None


@pytest.mark.parametrize(("value", "annotation", "route", "wanted"), UNFITTING)
def test_what_does_not_fit(value: object, annotation: str, route: tuple[object, ...], wanted: str) -> None:
    found = find_misfit(value, annotation)
    assert isinstance(found, Misfit)
    assert (found.route, found.wanted) == (route, wanted)
    inner = value
    for step in route:
        inner = inner[step]
    assert found.value is inner
    assert say_what(found.value)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([DATE, MONTH, FILE, VARIABLE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["int", "str", "None", "pathlib.Path", "tides.X", "typing.Any", "'text'", "1", "list", "dict"])
ANNOTATIONS = st.recursive(
    NAMES,
    lambda inner: (
        st.tuples(
            st.sampled_from(["list", "tuple", "typing.Literal", "typing.Optional", "dict"]), st.lists(inner, min_size=1)
        ).map(lambda pair: f"{pair[0]}[{', '.join(pair[1])}]")
        | st.tuples(inner, inner).map(" | ".join)
    ),
    max_leaves=6,
)


@given(VALUES, ANNOTATIONS | st.text())
def test_any_value_is_judged_by_any_annotation(value: object, annotation: str) -> None:
    found = find_misfit(value, annotation)
    assert found is None or say_what(found.value)


@given(VALUES, ANNOTATIONS)
def test_what_fits_still_fits_where_more_is_allowed(value: object, annotation: str) -> None:
    if find_misfit(value, annotation) is None:
        assert find_misfit(value, f"{annotation} | None") is None
        assert find_misfit([value], f"list[{annotation}]") is None


def test_the_texts_of_a_literal() -> None:
    assert literals_of("typing.Literal['adam', 3, 'sgd'] | None") == ("adam", "sgd")
    assert literals_of("int") == ()
    assert literals_of("a b") == ()
