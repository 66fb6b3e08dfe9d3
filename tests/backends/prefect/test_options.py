"""What may stand below `orchestrate.prefect`, and what is told of the rest, at its place."""

from mlspec.backends.prefect.options import Collision, PrefectOptions
from mlspec.schema.units import Duration


def test_what_may_be_said(read_options) -> None:
    options, told = read_options(
        "prefect",
        "{work_pool: gpu, work_queue: urgent, job_variables: {image: acme/train, env: {A: x}}, tags: fraud, "
        "concurrency_limit: {limit: 2, collision: cancel_new}, retry_delay: 30s, result_storage: s3-bucket/results}",
    )
    assert told == []
    assert options.job_variables == {"image": "acme/train", "env": {"A": "x"}}
    assert options.tags == ("fraud",)
    assert (options.concurrency_limit.limit, options.concurrency_limit.collision) == (2, Collision.CANCEL_NEW)
    assert options.retry_delay == Duration(30_000_000)


def test_nothing_said_is_a_process_on_this_machine(read_options) -> None:
    assert read_options("prefect", "{}") == (PrefectOptions(), [])
    assert PrefectOptions().work_pool == ""
    assert PrefectOptions().concurrency_limit is None


def test_a_number_is_a_limit(read_options) -> None:
    options, told = read_options("prefect", "{concurrency_limit: 1}")
    assert told == []
    assert (options.concurrency_limit.limit, options.concurrency_limit.collision) == (1, Collision.ENQUEUE)


def test_a_misspelt_option_names_the_nearest(read_options) -> None:
    _, told = read_options("prefect", "{workpool: gpu}")
    assert told[0][:4] == (
        "unknown-field",
        "workpool",
        "`workpool` is no field of `section.prefect`",
        "did you mean `work_pool`?",
    )


def test_values_that_do_not_fit(read_options) -> None:
    _, told = read_options(
        "prefect", "{concurrency_limit: {limit: 0, collision: queue}, retry_delay: 30, tags: [1], job_variables: [a]}"
    )
    assert [fault[:3] for fault in told] == [
        ("out-of-range", "0", "`0` has to be at least 1"),
        ("unknown-value", "queue", "`queue` is no way out of a collision"),
        ("bad-unit", "30", "`30` has no unit"),
        ("wrong-type", "1", "text is needed here, and this is a number"),
        ("wrong-type", "[a]", "a map is needed here, and this is a list"),
    ]


def test_what_belongs_to_a_work_pool_needs_one(read_options) -> None:
    _, told = read_options("prefect", "{work_queue: urgent, job_variables: {image: x}}")
    assert [fault[:3] for fault in told] == [
        ("missing-field", "work_queue", "`work_queue` belongs to a work pool, and none is named"),
        ("missing-field", "job_variables", "`job_variables` belongs to a work pool, and none is named"),
    ]
