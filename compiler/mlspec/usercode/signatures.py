"""Finding an entry point in the source: its signature, or what stands there instead."""

from mlspec.source.text import Place, Span
from mlspec.usercode.entrypoint import Entrypoint, Missing, MissingPart, Parameter, ParameterKind
from mlspec.usercode.facts import (
    ClassShape,
    FunctionShape,
    ImportedName,
    ImportForm,
    ParameterShape,
    UnitKind,
    ValueShape,
)
from mlspec.usercode.module import Module
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.returned import find_returned
from mlspec.usercode.wrappers import wrapper_of
from mlspec.vocabulary.record import evolve


def find_entrypoint(modules: SourceModules, name: str) -> Entrypoint | Missing:
    """The function of a name such as `flights.model:train`, or what is missing; re-exports are followed."""
    module_name, _, function = name.partition(":")
    if not all(part.isidentifier() for part in (*module_name.split("."), *function.split("."))):
        return Missing(name, MissingPart.MALFORMED, name)
    module = modules.find(module_name)
    if module is None:
        return _no_module(modules, name, module_name)
    found = _find(modules, name, module, function)
    return evolve(found, name=name) if isinstance(found, Missing) else found


def _no_module(modules: SourceModules, name: str, module_name: str) -> Missing:
    """The first part that is not there, and what stands beside it."""
    above, folders = "", modules.roots
    for part in module_name.split("."):
        module = modules.find(above + part)
        if module is None:
            beside = tuple(above + one for one in modules.names_below(folders))
            return Missing(name, MissingPart.MODULE, above + part, beside)
        above, folders = f"{above}{part}.", module.folders
    return Missing(name, MissingPart.MODULE, module_name)


def _find(modules: SourceModules, name: str, module: Module, function: str) -> Entrypoint | Missing:
    seen: set[tuple[str, str]] = set()
    while (module.name, function) not in seen:
        seen.add((module.name, function))
        fault = module.facts.fault
        if fault is not None:
            place = module.fault_place(fault)
            return Missing("", MissingPart.UNPARSED, module.name, (), module.path, place, fault.message)
        outer, dot, _ = function.partition(".")
        if dot:
            return _instead(modules, module, MissingPart.METHOD, function, _place_of(module, outer))
        bindings = module.bindings(function)
        if not bindings:
            source = next((one for one in modules.starred(module) if one.bindings(function)), None)
            if source is None:
                return _no_function(modules, module, function)
            module = source
            continue
        defined = [binding for binding in bindings if isinstance(binding, int)]
        if defined:
            found = _defined(modules, module, function, defined[-1])
            return found or _entrypoint(modules, name, module, defined[-1])
        imported = [binding for binding in bindings if isinstance(binding, ImportedName)][-1]
        target = modules.target(module, imported)
        source = modules.find(target) if imported.form is ImportForm.ATTRIBUTE else None
        if source is None:
            whence = f"{target}.{imported.attribute}" if imported.attribute else target
            return _instead(modules, module, MissingPart.IMPORTED, function, message=whence)
        module, function = source, imported.attribute
    return _instead(modules, module, MissingPart.FUNCTION, function)


def _instead(
    modules: SourceModules,
    module: Module,
    part: MissingPart,
    wanted: str,
    place: Place | None = None,
    message: str = "",
) -> Missing:
    """Something else than a plain function; those that the module has are candidates."""
    return Missing("", part, wanted, _plain_functions(modules, module), module.path, place, message)


def _place_of(module: Module, name: str) -> Place | None:
    units = [binding for binding in module.bindings(name) if isinstance(binding, int)]
    return module.unit_place(units[-1]) if units else None


def _no_function(modules: SourceModules, module: Module, function: str) -> Missing:
    """A name that the module does not bind; a class of its may have a method of this name."""
    for index, unit in enumerate(module.facts.units):
        shape = module.shape(index) if unit.kind is UnitKind.CLASS else None
        if isinstance(shape, ClassShape) and function in shape.functions:
            message = f"a method of `{unit.names[0]}`"
            return _instead(modules, module, MissingPart.METHOD, function, module.unit_place(index), message)
    return _instead(modules, module, MissingPart.FUNCTION, function)


