"""An address of a store that MLflow cannot use.

MLflow keeps nothing in plain folders any more (`./mlruns`, `file:`): it refuses to start. A store is a SQLite file
(`sqlite:///.mlspec/mlflow.db`, whose path counts from the repository's root; four slashes start an absolute path),
another database, or a tracking server (`https://mlflow.example.com`).
"""

from collections.abc import Iterator
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.suggestion import suggest_instead
from mlspec.backends.mlflow.asked import address_in, choice_of
from mlspec.diagnostics.diagnostic import Rule

RULE = Rule("unusable-store", __doc__)

_HELP = "name a SQLite file, as in `sqlite:///.mlspec/mlflow.db`, or the address of a tracking server"


def check(tracking: Any) -> Iterator[Finding]:
    """Look at the address that stands in the spec."""
    choice = choice_of(tracking)
    address = address_in(choice) if choice is not None else None
    if address is None or not address.text or address.text == "databricks":
        return
    if address.text.startswith("sqlite:") and not address.text.startswith("sqlite:///"):
        path = address.text.removeprefix("sqlite:").lstrip("/")
        suggestion = suggest_instead(f"sqlite:///{path}", address.route)
        message = f"`{address.text}` names no file: three slashes stand before a path"
        yield Finding(message, (At(address.route, "no SQLite file"),), suggestion.help, suggestion.fixes)
    elif address.text.startswith("file:") or "://" not in address.text:
        message = f"MLflow keeps no runs in a folder, and `{address.text}` is one"
        yield Finding(message, (At(address.route, "a folder"),), (_HELP,))
