"""The characters that a YAML 1.2 text may hold, written as they are or escaped."""


def find_unprintable(text: str) -> str:
    """Those of the text's characters that do not print, each once, in their order in Unicode."""
    # A pattern of all such ranges would take ten milliseconds to compile; a text has few different characters.
    return "".join(sorted(letter for letter in set(text) if not _prints(ord(letter))))


def _prints(code: int) -> bool:
    if code < 0xA0:
        return 0x20 <= code <= 0x7E or code in (0x09, 0x0A, 0x0D, 0x85)
    return code <= 0xD7FF or (0xE000 <= code <= 0xFFFD and code != 0xFEFF) or code >= 0x10000
