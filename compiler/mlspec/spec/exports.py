"""The model in other forms, each compared with the model itself."""

from mlspec.schema.leaf import Name, Number, PositiveCount
from mlspec.schema.node import INHERITED, Effect, Entries, Role, field
from mlspec.spec.step import Work


class Export(Work):
    """A function or command that writes the model in another form."""

    example = "`{run: package:export, tolerance: 1e-4}`"

    tolerance: Number = field(
        1e-6, doc="How far predictions of the two forms may lie apart, as an absolute difference.", effects=INHERITED
    )
    rows: PositiveCount = field(100, doc="On how many sample rows they are compared.", effects=INHERITED, unit="rows")


class Exports(Entries):
    """Every key is a form."""

    example = "`{onnx: {run: package:export, tolerance: 1e-4}}`"
    effects = ((Role.REGISTER, Effect.RERUN),)

    root: dict[Name, Export] = field(doc="The forms.", effects=INHERITED)
