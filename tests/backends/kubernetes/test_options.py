"""What may stand below `deploy.target.kubernetes`, and what is told of the rest, at its place."""

import pytest

from mlspec.backends.kubernetes.options import KubernetesOptions, TaintEffect


def test_what_may_be_said(read_options) -> None:
    options, told = read_options(
        "kubernetes",
        "{namespace: flights, image: ghcr.io/acme/flight-delay, pull_secrets: ghcr.io, service_account: models, "
        "port: 8080, ingress: {host: models.acme.com, class: nginx, tls: acme-com}, scale_at: 60%, grace: 1m, "
        "node_selector: {pool: gpu}, tolerations: [{key: nvidia.com/gpu, effect: NoSchedule}], labels: {team: ops}, "
        'annotations: {"prometheus.io/scrape": "true"}}',
    )
    assert told == []
    assert (options.namespace, options.image, options.pull_secrets) == (
        "flights",
        "ghcr.io/acme/flight-delay",
        ("ghcr.io",),
    )
    assert (options.ingress.host_, options.ingress.class_, options.ingress.path) == ("models.acme.com", "nginx", "/")
    assert (options.scale_at, str(options.grace)) == (0.6, "1m")
    assert options.tolerations[0].effect is TaintEffect.NO_SCHEDULE


def test_nothing_said_is_the_default_namespace(read_options) -> None:
    assert read_options("kubernetes", "{}") == (KubernetesOptions(), [])
    assert (KubernetesOptions().namespace, KubernetesOptions().image) == ("default", None)


def test_a_misspelt_option_names_the_nearest(read_options) -> None:
    _, told = read_options("kubernetes", "{namespase: flights, ingress: {hots: x, host: y}}")
    assert [fault[:2] for fault in told] == [("unknown-field", "namespase"), ("unknown-field", "hots")]
    assert "did you mean `namespace`?" in told[0]
    assert "did you mean `host`?" in told[1]


def test_values_that_do_not_fit(read_options) -> None:
    _, told = read_options(
        "kubernetes",
        "{namespace: My Team, image: 'x:1', scale_at: 60, grace: 30, port: http, "
        "tolerations: [{key: gpu, effect: noschedule}, {}], labels: {team: 3}}",
    )
    assert [fault[:3] for fault in told] == [
        ("bad-name", "My Team", "`My Team` cannot be a name in a cluster"),
        ("bad-name", "'x:1'", "the image `x:1` has a tag"),
        ("out-of-range", "60", "`60` is not between `0%` and `100%`"),
        ("bad-unit", "30", "`30` has no unit"),
        ("wrong-type", "http", "a whole number is needed here, and this is text"),
        ("unknown-value", "noschedule", "`noschedule` is no effect of a taint"),
        ("missing-field", "{}", "`section.kubernetes.tolerations[1]` needs `key`"),
        ("wrong-type", "3", "text is needed here, and this is a number"),
    ]
    assert "did you mean `my-team`?" in told[0]


@pytest.mark.parametrize("name", ["a.b", "-a", "a-", "a" * 64, "a_b"])
def test_no_namespaces(read_options, name: str) -> None:
    _, told = read_options("kubernetes", f"{{namespace: '{name}'}}")
    assert told[0][0] == "bad-name"
