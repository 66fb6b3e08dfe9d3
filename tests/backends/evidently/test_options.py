"""What may stand below `monitor.with.evidently`, and what is told of the rest, at its place."""

from mlspec.backends.evidently.options import EvidentlyOptions
from mlspec.schema.references import EnvReference


def test_what_may_be_said(read_options) -> None:
    options, told = read_options(
        "evidently",
        '{html: true, reports: "s3://bucket/reports", max_rows: 50000, seed: 7, '
        "workspace: {env: EVIDENTLY_URL}, project: flights}",
    )
    assert told == []
    assert (options.html, options.reports, options.max_rows) == (True, "s3://bucket/reports", 50_000)
    assert options.workspace == EnvReference("EVIDENTLY_URL")


def test_nothing_said_keeps_no_page(read_options) -> None:
    assert read_options("evidently", "{}") == (EvidentlyOptions(), [])
    assert not EvidentlyOptions().html


def test_a_misspelt_option_names_the_nearest(read_options) -> None:
    _, told = read_options("evidently", "{htlm: true}")
    assert told[0][:2] == ("unknown-field", "htlm")
    assert "did you mean `html`?" in told[0]


def test_values_that_do_not_fit(read_options) -> None:
    _, told = read_options("evidently", "{html: yes, max_rows: 0, seed: 1.5, reports: {secret: BUCKET}}")
    assert [fault[:3] for fault in told] == [
        ("wrong-type", "yes", "`true` or `false` is needed here, and this is text"),
        ("out-of-range", "0", "`0` has to be at least 1"),
        ("wrong-type", "1.5", "`1.5` is no whole number"),
        ("bad-reference", "secret", "a reference by `secret` cannot stand here"),
    ]
    assert "did you mean `true`?" in told[0]


def test_a_threshold_is_no_option_of_a_tool(read_options) -> None:
    _, told = read_options("evidently", "{method: psi, above: 0.2}")
    assert [fault[:2] for fault in told] == [("unknown-field", "method"), ("unknown-field", "above")]
