"""A file looks like a spec and is not read.

Its name or place fits none of the patterns of the repository's settings (`specs`). Move it, rename it, or add a
pattern; otherwise nothing that it says has any effect.
"""

from collections.abc import Iterator

from mlspec.analysis.finding import Finding
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.vocabulary.severity import Severity

RULE = Rule("unread-spec", __doc__, Severity.WARNING)


def check(unread: tuple[str, ...], patterns: tuple[str, ...]) -> Iterator[Finding]:
    """Tell every such file; it has no place in any spec."""
    for path in unread:
        advice = f"specs are the files that fit {listed(patterns)}: rename the file, or add a pattern to the settings"
        yield Finding(f"`{path}` looks like a spec and is not read", (), (advice,))
