"""The lines of the monitoring checklist that the service sees to, at the places in its own files."""

from collections.abc import Iterator

from mlspec.codegen.artifact import Artifact
from mlspec.codegen.line_of import line_of
from mlspec.ir.offer import Covers
from mlspec.vocabulary.checklist import ChecklistItem

_PLACES = (
    (ChecklistItem.LATENCY, "LATENCY = ", "a histogram for Prometheus"),
    (ChecklistItem.ERRORS, "ERRORS = ", "a counter for Prometheus, by kind"),
    (ChecklistItem.VERSION, '"version": self.version', "in every line of the request log"),
)


def find_coverage(observation: Artifact) -> Iterator[Covers]:
    """What the module that counts and writes down requests covers."""
    for item, fragment, how in _PLACES:
        yield Covers(item, observation.path, line_of(observation.text, fragment), how)
