"""All kinds of statements and expressions."""

from __future__ import annotations

import asyncio
import os.path as p
from dataclasses import dataclass, field


@dataclass(order=True)
class C(dict, metaclass=type):
    """Doc."""

    x: int = 1
    y: list[str] = field(default_factory=list)
    z: "C | None"

    async def m(self, /, a, *b, c: int = 2, **d) -> None:
        """Doc."""
        async with a as (e, f), b:
            pass
        async for g in h:
            await g
        return [i async for i in j if i if not i]


def f(a, b=1, *, c=2):
    global G
    with (open(a) as o, open(b) as q):
        yield
    with open(a), open(b):
        x = yield from a
    try:
        raise ValueError from None
    except (A, B) as error:
        raise
    except C:
        ...
    else:
        assert a, "no"
    finally:
        del a, b[0], c.d
    try:
        pass
    except* OSError as group:
        pass
    while True:
        break
    else:
        pass
    for i, (j, *k) in a:
        continue
    match a:
        case 1 | "x" | -1 | 1 + 2j | None | True:
            pass
        case [b, *_] | (b, *_):
            pass
        case {"a": 1, **rest} if rest:
            pass
        case p.C(1, x=y) as whole:
            pass
        case p.X:
            pass
        case _:
            pass
    lambda a, /, b=1, *c, d, **e: (a, b)
    x: int
    y: int = 1
    a.b: int = 2
    a[0]: int = 3
    (n) = (m := 1)
    a @= b
    a //= c ** -d
    return {**a, "b": 1}, {1, *b}, [*c], a[1:2, ::3, ...], a[*b], not a, ~b, a if b else c, a < b <= c is not d not in e

if os.name == "nt":
    G = 1
else:
    G = 2

try:
    import fast
except ImportError:
    fast = None

for name in ():
    globals()[name] = 1

if __name__ == "__main__":
    f()
