"""Spelling a value as Markdown text that shows as that very value."""

from mlspec.codegen.code import Code, one_line

_ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#+!|~$&"})


def markdown_text(value: object) -> str:
    """Text with Markdown's and HTML's signs escaped, on one line."""
    return one_line(str(value)).translate(_ESCAPED)


def markdown_code(text: str) -> Code:
    """A code span; a longer fence is taken where the text holds backticks, as CommonMark says."""
    line = " ".join(text.split())
    fence = "`"
    while fence in line:
        fence += "`"
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return Code(f"{fence}{pad}{line}{pad}{fence}")
