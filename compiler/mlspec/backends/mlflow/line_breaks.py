"""Breaking what is too long for a line, as a formatter would."""

from collections.abc import Iterable

from mlspec.codegen.code import Code

LINE = 120


def bracketed(before: str, items: Iterable[str], after: str, indent: int = 0) -> Code:
    """The items between brackets: on one line where that fits, else one a line.

    `before` ends in the opening bracket, `after` starts with the closing one, and the template indents the first line.
    """
    given = tuple(items)
    line = f"{before}{', '.join(given)}{after}"
    if indent + len(line) <= LINE:
        return Code(line)
    pad = " " * indent
    inner = "".join(f"{pad}    {item},\n" for item in given)
    return Code(f"{before}\n{inner}{pad}{after}")
