"""What a path of a spec is for."""

from enum import Enum


class PathPurpose(Enum):
    """The values say what the path names, for messages."""

    SOURCE = "the source folder"
    REQUIREMENTS = "the file of requirements"
    POINTER = "the pointer"
    FILE = "the file"
    WORKDIR = "the folder of the command"
    INPUT = "the input"
    OUTPUT = "the output"
    TESTS = "the test"
    ARTIFACT = "the artifact"
