"""The repository that a command works on: its root, its files, its settings, and what takes part in a compile."""

import os

from mlspec.diagnostics.diagnostic import Diagnostic, Rule
from mlspec.driver.plugins import load_plugins
from mlspec.driver.registry import Registry, assemble_registry
from mlspec.driver.settings import Settings, read_settings
from mlspec.source.tree import Tree, WorkingTree
from mlspec.vocabulary.record import record

BAD_PLUGIN = Rule(
    "bad-plugin",
    """A plugin that the settings name cannot take part.

Third-party back ends and checks count only when `plugins` in the repository's settings names their distribution with a range of
versions: so the output depends on what is committed, not on what happens to be installed. Install a version in that range, or change
the settings.
""",
)

_MARKS = ("mlspec.toml", ".git")


@record
class Workspace:
    """A repository, ready to be read."""

    root: str
    tree: Tree
    settings: Settings
    registry: Registry
    diagnostics: tuple[Diagnostic, ...]


def open_workspace(start: str) -> Workspace:
    """The repository around a folder: the nearest one above that holds settings or is a git checkout, else the folder itself."""
    root = find_root(start)
    tree = WorkingTree(root)
    settings, faults = read_settings(tree)
    plugins, plugin_faults = load_plugins(settings.plugins)
    told = tuple(
        Diagnostic(BAD_PLUGIN.name, BAD_PLUGIN.severity, fault.message, (), (fault.help,)) for fault in plugin_faults
    )
    return Workspace(root, tree, settings, assemble_registry(plugins), (*faults, *told))


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
