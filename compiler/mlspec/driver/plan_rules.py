"""What can keep a plan from being made, and what is told beside one."""

from mlspec.diagnostics.diagnostic import Rule
from mlspec.vocabulary.severity import Severity

NO_BASE = Rule(
    "no-base",
    """A plan has nothing to compare with.

A plan compares the working tree with a commit: with the one that `--base` names, else with the one at which the work
left the default branch (`origin/HEAD`, else `main` or `master`, of the remote `origin` or of this clone). It is read
from git's objects, so these have to be in the clone: a shallow clone of one commit has no base (`fetch-depth: 0` in
GitHub's `actions/checkout`).
""",
)
RENAMED_BRANCH = Rule(
    "renamed-default-branch",
    """The clone still takes a branch for the default one that the remote no longer has.

`origin/HEAD` is set when a repository is cloned and is not kept up to date. The plan goes on with `main` or `master`;
`git remote set-head origin --auto` asks the remote again.
""",
    Severity.WARNING,
)
BROKEN_BASE = Rule(
    "broken-base",
    """The base of a plan has errors, or is written in another version of the language.

What a merge will do can only be told against a base that compiles. The errors that follow stand in the base; their
places are named as `commit:path`. Name another base by `--base`, or merge the repair of the base first.
""",
)
UNSEEN_SUBMODULE = Rule(
    "unseen-submodule",
    """A plan does not look into submodules.

Their files lie in another repository, whose objects the clone need not have, so that what a model takes from one
cannot be compared. Keep specs, code and requirements in the repository itself.
""",
)
NO_SUCH_PART = Rule(
    "no-such-part",
    """The plan was asked for an environment or a stage that no model has.

Environments are named as in `environments`, stages as steps are: `load_training`, `train`, `evaluate`, `check_gates`,
`register`; beside these there are `deploy`, `monitor`, `retrain`, `score` and `jobs.<name>`.
""",
)
