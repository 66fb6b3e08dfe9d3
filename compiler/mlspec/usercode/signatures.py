"""Entry points: a function that a spec names as `package.module:function`, read from its source."""

from enum import Enum

from mlspec.source.text import Place
from mlspec.usercode.facts import ClassShape, FunctionShape, ImportedName, ImportForm, ParameterShape, UnitKind, ValueShape
from mlspec.usercode.modules import Module, SourceModules
from mlspec.usercode.wrappers import wrapper_of
from mlspec.vocabulary.record import record


class ParameterKind(Enum):
    """How arguments can reach a parameter."""

    POSITIONAL_ONLY = "positional_only"
    POSITIONAL_OR_KEYWORD = "positional_or_keyword"
    VAR_POSITIONAL = "var_positional"
    KEYWORD_ONLY = "keyword_only"
    VAR_KEYWORD = "var_keyword"


@record
class Parameter:
    """A parameter; names in its annotation are those that its imports mean, so `pd.DataFrame` reads `pandas.DataFrame`."""

    name: str
    kind: ParameterKind
    annotation: str
    has_default: bool
    default_is_literal: bool
    default: object
    place: Place


@record
class Entrypoint:
    """A plain function of the user's: where it stands, what it takes and what it visibly gives.

    `module` and `function` are where it is defined, which a re-export may hide. `returned_keys` are the keys of all dicts that it returns,
    nested ones with dots, or the fields of the class it returns; None where one of its returns cannot be seen. A key whose value is not a
    dict literal may still hold one. `returned_length` is the length of the tuple it returns, None where it returns none or several lengths.
    """

    name: str
    module: str
    function: str
    path: str
    line: int
    place: Place
    parameters: tuple[Parameter, ...]
    returns: str
    is_async: bool
    is_generator: bool
    decorators: tuple[str, ...]
    returned_keys: tuple[str, ...] | None
    returned_length: int | None


class MissingPart(Enum):
    """Why there is no plain function under a name."""

    MALFORMED = "the name is not `module:function`"
    MODULE = "no such module"
    UNPARSED = "the module cannot be read"
    FUNCTION = "no such function"
    CLASS = "a class"
    METHOD = "within a class or another function"
    ASSIGNED = "a value that is assigned"
    WRAPPED = "wrapped by a tool"
    IMPORTED = "imported from outside of the source roots"


@record
class Missing:
    """What an entry point lacks.

    `wanted` is the part of the name that is not there, `candidates` the names that could be meant; `place` is where the module has
    something else under the name, or its fault; `message` says the fault, what the tool made of the function, or whence it comes;
    `plain` is the entry point of the plain function behind it, where one is visible.
    """

    name: str
    part: MissingPart
    wanted: str
    candidates: tuple[str, ...] = ()
    path: str = ""
    place: Place | None = None
    message: str = ""
    plain: str = ""


def find_entrypoint(modules: SourceModules, name: str) -> Entrypoint | Missing:
    """The function of a name such as `flights.model:train`, or what is missing; re-exports are followed."""
    module_name, colon, function = name.partition(":")
    if not colon or not all(part.isidentifier() for part in module_name.split(".")) or not function:
        return Missing(name, MissingPart.MALFORMED, name)
    module = modules.find(module_name)
    if module is None:
        return _no_module(modules, name, module_name)
    return _in_module(modules, name, module, function, frozenset())


def _no_module(modules: SourceModules, name: str, module_name: str) -> Missing:
    """The first part that is not there, and what stands beside it."""
    parts = module_name.split(".")
    above, folders = "", modules.roots
    for part in parts:
        found = modules.find(f"{above}{part}")
        if found is None:
            prefix = above
            return Missing(name, MissingPart.MODULE, f"{above}{part}", tuple(prefix + one for one in modules.submodule_names(folders)))
        above, folders = f"{above}{part}.", found.folders
    return Missing(name, MissingPart.MODULE, module_name)


def _in_module(modules: SourceModules, name: str, module: Module, function: str, seen: frozenset[tuple[str, str]]) -> Entrypoint | Missing:
    fault = module.facts.fault
    if fault is not None:
        return Missing(name, MissingPart.UNPARSED, module.name, (), module.path, module.fault_place(fault), fault.message)
    if "." in function:
        return Missing(name, MissingPart.METHOD, function, module.functions(), module.path, _place_of(module, function.partition(".")[0]))
    if (module.name, function) in seen:
        return Missing(name, MissingPart.FUNCTION, function, module.functions(), module.path)
    seen |= {(module.name, function)}
    bindings = module.bindings(function)
    if bindings:
        last = bindings[-1]
        if isinstance(last, ImportedName):
            return _imported(modules, name, module, last, seen)
        return _defined(modules, name, module, last)
    for star in module.bindings("*"):
        if isinstance(star, ImportedName):
            source = modules.find(modules.target(module, star))
            found = _in_module(modules, name, source, function, seen) if source else None
            if isinstance(found, Entrypoint) or (found is not None and found.part is not MissingPart.FUNCTION):
                return found
    return _no_function(name, module, function)


