"""From the bytes of a Python file to its syntax tree, or to the fault that keeps it from being read."""

import ast
import codecs
import re
import warnings

from mlspec.usercode.facts import Fault

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?\r?$")


def decode(content: bytes) -> str | Fault:
    """The text of a Python file, by its byte order mark, its declaration or as UTF-8."""
    declared = _declared_encoding(content)
    marked = content.startswith(codecs.BOM_UTF8)
    if marked and declared not in ("utf-8", "utf8"):
        return Fault(f"it starts with the mark of UTF-8 and declares the encoding `{declared}`")
    if marked:
        content = content[len(codecs.BOM_UTF8) :]
    try:
        return content.decode(declared)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode(declared, "replace")) + 1
        return Fault(f"it is not text in {declared.upper()}", line, column)
    except LookupError:
        return Fault(f"it declares the unknown encoding `{declared}`")


def parse(content: bytes) -> ast.Module | Fault:
    """The syntax tree of a Python file; every way in which parsing can fail becomes a fault."""
    text = decode(content)
    if isinstance(text, Fault):
        return text
    if "\0" in text:
        before = text[: text.index("\0")]
        return Fault("it holds a null character", before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape is Python's to tell, when the code runs
        try:
            return ast.parse(text)
        except SyntaxError as error:
            return Fault(error.msg, max(error.lineno or 1, 1), max(error.offset or 1, 1))
        except (RecursionError, MemoryError):
            return Fault("it is nested too deeply")
        except ValueError as error:
            return Fault(str(error))


def _declared_encoding(content: bytes) -> str:
    """The encoding that one of the first two lines declares, as PEP 263 has it; UTF-8 where none does."""
    for line in content[:4096].removeprefix(codecs.BOM_UTF8).split(b"\n", 2)[:2]:
        found = _COOKIE.match(line)
        if found:
            return found[1].decode("ascii").lower().replace("_", "-")
        if not _BLANK.match(line):
            break
    return "utf-8"
