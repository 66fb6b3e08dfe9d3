"""A file has one digest, whether the clone holds it or its pointer."""

from hashlib import sha256

import pytest

from mlspec.source.lfs_pointer import content_digest

CONTENT = b"1,2\n"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%b\nsize 4\n" % sha256(CONTENT).hexdigest().encode()


def test_a_pointer_has_the_digest_of_its_file() -> None:
    assert content_digest(POINTER) == content_digest(CONTENT) == sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("content", [b"", POINTER + b"more\n", POINTER[:-1], b" " + POINTER, POINTER * 2])
def test_what_only_looks_like_a_pointer_is_a_file(content: bytes) -> None:
    assert content_digest(content) == sha256(content).hexdigest()
