"""The user's text made fit for a terminal: what would not print, or would steer the screen, is spelled out."""


def visible(text: str) -> str:
    r"""The text with every character that does not print spelled as an escape, such as `\x1b`, `\u202e` or `\n`."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else spell(character) for character in text)


def spell(character: str) -> str:
    """A character that does not print, as Python would spell it."""
    return repr(character)[1:-1]


def cells(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0  # drawn over, or joined to, the character before
    return 2 if east_asian_width(character) in ("W", "F") else 1
