"""What the functions that a spec names reach in the user's code, each found once, whoever asks."""

from mlspec.usercode.entrypoint import Entrypoint
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.reachability import Reach, Reachability


class ReachedCode:
    """The closures of the entry points of one spec."""

    def __init__(self, modules: SourceModules) -> None:
        """Nothing is read before it is asked for."""
        self.modules = modules
        self._reachability = Reachability(modules)
        self._found: dict[tuple[str, str], Reach] = {}

    def of(self, entry: Entrypoint) -> Reach:
        """All that one function reaches."""
        key = (entry.module, entry.function)
        if key not in self._found:
            self._found[key] = self._reachability.reach(entry)
        return self._found[key]
