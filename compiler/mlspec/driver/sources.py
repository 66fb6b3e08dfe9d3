"""The texts that diagnostics show lines of, each read when a place in it is drawn."""

from collections.abc import Iterator, Mapping

from mlspec.source.document import decode_text
from mlspec.source.text import SourceText
from mlspec.source.tree import Tree, UnreadableError


class Sources(Mapping[str, SourceText]):
    """Texts by path; a file that cannot be read has none."""

    def __init__(self, tree: Tree) -> None:
        """Read from this tree when asked."""
        self._tree = tree
        self._texts: dict[str, SourceText | None] = {}

    def __getitem__(self, path: str) -> SourceText:
        """The text of a file; raises KeyError where there is none."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        text = self._texts[path]
        if text is None:
            raise KeyError(path)
        return text

    def __iter__(self) -> Iterator[str]:
        """The paths that were asked for."""
        return (path for path, text in self._texts.items() if text is not None)

    def __len__(self) -> int:
        """How many texts are held."""
        return sum(1 for _ in self)

    def _read(self, path: str) -> SourceText | None:
        try:
            return decode_text(path, self._tree.read(path))
        except UnreadableError:
            return None
