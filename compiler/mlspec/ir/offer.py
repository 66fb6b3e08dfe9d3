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
    """A command that starts something; its words are relative to the repository's root.

    `python` stands for the interpreter. `note` is what else its user has to know, in whole sentences.
    """

    name: str
    words: tuple[str, ...]
    purpose: str
    note: str = ""


@record
class StageModule:
    """The module whose functions are the steps, one function a step, named alike."""

    path: str


@record
class TrackingModule:
    """The module that starts runs, logs, registers and loads.

    `store` is where it does so as far as that is known before a job runs, `variable` the environment variable that may
    hold another place. `model` is the registered name, empty where nothing is registered; the versions of the named
    `environments` are copied to stores of their own.
    """

    path: str
    store: str
    tracker: str = ""
    variable: str = ""
    model: str = ""
    environments: tuple[str, ...] = ()


Offer: TypeAlias = GeneratedFile | Entrypoint | StageModule | TrackingModule
