"""What a function gives back, by its annotation or its `return` statements, through the functions that it calls."""

from mlspec.usercode.facts import ClassShape, FunctionShape, UnitKind
from mlspec.usercode.module import Module
from mlspec.usercode.modules import SourceModules
from mlspec.vocabulary.record import record

_DEPTH = 8  # of calls, bases and re-exports; who nests deeper is not followed


@record
class Given:
    """What is given back: keys, which may be attributes of an object, or a tuple of a length; None where not seen."""

    keys: tuple[str, ...] | None = None
    length: int | None = None
    is_object: bool = False


def find_returned(modules: SourceModules, module: Module, index: int, depth: int = 0) -> Given:
    """What a function gives back; where its returns differ in kind, nothing is seen."""
    shape = module.shape(index)
    if not isinstance(shape, FunctionShape) or shape.generator or depth > _DEPTH:
        return Given()
    if len(shape.annotation) == 1:
        fields = _fields(modules, module, shape.annotation[0].removeprefix("@"), depth)
        if fields is not None:
            return fields
    given = [
        _called(modules, module, one.name, depth + 1)
        if one.kind == "call"
        else Given(one.keys if one.kind == "keys" else None, one.length if one.kind == "tuple" else None)
        for one in shape.returned
    ]
    lengths = {one.length for one in given}
    kinds = {(one.keys is None, one.is_object) for one in given}
    seen = len(kinds) == 1 and given[0].keys is not None
    keys = tuple(dict.fromkeys(key for one in given for key in one.keys or ())) if seen else None
    return Given(keys, lengths.pop() if len(lengths) == 1 else None, seen and given[0].is_object)


def _called(modules: SourceModules, module: Module, name: str, depth: int) -> Given:
    fields = _fields(modules, module, name, depth)
    if fields is not None:
        return fields
    owner, index = _definition(modules, module, name)
    if owner is None or owner.facts.units[index].kind is not UnitKind.FUNCTION or owner.facts.units[index].makers:
        return Given()
    return find_returned(modules, owner, index, depth)


def _fields(modules: SourceModules, module: Module, name: str, depth: int) -> Given | None:
    """The fields of a dataclass, NamedTuple or TypedDict of the user's; None for other names."""
    owner, index = _definition(modules, module, name)
    if owner is None or depth > _DEPTH or owner.facts.units[index].kind is not UnitKind.CLASS:
        return None
    unit = owner.facts.units[index]
    has_fields = any(_ends_in(modules, owner, maker, _DATA_DECORATORS) for maker in unit.makers)
    inherited: tuple[str, ...] = ()
    is_object = True
    for base in unit.bases:
        above = _fields(modules, owner, base, depth + 1)
        has_fields = has_fields or above is not None or _ends_in(modules, owner, base, _DATA_BASES)
        inherited += (above.keys or ()) if above else ()
        is_object = is_object and (above.is_object if above else not _ends_in(modules, owner, base, _MAP_BASES))
    shape = owner.shape(index)
    if not has_fields or not isinstance(shape, ClassShape):
        return None
    return Given(tuple(dict.fromkeys((*inherited, *shape.fields))), None, is_object)


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
