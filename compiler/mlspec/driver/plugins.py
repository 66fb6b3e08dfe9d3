"""Third-party back ends and checks, found by entry point where the repository's settings name the distribution.

So the output depends on what is committed, not on what happens to be installed.
"""

from collections.abc import Collection
from types import ModuleType
from typing import Any

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.record import record

BACKEND_GROUP = "mlspec.backends"
CHECK_GROUP = "mlspec.checks"


@record
class Plugin:
    """One entry point of a named distribution: a back end, or the module of a check."""

    distribution: str
    backend: Backend | None = None
    check: ModuleType | None = None


@record
class PluginFault:
    """A named distribution that cannot take part, and what to do."""

    distribution: str
    message: str
    help: str


def load_plugins(named: tuple[tuple[str, str], ...]) -> tuple[tuple[Plugin, ...], tuple[PluginFault, ...]]:
    """Load what the named distributions offer; each comes with the range of versions that it may have."""
    plugins: list[Plugin] = []
    faults: list[PluginFault] = []
    for distribution, versions in named:
        fault = _fault_of(distribution, versions)
        if fault is not None:
            faults.append(fault)
        else:
            plugins.extend(_offers_of(distribution))
    return tuple(plugins), tuple(faults)


def find_unnamed(name: str, named: Collection[str]) -> tuple[str, str] | None:
    """The installed distribution that offers a back end of this name and is none of the named ones, and its version."""
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=BACKEND_GROUP, name=name), key=lambda point: point.value):
        if entry.dist is not None and entry.dist.name not in named:
            return entry.dist.name, entry.dist.version
    return None


def _fault_of(distribution: str, versions: str) -> PluginFault | None:
    from importlib.metadata import PackageNotFoundError, version

    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        allowed = SpecifierSet(versions)
        found = version(distribution)
    except InvalidSpecifier:
        return PluginFault(distribution, f"`{versions}` is no range of versions", "write it as `>=1.2,<2`")
    except PackageNotFoundError:
        return PluginFault(
            distribution,
            f"the plugin `{distribution}` is not installed",
            f"install `{distribution}{versions}`, or take it out of the settings",
        )
    if not allowed.contains(found, prereleases=True):
        return PluginFault(
            distribution,
            f"the plugin `{distribution}` is installed as {found}, the settings ask for `{versions}`",
            f"install `{distribution}{versions}`",
        )
    return None


def _offers_of(distribution: str) -> list[Plugin]:
    from importlib.metadata import distribution as find

    plugins = []
    for entry in sorted(find(distribution).entry_points, key=lambda point: (point.group, point.name)):
        if entry.group == BACKEND_GROUP:
            loaded: Any = entry.load()
            plugins.append(Plugin(distribution, backend=loaded))
        elif entry.group == CHECK_GROUP:
            plugins.append(Plugin(distribution, check=entry.load()))
    return plugins
