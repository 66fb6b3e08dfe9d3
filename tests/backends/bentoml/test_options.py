"""What may stand below `deploy.bentoml`, and what is told of the rest, at its place."""

from mlspec.backends.bentoml.options import BentomlOptions
from mlspec.schema.units import Duration


def test_what_may_be_said(read_options) -> None:
    options, told = read_options(
        "bentoml",
        "{timeout: 30s, workers: 2, max_concurrency: 64, port: 8080, batching: {max_batch_size: 16, max_latency: 2s}, "
        "access_log: true, system_packages: libgomp1, labels: {team: flights}}",
    )
    assert told == []
    assert (options.timeout, options.workers, options.port) == (Duration(30_000_000), 2, 8080)
    assert (options.batching.max_batch_size, options.batching.max_latency) == (16, Duration(2_000_000))
    assert options.system_packages == ("libgomp1",)


def test_nothing_said_is_one_worker_on_the_usual_port(read_options) -> None:
    assert read_options("bentoml", "{}") == (BentomlOptions(), [])
    assert (BentomlOptions().workers, BentomlOptions().port, str(BentomlOptions().timeout)) == (1, 3000, "1m")


def test_a_batch_drops_no_request_by_default_before_a_second(read_options) -> None:
    options, told = read_options("bentoml", "{batching: {}}")
    assert told == []
    assert str(options.batching.max_latency) == "1s"


def test_an_application_of_ones_own(read_options) -> None:
    options, told = read_options("bentoml", "{app: 'shop.main:app'}")
    assert told == []
    assert options.app == "shop.main:app"
    _, told = read_options("bentoml", "{app: shop.main.app, batching: {}}")
    assert [fault[:2] for fault in told] == [("bad-entry-point", "shop.main.app"), ("exclusive-fields", "batching")]


def test_a_misspelt_option_names_the_nearest(read_options) -> None:
    _, told = read_options("bentoml", "{timout: 30s, batching: {max_batch: 3}}")
    assert [fault[:2] for fault in told] == [("unknown-field", "timout"), ("unknown-field", "max_batch")]
    assert "did you mean `timeout`?" in told[0]


def test_values_that_do_not_fit(read_options) -> None:
    _, told = read_options(
        "bentoml", '{timeout: 30, workers: "2", port: 70000, batching: {max_latency: 20}, access_log: yes}'
    )
    assert [fault[:3] for fault in told] == [
        ("bad-unit", "30", "`30` has no unit"),
        ("wrong-type", '"2"', "a whole number is needed here, and this is text"),
        ("out-of-range", "70000", "`70000` has to be at most 65535"),
        ("bad-unit", "20", "`20` has no unit"),
        ("wrong-type", "yes", "`true` or `false` is needed here, and this is text"),
    ]


def test_a_batch_waits_no_longer_than_a_request_may_take(read_options) -> None:
    _, told = read_options("bentoml", "{timeout: 500ms, batching: {max_latency: 1s}}")
    assert told == [("out-of-range", "1s", "a request may take 500ms, and its batch alone may wait 1s")]
