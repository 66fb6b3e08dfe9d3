"""Which specs a command is about: those that it names, by name, folder or path, or all."""

from mlspec.diagnostics.diagnostic import Diagnostic, Rule
from mlspec.driver.discovery import find_specs, is_meant
from mlspec.driver.front_end import read_project
from mlspec.driver.workspace import Workspace
from mlspec.source.spelling import nearest
from mlspec.vocabulary.record import record

NO_SUCH_SPEC = Rule(
    "no-such-spec",
    """No spec of the repository has the name that was asked for.

Specs are found by the patterns of the repository's settings, `specs/*/mlproject.yaml` where none are given. They
are named by their `name`, their folder, or their path.
""",
)


@record
class Selection:
    """The paths of the specs that are meant, those of all specs, and the names that mean none."""

    paths: tuple[str, ...]
    all_paths: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def select_specs(workspace: Workspace, names: tuple[str, ...]) -> Selection:
    """Find the specs; a name that is a folder's is found without reading all the others."""
    paths = find_specs(workspace.tree, workspace.settings.specs)
    if not names:
        return Selection(paths, paths)
    found = {name: next((path for path in paths if is_meant(path, name)), "") for name in names}
    if not all(found.values()):
        by_name = {read_project(workspace.tree, path, workspace.registry).name: path for path in paths}
        found = {name: path or by_name.get(name, "") for name, path in found.items()}
        missing = tuple(
            _no_such_spec(name, tuple(by_name), workspace.settings.specs) for name, path in found.items() if not path
        )
        return Selection(_chosen(found), paths, missing)
    return Selection(_chosen(found), paths)


def _chosen(found: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, found.values())))


def _no_such_spec(name: str, known: tuple[str, ...], patterns: tuple[str, ...]) -> Diagnostic:
    guess = nearest(name, known)
    listed = ", ".join(f"`{one}`" for one in known[:20])
    last = f"known are {listed}" if known else f"there are none: no file fits {', '.join(patterns)}"
    advice = (*((f"did you mean `{guess}`?",) if guess else ()), last)
    return Diagnostic(NO_SUCH_SPEC.name, NO_SUCH_SPEC.severity, f"no spec is named `{name}`", (), advice)
