"""The folder `.mlspec`: what a compile remembers on this machine, and nothing that is for git."""

import os
from contextlib import suppress

from mlspec.output.journal import STATE


def make_state_folder(root: str) -> None:
    """Make the folder where there is none, with its own `.gitignore`, whatever the repository ignores."""
    os.makedirs(f"{root}/{STATE}", exist_ok=True)
    with suppress(FileExistsError), open(f"{root}/{STATE}/.gitignore", "x", encoding="utf-8") as ignore:
        ignore.write("*\n")
