"""What a step's result depends on, as one digest and the parts it is made of."""

from mlspec.vocabulary.record import record


@record
class Part:
    """One ingredient: its kind, its name, its digest or value.

    Kinds are `spec`, `code`, `file`, `requirement`, `data` and `step`.
    """

    kind: str
    name: str
    value: str


@record
class Fingerprint:
    """A step's digest in hexadecimal, its parts sorted, and what could not be seen in the user's code."""

    step: str
    digest: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