def _place_of(module: Module, name: str) -> Place | None:
    for binding in module.bindings(name):
        if isinstance(binding, int):
            return module.name_place(module.facts.units[binding])
    return None


def _no_function(name: str, module: Module, function: str) -> Missing:
    """Nothing of this name at the top level; it may stand within a class."""
    for index, unit in enumerate(module.facts.units):
        if unit.kind is UnitKind.CLASS:
            shape = module.shape(index)
            if isinstance(shape, ClassShape) and function in shape.functions:
                place = module.name_place(unit)
                return Missing(
                    name, MissingPart.METHOD, function, module.functions(), module.path, place, f"a method of `{unit.names[0]}`"
                )
    return Missing(name, MissingPart.FUNCTION, function, module.functions(), module.path)


def _imported(
    modules: SourceModules, name: str, module: Module, imported: ImportedName, seen: frozenset[tuple[str, str]]
) -> Entrypoint | Missing:
    target = modules.target(module, imported)
    source = modules.find(target) if imported.form is ImportForm.ATTRIBUTE else None
    if source is None:
        whole = f"{target}.{imported.attribute}" if imported.attribute else target
        return Missing(name, MissingPart.IMPORTED, imported.bound, module.functions(), module.path, message=whole)
    return _in_module(modules, name, source, imported.attribute, seen)


def _defined(modules: SourceModules, name: str, module: Module, index: int) -> Entrypoint | Missing:
    unit = module.facts.units[index]
    place = module.name_place(unit)
    own = unit.names[0]
    if unit.kind is UnitKind.CLASS:
        return Missing(name, MissingPart.CLASS, own, module.functions(), module.path, place)
    if unit.kind is not UnitKind.FUNCTION:
        return _assigned(modules, name, module, index, place)
    for maker in unit.makers:
        tool = _tool(modules, module, maker)
        if tool:
            return Missing(name, MissingPart.WRAPPED, own, _plain_functions(modules, module), module.path, place, tool, _called_by(module, index))
    return _entrypoint(modules, name, module, index, place)


def _assigned(modules: SourceModules, name: str, module: Module, index: int, place: Place) -> Missing:
    """`train = task(_train)`: the name of the plain function is in sight."""
    shape = module.shape(index)
    own = name.partition(":")[2]
    if not isinstance(shape, ValueShape):
        return Missing(name, MissingPart.ASSIGNED, own, module.functions(), module.path, place)
    plain = next((f"{module.name}:{one}" for one in (*shape.arguments, shape.maker) if one in module.functions()), "")
    tool = _tool(modules, module, shape.maker)
    part = MissingPart.WRAPPED if tool else MissingPart.ASSIGNED
    return Missing(name, part, own, _plain_functions(modules, module), module.path, place, tool or shape.maker, plain)


def _tool(modules: SourceModules, module: Module, maker: str) -> str:
    """What a known tool makes of the function; an object such as `app` is followed to the call that made it."""
    if not maker:
        return ""
    tool = wrapper_of(modules.dotted(module, maker))
    if tool:
        return tool
    for binding in module.bindings(maker.partition(".")[0]):
        if isinstance(binding, int) and module.facts.units[binding].kind is UnitKind.VALUE:
            shape = module.shape(binding)
            if isinstance(shape, ValueShape) and shape.maker:
                return wrapper_of(modules.dotted(module, shape.maker))
        if isinstance(binding, int) and module.facts.units[binding].kind is UnitKind.FUNCTION and "." in maker:
            return next(filter(None, (wrapper_of(modules.dotted(module, one)) for one in module.facts.units[binding].makers)), "")
    return ""


def _plain_functions(modules: SourceModules, module: Module) -> tuple[str, ...]:
    units = module.facts.units
    plain = {u.names[0] for u in units if u.kind is UnitKind.FUNCTION and not any(_tool(modules, module, one) for one in u.makers)}
    return tuple(sorted(plain))


def _called_by(module: Module, index: int) -> str:
    """The only plain function of the module that a wrapped one calls."""
    own = module.facts.units[index].names[0]
    called = [use for use in module.form(index).uses if use in module.functions() and use != own]
    return f"{module.name}:{called[0]}" if len(called) == 1 else ""


