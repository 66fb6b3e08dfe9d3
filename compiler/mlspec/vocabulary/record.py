"""Frozen, slotted records: what the rooms hand to each other.

`dataclass(frozen=True, slots=True)` says the same, but writes and compiles the source of six methods a class, which
costs 0.7 ms each on a cold start; these records share their methods and cost a tenth of that. Only a class of which
many are made gets an initializer of its own, which is four times as fast.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Turn annotated fields, with or without defaults, into a frozen, slotted class with equality, hash and repr."""
    names = tuple(cls.__dict__.get("__annotations__", {}))  # noqa: RUF063 - inspect costs as much as ten records
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    if tuple(defaults) != names[len(names) - len(defaults) :]:
        raise TypeError(f"{cls.__name__} has a field without a default after one with a default")
    body = {
        key: value
        for key, value in cls.__dict__.items()
        if key not in defaults and key not in ("__dict__", "__weakref__")
    }
    body |= {**_METHODS, "__slots__": names, "__match_args__": names}
    made: type[T] = type(cls)(cls.__name__, cls.__bases__, body)  # type: ignore[misc]  # the metaclass makes a class
    setters = tuple(made.__dict__[name].__set__ for name in names)
    setattr(made, "__init__", _initializer(made.__name__, names, setters, defaults))  # noqa: B010 - mypy guards __init__
    setattr(made, "_values", property(_reader(names)))  # noqa: B010 - mypy does not know the field
    return made


def evolve(original: T, **changes: Any) -> T:
    """The same record with some fields changed."""
    kept = {name: getattr(original, name) for name in type(original).__match_args__}  # type: ignore[attr-defined]  # set by record
    return type(original)(**{**kept, **changes})


def _initializer(
    owner: str, names: tuple[str, ...], setters: tuple[Callable[[object, object], None], ...], defaults: dict[str, Any]
) -> Callable[..., None]:
    made = 0

    def __init__(self: object, *positional: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        if made == _MANY:
            setattr(type(self), "__init__", _written_initializer(names, setters, defaults))  # noqa: B010 - as above
        if len(positional) > len(names):
            raise TypeError(f"{owner} takes {len(names)} fields, {len(positional)} were given")
        for setter, value in zip(setters, positional, strict=False):
            setter(self, value)
        given = len(positional)
        for name, setter in zip(names[given:], setters[given:], strict=True):
            if name in named:
                setter(self, named.pop(name))
            elif name in defaults:
                setter(self, defaults[name])
            else:
                raise TypeError(f"{owner} needs the field {name}")
        if named:
            raise TypeError(f"{owner} has no field, or was given twice: {', '.join(named)}")

    return __init__


def _written_initializer(
    names: tuple[str, ...], setters: tuple[Callable[[object, object], None], ...], defaults: dict[str, Any]
) -> Callable[..., None]:
    """One call of a setter a field, in source of its own; the underscores keep clear of the names of fields."""
    fields = ", ".join(f"{name}=__defaults[{name!r}]" if name in defaults else name for name in names)
    lines = "".join(f"    __set_{index}(__record, {name})\n" for index, name in enumerate(names))
    known: dict[str, Any] = {f"__set_{index}": setter for index, setter in enumerate(setters)}
    known["__defaults"] = defaults
    exec(f"def __init__(__record, {fields}):\n{lines}    return None\n", known)  # noqa: S102 - names of fields only
    written: Callable[..., None] = known["__init__"]
    return written


def _reader(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if not names:
        return lambda _: ()
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda self: (read(self),)


def _refuse(self: object, name: str, _value: object = None) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot change")


def _equal(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self._values == other._values  # type: ignore[attr-defined]  # both are records of one class


def _hash(self: Any) -> int:
    return hash((type(self), self._values))


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={value!r}" for name, value in zip(type(self).__match_args__, self._values, strict=True))
    return f"{type(self).__name__}({fields})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return (type(self), self._values)


_MANY = 50  # writing an initializer costs as much as 30 calls of the shared one

_METHODS = {
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__reduce__": _reduce,
}
