"""From the bytes of a Python file to its text, by its byte order mark, its declaration or as UTF-8."""

import codecs
import re

from mlspec.usercode.facts import Fault

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?\r?$")


def decode(content: bytes) -> str | Fault:
    """The text of a Python file, or why it has none."""
    declared = _declared_encoding(content)
    if content.startswith(codecs.BOM_UTF8):
        if declared not in ("utf-8", "utf8"):
            return Fault(f"it starts with the mark of UTF-8 and declares the encoding `{declared}`")
        content = content[len(codecs.BOM_UTF8) :]
    try:
        return content.decode(declared)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before.rpartition(b"\n")[2].decode(declared, "replace")) + 1
        return Fault(f"it is not text in {declared.upper()}", before.count(b"\n") + 1, column)
    except LookupError:
        return Fault(f"it declares the unknown encoding `{declared}`")


def _declared_encoding(content: bytes) -> str:
    """The encoding that one of the first two lines declares, as PEP 263 has it; UTF-8 where none does."""
    for line in content[:4096].removeprefix(codecs.BOM_UTF8).split(b"\n", 2)[:2]:
        found = _COOKIE.match(line)
        if found:
            return found[1].decode("ascii").lower().replace("_", "-")
        if not _BLANK.match(line):
            break
    return "utf-8"
