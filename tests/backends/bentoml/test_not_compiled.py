"""What the service does not do yet is told at its place in the spec, and nothing half is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlspec.codegen.artifact import Emission
from mlspec.ir.offer import NotCompiled, RequestLog, ServedEndpoint
from mlspec.source.route import format_route

SPEC = """
mlspec: 1
name: served
runtime: {{source: [src], requirements: requirements.txt}}
tracking: {{mlflow: {{}}}}
data: {{rows: {{run: user:load}}}}
train: {{run: user:train}}
register: {{flavor: pyfunc}}
deploy: {deploy}
"""
USER = """
def load(): ...
def train(rows): ...
def answer(text, model): ...
def ask(text, model, other): ...
"""


@pytest.mark.parametrize(
    ("deploy", "route"),
    [
        ("{bentoml: {app: 'user:app'}, predict: 'user:answer', target: process}", "deploy.bentoml.app"),
        ("{bentoml: {}, predict: 'user:ask', uses: {other: {openai: {base_url: u, model: m}}}}", "deploy.uses"),
        ("{bentoml: {}, predict: 'user:answer', request: {text: {type: image}}, target: process}", "deploy"),
        ("{bentoml: {}, predict: 'user:answer', response: image, target: process}", "deploy"),
    ],
)
def test_it_is_told(
    tmp_path: Path, emission_of: Callable[[Path, Path, str], tuple[str, Emission]], deploy: str, route: str
) -> None:
    emission = emission_of(case_of(tmp_path, deploy), tmp_path / "repository", "bentoml")[1]
    assert emission.artifacts == ()
    assert [format_route(offer.route) for offer in emission.offers if isinstance(offer, NotCompiled)] == [route]
    assert not any(isinstance(offer, (RequestLog, ServedEndpoint)) for offer in emission.offers)


def test_requests_that_cannot_be_answered_together_are(
    tmp_path: Path, emission_of: Callable[[Path, Path, str], tuple[str, Emission]]
) -> None:
    deploy = "{bentoml: {batching: {}}, predict: 'user:answer', target: process}"
    emission = emission_of(case_of(tmp_path, deploy), tmp_path / "repository", "bentoml")[1]
    assert not any(artifact.path.endswith("batching.py") for artifact in emission.artifacts)
    told = [format_route(offer.route) for offer in emission.offers if isinstance(offer, NotCompiled)]
    assert told == ["deploy.bentoml.batching"]


def case_of(folder: Path, deploy: str) -> Path:
    case = folder / "served"
    (case / "src").mkdir(parents=True)
    (case / "src/user.py").write_text(USER)
    (case / "requirements.txt").write_text("mlflow==3.17\n")
    (case / "mlproject.yaml").write_text(SPEC.format(deploy=deploy))
    return case
