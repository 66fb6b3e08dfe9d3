"""What was read off the user's modules, kept for the next compile by the digest of their content, one file a spec."""

import marshal
from hashlib import sha256

from mlspec.driver.identity import compiler_identity
from mlspec.output.cache_file import read_cache, write_cache
from mlspec.usercode.facts import Plain


class CodeCache:
    """The facts of the modules of one spec; what is not asked for again is dropped when it is saved."""

    def __init__(self, root: str, spec_path: str) -> None:
        """Read what the last compile has left; anything unusable counts as nothing."""
        self._root = root
        self._name = f"code/{sha256(spec_path.encode()).hexdigest()[:20]}.marshal"
        self._head = compiler_identity().encode()
        self._former = _load(read_cache(root, self._name), self._head)
        self._used: dict[str, Plain] = {}
        self._learned = False

    def get(self, key: str) -> Plain | None:
        """The facts that were put under this key, if they are still there."""
        found = self._former.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, facts: Plain) -> None:
        """Keep the facts of a module."""
        self._used[key] = facts
        self._learned = True

    def save(self) -> None:
        """Write what was used or learned, where anything was learned."""
        if self._learned:
            write_cache(self._root, self._name, self._head + marshal.dumps(self._used))


def _load(content: bytes | None, head: bytes) -> dict[str, Plain]:
    if content is None or not content.startswith(head):
        return {}
    try:
        found = marshal.loads(content[len(head) :])  # noqa: S302 - sealed: this compiler wrote it on this machine
    except (ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
