"""The objects of a git repository, asked of one `git cat-file --batch` process.

Only what lies in the repository is given: nothing is fetched, checked out, filtered or replaced.
"""

import subprocess
from collections.abc import Mapping
from typing import IO

from mlspec.vocabulary.record import record

NO_GIT = "git cannot be started, and a plan reads the base from git's objects"

_CHUNK = 1 << 20


@record
class GitObject:
    """What a name means: the object's digest in hexadecimal, its type and its content, None where it is too long."""

    digest: str
    type: str
    content: bytes | None


class GitFault(Exception):
    """Something that git could not give; `advice` says what to do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        """Say it in plain words."""
        super().__init__(message)
        self.message = message
        self.advice = advice


class GitObjects:
    """One process that answers for a repository until it is closed."""

    def __init__(self, folder: str, environment: Mapping[str, str] | None = None) -> None:
        """Ask for the repository around a folder; raises GitFault where git cannot be started."""
        words = ["git", "--no-replace-objects", "-C", folder, "cat-file", "--batch"]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - fixed words
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
        except OSError as error:
            raise GitFault(NO_GIT, "install git") from error

    def get(self, name: str, longest: int | None = None) -> GitObject | None:
        """The object of a name such as `main^{commit}`; None where git has none. Raises GitFault.

        The content of one with more than `longest` bytes is passed over.
        """
        asked, answers = self._pipes()
        try:
            asked.write(name.encode("utf-8", "surrogateescape") + b"\n")
            asked.flush()
            head = answers.readline()
        except OSError as error:
            raise GitFault(_GONE) from error
        if not head:
            raise GitFault(_GONE)
        words = head.decode("utf-8", "replace").split()
        if words[-1] in ("missing", "ambiguous") or len(words) != 3:
            return None
        digest, kind, size = words[0], words[1], int(words[2])
        if longest is None or size <= longest:
            return GitObject(digest, kind, self._read(answers, size))
        self._pass_over(answers, size)
        return GitObject(digest, kind, None)

    def close(self) -> None:
        """End the process."""
        for pipe in self._pipes():
            pipe.close()
        self._process.wait()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise GitFault(_GONE)
        return asked, answers

    def _read(self, answers: IO[bytes], size: int) -> bytes:
        content = answers.read(size + 1)  # a line break follows
        if len(content) != size + 1:
            raise GitFault(_GONE)
        return content[:-1]

    def _pass_over(self, answers: IO[bytes], size: int) -> None:
        left = size + 1
        while left:
            chunk = answers.read(min(left, _CHUNK))
            if not chunk:
                raise GitFault(_GONE)
            left -= len(chunk)


_GONE = "git ended before it had answered"
