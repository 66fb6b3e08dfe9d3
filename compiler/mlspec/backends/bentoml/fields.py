"""The fields of requests and answers as lines of pydantic's models."""

from collections.abc import Iterator
from keyword import iskeyword

from mlspec.codegen.code import Code, identifier
from mlspec.codegen.line_breaks import Expression, Text, behind, group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.service import Field

_TYPES = {
    "array": "list[Any]",
    "boolean": "bool",
    "category": "str | int",
    "date": "date",
    "integer": "int",
    "list": "list[Any]",
    "map": "dict[str, Any]",
    "number": "float",
    "string": "str",
    "text": "str",
    "timestamp": "datetime",
}
_BOUNDED = ("integer", "number")
_OWN = frozenset(
    "construct copy date datetime dict float from_orm int json list parse_file parse_obj parse_raw schema schema_json "
    "str update_forward_refs validate bool".split()
)
"""Names that a field may not have in the class itself: pydantic's, and those of its types."""


def asked_lines(fields: tuple[Field, ...]) -> tuple[Code, ...]:
    """The fields of a request; those that have to be there come first no more than others, for all are named."""
    return tuple(_line(field, index, asked=True) for index, field in enumerate(fields))


def answered_lines(fields: tuple[Field, ...]) -> tuple[Code, ...]:
    """The fields of an answer."""
    return tuple(_line(field, index, asked=False) for index, field in enumerate(fields))


def value_type(kind: str) -> Code:
    """The type of a plain value."""
    return Code(_TYPES.get(kind, "Any"))


def _line(field: Field, index: int, *, asked: bool) -> Code:
    name = field.name if _may_be_named(field.name) else f"field_{index}"
    kind = _type(field, asked=asked)
    optional = field.nullable or (asked and not field.required and field.default is None)
    if optional and kind != "Any":
        kind = Code(f"{kind} | None")
    details = [*_details(field), *([Text("alias=", field.name)] if name != field.name else [])]
    default = "" if (field.required and not optional) or not asked else f" = {python_literal(field.default)}"
    if not details:
        return Code(f"{identifier(name)}: {kind}{default}")
    inner = group("Field(", details, ")")
    annotated = group(f"{identifier(name)}: Annotated[", (kind, inner), f"]{default}")
    return laid_out(annotated, 4)


def _may_be_named(name: str) -> bool:
    return name.isidentifier() and not iskeyword(name) and not name.startswith(("_", "model_")) and name not in _OWN


def _type(field: Field, *, asked: bool) -> Code:
    if field.values and all(isinstance(value, (str, int)) for value in field.values):
        return Code(f"Literal[{', '.join(python_literal(value) for value in field.values)}]")
    if field.type == "integer" and asked:
        return Code("WholeNumber")
    if field.type in ("array", "list") and field.of:
        inner = value_type(field.of)
        for _ in range(max(len(field.shape), 1)):
            inner = Code(f"list[{inner}]")
        return inner
    return value_type(field.type)


def _details(field: Field) -> Iterator[Expression]:
    if field.type in _BOUNDED and not field.values:
        if field.minimum is not None:
            yield Code(f"ge={python_literal(field.minimum)}")
        if field.maximum is not None:
            yield Code(f"le={python_literal(field.maximum)}")
    said = ", ".join(part for part in (field.description, field.unit) if part)
    if said:
        yield behind("", Text("description=", said))
