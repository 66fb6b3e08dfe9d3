"""Where runs and models are kept: an address in the spec, or one that a variable of the job holds."""

from typing import TYPE_CHECKING

from mlspec.codegen.code import Code
from mlspec.codegen.python_literal import python_literal
from mlspec.schema.references import EnvReference, Reference, SecretReference

if TYPE_CHECKING:
    from mlspec.backends.mlflow.options import MlflowOptions

VARIABLE = "MLFLOW_TRACKING_URI"
EMBEDDED = EnvReference(VARIABLE, "sqlite:///.mlspec/mlflow.db")
_RELATIVE = "sqlite:///"


def address_of(options: "MlflowOptions | None") -> str | Reference:
    """What the spec says, or the embedded store."""
    return EMBEDDED if options is None else options.uri


def address_expression(address: str | Reference) -> Code:
    """The address as an expression of `tracking.py`; the path of a SQLite file counts from the repository's root."""
    match address:
        case str():
            return _anchored(address)
        case EnvReference(name, None):
            return Code(f"os.environ[{python_literal(name)}]")
        case EnvReference(name, default):
            return Code(f"os.environ.get({python_literal(name)}, {_anchored(str(default))})")
        case SecretReference(name):
            return Code(f"os.environ[{python_literal(name)}]")
        case _:
            raise TypeError(f"a {type(address).__name__} is no address")


def _anchored(address: str) -> Code:
    path = address.removeprefix(_RELATIVE)
    if path == address or path.startswith("/"):
        return Code(python_literal(address))
    escaped = path.replace("{", "{{").replace("}", "}}")
    return Code(f"f{python_literal(f'{_RELATIVE}{{ROOT}}/{escaped}')}")
