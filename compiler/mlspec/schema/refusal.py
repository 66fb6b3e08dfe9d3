"""A value that does not say what its field needs: why not, and what would."""

from mlspec.diagnostics.diagnostic import Rule
from mlspec.source.route import Route
from mlspec.source.scalar import source_text


class Refused(ValueError):
    """Raised by the parsers of values; validation turns it into a diagnostic at the value's place."""

    def __init__(
        self,
        rule: Rule,
        message: str,
        *,
        label: str = "",
        advice: tuple[str, ...] = (),
        instead: object = None,
        word: str = "",
        candidates: tuple[str, ...] = (),
    ) -> None:
        """Say what is wrong; `instead` is a value that would do, `word` is looked up among the `candidates`."""
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.label = label
        self.advice = advice
        self.instead = instead
        self.word = word
        self.candidates = candidates
        self.below: Route = ()
        self.offset: int | None = None
        self.length = 1
        self.on_key = False

    def at(self, *route: str | int, key: bool = False) -> "Refused":
        """The same, for a value (or a key) below the one that is being parsed."""
        self.below = (*route, *self.below)
        self.on_key = self.on_key or key
        return self

    def within(self, offset: int, length: int = 1) -> "Refused":
        """The same, for some characters of the text."""
        self.offset, self.length = offset, length
        return self


def say_kind(value: object) -> str:
    """What kind of thing the user wrote, in plain words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a map" if isinstance(value, dict) else "a list"


def quoted(value: object) -> str:
    """The user's own words in backticks, cut where they are long."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    text = source_text(value) if isinstance(value, (int, float)) else str(value)
    line = " ".join(text.split())
    return f"`{line[:57]}...`" if len(line) > 60 else f"`{line}`"
