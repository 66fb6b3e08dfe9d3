"""A tree that remembers what it was asked, so that the next compile can tell whether any answer has changed."""

from typing import Any, TypeAlias

from mlspec.source.tree import EntryKind, Tree

Answer: TypeAlias = list[Any]
"""The question (`read`, `names` or `kind`) and what the answer hangs on: a stamp, or the kind's word."""


class RecordingTree:
    """Another tree, and the questions that it was asked for the sake of one project."""

    def __init__(self, below: Tree) -> None:
        """Nothing was asked yet."""
        self.below = below
        self.answers: dict[str, Answer] = {}

    def kind(self, path: str) -> EntryKind:
        """What stands at the path."""
        found = self.below.kind(path)
        self.answers.setdefault(path, ["kind", found.value])
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises UnreadableError."""
        # The stamp is taken first: a change between the two is then seen the next time.
        self.answers[path] = ["read", _listed(self.below.stamp(path))]
        return self.below.read(path)

    def names(self, path: str) -> tuple[str, ...]:
        """The sorted names in a folder."""
        self.answers[path] = ["names", _listed(self.below.stamp(path))]
        return self.below.names(path)

    def stamp(self, path: str) -> tuple[int, ...] | None:
        """Numbers that change when the file does."""
        return self.below.stamp(path)


def still_holds(tree: Tree, path: str, answer: Answer) -> bool:
    """Whether a tree would give this answer again."""
    question, expected = answer
    if question == "kind":
        return bool(tree.kind(path).value == expected)
    return bool(_listed(tree.stamp(path)) == expected)


def youngest(answer: Answer) -> int:
    """When what was read changed last, in nanoseconds; 0 where nothing was read."""
    question, stamp = answer
    return 0 if question == "kind" or stamp is None else max(stamp[-2:])


def _listed(stamp: tuple[int, ...] | None) -> list[int] | None:
    return None if stamp is None else list(stamp)
