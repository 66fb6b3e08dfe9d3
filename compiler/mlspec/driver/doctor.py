"""What is installed, what each target would need, and which versions are known to break one another."""

from collections.abc import Iterator
from enum import Enum

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.record import record

CORE = (
    "pydantic>=2.10",
    "jinja2>=3.1",
    "pyyaml>=6.0.2",
    "click>=8.1",
    "cronsim>=2.6",
    "packaging>=24",
)

# What was seen to happen outside of the bounds that targets have for these; no library declares such a bound itself.
BREAKS = {
    "bentoml": "a resolver may walk back to 0.9, whose services look different",
    "fastapi": "Prefect's server does not start, the ephemeral one neither",
    "pandas": "importing evidently fails",
    "sqlalchemy": "Prefect's server makes no scheduled runs and tells it in its log only",
}


class State(Enum):
    """How a requirement stands on this machine."""

    FITS = "fits"
    CLASHES = "clashes"
    MISSING = "missing"


@record
class Requirement:
    """A requirement, the version that is installed (empty where none is), how it stands, and what breaks without it."""

    text: str
    installed: str
    state: State
    breaks: str = ""


@record
class Examination:
    """A target, whether it can be compiled to, and what its generated files need in order to run."""

    name: str
    concern: str
    compiled: bool
    requirements: tuple[Requirement, ...]

    def state(self) -> State:
        """The worst of its requirements."""
        states = {requirement.state for requirement in self.requirements}
        return next((state for state in (State.CLASHES, State.MISSING) if state in states), State.FITS)


def examine(backends: tuple[Backend, ...]) -> Iterator[Examination]:
    """Look at mlspec itself, then at each target."""
    yield Examination("mlspec", "core", True, tuple(map(_look_up, CORE)))
    for backend in backends:
        yield Examination(
            backend.name, backend.concern.value, bool(backend.emit), tuple(map(_look_up, backend.requires))
        )


def _look_up(text: str) -> Requirement:
    from importlib.metadata import PackageNotFoundError, version

    from packaging.requirements import Requirement as Parsed

    parsed = Parsed(text)
    try:
        installed = version(parsed.name)
    except PackageNotFoundError:
        return Requirement(text, "", State.MISSING)
    fits = parsed.specifier.contains(installed, prereleases=True)
    return Requirement(text, installed, State.FITS if fits else State.CLASHES, BREAKS.get(parsed.name, ""))
