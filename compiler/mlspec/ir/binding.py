"""What a parameter of a step's function, or a word of its command, receives."""

from typing import TypeAlias

from mlspec.schema.references import Reference
from mlspec.vocabulary.record import record


@record
class FromParam:
    """One of the step's own params."""

    key: str


@record
class FromAllParams:
    """The whole map of the step's params."""


@record
class FromOutput:
    """What an earlier step gave."""

    name: str


@record
class FromContext:
    """What only the run knows: `as_of`, `workdir`, `run_id`, `environment`."""

    name: str


@record
class FromField:
    """A field of the request that is answered."""

    name: str


@record
class FromRows:
    """Several requests at once, as a frame."""


@record
class FromUse:
    """Another model that the service asks."""

    name: str


@record
class FromReference:
    """A value that is looked up when the job runs."""

    reference: Reference


@record
class FromText:
    """Text that stands in the spec as it is."""

    text: str


Source: TypeAlias = (
    FromParam | FromAllParams | FromOutput | FromContext | FromField | FromRows | FromUse | FromReference | FromText
)


@record
class Binding:
    """A parameter, where its value comes from, and the type that the function asks for, as a dotted name."""

    parameter: str
    source: Source
    annotation: str = ""
    positional_only: bool = False
