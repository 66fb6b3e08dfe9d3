"""Names, paths and schedules: text that has to have a certain form."""

import re
from keyword import iskeyword

from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import BAD_ENTRY_POINT, BAD_NAME, BAD_PATH, WRONG_TYPE
from mlspec.source.scalar import source_text

NAME_PATTERN = r"^[a-z][a-z0-9-]{0,52}$"
IDENTIFIER_PATTERN = r"^[A-Za-z_][A-Za-z0-9_]*$"
ALIAS_PATTERN = r"^[a-z][a-z0-9_-]{0,52}$"
ENTRY_POINT_PATTERN = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*:[A-Za-z_][A-Za-z0-9_]*$"
VARIABLE_PATTERN = r"^[A-Za-z_][A-Za-z0-9_]*$"
REGISTERED_PATTERN = r"^[A-Za-z][A-Za-z0-9_.-]{0,127}$"
OUTPUT_PATTERN = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$"
PYTHON_PATTERN = r"^3\.\d{1,2}$"


def parse_name(value: object) -> str:
    """The name of a spec, an environment, a variant, a job; raises Refused."""
    text = text_of(value, "a name")
    if not _NAME.match(text):
        raise _bad_name(
            text,
            "a name holds small letters, digits and `-`, starts with a letter and has at most 53 characters",
            _slug(text),
        )
    return text


def parse_identifier(value: object) -> str:
    """A name that becomes a name in Python: a dataset, an output, a request field; raises Refused."""
    text = text_of(value, "a name")
    if not _IDENTIFIER.match(text) or iskeyword(text) or len(text) > 64:
        guess = _slug(text).replace("-", "_")
        advice = "it becomes a name in Python: letters, digits and `_`, no digit at the start, no word of Python's own"
        raise _bad_name(text, advice, guess if not iskeyword(guess) else f"{guess}_")
    return text


def parse_alias(value: object) -> str:
    """An alias of a model version; raises Refused."""
    text = text_of(value, "an alias")
    if text == "latest" or re.fullmatch(r"v\d+", text):
        advice = (
            "registries keep `latest` and `v1`, `v2` and so on for versions; choose another name, such as `champion`"
        )
        raise Refused(BAD_NAME, f"{quoted(text)} cannot be an alias", label="reserved", advice=(advice,))
    if not _ALIAS.match(text):
        raise _bad_name(
            text, "an alias holds small letters, digits, `_` and `-`, and starts with a letter", _slug(text)
        )
    return text


def parse_variable(value: object) -> str:
    """The name of an environment variable or of a secret; raises Refused."""
    text = text_of(value, "the name of a variable")
    if not _IDENTIFIER.match(text):
        guess = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_").upper()
        raise _bad_name(text, "variables hold letters, digits and `_`, as in `MLFLOW_TRACKING_URI`", guess)
    return text


def parse_registered_name(value: object) -> str:
    """The name of a model in the registry; raises Refused."""
    text = text_of(value, "a name")
    if not _REGISTERED.match(text):
        raise _bad_name(
            text, "a registered name holds letters, digits, `_`, `.` and `-`, and starts with a letter", _slug(text)
        )
    return text


def parse_output_name(value: object) -> str:
    """The name of a step's output, alone or behind its step's name; raises Refused."""
    text = text_of(value, "the name of an output")
    if not _OUTPUT.match(text):
        raise _bad_name(text, "write the output's name, as in `metrics` or `train.metrics`", "")
    return text


def parse_column_name(value: object) -> str:
    """The name of a column, which may be any readable text; raises Refused."""
    text = text_of(value, "the name of a column", any_text=True)
    if not text.strip() or not text.isprintable() or len(text) > 256:
        raise _bad_name(text, "a column's name is readable text of one line, at most 256 characters", "")
    return text


def parse_param_name(value: object) -> str:
    """The key of a param; raises Refused."""
    text = text_of(value, "the name of a param", any_text=True)
    if not text.strip() or not text.isprintable() or len(text) > 256:
        raise _bad_name(text, "a param's name is readable text of one line, at most 256 characters", "")
    return text


