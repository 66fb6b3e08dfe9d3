"""The back ends and checks that take part: built-in ones by folder, third-party ones where the settings name them."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from mlspec.codegen.backend import Backend
from mlspec.driver.plugins import Plugin
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record


@record
class Registry:
    """All back ends in the order of compiling, and the modules of all checks in the order of their names."""

    backends: tuple[Backend, ...]
    checks: tuple[ModuleType, ...]

    def names(self, concern: Concern) -> tuple[str, ...]:
        """What the section of this concern may name."""
        return tuple(backend.name for backend in self.backends if backend.concern is concern)

    def named(self, concern: Concern, name: str) -> Backend | None:
        """The back end of this name for this concern."""
        return next((found for found in self.backends if found.concern is concern and found.name == name), None)


def assemble_registry(plugins: tuple[Plugin, ...] = ()) -> Registry:
    """Built-ins and the plugins that the repository's settings name."""
    backends = (*_builtin_backends(), *(plugin.backend for plugin in plugins if plugin.backend is not None))
    checks = (*_builtin_checks(), *(plugin.check for plugin in plugins if plugin.check is not None))
    order = {concern: index for index, concern in enumerate(Concern)}
    return Registry(
        tuple(sorted(backends, key=lambda backend: (order[backend.turn], backend.name))),
        tuple(sorted(checks, key=lambda check: check.RULE.name)),
    )


def load_named(name: str) -> Callable[..., Any]:
    """The object behind `package.module:name`."""
    module, _, attribute = name.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(module), attribute)
    return loaded


@cache
def _builtin_backends() -> tuple[Backend, ...]:
    return tuple(import_module(f"mlspec.backends.{name}").BACKEND for name in _modules_in("mlspec.backends"))


@cache
def _builtin_checks() -> tuple[ModuleType, ...]:
    own = (f"mlspec.analysis.checks.{name}" for name in _modules_in("mlspec.analysis.checks"))
    of_backends = (
        f"mlspec.backends.{backend}.checks.{name}"
        for backend in _modules_in("mlspec.backends")
        for name in _modules_in(f"mlspec.backends.{backend}.checks")
    )
    return tuple(import_module(name) for name in (*own, *of_backends))


def _modules_in(package: str) -> Iterator[str]:
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folder = os.path.join(root, *package.split("."))
    if not os.path.isdir(folder):
        return
    for name in sorted(os.listdir(folder)):
        stem, dot, suffix = name.partition(".")
        if not stem.startswith("_") and (suffix == "py" or (not dot and _is_package(os.path.join(folder, name)))):
            yield stem


def _is_package(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, "__init__.py"))
