"""A function is named that its module does not have, or what it has under that name is no plain function.

Steps call plain functions at the top of a module: the generated code shows the call, and the spec can tell what it
takes and gives. A method, a class or a value that is assigned has no signature that can be read. Mend the name, or
write a function that calls what is meant, and name that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, AtPlace, Finding, Where
from mlspec.analysis.missing_code import unresolved
from mlspec.analysis.suggestion import Suggestion, suggest_instead, suggest_value
from mlspec.diagnostics.diagnostic import Rule
from mlspec.usercode.entrypoint import Missing, MissingPart

if TYPE_CHECKING:
    from mlspec.resolution.entrypoints import Unresolved
    from mlspec.resolution.resolution import Resolution

RULE = Rule("unknown-function", __doc__)


def check(code: Resolution) -> Iterator[Finding]:
    """Tell every function that was not found, with what stands there where something does."""
    for found in unresolved(code, MissingPart.FUNCTION):
        module, _, name = found.text.partition(":")
        suggestion = suggest_value(name, found.missing.candidates, found.route, f"{module}:{{}}")
        message = f"the module `{module}` has no function `{name}`"
        yield Finding(message, (At(found.route, "no such function", word=name),), suggestion.help, suggestion.fixes)
    for found in unresolved(code, *_INSTEAD):
        yield _something_else(found)


def _something_else(found: Unresolved) -> Finding:
    missing = found.missing
    said, label, advice = _INSTEAD[missing.part]
    places: tuple[Where, ...] = (At(found.route, "no plain function"),)
    if missing.place is not None:
        places += (AtPlace(missing.place, label),)
    suggestion = suggest_instead(missing.plain, found.route) if missing.plain else Suggestion((advice,))
    return Finding(f"`{found.text}` is {_detail(said, missing)}", places, suggestion.help, suggestion.fixes)


def _detail(said: str, missing: Missing) -> str:
    return said.format(missing.message) if missing.message else said.partition(",")[0]


_INSTEAD = {
    MissingPart.CLASS: ("a class", "a class", "write a function that makes one and uses it, and name that"),
    MissingPart.METHOD: (
        "{}",
        "a method of it",
        "write a function at the top of the module that calls it, and name that",
    ),
    MissingPart.ASSIGNED: (
        "a value that is assigned, made by `{}`",
        "assigned here",
        "write a function with `def` that calls it, and name that",
    ),
    MissingPart.IMPORTED: (
        "imported, from `{}`",
        "imported here",
        "write a function of your own that calls it, and name that",
    ),
}
