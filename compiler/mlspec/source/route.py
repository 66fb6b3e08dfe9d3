"""The way from the top of a document to a value: its keys and indices."""

from functools import lru_cache
from typing import TypeAlias

Route: TypeAlias = tuple[str | int, ...]


@lru_cache(maxsize=4096)  # facets and parts spell the same routes several times, and so do specs of one kind
def format_route(route: Route) -> str:
    """Spell a route as people do: `evaluate.gates[0]`, and `columns['wind speed']` where a key is no plain word."""
    text = ""
    for part in route:
        if isinstance(part, str) and _is_plain(part):
            text += f".{part}" if text else part
        else:
            text += f"[{part!r}]"  # repr also spells what does not print
    return text or "the document"


def _is_plain(key: str) -> bool:
    return bool(key) and (key.translate(_JOINTS) or "x").isalnum()


_JOINTS = str.maketrans("", "", "_-@")
