"""A back end that is installed and that the settings do not name: told where a spec asks for it."""

from collections.abc import Iterable, Iterator

from mlspec.diagnostics.diagnostic import Diagnostic
from mlspec.driver.plugins import find_unnamed
from mlspec.driver.sources import Sources
from mlspec.schema.rules import UNKNOWN_BACKEND
from mlspec.source.tree import Tree
from mlspec.vocabulary.record import evolve


def hint_at_plugins(diagnostics: Iterable[Diagnostic], tree: Tree, named: Iterable[str]) -> Iterator[Diagnostic]:
    """The same diagnostics; an unknown back end that only lacks its line in the settings says so."""
    distributions = frozenset(named)
    for diagnostic in diagnostics:
        word = _word_of(diagnostic, tree) if diagnostic.rule == UNKNOWN_BACKEND.name else ""
        found = find_unnamed(word, distributions) if word else None
        if found is None:
            yield diagnostic
            continue
        distribution, version = found
        yield evolve(
            diagnostic,
            message=f"the back end `{word}` is installed, and the settings do not name `{distribution}`",
            help=(f'add `"{distribution}" = ">={version}"` to `plugins` in the settings',),
            fixes=(),
        )


def _word_of(diagnostic: Diagnostic, tree: Tree) -> str:
    place = diagnostic.labels[0].place
    source = Sources(tree).get(place.path)
    return source.content[place.span.start : place.span.end].strip("\"'") if source else ""