def _entrypoint(modules: SourceModules, name: str, module: Module, index: int, place: Place) -> Entrypoint:
    unit = module.facts.units[index]
    shape = module.shape(index)
    assert isinstance(shape, FunctionShape)
    keys, length = _returned(modules, module, index, 0)
    return Entrypoint(
        name,
        module.name,
        unit.names[0],
        module.path,
        unit.line,
        place,
        tuple(_parameter(modules, module, parameter) for parameter in shape.parameters),
        _annotation(modules, module, shape.annotation),
        shape.asynchronous,
        shape.generator,
        tuple(modules.dotted(module, maker) for maker in unit.makers),
        keys,
        length,
    )


def _parameter(modules: SourceModules, module: Module, shape: ParameterShape) -> Parameter:
    return Parameter(
        shape.name,
        ParameterKind(shape.kind),
        _annotation(modules, module, shape.annotation),
        shape.has_default,
        shape.default_is_literal,
        shape.default,
        module.place(shape.line, shape.column, len(shape.name)),
    )


def _annotation(modules: SourceModules, module: Module, pieces: tuple[str, ...]) -> str:
    return "".join(modules.dotted(module, piece[1:]) if piece.startswith("@") else piece for piece in pieces)


_DEPTH = 8


def _returned(modules: SourceModules, module: Module, index: int, depth: int) -> tuple[tuple[str, ...] | None, int | None]:
    """Keys and tuple length of what a function returns, by its annotation or by its `return` statements."""
    shape = module.shape(index)
    if not isinstance(shape, FunctionShape) or depth > _DEPTH or shape.generator:
        return None, None
    if len(shape.annotation) == 1 and shape.annotation[0].startswith("@"):
        fields = _fields(modules, module, shape.annotation[0][1:], depth)
        if fields is not None:
            return fields, None
    keys: list[str] = []
    lengths = set()
    seen = bool(shape.returned)
    for one in shape.returned:
        found, length = (one.keys, None) if one.kind == "keys" else (None, one.length) if one.kind == "tuple" else (None, None)
        if one.kind == "call":
            found, length = _called(modules, module, one.name, depth + 1)
        lengths.add(length)
        seen = seen and found is not None
        keys += [key for key in found or () if key not in keys]
    return tuple(keys) if seen else None, lengths.pop() if len(lengths) == 1 else None


def _called(modules: SourceModules, module: Module, name: str, depth: int) -> tuple[tuple[str, ...] | None, int | None]:
    fields = _fields(modules, module, name, depth)
    if fields is not None:
        return fields, None
    owner, index = _definition(modules, module, name)
    if owner is None or owner.facts.units[index].kind is not UnitKind.FUNCTION or owner.facts.units[index].makers:
        return None, None
    return _returned(modules, owner, index, depth)


def _fields(modules: SourceModules, module: Module, name: str, depth: int) -> tuple[str, ...] | None:
    """The fields of a dataclass, NamedTuple or TypedDict of the user's; None for other names."""
    owner, index = _definition(modules, module, name)
    if owner is None or depth > _DEPTH:
        return None
    unit = owner.facts.units[index]
    if unit.kind is not UnitKind.CLASS:
        return None
    inherited: tuple[str, ...] = ()
    is_data = any(_ends_in(modules, owner, maker, _DATA_DECORATORS) for maker in unit.makers)
    for base in unit.bases:
        above = _fields(modules, owner, base, depth + 1)
        is_data = is_data or above is not None or _ends_in(modules, owner, base, _DATA_BASES)
        inherited += above or ()
    shape = owner.shape(index)
    if not is_data or not isinstance(shape, ClassShape):
        return None
    return (*inherited, *(one for one in shape.fields if one not in inherited))


_DATA_DECORATORS = frozenset({"dataclass", "define", "frozen", "s", "attrs"})
_DATA_BASES = frozenset({"NamedTuple", "TypedDict", "BaseModel", "Struct"})


def _ends_in(modules: SourceModules, module: Module, chain: str, names: frozenset[str]) -> bool:
    return bool(chain) and modules.dotted(module, chain).rpartition(".")[2] in names


def _definition(modules: SourceModules, module: Module, chain: str) -> tuple[Module | None, int]:
    """The unit that a dotted name means, through imports and re-exports."""
    for _ in range(_DEPTH):
        root, _, rest = chain.partition(".")
        binding = next(iter(module.bindings(root)[-1:]), None)
        if isinstance(binding, int):
            return (module, binding) if not rest else (None, 0)
        if binding is None:
            return None, 0
        dotted = modules.dotted(module, chain)
        owner, _, chain = dotted.rpartition(".")
        found = modules.find(owner) if owner else None
        if found is None:
            return None, 0
        module = found
    return None, 0


def unit_of(modules: SourceModules, entrypoint: Entrypoint) -> tuple[Module, tuple[int, ...]]:
    """The module of an entry point and the units that may be its function."""
    module = modules.find(entrypoint.module)
    assert module is not None
    return module, tuple(binding for binding in module.bindings(entrypoint.function) if isinstance(binding, int))

