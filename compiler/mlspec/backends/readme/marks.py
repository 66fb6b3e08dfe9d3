"""Pieces of Markdown that the page is put together from: rows, cells, links, paragraphs."""

from collections.abc import Callable

from mlspec.codegen.code import Code
from mlspec.codegen.markdown import markdown_code, markdown_text

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def table_row(*cells: str) -> Code:
    """A row of a table; text that is not code yet is escaped."""
    spelled = (cell if isinstance(cell, Code) else markdown_text(cell) for cell in cells)
    return Code("|" + "".join(f" {cell} |" if cell else " |" for cell in spelled))


def cell_code(text: str) -> Code:
    """A code span inside a table, where a bar would end the cell in spite of the backticks."""
    return Code(markdown_code(text).replace("|", "\\|"))


def cell_codes(texts: tuple[str, ...]) -> Code:
    """Several code spans in one cell."""
    return Code(", ".join(map(cell_code, texts)))


def scalar(value: object) -> str:
    """A value as the spec spells it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def link(text: str, folder: str, path: str, place: str = "") -> Code:
    """A link from a file in one folder of the repository to a path of it, or to a place in that file."""
    up = folder.count("/") + 1
    target = path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else "../" * up + path
    anchor = f"#{place}" if place else ""
    return Code(f"[{markdown_text(text)}]({_address(target)}{anchor})")


def sentence(text: str) -> Code:
    """Text in which what stands between backticks is code, as back ends write what they tell."""
    return _sentence(text, markdown_code)


def cell_sentence(text: str) -> Code:
    """The same inside a table."""
    return _sentence(text, cell_code)


def paragraph(text: str) -> Code:
    """Text that starts a paragraph: nothing at its start may make it a list, a heading or a rule."""
    escaped = markdown_text(text)
    digits = len(escaped) - len(escaped.lstrip("0123456789"))
    if escaped[digits : digits + 1] in (".", ")") and digits:
        return Code(f"{escaped[:digits]}\\{escaped[digits:]}")
    return Code(f"\\{escaped}" if escaped[:1] in ("-", "=") else escaped)


def _sentence(text: str, spell: Callable[[str], Code]) -> Code:
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return Code(markdown_text(text))
    return Code("".join(spell(part) if place % 2 else _kept(part) for place, part in enumerate(parts)))


def _kept(part: str) -> str:
    """A part of a sentence, with the blank that parts it from its neighbours."""
    text = markdown_text(part)
    return f"{' ' * part[:1].isspace()}{text}{' ' * part[-1:].isspace()}" if text else " " * bool(part)


def _address(path: str) -> str:
    if _PLAIN.issuperset(path):
        return path
    characters = (chr(byte) if chr(byte) in _PLAIN else f"%{byte:02X}" for byte in path.encode())
    return "".join(characters)
