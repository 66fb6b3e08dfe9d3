"""Every path that a spec writes, with what is expected there; all are relative to the spec's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from mlspec.analysis.work import FoundReference, find_references, find_work, references_below
from mlspec.schema.references import FileReference
from mlspec.schema.validation import Invalid
from mlspec.source.route import Route
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.spec.data import Data
    from mlspec.spec.step import Work


@record
class SpecPath:
    """A path as it is written and from the root of the repository, and what it is for.

    `is_source` is set where the file has to be in the repository before anything runs.
    """

    route: Route
    written: str
    path: str
    purpose: str
    is_source: bool = True


def find_paths(sections: Mapping[str, Any], folder: str) -> Iterator[SpecPath]:
    """The paths of all valid sections; `folder` is the spec's own."""
    for route, written, purpose, is_source in _written(sections):
        yield SpecPath(route, written, path_from(folder, written), purpose, is_source)


def path_from(folder: str, written: str) -> str:
    """A path from the root of the repository; one that leads out of it starts with `..`."""
    return normpath(f"{folder}/{written}" if folder else written)


def leads_out(path: str) -> bool:
    """Whether a path from the root of the repository leaves it."""
    return path == ".." or path.startswith("../")


_Written = Iterator[tuple[Route, str, str, bool]]


def _written(sections: Mapping[str, Any]) -> _Written:
    valid = {name: section for name, section in sections.items() if not isinstance(section, Invalid)}
    for section, field, purpose, is_source in _LISTS:
        node = valid.get(section)
        if node is None:
            continue
        for index, path in enumerate(getattr(node, field)):
            yield node.at(field, index), path, purpose, is_source
    if "data" in valid:
        yield from _pointers(valid["data"])
    for work in find_work(valid):
        yield from _of_work(work)
    deploy = valid.get("deploy")
    if deploy is not None:
        references = (references_below(deploy.at(field), getattr(deploy, field)) for field in ("params", "env"))
        yield from _files(found for some in references for found in some)


def _pointers(data: Data) -> _Written:
    for dataset in data.root.values():
        version = dataset.version
        if version is None:
            continue
        for field, purpose in _POINTERS.items():
            path = getattr(version, field)
            if path is not None:
                yield version.at(field), path, purpose, True


def _of_work(work: Work) -> _Written:
    if work.workdir != ".":
        yield work.at("workdir"), work.workdir, "the folder of a command", False
    yield from _files(find_references(work))
    if not isinstance(work.inputs, dict):
        for index, path in enumerate(work.inputs):
            yield work.at("inputs", index), path, "an input", False
    if work.command and isinstance(work.outputs, dict):
        for name, path in work.outputs.items():
            yield work.at("outputs", name), path, "an output", False


def _files(references: Iterator[FoundReference]) -> _Written:
    for found in references:
        if isinstance(found.reference, FileReference):
            yield found.route, found.reference.path, "a file", True


_LISTS = (
    ("runtime", "source", "a source folder", False),
    ("runtime", "requirements", "requirements", False),
    ("evaluate", "tests", "a test of the model", True),
    ("register", "artifacts", "an artifact", True),
)
_POINTERS = {"dvc": "a pointer of DVC", "lfs": "a pointer of Git LFS", "git": "a committed file"}
