"""One line of a `requirements.txt`, in the one spelling that all its spellings share."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mlspec.vocabulary.record import record


@record
class Include:
    """`-r` or `-c`: another file, relative to this one."""

    path: str


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, where each starts, continued lines in one, without comments."""
    start = 0
    for match in re.finditer(r"(?:\\\r?\n|[^\n])*(?:\n|\Z)", text):
        line = re.sub(r"(^|\s)#[^\n]*", r"\1", match[0])
        content = line.strip()
        if content and content != "\\":
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, content


@lru_cache(maxsize=1024)  # the specs of a repository ask for much the same
def parse_line(line: str) -> tuple[str, str] | Include | str | None:
    """A name and what is asked of it, an include, a message that says what is wrong, or None for an option."""
    line = re.sub(r"\\\r?\n", " ", line).strip()
    included = re.match(r"(?:-r|-c|--requirement|--constraint)(?:\s*=\s*|\s+|(?<=-[rc]))(\S.*)", line)
    if included:
        return Include(included[1].strip().strip("\"'"))
    editable = re.match(r"(?:-e|--editable)(?:\s*=\s*|\s+)(\S.*)", line)
    if editable:
        return _by_address(editable[1])
    if line.startswith("-"):
        return None
    line = re.split(r"\s+--?[a-z]", line, maxsplit=1)[0].strip()
    found = _REQUIREMENT.fullmatch(line)
    if found:
        return pin_of(found["name"]), _wanted(found["extras"], found["address"], found["versions"], found["marker"])
    if re.match(r"[\w+]+://|[./]|[\w.-]+/|\S+\.(?:whl|zip|tar\.gz)\b", line):
        return _by_address(line)
    return "it is not a requirement"


def pin_of(name: str) -> str:
    """A distribution's name in the spelling that the index uses."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _wanted(extras: str | None, address: str | None, versions: str | None, marker: str | None) -> str:
    """`[a,b]==1.0,<2; python_version < "3.12"`, its parts sorted and evenly spaced."""
    names = sorted({pin_of(one.strip()) for one in (extras or "").split(",") if one.strip()})
    bounds = sorted({re.sub(r"\s", "", one) for one in (versions or "").strip("() ").split(",") if one.strip()})
    text = f"[{','.join(names)}]" if names else ""
    text += f" @ {_without_login(address)}" if address else ",".join(bounds)
    condition = " ".join(re.sub(r"\s*(===|[<>=!~]=|[<>()])\s*", r" \1 ", (marker or "").replace("'", '"')).split())
    return (text + (f"; {condition}" if condition else "")).strip()


def _by_address(text: str) -> tuple[str, str]:
    """A requirement by path or URL; its name may stand behind `#egg=`."""
    address = _without_login(text.strip())
    egg = re.search(r"[#&]egg=([\w.-]+)", address)
    return (pin_of(egg[1]) if egg else address, f"@ {address}")


def _without_login(address: str) -> str:
    return re.sub(r"(?<=://)[^/@\s]*@", "", address.strip())


_REQUIREMENT = re.compile(
    r"""
    (?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?) \s*
    (?:\[(?P<extras>[^\]]*)\])? \s*
    (?:@\s*(?P<address>[^;\s]\S*) | (?P<versions>\(?\s*(?:[<>=!~]=?=?[^;()]+)\)?))? \s*
    (?:;\s*(?P<marker>.+))?
    """,
    re.VERBOSE,
)
