"""Fixtures of the tests of plans."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from planning import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A repository of git with one model, committed."""
    return Checkout(tmp_path / "repository")
