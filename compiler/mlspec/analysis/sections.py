"""The sections of a view as checks over several of them ask for them: one that is not valid hides only itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlspec.schema.validation import Invalid

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View


def valid(view: View, name: str) -> Any:
    """The section, or None where it is absent or not valid."""
    section = view.sections.get(name)
    return None if isinstance(section, Invalid) else section


def is_invalid(view: View, name: str) -> bool:
    """Whether the section is there and not valid, so that nothing can be said of what it would tell."""
    return isinstance(view.sections.get(name), Invalid)
