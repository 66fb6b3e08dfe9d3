"""Where the rows come from, what they must look like, and which of them are held out."""

from collections.abc import Iterator
from typing import Annotated, Any

from mlspec.schema.leaf import ColumnName, EntryPoint, Identifier, Integer, RelativePath, Share, Text, choice
from mlspec.schema.node import INHERITED, NOTHING, Effect, Entries, Group, Node, Role, field
from mlspec.schema.refusal import Refused
from mlspec.schema.rules import OUT_OF_RANGE
from mlspec.spec.columns import Column
from mlspec.spec.step import Work
from mlspec.vocabulary.split_method import SplitMethod


class Split(Node):
    """Rows that no training sees: `holdout` to judge the model by, `validation` to tune it by."""

    example = "`{holdout: 20%, seed: 7}`"
    short_forms = ({"type": "string"}, {"type": "number"})

    holdout: Share = field(doc="The share of rows to judge the model by.", effects=INHERITED)
    validation: Share = field(0.0, doc="The share of rows to tune the model by.", effects=INHERITED)
    method: Annotated[SplitMethod, choice(SplitMethod, "way to split")] = field(
        SplitMethod.RANDOM, doc="By chance, the latest rows, or whole groups.", effects=INHERITED
    )
    by: ColumnName | None = field(
        None,
        doc="The column of the time or the group; the one whose role says so where none is named.",
        effects=INHERITED,
    )
    seed: Integer = field(0, doc="What makes the same rows be held out every time.", effects=INHERITED)
    stratify: ColumnName | None = field(
        None, doc="The column whose values keep their shares in every part.", effects=INHERITED
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The share of the held-out rows alone."""
        return {"holdout": value} if isinstance(value, (str, float)) else value

    def faults(self) -> Iterator[Refused]:
        """Something is left to train on."""
        if not 0 < self.holdout < 1:
            yield Refused(OUT_OF_RANGE, "the held-out share has to leave rows on both sides", label="out of range").at(
                "holdout"
            )
        elif self.holdout + self.validation >= 1:
            message = "nothing is left to train on beside `holdout` and `validation`"
            yield Refused(OUT_OF_RANGE, message, label="too much").at("validation")


class DataVersion(Node):
    """What tells one state of the data from another."""

    example = '`"2024-05"`, `{run: package.module:version}`, `{dvc: data/raw.dvc}` or `{git: data/raw.csv}`'
    groups = (Group(("literal", "run", "dvc", "lfs", "git")),)
    short_forms = ({"type": "string"},)

    literal: Text | None = field(None, doc="A word that the author changes with the data.", effects=INHERITED)
    run: EntryPoint | None = field(None, doc="A function that tells the version when the job runs.", effects=INHERITED)
    dvc: RelativePath | None = field(None, doc="A DVC pointer file; its digest is the version.", effects=INHERITED)
    lfs: RelativePath | None = field(None, doc="A Git LFS pointer file; its digest is the version.", effects=INHERITED)
    git: RelativePath | None = field(None, doc="A committed file; its content is the version.", effects=INHERITED)

    @classmethod
    def expand(cls, value: Any) -> Any:
        """A literal version alone."""
        return {"literal": value} if isinstance(value, str) else value


class Dataset(Work):
    """A step that gives rows, under its own name."""

    example = "`{run: package.data:load}`"

    description: Text = field("", doc="What the rows are.", effects=NOTHING)
    version: DataVersion | None = field(
        None,
        doc="The version of the data; without one a plan says that the data is unknown until the run.",
        effects=INHERITED,
    )
    columns: dict[ColumnName, Column] = field(
        {}, doc="The columns, checked on the real frame before anything is trained on it.", effects=INHERITED
    )
    split: Split | None = field(
        None, doc="Which rows are held out; it adds `holdout` and `validation`.", effects=INHERITED
    )


class Data(Entries):
    """Every key is a dataset, which may take earlier ones as inputs."""

    example = "`{training: {run: package.data:load}}`"
    effects = ((Role.DATA, Effect.RERUN),)

    root: dict[Identifier, Dataset] = field(doc="The datasets.", effects=INHERITED)
