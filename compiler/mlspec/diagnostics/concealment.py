"""What must not be shown, such as a password: masked in the lines that are drawn and in the words of diagnostics."""

from collections.abc import Iterable, Iterator, Mapping

from mlspec.diagnostics.diagnostic import Diagnostic, Label
from mlspec.source.text import Place, SourceText
from mlspec.vocabulary.record import evolve

_MASK = "*"
_SHORTEST = 5  # a shorter text stands in many words by chance; it is masked where it was found, and only there


def conceal(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText]
) -> tuple[tuple[Diagnostic, ...], Mapping[str, SourceText]]:
    """The same without what concealing labels cover: lines keep their length, so that marks keep their places."""
    told = tuple(diagnostics)
    hidden = tuple({label.place: None for diagnostic in told for label in diagnostic.labels if label.conceals})
    if not hidden:
        return told, sources
    texts = sorted(set(_texts(hidden, sources)), key=len, reverse=True)
    paths = {label.place.path for diagnostic in told for label in diagnostic.labels}
    shown = {path: _masked_source(sources[path], hidden, texts) for path in sorted(paths) if path in sources}
    return tuple(_masked_diagnostic(diagnostic, texts) for diagnostic in told), shown


def _texts(hidden: tuple[Place, ...], sources: Mapping[str, SourceText]) -> Iterator[str]:
    """What stands in the places: as it is written, its content without quotes, and every line of it."""
    for place in hidden:
        source = sources.get(place.path)
        written = source.content[place.span.start : place.span.end].strip() if source else ""
        for text in (written, written.strip("'\""), *map(str.strip, written.splitlines())):
            if len(text) >= _SHORTEST:
                yield text


def _masked_source(source: SourceText, hidden: tuple[Place, ...], texts: list[str]) -> SourceText:
    content = _masked(source.content, texts)
    for place in hidden:
        if place.path == source.path:
            start, end = place.span.start, place.span.end
            content = content[:start] + _blotted(content[start:end]) + content[end:]
    return SourceText(source.path, content)


def _masked_diagnostic(diagnostic: Diagnostic, texts: list[str]) -> Diagnostic:
    return evolve(
        diagnostic,
        message=_masked(diagnostic.message, texts),
        labels=tuple(_masked_label(label, texts) for label in diagnostic.labels),
        help=tuple(_masked(text, texts) for text in diagnostic.help),
        fixes=tuple(fix for fix in diagnostic.fixes if not _holds(f"{fix.title}\n{fix.value}", texts)),
    )


def _masked_label(label: Label, texts: list[str]) -> Label:
    return evolve(label, text=_masked(label.text, texts))


def _masked(text: str, hidden: list[str]) -> str:
    for one in hidden:
        text = text.replace(one, _blotted(one))
    return text


def _holds(text: str, hidden: list[str]) -> bool:
    return any(one in text for one in hidden)


def _blotted(text: str) -> str:
    """The text with a mask in place of every character that prints; quotes around it stay."""
    inner = text.strip().strip("'\"")
    return text.replace(inner, "".join(character if character.isspace() else _MASK for character in inner), 1)
