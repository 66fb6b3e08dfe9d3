"""The names that steps give to what they make: one namespace a spec, growing as steps come."""

from mlspec.source.route import Route
from mlspec.vocabulary.record import record


@record
class Name:
    """A name, and where in the spec it is given."""

    name: str
    route: Route


@record
class Namespace:
    """What is known so far; an open one may hold more, since a section that would tell is not valid."""

    names: tuple[Name, ...] = ()
    is_open: bool = False

    def has(self, name: str) -> bool:
        """Whether an earlier step gives this name."""
        return any(known.name == name for known in self.names)

    def route(self, name: str) -> Route | None:
        """Where the name is given."""
        return next((known.route for known in self.names if known.name == name), None)

    def known(self) -> tuple[str, ...]:
        """All names, in the order in which they were given."""
        return tuple(known.name for known in self.names)

    def extended(self, *names: Name) -> "Namespace":
        """The same with further names."""
        return Namespace((*self.names, *names), self.is_open)

    def opened(self) -> "Namespace":
        """The same where more may be known than can be seen."""
        return Namespace(self.names, is_open=True)
