"""Every path that a spec writes, and what it is for, relative to the spec's own folder; a base's are made so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from mlspec.analysis.work import FoundReference, find_references, find_work, references_below
from mlspec.schema.references import FileReference
from mlspec.schema.validation import Invalid
from mlspec.source.relative_path import seen_from
from mlspec.source.route import Route
from mlspec.vocabulary.path_purpose import PathPurpose
from mlspec.vocabulary.record import evolve, record

if TYPE_CHECKING:
    from mlspec.spec.data import Data
    from mlspec.spec.step import Work


@record
class SpecPath:
    """A path as it is written, and from the root of the repository."""

    route: Route
    written: str
    path: str
    purpose: PathPurpose


def find_paths(sections: Mapping[str, Any], folder: str) -> Iterator[SpecPath]:
    """The paths that stand in the valid sections, defaults left out; `folder` is the spec's own."""
    for route, written, purpose in _written(sections):
        yield SpecPath(route, written, path_from(folder, written), purpose)


def as_written(paths: Iterable[SpecPath], folder_of: Callable[[Route], str]) -> Iterator[SpecPath]:
    """The paths as they read from the folder of the file that wrote each, which the function gives."""
    for found in paths:
        yield evolve(found, written=seen_from(folder_of(found.route), found.path))


def path_from(folder: str, written: str) -> str:
    """A path from the root of the repository; one that leads out of it starts with `..`."""
    return normpath(f"{folder}/{written}" if folder else written)


def leads_out(path: str) -> bool:
    """Whether a path from the root of the repository leaves it."""
    return path == ".." or path.startswith("../")


_Written = Iterator[tuple[Route, str, PathPurpose]]


def _written(sections: Mapping[str, Any]) -> _Written:
    valid = {name: section for name, section in sections.items() if not isinstance(section, Invalid)}
    for section, field, purpose in _LISTS:
        node = valid.get(section)
        if node is not None and field in node.written:
            for index, path in enumerate(getattr(node, field)):
                yield node.at(field, index), path, purpose
    if "data" in valid:
        yield from _pointers(valid["data"])
    for work in find_work(valid):
        yield from _of_work(work)
    deploy = valid.get("deploy")
    if deploy is not None:
        for field in ("params", "env"):
            yield from _files(references_below(deploy.at(field), getattr(deploy, field)))


def _pointers(data: Data) -> _Written:
    for dataset in data.root.values():
        version = dataset.version
        if version is not None:
            for field in ("dvc", "lfs", "git"):
                path = getattr(version, field)
                if path is not None:
                    yield version.at(field), path, PathPurpose.FILE if field == "git" else PathPurpose.POINTER


def _of_work(work: Work) -> _Written:
    yield from _files(find_references(work))
    if work.command and work.workdir != ".":
        yield work.at("workdir"), work.workdir, PathPurpose.WORKDIR
    if not isinstance(work.inputs, dict):
        for index, path in enumerate(work.inputs):
            yield work.at("inputs", index), path, PathPurpose.INPUT
    if work.command and isinstance(work.outputs, dict):
        for name, path in work.outputs.items():
            yield work.at("outputs", name), path, PathPurpose.OUTPUT


def _files(references: Iterator[FoundReference]) -> _Written:
    for found in references:
        if isinstance(found.reference, FileReference):
            yield (*found.route, "file"), found.reference.path, PathPurpose.FILE


_LISTS = (
    ("runtime", "source", PathPurpose.SOURCE),
    ("runtime", "requirements", PathPurpose.REQUIREMENTS),
    ("evaluate", "tests", PathPurpose.TESTS),
    ("register", "artifacts", PathPurpose.ARTIFACT),
)
