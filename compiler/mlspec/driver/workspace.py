"""The repository that a command works on: its root, its files, its settings, and what takes part in a compile."""

import os

from mlspec.diagnostics.diagnostic import Diagnostic, Rule
from mlspec.driver.plugins import load_plugins
from mlspec.driver.registry import Registry, assemble_registry
from mlspec.driver.settings import Settings, misnamed_backends, read_settings
from mlspec.source.tree import Tree, WorkingTree
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record

BAD_PLUGIN = Rule(
    "bad-plugin",
    """A plugin that the settings name cannot take part.

Third-party back ends and checks count only when `plugins` in the repository's settings names their distribution
with a range of versions: so the output depends on what is committed, not on what happens to be installed. Install a
version in that range, or change the settings.
""",
)

_HOUSE = {"orchestrate": Concern.ORCHESTRATION, "monitor": Concern.MONITORING, "ci": Concern.CI}
_MARKS = ("mlspec.toml", ".git")


@record
class Repository:
    """A repository's root, its files and its settings."""

    root: str
    tree: Tree
    settings: Settings
    diagnostics: tuple[Diagnostic, ...]


@record
class Workspace:
    """A repository, with all back ends and checks that take part."""

    root: str
    tree: Tree
    settings: Settings
    registry: Registry
    diagnostics: tuple[Diagnostic, ...]


def open_repository(start: str) -> Repository:
    """The repository around a folder: the nearest above with settings or a git checkout, else the folder itself."""
    root = find_root(start)
    tree = WorkingTree(root)
    return Repository(root, tree, *read_settings(tree))


def equip(repository: Repository) -> Workspace:
    """Find the back ends and checks that take part in a repository's compiles."""
    plugins, faults = load_plugins(repository.settings.plugins)
    told = tuple(Diagnostic(BAD_PLUGIN.name, BAD_PLUGIN.severity, fault.message, (), (fault.help,)) for fault in faults)
    registry = assemble_registry(plugins)
    told += tuple(misnamed_backends(repository.settings, {key: registry.names(of) for key, of in _HOUSE.items()}))
    return Workspace(repository.root, repository.tree, repository.settings, registry, (*repository.diagnostics, *told))


def open_workspace(start: str) -> Workspace:
    """The repository around a folder, ready to be compiled."""
    return equip(open_repository(start))


def find_root(start: str) -> str:
    """The root of the repository that a folder belongs to."""
    folder = os.path.realpath(start)
    while True:
        if any(os.path.exists(os.path.join(folder, mark)) for mark in _MARKS) or _has_settings(folder):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return os.path.realpath(start)
        folder = above


def _has_settings(folder: str) -> bool:
    try:
        with open(os.path.join(folder, "pyproject.toml"), encoding="utf-8") as file:
            return "[tool.mlspec" in file.read()
    except (OSError, UnicodeDecodeError):
        return False
