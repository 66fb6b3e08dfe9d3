"""How far a column has moved is measured in a way that fits what it holds, and always with a limit."""

from mlspec.ir.watch import DriftLimit
from mlspec.vocabulary.record import record

NUMBER = "number"
CATEGORY = "category"
TEXT = "text"

KINDS = {
    "integer": NUMBER,
    "number": NUMBER,
    "boolean": CATEGORY,
    "category": CATEGORY,
    "string": CATEGORY,
    "text": TEXT,
}
"""What a column of a type holds; of other types no distance is known."""


@record
class Measure:
    """A measure of Evidently's and its limit: of a distance the largest, of a p-value the smallest that is no drift."""

    method: str
    limit: float


TEXT_CONTENT = Measure("text content", 0.55)
"""How well a classifier tells texts of now from those of then: 0.5 is not at all."""

_ANY = (NUMBER, CATEGORY)
_DISTANCES = {
    **dict.fromkeys(("psi", "jensenshannon", "hellinger", "kl_div"), _ANY),
    **dict.fromkeys(("wasserstein", "energy"), (NUMBER,)),
}
_TESTS = {"ks": NUMBER, "anderson": NUMBER, "chisquare": CATEGORY, "z": CATEGORY}
_DISTANCE_OF = {NUMBER: "wasserstein", CATEGORY: "jensenshannon"}
_TEST_OF = {NUMBER: "ks", CATEGORY: "chisquare"}
_FARTHEST = 0.1
_UNLIKELIEST = 0.05


def measure(limit: DriftLimit, kind: str) -> Measure:
    """The measure of a column of this kind: the spec's where it fits, else the nearest that does.

    Evidently's own choice would change with the number of rows, so none is left to it.
    """
    if limit.method in _TESTS or (not limit.method and limit.below is not None):
        fits = _TESTS.get(limit.method) == kind
        return Measure(limit.method if fits else _TEST_OF[kind], _or(limit.below, _UNLIKELIEST))
    fits = kind in _DISTANCES.get(limit.method, ())
    method = limit.method if fits else _DISTANCE_OF[kind]
    return Measure(method, _or(limit.above, _FARTHEST) if fits or not limit.method else _FARTHEST)


def _or(written: float | None, default: float) -> float:
    return default if written is None else float(written)
