"""The files that belong to no single spec: the JSON Schema of the language, for editors."""

from typing import Any

from mlspec.driver.registry import load_named
from mlspec.driver.workspace import Workspace
from mlspec.output.lock import Lock
from mlspec.schema.json_schema import language_schema
from mlspec.spec.project import HEADER, SECTIONS
from mlspec.version import LANGUAGE, VERSION
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.record import record


@record
class SharedFiles:
    """Paths with texts, and the lock that owns them."""

    artifacts: tuple[tuple[str, str], ...]
    lock: Lock


def compile_shared(workspace: Workspace) -> SharedFiles:
    """The schema of the language, with the options of all back ends that take part."""
    options: dict[Concern, dict[str, Any]] = {concern: {} for concern in Concern}
    for backend in workspace.registry.backends:
        options[backend.concern][backend.name] = load_named(backend.options) if backend.options else None
    text = language_schema(HEADER, SECTIONS, options)
    artifacts = ((f"{workspace.settings.output}/mlproject.schema.json", text),)
    return SharedFiles(artifacts, Lock(VERSION, LANGUAGE, (), (), ()))
