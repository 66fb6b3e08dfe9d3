"""What `release.py` is made of: how a model gets from its metrics to an alias."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class ChampionCheck:
    """How the gates get the champion's metrics: from its record, or measured `again`."""

    signature: Code
    summary: str
    found: Code
    again: bool
    lines: tuple[Code, ...]


@record
class Registrar:
    """What stands between the steps and the registry where these do not give just what it takes."""

    signature: Code
    summary: str
    lines: tuple[Code, ...]


@record
class Places:
    """The environments that a version goes through; without any it gets at most one alias.

    A version enters a place by an alias alone, unless gates wait there (`judges`, and what they compare with) or some
    places have stores of their own (`copies`).
    """

    alias: str = ""
    rows: tuple[Code, ...] = ()
    has_later: bool = False
    entering: str = ""
    judges: bool = False
    champion: Code = Code()
    copies: bool = False


@record
class ReleaseModule:
    """The whole of `release.py`; `checks_again` where a version may stand for a run, if it still passes."""

    name: str
    spec_path: str
    standard_imports: tuple[Code, ...]
    shows_frames: bool
    siblings: tuple[Code, ...]
    champion: ChampionCheck | None
    registrar: Registrar | None
    places: Places
    checks_again: bool
