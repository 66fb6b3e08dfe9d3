"""The version of mlspec, as a constant: asking the installed metadata costs five bare interpreters."""

VERSION = "0.1.0"
LANGUAGE = 1
