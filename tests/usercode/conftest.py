"""User code in memory, and what the compiler sees of it."""

from collections.abc import Callable
from textwrap import dedent
from typing import TypeAlias

import pytest

from mlspec.source.tree import BufferTree
from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reach, Reachability
from mlspec.usercode.signatures import find_entrypoint

Sources: TypeAlias = Callable[..., SourceModules]


@pytest.fixture
def sources() -> Sources:
    """Modules of the root `src`, from texts by their file's name below it."""
    return make_sources


@pytest.fixture
def reach() -> Callable[[dict[str, str], str], Reach]:
    """What an entry point reaches in some files."""
    return reach_of


def make_sources(
    files: dict[str, str | bytes], roots: tuple[str, ...] = ("src",), cache: object = None
) -> SourceModules:
    tree = BufferTree({f"src/{name}": _bytes(text) for name, text in files.items()})
    return SourceModules(tree, roots, cache)


def reach_of(files: dict[str, str], name: str = "m:f", cache: object = None) -> Reach:
    modules = make_sources(files, cache=cache)
    entrypoint = find_entrypoint(modules, name)
    assert isinstance(entrypoint, Entrypoint), entrypoint
    return Reachability(modules).reach(entrypoint)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else dedent(text).encode()
