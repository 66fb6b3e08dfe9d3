"""Spelling a value as Markdown text that shows as that very value."""

from mlspec.codegen.code import Code

_SPECIAL = frozenset("\\`*_{}[]<>#+!|~$&")


def markdown_text(value: object) -> str:
    """Text with Markdown's and HTML's signs escaped, on one line."""
    line = " ".join(str(value).split())
    shown = (character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in shown)


def markdown_code(text: str) -> Code:
    """A code span; a longer fence is taken where the text holds backticks, as CommonMark says."""
    line = " ".join(text.split())
    fence = "`"
    while fence in line:
        fence += "`"
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return Code(f"{fence}{pad}{line}{pad}{fence}")