def _defined(modules: SourceModules, module: Module, name: str, index: int) -> Missing | None:
    """What a definition is instead of a plain function; None where it is one."""
    unit = module.facts.units[index]
    if unit.kind is UnitKind.CLASS:
        return _instead(modules, module, MissingPart.CLASS, name, module.unit_place(index))
    if unit.kind is not UnitKind.FUNCTION:
        return _assigned(modules, module, name, index, module.unit_place(index))
    tool = next(filter(None, (_tool(modules, module, maker) for maker in unit.makers)), "")
    if not tool:
        return None
    missing = _instead(modules, module, MissingPart.WRAPPED, name, module.unit_place(index), tool)
    return evolve(missing, plain=_called_by(module, index, missing.candidates))


def _assigned(modules: SourceModules, module: Module, name: str, index: int, place: Place) -> Missing:
    """`train = task(_train)`: the plain function is in sight."""
    shape = module.shape(index)
    if module.facts.units[index].kind is not UnitKind.VALUE or not isinstance(shape, ValueShape):
        return _instead(modules, module, MissingPart.ASSIGNED, name, place)
    tool = _tool(modules, module, shape.maker)
    part = MissingPart.WRAPPED if tool else MissingPart.ASSIGNED
    missing = _instead(modules, module, part, name, place, tool or modules.dotted(module, shape.maker))
    plain = next((one for one in (*shape.arguments, shape.maker) if one in missing.candidates), "")
    return evolve(missing, plain=f"{module.name}:{plain}" if plain else "")


def _tool(modules: SourceModules, module: Module, maker: str) -> str:
    """What a known tool makes of a function; an object such as the `app` of `app.command` is followed to its maker."""
    known = wrapper_of(modules.dotted(module, maker)) if maker else ""
    if known or not maker:
        return known
    root, _, attribute = maker.partition(".")
    for binding in module.bindings(root):
        unit = module.facts.units[binding] if isinstance(binding, int) else None
        makers: tuple[str, ...] = ()
        if unit is not None and unit.kind is UnitKind.VALUE:
            shape = module.shape(module.facts.units.index(unit))
            makers = (shape.maker,) if isinstance(shape, ValueShape) else ()
        elif unit is not None and attribute:
            makers = unit.makers
        for one in makers:
            known = wrapper_of(modules.dotted(module, one)) if one else ""
            if known:
                return known
    return ""


def _plain_functions(modules: SourceModules, module: Module) -> tuple[str, ...]:
    units = [unit for unit in module.facts.units if unit.kind is UnitKind.FUNCTION]
    plain = {unit.names[0] for unit in units if not any(_tool(modules, module, maker) for maker in unit.makers)}
    return tuple(sorted(plain))


def _called_by(module: Module, index: int, plain: tuple[str, ...]) -> str:
    """The only plain function of the module that a wrapped one calls."""
    used = [use for use in module.form(index).uses if use in plain]
    return f"{module.name}:{used[0]}" if len(used) == 1 else ""


def _entrypoint(modules: SourceModules, name: str, module: Module, index: int) -> Entrypoint:
    unit = module.facts.units[index]
    shape = module.shape(index)
    if not isinstance(shape, FunctionShape):
        raise TypeError(f"{module.name}:{unit.names[0]} is no function")
    given = find_returned(modules, module, index)
    return Entrypoint(
        name,
        module.name,
        unit.names[0],
        module.path,
        unit.line,
        Place(module.path, Span(shape.start, shape.start + len(unit.names[0]))),
        tuple(_parameter(modules, module, parameter) for parameter in shape.parameters),
        _annotation(modules, module, shape.annotation),
        shape.asynchronous,
        shape.generator,
        tuple(modules.dotted(module, maker) for maker in unit.makers),
        given.keys,
        given.length,
        given.is_object,
    )


def _parameter(modules: SourceModules, module: Module, shape: ParameterShape) -> Parameter:
    return Parameter(
        shape.name,
        ParameterKind(shape.kind),
        _annotation(modules, module, shape.annotation),
        shape.has_default,
        shape.default_is_literal,
        shape.default,
        Place(module.path, Span(shape.start, shape.start + len(shape.name))),
    )


def _annotation(modules: SourceModules, module: Module, pieces: tuple[str, ...]) -> str:
    return "".join(modules.dotted(module, piece[1:]) if piece.startswith("@") else piece for piece in pieces)
