"""A back end's options hold for the base and for each environment; an environment may exchange the back end itself."""

from pathlib import Path
from typing import Any

import pytest

from mlspec.diagnostics.text_renderer import render
from mlspec.driver.checking import Checked, check_projects
from mlspec.driver.options import Choice
from mlspec.driver.workspace import open_workspace

SPEC = """\
mlspec: 1
name: assistant
deploy:
  vllm: {weights: acme/assistant}
  target: {kubernetes: {namespace: llm}}
environments:
  staging: {builds: true}
  production:
    after: staging
    deploy: DEPLOY
"""


def check(root: Path, overlay: str) -> Checked:
    (root / "mlspec.toml").write_text("")
    (root / "specs/assistant").mkdir(parents=True)
    (root / "specs/assistant/mlproject.yaml").write_text(SPEC.replace("DEPLOY", overlay))
    return check_projects(open_workspace(str(root)))


def choices(checked: Checked) -> dict[str, Choice]:
    assert checked.diagnostics == (), render(checked.diagnostics, checked.sources)
    return {choice.backend.name: choice for choice in checked.projects[0].options.choices}


def test_an_environment_has_options_of_its_own(tmp_path: Path) -> None:
    found = choices(check(tmp_path, "{target: {kubernetes: {namespace: prod}}, vllm: {port: 9000}}"))
    base: Any = found["kubernetes"].options
    ((name, options),) = found["kubernetes"].environments
    assert (base.namespace, name, options.namespace) == ("llm", "production", "prod")
    ((_, server),) = found["vllm"].environments
    assert (server.weights, server.port) == ("acme/assistant", 9000)


def test_an_environment_exchanges_a_back_end(tmp_path: Path) -> None:
    found = choices(check(tmp_path, "{target: {docker: {registry: ghcr.io}}}"))
    assert found["kubernetes"].environments == (("production", None),)
    docker = found["docker"]
    assert (docker.route, docker.options) == (("deploy", "target", "docker"), None)
    ((name, options),) = docker.environments
    assert (name, options.registry) == ("production", "ghcr.io")
    assert found["vllm"].environments == ()


def test_an_environment_takes_a_section_away(tmp_path: Path) -> None:
    found = choices(check(tmp_path, "{target: null}"))
    assert found["kubernetes"].environments == (("production", None),)


@pytest.mark.parametrize(
    ("overlay", "told"),
    [
        ("{target: {docker: {registry: 3}}}", "10:42 error[wrong-type]: text is needed here, and this is a number"),
        ("{target: {dockre: {}}}", "10:23 error[unknown-backend]: `dockre` is no target that mlspec knows"),
        (
            "{vllm: {args: {max_modle_len: 8}}}",
            "10:28 error[unknown-field]: vLLM 0.33 has no argument `max_modle_len`",
        ),
    ],
)
def test_what_is_wrong_in_an_environment_is_told_at_its_line(tmp_path: Path, overlay: str, told: str) -> None:
    checked = check(tmp_path, overlay)
    (fault,) = checked.diagnostics
    place = fault.labels[0].place
    position = checked.sources[place.path].position(place.span.start)
    assert f"{position.line}:{position.column} error[{fault.rule}]: {fault.message}" == told
