"""How expressions are written into a canonical form."""

import ast
from typing import Any

from mlspec.usercode.facts import ANY_VALUE, ImportedName, ImportForm
from mlspec.usercode.scribe import HANDLERS, Scribe, write_expressions, write_optional
from mlspec.usercode.syntax import chain_of


def write_annotation(scribe: Scribe, node: ast.AST | None) -> None:
    """An annotation; where it is a string, the names in it count as names."""
    before, scribe.annotating = scribe.annotating, True
    write_optional(scribe, node)
    scribe.annotating = before


def _name(scribe: Scribe, node: ast.Name) -> None:
    name = node.id
    scribe.write(name)
    if node.ctx.__class__ is ast.Load:
        scribe.loads.add(name)
    else:
        scribe.bound.add(name)


def _attribute(scribe: Scribe, node: ast.Attribute) -> None:
    attributes = node.attr
    value: Any = node.value
    while value.__class__ is ast.Attribute:
        attributes = f"{value.attr}.{attributes}"
        value = value.value
    if value.__class__ is ast.Name:
        chain = f"{value.id}.{attributes}"
        scribe.write(chain)
        scribe.loads.add(chain)
    else:
        scribe.write(f"(.{attributes}")
        if attributes.startswith("__"):
            scribe.loads.add(f"{ANY_VALUE}.{attributes}")
        HANDLERS[value.__class__](scribe, value)


def _constant(scribe: Scribe, node: ast.Constant) -> None:
    value = node.value
    scribe.write(_literal(value))
    if scribe.annotating and isinstance(value, str):
        _names_in_text(scribe, value)


def _literal(value: object) -> str:
    """A constant; `ascii`, since what `repr` escapes depends on the Unicode tables of the Python that runs."""
    if value.__class__ is str:
        return ascii(value)
    if value.__class__ is int:
        return f"#{value:x}"  # a decimal of more than 4,300 digits is refused
    if isinstance(value, complex):
        return f"#{value.real!r}+{value.imag!r}j"
    return f"#{value!r}"


def _names_in_text(scribe: Scribe, text: str) -> None:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    kept = len(scribe.tokens)
    HANDLERS[tree.body.__class__](scribe, tree.body)
    del scribe.tokens[kept:]


def _call(scribe: Scribe, node: ast.Call) -> None:
    function: Any = node.func
    last = function.id if function.__class__ is ast.Name else getattr(function, "attr", "")
    outer = scribe.loads
    dynamic = last in _DYNAMIC
    if dynamic:
        scribe.loads = set()
    scribe.write("(Call")
    HANDLERS[function.__class__](scribe, function)
    for argument in node.args:
        HANDLERS[argument.__class__](scribe, argument)
    for keyword in node.keywords:
        scribe.write(f"{keyword.arg or '**'}=")
        HANDLERS[keyword.value.__class__](scribe, keyword.value)
    scribe.write(")")
    if dynamic:
        inner, scribe.loads = scribe.loads, outer
        scribe.loads |= _looked_up(scribe, node, last, inner)


def _looked_up(scribe: Scribe, node: ast.Call, last: str, loads: set[str]) -> set[str]:
    """The names of a call that looks one up: `getattr(module, "name")` and `import_module("name")` are followed."""
    if last == "getattr":
        chain = chain_of(node.args[0]) if node.args else ""
        name = _text_of(node.args[1]) if len(node.args) > 1 else ""
        return (loads - {chain}) | {f"{chain}.{name}"} if chain and name.isidentifier() else loads
    target = _imported_by(node)
    if target is None:
        return loads
    scribe.imports.append(target)
    return {f"{chain}()" for chain in loads if chain not in _PACKAGE_NAMES}


def _imported_by(node: ast.Call) -> ImportedName | None:
    """What `import_module` is asked for; a star stands for what follows a literal start, such as `package.`."""
    if not node.args or any(keyword.arg != "package" for keyword in node.keywords):
        return None
    name = _prefix_of(node.args[0])
    if not name or (name.endswith("*") and "." not in name):
        return None
    level = len(name) - len(name.lstrip("."))
    anchors = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
    anchored = len(anchors) == 1 and chain_of(anchors[0]) in _PACKAGE_NAMES
    if anchored if level else not anchors:
        return ImportedName(ImportForm.MODULE, "", level, name.lstrip("."), "")
    return None


def _prefix_of(node: ast.expr) -> str:
    """`package.` and a star for f"package.{name}" and "package." + name."""
    if isinstance(node, ast.JoinedStr) and node.values:
        prefix = _text_of(node.values[0])
        return f"{prefix}*" if prefix else ""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        prefix = _prefix_of(node.left)
        return prefix if prefix.endswith("*") or not prefix else f"{prefix}*"
    return _text_of(node)


def _text_of(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _joined(scribe: Scribe, node: ast.JoinedStr) -> None:
    """An f-string; Pythons differ in how they cut its constant pieces."""
    scribe.write("(JoinedStr")
    text = ""
    for value in node.values:
        if isinstance(value, ast.Constant):
            text += str(value.value)
            continue
        if text:
            scribe.write(ascii(text))
            text = ""
        HANDLERS[value.__class__](scribe, value)
    if text:
        scribe.write(ascii(text))
    scribe.write(")")


def _formatted(scribe: Scribe, node: ast.FormattedValue) -> None:
    scribe.write(f"({{{node.conversion}")
    HANDLERS[node.value.__class__](scribe, node.value)
    spec = node.format_spec
    if isinstance(spec, ast.JoinedStr) and any(getattr(value, "value", "") != "" for value in spec.values):
        _joined(scribe, spec)
    else:
        scribe.write("")


def _match_singleton(scribe: Scribe, node: ast.MatchSingleton) -> None:
    scribe.write(f"(MatchSingleton {node.value!r}")


def _match_class(scribe: Scribe, node: ast.MatchClass) -> None:
    scribe.write("(MatchClass")
    HANDLERS[node.cls.__class__](scribe, node.cls)
    write_expressions(scribe, node.patterns)
    scribe.tokens += node.kwd_attrs
    scribe.write(")")
    write_expressions(scribe, node.kwd_patterns)


_DYNAMIC = frozenset({"getattr", "import_module", "__import__"})
_PACKAGE_NAMES = frozenset({"__package__", "__name__"})

HANDLERS.update(
    {
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Constant: _constant,
        ast.Call: _call,
        ast.JoinedStr: _joined,
        ast.FormattedValue: _formatted,
        ast.MatchSingleton: _match_singleton,
        ast.MatchClass: _match_class,
    }
)
