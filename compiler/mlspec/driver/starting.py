"""The commands of a compiled project: which one a name such as `run` or `serve` stands for, and how it is started."""

import os
import shutil
import sys

from mlspec.driver.compile import Compiled
from mlspec.driver.workspace import Workspace
from mlspec.ir.offer import Entrypoint, ServedEndpoint
from mlspec.source.tree import Tree, UnreadableError
from mlspec.vocabulary.record import record


@record
class Start:
    """A command that can be started from any folder.

    `variables` are those that its process needs where its surroundings do not set them. `missing` are files of it that
    are not on disk.
    """

    words: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def find_start(workspace: Workspace, compiled: Compiled, name: str) -> Start | None:
    """The command of this name, or None where the project has none; of several the last one offered is meant."""
    entrypoint = find_entrypoint(compiled, name)
    if entrypoint is None:
        return None
    files = {artifact.path for artifact in compiled.artifacts}.intersection(entrypoint.words)
    return Start(
        words=_located(workspace.root, entrypoint.words, compiled),
        variables=_variables(compiled, entrypoint),
        missing=tuple(sorted(path for path in files if _read(workspace.tree, path) is None)),
    )


def is_behind(workspace: Workspace, compiled: Compiled) -> bool:
    """Whether some file of the project is not on disk as its spec compiles to now."""
    return any(_read(workspace.tree, artifact.path) != artifact.text.encode() for artifact in compiled.artifacts)


def find_entrypoint(compiled: Compiled, name: str) -> Entrypoint | None:
    """The offer of this name: the last one, since an orchestrator's `run` stands in for the plain one."""
    offers = [offer for offer in compiled.offers if isinstance(offer, Entrypoint) and offer.name == name]
    return offers[-1] if offers else None


def _located(root: str, words: tuple[str, ...], compiled: Compiled) -> tuple[str, ...]:
    """The words with the interpreter and the project's own files and folders by their full paths."""
    paths = {artifact.path for artifact in compiled.artifacts}
    own = paths | {path[:end] for path in paths for end, letter in enumerate(path) if letter == "/"}
    rest = (os.path.join(root, *word.split("/")) if "/" in word and word in own else word for word in words[1:])
    return (_program(words[0]), *rest)


def _program(word: str) -> str:
    """A program of the environment that mlspec itself runs in, where it has it."""
    if word == "python":
        return sys.executable
    beside = os.path.join(os.path.dirname(sys.executable), word)
    return beside if os.access(beside, os.X_OK) else shutil.which(word) or word


def _variables(compiled: Compiled, entrypoint: Entrypoint) -> tuple[tuple[str, str], ...]:
    """What the process needs: the service says it in the offer that names the same words."""
    for offer in compiled.offers:
        if isinstance(offer, ServedEndpoint) and offer.words == entrypoint.words:
            return offer.variables
    return ()


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except (OSError, UnreadableError):
        return None
