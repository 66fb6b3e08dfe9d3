"""What variables and the user's modules are called in `stages.py`, where nothing may hide anything else."""

from collections.abc import Iterable
from keyword import iskeyword

from mlspec.codegen.code import Code, dotted, identifier

_BUILTINS = frozenset("any bool dict float getattr int isinstance list map open sorted str tuple zip".split())
_MODULES = frozenset("ast asyncio columns gates hashlib json os pd pickle subprocess sys".split())
_IMPORTED = frozenset("Any Mapping Path TYPE_CHECKING TemporaryDirectory datetime monthrange timedelta".split())
_LOCALS = frozenset({"hashes", "lot", "made", "place"})
_LOCALS_OF_TESTS = frozenset("command environment file folder name tests value".split())
OWN = _BUILTINS | _MODULES | _IMPORTED | frozenset({"identity", "params"})
"""The names of `stages.py` that a variable would hide."""

_ELSEWHERE = frozenset("as_of champion compiled data given run_id step steps verdicts workdir".split())


def variable(name: str) -> Code:
    """The Python name of what a step gives."""
    return identifier(f"{name}_" if name in OWN or name in _LOCALS else name)


def tested_variable(name: str) -> Code:
    """The same in the function that runs the tests of the model, which has more variables of its own."""
    return identifier(f"{name}_") if name in _LOCALS_OF_TESTS else variable(name)


def is_identifier(name: str) -> bool:
    """Whether a name may stand in Python code as it is."""
    return name.isidentifier() and not iskeyword(name)


def call_modules(modules: Iterable[str], taken: Iterable[str]) -> dict[str, Code]:
    """How each module is called: by its own name where its first part means nothing else, else by one made for it."""
    used = OWN | _LOCALS | _LOCALS_OF_TESTS | _ELSEWHERE | set(taken)
    found: dict[str, Code] = {}
    for module in sorted(set(modules)):
        called = dotted(module)
        if module.partition(".")[0] in used:
            alias = module.replace(".", "_") if "." in module else f"{module}_module"
            while alias in used:
                alias += "_"
            called = identifier(alias)
            used = used | {alias}
        found[module] = called
    return found


def import_line(module: str, called: Code) -> Code:
    """The import of a module under the name that it is called by."""
    return Code(f"import {module}" if called == module else f"import {module} as {called}")
