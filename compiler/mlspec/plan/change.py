"""A plan as data: which part of which model does what, for which reason, and how far it reaches."""

from mlspec.vocabulary.alteration import Alteration
from mlspec.vocabulary.impact import Impact
from mlspec.vocabulary.part_kind import PartKind
from mlspec.vocabulary.plan_action import PlanAction
from mlspec.vocabulary.plan_cause import PlanCause
from mlspec.vocabulary.record import record


@record
class Where:
    """A line of a file, counted from one, 0 where only the file is known; `in_base` where only the base has it."""

    path: str
    line: int = 0
    in_base: bool = False


@record
class Cause:
    """One reason: what altered, from what to what as JSON text, and where.

    `name` is a route of the spec, a definition, a requirement, a dataset or a step. `callers` lead from a definition to
    the function that the spec names. `environment` is empty for what holds everywhere.
    """

    kind: PlanCause
    name: str
    alteration: Alteration
    before: str | None = None
    after: str | None = None
    callers: tuple[str, ...] = ()
    where: Where | None = None
    environment: str = ""


@record
class PartChange:
    """A step, an environment, the service and so on: its action, its impact and the causes, the gravest first.

    `needs` are the steps whose output it takes, `needed_by` those for whose sake it is restored.
    """

    name: str
    kind: PartKind
    action: PlanAction
    impact: Impact
    causes: tuple[Cause, ...] = ()
    needs: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    approval: bool = False


@record
class ContractChange:
    """What alters for those who call the service."""

    endpoint: str
    text: str
    is_breaking: bool


@record
class FileChange:
    """A generated file that is not as it was."""

    path: str
    alteration: Alteration


@record
class Reached:
    """Another model that a change may concern, and how: it `uses` this one, or shares a base with it."""

    name: str
    how: str


@record
class ModelChange:
    """One model. `quiet` are changes of fields that make nothing run; `former` is its name before a rename."""

    name: str
    spec_path: str
    alteration: Alteration
    impact: Impact
    parts: tuple[PartChange, ...] = ()
    quiet: tuple[Cause, ...] = ()
    contract: tuple[ContractChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    reach: tuple[Reached, ...] = ()
    notes: tuple[str, ...] = ()
    former: str = ""

    @property
    def actions(self) -> tuple[PartChange, ...]:
        """The parts to which something happens."""
        return tuple(part for part in self.parts if part.action is not PlanAction.NOTHING)


@record
class Plan:
    """All models that differ from the base, and how many do not; `uncommitted` counts files, `notes` are warnings."""

    base: str
    commit: str
    found: str
    uncommitted: int
    models: tuple[ModelChange, ...]
    unchanged: int
    environment: str = ""
    stage: str = ""
    notes: tuple[str, ...] = ()
