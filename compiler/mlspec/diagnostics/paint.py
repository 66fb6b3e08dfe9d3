"""Colour for a terminal, or none."""

from collections.abc import Callable
from typing import TypeAlias

from mlspec.vocabulary.severity import Severity

Paint: TypeAlias = Callable[[str, str], str]

BOLD = "1"
MARGIN = "1;34"
BY_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def plain(text: str, style: str) -> str:  # noqa: ARG001 - a Paint takes a style
    """The text as it is."""
    return text


def coloured(text: str, style: str) -> str:
    """The text between the escape sequences of a style."""
    return f"\x1b[{style}m{text}\x1b[0m" if text else ""
