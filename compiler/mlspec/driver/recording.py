"""A tree that remembers what it was asked, so that the next compile can tell whether any answer has changed."""

from contextlib import suppress
from hashlib import sha256
from typing import TypeAlias

from mlspec.source.tree import EntryKind, Tree, UnreadableError

Stamp: TypeAlias = tuple[int, ...] | None
Answer: TypeAlias = tuple[str, Stamp, str]
"""The question (`read`, `names` or `kind`), the stamp of what was asked about, and the answer or its digest."""


class RecordingTree:
    """Another tree, and the questions that it was asked for the sake of one project, each with its first answer."""

    def __init__(self, below: Tree) -> None:
        """Nothing was asked yet."""
        self.below = below
        self.answers: dict[str, Answer] = {}

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        found = self.below.kind(path)
        self.answers.setdefault(path, ("kind", None, found.value))
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises UnreadableError."""
        # The stamp is taken first: a change between the two is then seen the next time.
        stamp = self.below.stamp(path)
        try:
            content = self.below.read(path)
        except UnreadableError as error:
            self._note(path, ("read", stamp, str(error)))
            raise
        self._note(path, ("read", stamp, _digest(content)))
        return content

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder."""
        stamp = self.below.stamp(path)
        found = self.below.names(path)
        self._note(path, ("names", stamp, _digest("/".join(found).encode("utf-8", "surrogateescape"))))
        return found

    def stamp(self, path: str) -> Stamp:
        """Numbers that change when the file does."""
        return self.below.stamp(path)

    def _note(self, path: str, answer: Answer) -> None:
        """What a file holds, or a folder, tells its kind too."""
        known = self.answers.get(path)
        if known is None or known[0] == "kind":
            self.answers[path] = answer


def ask_again(tree: Tree, path: str, answer: Answer) -> Answer | None:
    """The same answer with its stamp of now, where a tree gives it again; None where it gives another one.

    Where the stamp is as it was, nothing is read.
    """
    question, stamp, known = answer
    if question == "kind":
        return answer if tree.kind(path).value == known else None
    if stamp and tree.stamp(path) == stamp:
        return answer
    again = RecordingTree(tree)
    with suppress(UnreadableError):  # an answer too
        again.read(path) if question == "read" else again.names(path)
    found = again.answers[path]
    return found if found[2] == known else None


def youngest(answer: Answer) -> int:
    """When what was asked about changed last, in nanoseconds; 0 where there is no stamp."""
    return max(answer[1][-2:]) if answer[1] else 0


def without_stamp(answer: Answer) -> Answer:
    """An answer that is always asked for again."""
    return (answer[0], (), answer[2])


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
