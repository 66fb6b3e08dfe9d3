"""What was read off the user's modules, kept for the next compile by the digest of their content, one file a spec."""

import marshal
from hashlib import sha256

from mlspec.driver.identity import compiler_identity
from mlspec.output.cache_file import read_cache, write_cache
from mlspec.usercode.facts import Plain


class CodeCaches:
    """The caches of all specs that one command looks at: a module that several specs reach is parsed once."""

    def __init__(self, root: str) -> None:
        """Nothing was read yet."""
        self._root = root
        self._seen: dict[str, bytes] = {}

    def of(self, spec_path: str) -> "CodeCache":
        """The cache of one spec."""
        return CodeCache(self._root, spec_path, self._seen)


class CodeCache:
    """The facts of the modules of one spec; what is not asked for again is dropped when it is saved.

    Facts are held as bytes: as tuples, those of thousands of modules fill the memory.
    """

    def __init__(self, root: str, spec_path: str, seen: dict[str, bytes]) -> None:
        """Read what the last compile has left; anything unusable counts as nothing. `seen` is shared by all specs."""
        self._root = root
        self._name = f"code/{sha256(spec_path.encode()).hexdigest()[:20]}.marshal"
        self._head = compiler_identity().encode()
        self._former = _load(read_cache(root, self._name), self._head)
        self._used: dict[str, bytes] = {}
        self._seen = seen
        self._learned = False

    def get(self, key: str) -> Plain | None:
        """The facts that were put under this key, for this spec or another, if they are still there."""
        found = self._former.get(key)
        if found is None:
            found = self._seen.get(key)
            self._learned = self._learned or found is not None
        if found is None:
            return None
        self._used[key] = found
        facts: Plain = marshal.loads(found)  # noqa: S302 - sealed: this compiler wrote it on this machine
        return facts

    def put(self, key: str, facts: Plain) -> None:
        """Keep the facts of a module."""
        self._used[key] = self._seen[key] = marshal.dumps(facts)
        self._learned = True

    def save(self) -> None:
        """Write what was used or learned, where anything was learned."""
        if self._learned:
            write_cache(self._root, self._name, self._head + marshal.dumps(self._used))


def _load(content: bytes | None, head: bytes) -> dict[str, bytes]:
    if content is None or not content.startswith(head):
        return {}
    try:
        found = marshal.loads(content[len(head) :])  # noqa: S302 - as above
    except (ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}
