"""What a compile would change in a file, as a unified diff for the terminal."""

from itertools import islice

from mlspec.diagnostics.visible_text import visible

_MOST_LINES = 5_000  # comparing takes time that grows with the square of the lines


def diff_text(before: str | None, after: str | None, path: str, limit: int = 120) -> str:
    """The diff from one text to another, None where there is no file; at most `limit` lines.

    What would steer the terminal, such as an escape sequence in a hand edit, is spelled out.
    """
    old, new = _lines(before), _lines(after)
    names = (f"a/{path}" if before is not None else "/dev/null", f"b/{path}" if after is not None else "/dev/null")
    if len(old) + len(new) > _MOST_LINES:
        return f"--- {names[0]}\n+++ {names[1]}\n{len(old)} lines become {len(new)}, too many to compare here\n"
    from difflib import unified_diff

    lines = list(islice(unified_diff(old, new, visible(names[0]), visible(names[1]), lineterm=""), limit + 1))
    shown = lines[:limit]
    rest = ["... and more"] if len(lines) > limit else []
    return "".join(f"{line}\n" for line in [*shown, *rest])


def _lines(text: str | None) -> list[str]:
    """The lines as they are shown; a last line without its break is told apart, as git does."""
    if not text:
        return []
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += _NO_BREAK
    return ["\t".join(map(visible, line.split("\t"))) for line in lines]


_NO_BREAK = " (no line break at the end)"
