"""What later back ends are told: the commands, and where the checklist is covered."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlspec.codegen.artifact import Emission
from mlspec.ir.offer import Covers, Entrypoint, Offer
from mlspec.vocabulary.checklist import ChecklistItem

CASES = Path(__file__).parent / "cases"
Emit = Callable[[Path, Path, str], tuple[str, Emission]]


def _offers(emission_of: Emit, tmp_path: Path, case: str) -> tuple[dict[str, str], tuple[Offer, ...]]:
    _, emission = emission_of(CASES / case, tmp_path, "prefect")
    return {artifact.path: artifact.text for artifact in emission.artifacts}, emission.offers


@pytest.mark.parametrize(
    ("case", "line", "how"),
    [
        (
            "a-monitor-that-trains-again",
            "    triggers:",
            "drift in a verdict of the monitor and the schedule 43 3 1 * * start the deployment training",
        ),
        ("a-lifecycle-on-a-schedule", "    schedules:", "the schedule 43 3 1 * * starts the deployment training"),
    ],
)
def test_the_line_that_trains_again(emission_of: Emit, tmp_path: Path, case: str, line: str, how: str) -> None:
    texts, offers = _offers(emission_of, tmp_path, case)
    covers = [offer for offer in offers if isinstance(offer, Covers)]
    assert [(offer.item, offer.how) for offer in covers] == [(ChecklistItem.RETRAINING, how)]
    assert texts[covers[0].path].splitlines()[covers[0].line - 1] == line


def test_nothing_is_covered_where_nothing_trains_again(emission_of: Emit, tmp_path: Path) -> None:
    _, offers = _offers(emission_of, tmp_path, "nothing-tracked")
    assert not any(isinstance(offer, Covers) for offer in offers)


def test_commands_start_files_that_are_there(emission_of: Emit, tmp_path: Path) -> None:
    texts, offers = _offers(emission_of, tmp_path, "a-monitor-that-trains-again")
    commands = {offer.name: offer.words for offer in offers if isinstance(offer, Entrypoint)}
    assert list(commands) == ["run", "monitor-flow", "deploy"]
    assert all(words[0] == "python" and words[1] in texts for words in commands.values())
