"""Fixtures of the command line's tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with one small valid spec."""
    return Repository(tmp_path)
