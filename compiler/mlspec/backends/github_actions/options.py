"""What a spec may say below `ci.github_actions`."""

from collections.abc import Iterator
from typing import Any

from mlspec.schema.leaf import Duration, Flag, PositiveDuration, Text
from mlspec.schema.node import NOTHING, Node, field
from mlspec.schema.refusal import Refused
from mlspec.schema.rules import MISSING_FIELD, OUT_OF_RANGE
from mlspec.schema.units import Duration as Length

_DAY = 86_400_000_000


class Runner(Node):
    """The machines that run jobs: all labels count."""

    example = "`ubuntu-24.04`, `[self-hosted, gpu]` or `{group: gpus, labels: [linux]}`"
    short_forms = ({"type": "string"}, {"type": "array", "items": {"type": "string"}})
    listed = ("labels",)

    labels: tuple[Text, ...] = field((), doc="Labels, all of which the machine has.", effects=NOTHING)
    group: Text = field("", doc="The group of runners that the machine belongs to.", effects=NOTHING)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """One label, or a list of them."""
        return super().expand({"labels": value} if isinstance(value, (str, list)) else value)

    def faults(self) -> Iterator[Refused]:
        """Some machine has to be meant."""
        if not self.labels and not self.group:
            yield Refused(MISSING_FIELD, "a runner needs `labels` or a `group`", label="names no machine")


class GithubActionsOptions(Node):
    """What the workflows run on, and what they do beside compiling, training and promoting."""

    example = "`{runner: [self-hosted, gpu]}`"

    runner: Runner = field(doc="What trains, evaluates and deploys.", effects=NOTHING, factory=lambda: "ubuntu-24.04")
    pull_request_runner: Runner = field(
        doc="What checks pull requests; of your own machines only where no stranger can open one.",
        effects=NOTHING,
        factory=lambda: "ubuntu-24.04",
    )
    branch: Text = field("main", doc="The branch whose commits are trained and deployed.", effects=NOTHING)
    timeout: PositiveDuration = field(
        Length(6 * 3_600_000_000), doc="How long a job may take, beside the timeouts of the steps.", effects=NOTHING
    )
    comment: Flag = field(True, doc="Whether a pull request is told the plan in a comment.", effects=NOTHING)
    keep_artifacts: Duration = field(
        Length(30 * _DAY), doc="How long reports and models of a run are kept: whole days, 90 at most.", effects=NOTHING
    )

    def faults(self) -> Iterator[Refused]:
        """Artifacts are kept by the day."""
        days, rest = divmod(self.keep_artifacts.microseconds, _DAY)
        if rest or not 1 <= days <= 90:
            message = f"GitHub keeps artifacts for 1 to 90 whole days, and this is {self.keep_artifacts}"
            yield Refused(OUT_OF_RANGE, message, label="out of range").at("keep_artifacts")
