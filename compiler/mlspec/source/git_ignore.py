"""Which files git leaves out of the repository, as its `.gitignore` files say.

They are read through the tree, so that a compile depends on nothing but the repository's files: what stands above its
root, or in the settings of git on one machine, does not count.
"""

import re
from collections.abc import Iterator
from functools import cache

from mlspec.source.tree import EntryKind, Tree, UnreadableError
from mlspec.vocabulary.record import record


@record
class _Rule:
    """One line: what it matches, from the folder of its file; whether only folders, and whether it takes back."""

    matches: re.Pattern[str]
    folders_only: bool
    takes_back: bool


class GitIgnore:
    """The rules of one tree."""

    def __init__(self, tree: Tree) -> None:
        """Nothing was read yet."""
        self._tree = tree
        self._rules: dict[str, tuple[_Rule, ...]] = {}

    def ignores(self, path: str) -> bool:
        """Whether git ignores a file or folder, or one of the folders that it lies in."""
        parts = path.split("/")
        above = ["/".join(parts[:count]) for count in range(1, len(parts))]
        return any(self._matches(folder, is_folder=True) for folder in above) or self._matches(
            path, is_folder=self._tree.kind(path) is EntryKind.FOLDER
        )

    def _matches(self, path: str, *, is_folder: bool) -> bool:
        """What the last rule says that matches; the folder of a rule may be any of those above."""
        parts, ignored = path.split("/"), False
        for count in range(len(parts)):
            inner = "/".join(parts[count:])
            for rule in self._rules_in("/".join(parts[:count])):
                if (is_folder or not rule.folders_only) and rule.matches.fullmatch(inner):
                    ignored = not rule.takes_back
        return ignored

    def _rules_in(self, folder: str) -> tuple[_Rule, ...]:
        if folder not in self._rules:
            try:
                content = self._tree.read(f"{folder}/.gitignore" if folder else ".gitignore")
            except UnreadableError:
                content = b""
            self._rules[folder] = tuple(_read(content.decode("utf-8", "surrogateescape")))
        return self._rules[folder]


def _read(text: str) -> Iterator[_Rule]:
    for line in text.removeprefix("\N{BYTE ORDER MARK}").splitlines():
        pattern = _without_blanks(line)
        if not pattern or pattern.startswith("#"):
            continue
        takes_back = pattern.startswith("!")
        pattern = pattern[1:] if takes_back else pattern
        rule = _rule(pattern.rstrip("/"), pattern.endswith("/"), takes_back)
        if rule is not None:
            yield rule


def _without_blanks(line: str) -> str:
    """A blank at the end counts only behind a backslash."""
    stripped = line.rstrip(" ")
    return f"{stripped} " if stripped.endswith("\\") and stripped != line else stripped


def _rule(pattern: str, folders_only: bool, takes_back: bool) -> _Rule | None:
    anywhere = "/" not in pattern
    try:
        return _Rule(_expression(pattern.removeprefix("/"), anywhere), folders_only, takes_back)
    except re.error:  # a range that ends before it starts
        return None


@cache
def _expression(pattern: str, anywhere: bool) -> re.Pattern[str]:
    found, at = ["(?:.*/)?"] if anywhere else [], 0
    while at < len(pattern):
        length, piece = _piece(pattern, at)
        found.append(piece)
        at += length
    return re.compile("".join(found), re.DOTALL)


def _piece(pattern: str, at: int) -> tuple[int, str]:
    """How many characters the next piece of a pattern has, and what it means."""
    starts = at == 0 or pattern[at - 1] == "/"
    if starts and pattern.startswith("**/", at):
        return 3, "(?:.*/)?"
    if starts and pattern[at:] == "**":
        return 2, ".+"
    end = pattern.find("]", at + 2) if pattern[at] == "[" else -1
    match pattern[at]:
        case "*":
            return 1, "[^/]*"
        case "?":
            return 1, "[^/]"
        case "[" if end < 0:
            return 1, "(?!)"  # matches nothing, as with git
        case "[":
            inner = pattern[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            return end + 1 - at, f"(?!/)[{'^' + inner[1:] if inner[0] in '!^' else inner}]"
        case "\\" if at + 1 < len(pattern):
            return 2, re.escape(pattern[at + 1])
    return 1, re.escape(pattern[at])
