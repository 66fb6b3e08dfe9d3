"""Where runs and models are kept: an address in the spec, or one that a variable of the job holds."""

from typing import TypeAlias

from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.schema.references import EnvReference, Reference, SecretReference

Address: TypeAlias = str | Reference

VARIABLE = "MLFLOW_TRACKING_URI"
EMBEDDED = EnvReference(VARIABLE, "sqlite:///.mlspec/mlflow.db")
_SQLITE = "sqlite:///"


def variable_of(address: Address) -> str:
    """The variable of the job that holds the address, or nothing."""
    return address.name if isinstance(address, (EnvReference, SecretReference)) else ""


def needed_variable(address: Address) -> str:
    """The variable of the job without which nobody knows the address."""
    return "" if known_address(address) else variable_of(address)


def known_address(address: Address) -> str:
    """The address as far as it is known before the job runs."""
    if isinstance(address, EnvReference):
        return str(address.default or "")
    return address if isinstance(address, str) else ""


def public_address(address: Address) -> str:
    """The address as far as it is known, without a name or a password in it."""
    scheme, mark, rest = known_address(address).partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def read_address(address: Address, variable: str, before: str, after: str = "", indent: int = 0) -> Code:
    """The address as an expression between two texts; where it is text, `variable` (if any) may still hold another.

    It is empty where a variable is not set that has no default: that is told where the store is used.

    A SQLite file whose path has no leading slash lies below the repository's root.
    """
    name = variable_of(address) or variable
    default = known_address(address)
    if not name:
        return Code(before + _anchored(default) + after)
    if not default:
        return Code(f'{before}os.environ.get({python_literal(name)}, ""){after}')
    arguments = map(Code, (python_literal(name), _anchored(default)))
    return laid_out(group(f"{before}os.environ.get(", arguments, f"){after}"), indent)


def _anchored(address: str) -> str:
    path = address.removeprefix(_SQLITE)
    if path == address or path.startswith("/"):
        return python_literal(address)
    escaped = path.replace("{", "{{").replace("}", "}}")
    return f"f{python_literal(f'{_SQLITE}{{ROOT}}/{escaped}')}"
