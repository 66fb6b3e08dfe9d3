"""The repository's own settings: `mlspec.toml`, or `[tool.mlspec]` of pyproject.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from mlspec.diagnostics.diagnostic import Diagnostic, Label, Rule
from mlspec.source.spelling import nearest
from mlspec.source.text import Place, Span
from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.vocabulary.record import record

BAD_SETTINGS = Rule(
    "bad-settings",
    """The repository's settings cannot be understood.

They stand in `mlspec.toml`, or below `[tool.mlspec]` in pyproject.toml, and may hold: `specs` (patterns of the spec
files, with `*` and `**`), `output` (the folder of the generated files), `orchestrate`, `monitor` and `ci` (the back
ends of specs that name none) and `plugins` (third-party distributions with the range of versions that may take part,
as `"mlspec-acme" = ">=1,<2"`).
""",
)


@record
class Settings:
    """What holds for all specs of the repository; each field has a default that suits the usual layout."""

    specs: tuple[str, ...] = ("specs/*/mlproject.yaml",)
    output: str = "generated"
    orchestrate: str = "prefect"
    monitor: str = "evidently"
    ci: str = "github_actions"
    plugins: tuple[tuple[str, str], ...] = ()


def read_settings(tree: Tree) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings, with defaults for what is absent or wrong, and what is wrong."""
    for path, keys in (("mlspec.toml", ()), ("pyproject.toml", ("tool", "mlspec"))):
        if tree.kind(path) is not EntryKind.FILE:
            continue
        try:
            text = tree.read(path).decode("utf-8")
            table = tomllib.loads(text)
        except (UnreadableError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            return Settings(), (_diagnostic(path, "", f"the settings cannot be read: {error}", "", None),)
        for key in keys:
            table = table.get(key, {})
        if table or not keys:
            return _settings_from(table, path, text)
    return Settings(), ()


def misnamed_backends(settings: Settings, known: Mapping[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
    """The back ends that the settings choose and nobody knows; `known` are the names that each key may hold."""
    for key, names in known.items():
        name = getattr(settings, key)
        if name not in names:
            guess = nearest(name, names)
            help_ = f"did you mean `{guess}`?" if guess else f"known are {', '.join(f'`{one}`' for one in names)}"
            message = f"`{key}` of the settings names `{name}`, which is no back end for it"
            yield Diagnostic(BAD_SETTINGS.name, BAD_SETTINGS.severity, message, (), (help_,))


def _settings_from(table: dict[str, object], path: str, text: str) -> tuple[Settings, tuple[Diagnostic, ...]]:
    faults = tuple(_faults(table, path, text))
    wrong = {fault.message.split("`")[1] for fault in faults}
    good: dict[str, Any] = {key: _frozen(value) for key, value in table.items() if key not in wrong}
    return Settings(**good), faults


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


def _faults(table: dict[str, object], path: str, text: str) -> Iterator[Diagnostic]:
    for key, value in table.items():
        if key not in _SHAPES:
            guess = nearest(key, _SHAPES)
            known = ", ".join(f"`{name}`" for name in _SHAPES)
            yield _diagnostic(path, text, f"`{key}` is no setting of mlspec", f"known are {known}", key, guess)
        elif not _SHAPES[key][1](value):
            yield _diagnostic(path, text, f"`{key}` has to be {_SHAPES[key][0]}", "", key)


def _diagnostic(
    path: str, text: str, message: str, help_: str, key: str | None, guess: str | None = None
) -> Diagnostic:
    found = re.search(rf"^\s*\"?({re.escape(key)})\"?\s*=", text, re.MULTILINE) if key else None
    span = Span(*found.span(1)) if found else Span(0, 0)
    advice = (*((f"did you mean `{guess}`?",) if guess else ()), *((help_,) if help_ else ()))
    return Diagnostic(BAD_SETTINGS.name, BAD_SETTINGS.severity, message, (Label(Place(path, span)),), advice)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[\w.-]+(/[\w.-]+)*", value)) and ".." not in value.split("/")


def _is_versions(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


_SHAPES = {
    "specs": ('a list of patterns, such as ["specs/*/mlproject.yaml"]', _is_texts),
    "output": ("a folder inside the repository", _is_folder),
    "orchestrate": ("the name of a back end", _is_text),
    "monitor": ("the name of a back end", _is_text),
    "ci": ("the name of a back end", _is_text),
    "plugins": ("a table of distributions and their versions", _is_versions),
}
