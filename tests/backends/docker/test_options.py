"""What may stand below `deploy.target.docker`, and what is told of the rest, at its place."""

import pytest

from mlspec.backends.docker.options import DockerOptions, RestartPolicy


def test_what_may_be_said(read_options) -> None:
    options, told = read_options(
        "docker",
        "{image: acme/flight-delay, registry: ghcr.io, platforms: linux/amd64, port: 8080, restart: on_failure, "
        "labels: {team: flights}}",
    )
    assert told == []
    assert (options.image, options.registry, options.platforms) == ("acme/flight-delay", "ghcr.io", ("linux/amd64",))
    assert options.restart is RestartPolicy.ON_FAILURE


def test_nothing_said_builds_for_this_machine(read_options) -> None:
    assert read_options("docker", "{}") == (DockerOptions(), [])
    assert (DockerOptions().image, DockerOptions().registry, DockerOptions().port) == (None, "", None)


@pytest.mark.parametrize("image", ["model", "acme/model", "ghcr.io/acme/model", "localhost:5000/acme/a__b.c-d"])
def test_names_of_images(read_options, image: str) -> None:
    options, told = read_options("docker", f"{{image: '{image}'}}")
    assert told == []
    assert options.image == image


@pytest.mark.parametrize("tag", [":1.0", ":latest", "@sha256:0123abcd", ":1@sha256:0123abcd"])
def test_the_tag_is_the_compilers(read_options, tag: str) -> None:
    _, told = read_options("docker", f"{{image: 'ghcr.io/acme/model{tag}'}}")
    assert told[0][0] == "bad-name"
    assert told[0][2:4] == (f"the image `ghcr.io/acme/model{tag}` has a tag", "did you mean `ghcr.io/acme/model`?")


def test_what_is_wrong_is_told_at_its_place(read_options) -> None:
    _, told = read_options("docker", "{image: Acme Model, registy: ghcr.io, restart: no, port: 0, labels: {team: 3}}")
    assert [fault[:3] for fault in told] == [
        ("bad-name", "Acme Model", "`Acme Model` does not name an image"),
        ("unknown-field", "registy", "`registy` is no field of `section.docker`"),
        ("unknown-value", "no", "`no` is no restart policy"),
        ("out-of-range", "0", "`0` has to be at least 1"),
        ("wrong-type", "3", "text is needed here, and this is a number"),
    ]
    assert "did you mean `registry`?" in told[1]


def test_dockers_own_spelling_is_understood_as_a_slip(read_options) -> None:
    _, told = read_options("docker", "{restart: unless-stopped}")
    assert "did you mean `unless_stopped`?" in told[0]
