"""From the bytes of a Python file to its syntax tree, or to the fault that keeps it from being read."""

import ast
import warnings

from mlspec.usercode.decoding import decode
from mlspec.usercode.facts import Fault


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
