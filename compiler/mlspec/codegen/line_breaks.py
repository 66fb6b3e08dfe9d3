"""Python expressions that stand on one line where they fit, and are broken as a formatter would where not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from mlspec.codegen.code import Code
from mlspec.codegen.python_literal import python_literal
from mlspec.vocabulary.record import record

LINE = 120
_STEP = 4


@record
class Group:
    """Items within brackets; `before` ends in the opening bracket, `after` starts with the closing one."""

    before: str
    items: "tuple[Expression, ...]"
    after: str


@record
class Text:
    """A text and what stands before it, such as a key; several literals in brackets where one would be too long."""

    before: str
    value: str


Expression: TypeAlias = Code | Group | Text


def group(before: str, items: "Iterable[Expression]", after: str) -> Group:
    """Items within brackets."""
    return Group(before, tuple(items), after)


def python_tuple(items: Sequence[Code]) -> Expression:
    """The items as a tuple."""
    return Code(f"({items[0]},)") if len(items) == 1 else group("(", items, ")")


def behind(before: str, expression: Expression) -> Expression:
    """The same expression with something before it: a key, a name, `return`."""
    match expression:
        case Group(inner, items, after):
            return Group(before + inner, items, after)
        case Text(inner, value):
            return Text(before + inner, value)
        case _:
            return Code(before + expression)


def laid_out(expression: Expression, indent: int = 0, tail: int = 0) -> Code:
    """The text of an expression whose first line the template indents; `tail` is what has to fit behind it."""
    flat = one_line(expression)
    if isinstance(expression, str) or ("\n" not in flat and indent + len(flat) + tail <= LINE):
        return Code(flat)
    pad = " " * indent
    if isinstance(expression, Text):
        lines = [f"{pad}    {piece}\n" for piece in _pieces(expression.value, LINE - indent - _STEP)]
        return Code(f"{expression.before}(\n{''.join(lines)}{pad})" if lines else flat)
    comma = "," if len(expression.items) > 1 else ""
    lines = [f"{pad}    {laid_out(item, indent + _STEP, 1)}{comma}\n" for item in expression.items]
    return Code(f"{expression.before}\n{''.join(lines)}{pad}{expression.after}")


def one_line(expression: Expression) -> str:
    """The text without any break."""
    match expression:
        case Group(before, items, after):
            return f"{before}{', '.join(map(one_line, items))}{after}"
        case Text(before, value):
            return before + python_literal(value)
        case _:
            return expression


def _pieces(text: str, room: int) -> Iterator[str]:
    """Literals of parts of the text, which end behind a blank where one is near."""
    while text:
        size = min(len(text), room - 2)
        while size > 1 and len(python_literal(text[:size])) > room:
            size -= max(1, size // 8)
        if size < len(text):
            size = text.rfind(" ", size // 2, size) + 1 or size
        yield python_literal(text[:size])
        text = text[size:]
