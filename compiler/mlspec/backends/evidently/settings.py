"""What the spec says of reports below the tool's name, or the defaults where only environments name the tool."""

from typing import TYPE_CHECKING, cast

from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.backends.evidently.options import EvidentlyOptions


@record
class Settings:
    """Where reports are kept, with pages or without, of how many rows, and the workspace that takes them too."""

    html: bool = False
    reports: object = "reports"
    max_rows: int = 100_000
    seed: int = 0
    workspace: object = ""
    project: str = ""


def read_settings(options: object) -> Settings:
    """The options as plain values."""
    if options is None:
        return Settings()
    read = cast("EvidentlyOptions", options)
    return Settings(read.html, read.reports, read.max_rows, read.seed, read.workspace, read.project)
