"""A back end that the spec names, with its options as they were written."""

from collections.abc import Mapping
from typing import Any

from mlspec.source.route import Route
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record


@record
class BackendChoice:
    """The options are validated by the back end's own model."""

    name: str
    options: Mapping[str, Any]
    route: Route = ()


@record
class Host:
    """Where the names of back ends may stand: among the keys of a node.

    They are gathered in the node's field `field`: a tuple where `many` may be named, else one choice or None. Where
    they are `exclusive`, those that an overlay names take the place of those below it.
    """

    concern: Concern
    field: str
    noun: str
    many: bool = False
    required: bool = True
    exclusive: bool = True
