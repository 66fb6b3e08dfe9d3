"""What a file holds, whether a clone has it or only the pointer that git LFS keeps in its place."""

import re
from hashlib import sha256

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-.*\n)*oid sha256:([0-9a-f]{64})\nsize \d+\n"
)
_LONGEST = 1024  # of a pointer, as its specification says


def content_digest(content: bytes) -> str:
    """The SHA-256 of a file in hexadecimal; that of the file which a pointer of git LFS stands for."""
    found = _POINTER.fullmatch(content) if len(content) <= _LONGEST else None
    return sha256(content).hexdigest() if found is None else found[1].decode()
