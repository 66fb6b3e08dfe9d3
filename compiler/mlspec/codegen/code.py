"""Text that is code already, and the few ways in which other text may become it."""

import keyword


class Code(str):
    """A piece of the target's own language, made by an emitter; everything else is spelled as a literal."""

    __slots__ = ()


def identifier(name: str) -> Code:
    """A name that may stand in Python code as it is; raises ValueError for any other text."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is no identifier")
    return Code(name)


def dotted(name: str) -> Code:
    """Identifiers joined by dots."""
    return Code(".".join(identifier(part) for part in name.split(".")))


def prose(text: str) -> Code:
    """Text for a docstring or a comment: one line, nothing in it that could end either."""
    return Code(one_line(text).replace("\\", "\\\\").replace('"', "'"))


def one_line(text: str) -> str:
    """Text without line breaks, and with a sign in place of every character that does not print."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
