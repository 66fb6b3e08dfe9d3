"""The way from the top of a document to a value: its keys and indices."""

from typing import TypeAlias

Route: TypeAlias = tuple[str | int, ...]


def format_route(route: Route) -> str:
    """Spell a route as people do: `evaluate.gates[0]`."""
    text = ""
    for part in route:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text or "the document"
