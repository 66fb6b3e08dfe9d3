"""What a function gives back, by its annotation or its `return` statements, through the functions that it calls."""

from typing import TypeAlias

from mlspec.usercode.facts import ClassShape, FunctionShape, UnitKind
from mlspec.usercode.module import Module
from mlspec.usercode.modules import SourceModules

Fields: TypeAlias = tuple[tuple[str, ...], bool]
Returned: TypeAlias = tuple[tuple[str, ...] | None, int | None, bool]

_DEPTH = 8  # of calls, bases and re-exports; who nests deeper is not followed


def find_returned(modules: SourceModules, module: Module, index: int, depth: int = 0) -> Returned:
    """The keys and the length of a tuple that a function returns, None where they cannot be seen; whether keys are attributes."""
    shape = module.shape(index)
    if not isinstance(shape, FunctionShape) or shape.generator or depth > _DEPTH:
        return None, None, False
    if len(shape.annotation) == 1:
        fields = _fields(modules, module, shape.annotation[0].removeprefix("@"), depth)
        if fields is not None:
            return fields[0], None, fields[1]
    given = [
        (one.keys if one.kind == "keys" else None, one.length if one.kind == "tuple" else None, False)
        if one.kind != "call"
        else _called(modules, module, one.name, depth + 1)
        for one in shape.returned
    ]
    lengths = {length for _, length, _ in given}
    seen = bool(given) and all(keys is not None for keys, _, _ in given) and len({kind for _, _, kind in given}) == 1
    keys = tuple(dict.fromkeys(key for found, _, _ in given for key in found or ())) if seen else None
    return keys, lengths.pop() if len(lengths) == 1 else None, seen and given[0][2]


def _called(modules: SourceModules, module: Module, name: str, depth: int) -> Returned:
    fields = _fields(modules, module, name, depth)
    if fields is not None:
        return fields[0], None, fields[1]
    owner, index = _definition(modules, module, name)
    if owner is None or owner.facts.units[index].kind is not UnitKind.FUNCTION or owner.facts.units[index].makers:
        return None, None, False
    return find_returned(modules, owner, index, depth)


def _fields(modules: SourceModules, module: Module, name: str, depth: int) -> Fields | None:
    """The fields of a dataclass, NamedTuple or TypedDict of the user's, and whether they are attributes; None for other names."""
    owner, index = _definition(modules, module, name)
    if owner is None or depth > _DEPTH or owner.facts.units[index].kind is not UnitKind.CLASS:
        return None
    unit = owner.facts.units[index]
    has_fields = any(_ends_in(modules, owner, maker, _DATA_DECORATORS) for maker in unit.makers)
    inherited: tuple[str, ...] = ()
    attributes = True
    for base in unit.bases:
        above = _fields(modules, owner, base, depth + 1)
        has_fields = has_fields or above is not None or _ends_in(modules, owner, base, _DATA_BASES)
        inherited += above[0] if above else ()
        attributes = attributes and (above[1] if above else not _ends_in(modules, owner, base, _MAP_BASES))
    shape = owner.shape(index)
    if not has_fields or not isinstance(shape, ClassShape):
        return None
    return tuple(dict.fromkeys((*inherited, *shape.fields))), attributes


def _ends_in(modules: SourceModules, module: Module, chain: str, names: frozenset[str]) -> bool:
    return bool(chain) and modules.dotted(module, chain).rpartition(".")[2] in names


def _definition(modules: SourceModules, module: Module, chain: str) -> tuple[Module | None, int]:
    """The unit that a dotted name means, through imports and re-exports."""
    for _ in range(_DEPTH):
        root, _, rest = chain.partition(".")
        bindings = module.bindings(root)
        if not bindings:
            return None, 0
        last = bindings[-1]
        if isinstance(last, int):
            return (module, last) if not rest else (None, 0)
        owner, _, chain = modules.dotted(module, chain).rpartition(".")
        found = modules.find(owner) if owner else None
        if found is None:
            return None, 0
        module = found
    return None, 0


_DATA_DECORATORS = frozenset({"attrs", "dataclass", "define", "frozen", "mutable", "s"})
_DATA_BASES = frozenset({"BaseModel", "NamedTuple", "Struct", "TypedDict"})
_MAP_BASES = frozenset({"TypedDict"})
