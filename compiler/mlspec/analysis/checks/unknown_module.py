"""A function is named in a module that the source folders do not have.

Modules are looked for below the folders of `runtime.source` (`src` where nothing is said), never among the installed
packages: a spec names the user's own code, whose every change it can see. Mend the name, put the module there, or name
its folder in `runtime.source`. To run a function of a library, write a function of your own that calls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.missing_code import source_folders, unresolved
from mlspec.analysis.suggestion import suggest_value
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.source.tree import EntryKind, Tree
from mlspec.usercode.entrypoint import MissingPart

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project
    from mlspec.resolution.resolution import Resolution
    from mlspec.spec.runtime import Runtime

RULE = Rule("unknown-module", __doc__)


def check(code: Resolution, project: Project, tree: Tree, runtime: Runtime | None = None) -> Iterator[Finding]:
    """Tell every module that was not found; where no source folder is there at all, that is told instead."""
    folders = source_folders(runtime, project.folder)
    is_there = any(tree.kind(folder) is EntryKind.FOLDER for folder in folders)
    if not is_there and runtime is not None and "source" in runtime.written:
        return
    looked = f"modules are looked for below {listed(folders)}" + ("" if is_there else ", which is not there")
    for found in unresolved(code, MissingPart.MODULE, MissingPart.MALFORMED):
        wanted = found.missing.wanted
        suggestion = suggest_value(wanted, found.missing.candidates, found.route, "{}" + found.text[len(wanted) :])
        message = f"there is no module `{wanted}`"
        yield Finding(
            message, (At(found.route, "no such module", word=wanted),), (*suggestion.help, looked), suggestion.fixes
        )
