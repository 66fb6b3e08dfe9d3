"""The rules that a section's own shape can break: what `mlspec explain` says of each.

Whether names and values fit together across sections is the business of the checks.
"""

from mlspec.diagnostics.diagnostic import Rule

UNKNOWN_FIELD = Rule(
    "unknown-field",
    """A field that the language does not have here.

A misspelt field would be ignored in silence and its default used, so every unknown field is an error. The options
of a back end stand below its name (`deploy: {bentoml: {timeout: 30s}}`), and only keys at the very top that start
with `x-` are free.
""",
)
UNKNOWN_BACKEND = Rule(
    "unknown-backend",
    """The name of a back end that does not take part.

A back end is chosen by its name in the section that it serves: `tracking`, `orchestrate`, `deploy`, `deploy.target`,
`monitor.with`, `ci`. The name may be misspelt, belong to another section, or be that of a system that mlspec does not
compile to yet. One of a third party takes part only where the repository's settings name its distribution, as in
`plugins = { "mlspec-acme" = ">=1,<2" }`; that it is installed is not enough.
""",
)
UNKNOWN_VALUE = Rule(
    "unknown-value",
    """A word that is none of those which the field knows.

Some fields take one word of a closed list, such as the type of a column or the kind of a prediction.
""",
)
MISSING_FIELD = Rule(
    "missing-field",
    """A field without a default is not there.

The message names the field and where it belongs. Where one of several fields would do, it names all of them.
""",
)
WRONG_TYPE = Rule(
    "wrong-type",
    """A value of another kind than the field takes: text for a number, a map for a list.

Numbers that are meant as text (versions above all) need quotes: `python: "3.10"`.
""",
)
OUT_OF_RANGE = Rule(
    "out-of-range",
    """A number outside the range that makes sense.

A share lies between `0%` and `100%`, a count is not negative, and a minimum is not above its maximum.
""",
)
BAD_UNIT = Rule(
    "bad-unit",
    """A quantity without a unit, or with one that is not known.

Units are written out: `30s`, `15m`, `1h30m`, `2d` for lengths of time, `512Mi`, `4Gi` for memory, `500m` or `2` for
processors, `30%` for shares, `-6mo`, `-1y`, `0d` for steps through the calendar.
""",
)
BAD_REFERENCE = Rule(
    "bad-reference",
    """A reference that cannot be resolved when the job runs, or that stands where none may.

A reference is a map with exactly one of these keys: `{env: NAME, default: v}`, `{secret: NAME}`, `{as_of: -6mo,
floor: month, format: "%Y-%m"}`, `{file: path}`, and inside commands `{param: name}`, `{output: name}`, `{context:
run_id}`. A map that only looks like one is kept as it is by `{literal: {...}}`.
""",
)
BAD_NAME = Rule(
    "bad-name",
    """A name that files, labels and registries could not all carry.

Names of specs, environments, variants, jobs and exports start with a small letter and hold small letters, digits
and `-`, at most 53 characters. Names of datasets, outputs, params and request fields become names in Python.
`latest` and `v1`, `v2` and so on cannot be aliases, since registries keep them for versions.
""",
)
BAD_PATH = Rule(
    "bad-path",
    """A path that cannot lie inside the repository.

Paths are relative to the file that writes them, with forward slashes.
""",
)
BAD_ENTRY_POINT = Rule(
    "bad-entry-point",
    """The name of a function that is not written as `package.module:function`.

Only functions at the top of a module can be named; a method is reached by a function that calls it.
""",
)
BAD_SCHEDULE = Rule(
    "bad-schedule",
    """A schedule that is not five fields of cron: minute, hour, day of the month, month, day of the week.

Each field is `*`, a number, a range `1-5`, a step `*/15`, or a list of these; months and weekdays may be named
(`jan`, `mon`). Times are UTC.
""",
)
BAD_GATE = Rule(
    "bad-gate",
    """A gate that cannot be read.

A gate compares sums: `roc_auc >= 0.74`, `roc_auc >= champion.roc_auc - 0.005`, `0.5 <= precision < 0.9`. A sum is
made of numbers (`0.74`, `5%`), metrics, and a number times a metric (`0.9 * champion.f1`), with `+` and `-`, and
blanks around `+`, `-` and `*`. A metric is a name such as `f1`, `mrr@10` or `by_origin.JFK.f1`; `champion.` in
front of it asks the champion. There is no `and` (write two gates), no `or` and no `if`.
""",
)
EXCLUSIVE_FIELDS = Rule(
    "exclusive-fields",
    """Two fields of which only one may stand.

A step either calls a function (`run`) or starts a program (`command`); a model is served by one back end. In
overlays the later layer's field replaces the earlier one, so that an environment can exchange it.
""",
)

RULES = (
    BAD_ENTRY_POINT,
    BAD_GATE,
    BAD_NAME,
    BAD_PATH,
    BAD_REFERENCE,
    BAD_SCHEDULE,
    BAD_UNIT,
    EXCLUSIVE_FIELDS,
    MISSING_FIELD,
    OUT_OF_RANGE,
    UNKNOWN_BACKEND,
    UNKNOWN_FIELD,
    UNKNOWN_VALUE,
    WRONG_TYPE,
)