def parse_entry_point(value: object) -> str:
    """A function as `package.module:function`; raises Refused."""
    text = text_of(value, "a function")
    if _ENTRY_POINT.match(text):
        return text
    match = re.fullmatch(r"([\w.]+)[.:](\w+)", text, re.ASCII)
    methods = re.fullmatch(r"[\w.]+:\w+(\.\w+)+", text, re.ASCII) is not None
    guess = f"{match.group(1)}:{match.group(2)}" if match and not methods and text.count(":") < 2 else ""
    advice = "only a function at the top of a module can be named" if methods else "write `package.module:function`"
    raise Refused(
        BAD_ENTRY_POINT,
        f"{quoted(text)} does not name a function",
        label="no entry point",
        advice=(advice,),
        instead=guess if _ENTRY_POINT.match(guess) else None,
    )


def parse_path(value: object) -> str:
    """A path inside the repository, relative to the file that writes it; raises Refused."""
    text = text_of(value, "a path")
    fault = (
        "is empty" if not text.strip() else
        "holds a character that no path can" if not text.isprintable() else
        "is absolute" if text.startswith(("/", "~")) or re.match(r"[A-Za-z]:[\\/]", text) else
        "is an address, not a path" if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) else
        "has backslashes" if "\\" in text else ""
    )  # fmt: skip
    if fault:
        advice = ("write it relative to this file, with forward slashes",)
        raise Refused(BAD_PATH, f"the path {quoted(text)} {fault}", label="no path", advice=advice)
    return text


def parse_python_version(value: object) -> str:
    """A minor version of Python, as in `3.11`, read from the source text; raises Refused."""
    text = source_text(value) if isinstance(value, float) else value
    if not isinstance(text, str) or not re.fullmatch(PYTHON_PATTERN[1:-1], text, re.ASCII):
        advice = ('write it as in `"3.11"`',)
        raise Refused(BAD_NAME, f"{quoted(value)} is no minor version of Python 3", label="no version", advice=advice)
    return text


def is_date(text: str) -> bool:
    """Whether the text is a date, or a date and a time, of ISO 8601."""
    if not _DATE.match(text):
        return False
    from datetime import datetime  # only where a spec has dates

    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def text_of(value: object, needed: str, *, any_text: bool = False) -> str:
    """The value if it is text; raises Refused. Where `any_text` will do, a number only lacks its quotes."""
    if isinstance(value, str):
        return value
    message = f"{needed} is needed here, and this is {say_kind(value)}"
    if not any_text or isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(WRONG_TYPE, message, label=say_kind(value))
    text = source_text(value)
    raise Refused(WRONG_TYPE, message, label=say_kind(value), advice=(f'quote it: `"{text}"`',), instead=text)


def _bad_name(text: str, advice: str, guess: str) -> Refused:
    instead = guess if guess and guess != text else None
    message = f"{quoted(text)} cannot be a name here" if text.strip() else "a name cannot be blank"
    return Refused(BAD_NAME, message, label="no name", advice=(advice,), instead=instead)


def _slug(text: str) -> str:
    """The nearest text that a name may be, or nothing."""
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"([a-z])([A-Z])", r"\1-\2", text).lower())
    return re.sub(r"^[^a-z]+", "", words)[:53].strip("-")


_NAME = re.compile(NAME_PATTERN[:-1] + r"\Z")
_IDENTIFIER = re.compile(IDENTIFIER_PATTERN[:-1] + r"\Z")
_ALIAS = re.compile(ALIAS_PATTERN[:-1] + r"\Z")
_ENTRY_POINT = re.compile(ENTRY_POINT_PATTERN[:-1] + r"\Z")
_REGISTERED = re.compile(REGISTERED_PATTERN[:-1] + r"\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?\Z", re.ASCII)
_OUTPUT = re.compile(OUTPUT_PATTERN[:-1] + r"\Z")
