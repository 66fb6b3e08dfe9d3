"""What keeps the files from being written, and how it is told."""

import errno
from collections.abc import Iterable

from mlspec.diagnostics.diagnostic import Diagnostic, Label, Rule, diagnose
from mlspec.source.text import Place, Span
from mlspec.vocabulary.severity import Severity

CANNOT_WRITE = Rule(
    "cannot-write",
    """A generated file cannot be written or read.

The disk is full or read-only, a folder stands where a file has to be, a link leads out of the repository, or rights are
missing. No file is left half-written: each is as it was or as it has to be, and the next compile finishes the work.
""",
)
HAND_EDITED = Rule(
    "hand-edited-file",
    """A generated file was edited by hand.

The next compile would undo the edit, so it leaves the file alone. Make the change in the spec or in your own code, and
compile with `--force`: then the file is written anew, and its former text is kept below `.mlspec/overwritten`.
""",
)
UNOWNED_FILE = Rule(
    "unowned-file",
    """A file that mlspec did not write stands where a generated file has to be.

No lock names it, so it is taken for somebody's work and left alone. Move it away, or compile with `--force`: then it is
overwritten, and its former text is kept below `.mlspec/overwritten`.
""",
)
EDITED_ORPHAN = Rule(
    "edited-orphan",
    """A file that is no longer generated was edited by hand, and stays.

Files that a spec no longer compiles to are removed where they are just as mlspec left them. This one is not, so from
now on it is yours: delete it, or keep it as your own.
""",
    Severity.WARNING,
)
RULES = (CANNOT_WRITE, HAND_EDITED, UNOWNED_FILE, EDITED_ORPHAN)


class OutputFault(Exception):
    """A file that cannot be read or written; the message is in plain words, the path relative to the repository."""

    def __init__(self, message: str, path: str, help: str = "") -> None:  # noqa: A002 - named like a diagnostic's field
        """Keep what a diagnostic needs."""
        super().__init__(message)
        self.message = message
        self.path = path
        self.help = help


def fault_of(error: OSError, path: str, doing: str) -> OutputFault:
    """What the operating system said, in plain words; `doing` is `read`, `written` or `removed`."""
    reason, advice = _REASONS.get(error.errno or 0, ((error.strerror or str(error)).lower(), ""))
    return OutputFault(f"`{path}` cannot be {doing}: {reason}", path, advice)


def diagnose_fault(fault: OutputFault) -> Diagnostic:
    """The diagnostic of a fault, at the path itself."""
    return diagnose(CANNOT_WRITE, fault.message, *_at(fault.path), help=fault.help or ())


def diagnose_refusals(edited: Iterable[str], unowned: Iterable[str], orphans: Iterable[str]) -> tuple[Diagnostic, ...]:
    """One diagnostic for every path that a compile left alone."""
    return (
        *(
            diagnose(
                HAND_EDITED,
                f"`{path}` was edited by hand and is left alone",
                *_at(path),
                help=(
                    "see what differs with `mlspec compile --check`",
                    "make the change in the spec or in your own code, then `mlspec compile --force`",
                ),
            )
            for path in edited
        ),
        *(
            diagnose(
                UNOWNED_FILE,
                f"`{path}` has to be generated, but mlspec did not write what stands there",
                *_at(path),
                help="move it away, or overwrite it with `mlspec compile --force`",
            )
            for path in unowned
        ),
        *(
            diagnose(
                EDITED_ORPHAN,
                f"`{path}` is no longer generated, but was edited by hand and stays",
                *_at(path),
                help="delete it, or keep it as your own",
            )
            for path in orphans
        ),
    )


def _at(path: str) -> tuple[Label, ...]:
    return (Label(Place(path, Span(0, 0))),) if path else ()


_RIGHTS = "see who owns the folder and what its rights are"
_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space, then compile again"),
    errno.EDQUOT: ("the quota of disk space is used up", "free some space, then compile again"),
    errno.EROFS: ("the file system is read-only", "compile where the repository can be written"),
    errno.EACCES: ("permission denied", _RIGHTS),
    errno.EPERM: ("operation not permitted", _RIGHTS),
    errno.EISDIR: ("a folder stands where the file has to be", "move the folder away"),
    errno.EEXIST: ("a file stands where one of its folders has to be", "move that file away"),
    errno.ENOTDIR: ("a file stands where one of its folders has to be", "move that file away"),
    errno.ENAMETOOLONG: ("its name is too long", "choose a shorter name"),
    errno.ELOOP: ("it is a link", "replace the link by what it leads to"),
}
