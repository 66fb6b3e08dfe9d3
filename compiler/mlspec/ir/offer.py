"""What a back end tells the later ones about the files that it writes, so that nobody guesses another's file name."""

from typing import TypeAlias

from mlspec.vocabulary.record import record


@record
class GeneratedFile:
    """A file and, in half a sentence, what it is for."""

    path: str
    purpose: str


@record
class Entrypoint:
    """A command that starts something; the words are relative to the repository's root, `python` stands for the interpreter."""

    name: str
    words: tuple[str, ...]
    purpose: str


@record
class StageModule:
    """The module whose functions are the steps, one function a step, named alike."""

    path: str


@record
class TrackingModule:
    """The module that starts runs, logs, registers and loads."""

    path: str
    store: str


Offer: TypeAlias = GeneratedFile | Entrypoint | StageModule | TrackingModule
