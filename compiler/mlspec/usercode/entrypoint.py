"""Entry points: the function that a spec names as `package.module:function`, or what is missing of it."""

from enum import Enum

from mlspec.source.text import Place
from mlspec.vocabulary.record import record


class ParameterKind(Enum):
    """How arguments can reach a parameter."""

    POSITIONAL_ONLY = "positional_only"
    POSITIONAL_OR_KEYWORD = "positional_or_keyword"
    VAR_POSITIONAL = "var_positional"
    KEYWORD_ONLY = "keyword_only"
    VAR_KEYWORD = "var_keyword"


@record
class Parameter:
    """A parameter; its annotation names things as its imports mean them, so `pd.DataFrame` reads `pandas.DataFrame`."""

    name: str
    kind: ParameterKind
    annotation: str
    has_default: bool
    default_is_literal: bool
    default: object
    place: Place


@record
class Entrypoint:
    """A plain function of the user's: where it stands, what it takes and what it visibly gives.

    `module` and `function` are where it is defined, which a re-export may hide. `returned_keys` are the keys of all
    dicts that it returns, nested ones with dots, or the fields of the class it returns; None where one of its returns
    cannot be seen. A key whose value is no dict literal may still hold a dict. `returned_length` is the length of the
    tuple it returns; None where it returns none, or several lengths. `returns_object` is set where the keys are
    attributes.
    """

    name: str
    module: str
    function: str
    path: str
    line: int
    place: Place
    parameters: tuple[Parameter, ...]
    returns: str
    is_async: bool
    is_generator: bool
    decorators: tuple[str, ...]
    returned_keys: tuple[str, ...] | None
    returned_length: int | None
    returns_object: bool = False


class MissingPart(Enum):
    """Why there is no plain function under a name."""

    MALFORMED = "the name is not `module:function`"
    MODULE = "no such module"
    UNPARSED = "the module cannot be read"
    FUNCTION = "no such function"
    CLASS = "a class"
    METHOD = "within a class or another function"
    ASSIGNED = "a value that is assigned"
    WRAPPED = "wrapped by a tool"
    IMPORTED = "imported from outside of the source roots"


@record
class Missing:
    """What an entry point lacks.

    `wanted` is the part of the name that is not there, `candidates` what could be meant instead: modules where a module
    is missing, else functions. `place` is where the module has something else under the name, or its fault; `message`
    says the fault, what a tool made of the function, or whence it comes; `plain` names the plain function behind it,
    where one is visible.
    """

    name: str
    part: MissingPart
    wanted: str
    candidates: tuple[str, ...] = ()
    path: str = ""
    place: Place | None = None
    message: str = ""
    plain: str = ""
