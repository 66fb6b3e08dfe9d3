"""Spelling flows and deployments as files, and telling later back ends of them."""

from collections.abc import Iterator

from mlspec.backends.prefect.deployment import Deployment
from mlspec.backends.prefect.deployment_file import deployment_file
from mlspec.backends.prefect.monitoring_flow import MonitoringFlow
from mlspec.backends.prefect.prefect_files import DeployModule, PrefectFiles, SetupModule
from mlspec.backends.prefect.training_flow import TrainingFlow
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.line_of import line_of
from mlspec.codegen.template import Template
from mlspec.codegen.yaml_text import yaml_text
from mlspec.ir.offer import Covers, Entrypoint, GeneratedFile, Offer
from mlspec.vocabulary.checklist import ChecklistItem

SETUP = Template("prefect/prefect_setup.py.j2", SetupModule)
TRAINING = Template("prefect/training_flow.py.j2", TrainingFlow)
MONITORING = Template("prefect/monitoring_flow.py.j2", MonitoringFlow)
DEPLOY = Template("prefect/deploy.py.j2", DeployModule)


def emit(files: PrefectFiles) -> Emission:
    """The flows, what they share, and the deployments with the script that brings them to a server."""
    artifacts = {artifact.path.removeprefix(f"{files.folder}/"): artifact for artifact in _artifacts(files)}
    return Emission(tuple(artifacts.values()), tuple(_offers(files, artifacts)))


def _artifacts(files: PrefectFiles) -> Iterator[Artifact]:
    if files.setup is None or files.training is None or files.deploy is None:
        return
    yield Artifact(f"{files.folder}/prefect_setup.py", SETUP.render(files.setup))
    yield Artifact(f"{files.folder}/flows/training_flow.py", TRAINING.render(files.training))
    if files.monitoring is not None:
        yield Artifact(f"{files.folder}/flows/monitoring_flow.py", MONITORING.render(files.monitoring))
    if files.deployments:
        header = f"Compiled from {files.spec_path} by mlspec; change the spec, not this file."
        text = yaml_text(deployment_file(files.name, files.deployments), header)
        yield Artifact(f"{files.folder}/prefect.yaml", text)
        yield Artifact(f"{files.folder}/flows/deploy.py", DEPLOY.render(files.deploy))


def _offers(files: PrefectFiles, artifacts: dict[str, Artifact]) -> Iterator[Offer]:
    yield from (GeneratedFile(artifacts[name].path, purpose) for name, purpose in _PURPOSES if name in artifacts)
    yield from (
        Entrypoint(name, ("python", artifacts[file].path), purpose)
        for name, file, purpose in _COMMANDS
        if file in artifacts
    )
    training = next((one for one in files.deployments if one.name == "training"), None)
    if training is not None and (training.trigger or training.cron):
        yield _covers(training, artifacts["prefect.yaml"])
    yield from files.not_compiled


def _covers(training: Deployment, file: Artifact) -> Covers:
    """Where the deployment says when the model trains again."""
    fragment = "triggers:\n" if training.trigger else "schedules:\n"
    line = line_of(file.text, f"    {fragment}")
    return Covers(ChecklistItem.RETRAINING, file.path, line, _retraining(training))


def _retraining(training: Deployment) -> str:
    """What starts the training, in half a sentence."""
    events = " or ".join(event.removeprefix("model.") for event in training.trigger.events) if training.trigger else ""
    found = [f"{events} in a verdict of the monitor"] if events else []
    planned = [f"the schedule {training.cron}"] if training.cron else []
    return f"{' and '.join([*found, *planned])} start{'' if found and planned else 's'} the deployment training"


_PURPOSES = (
    ("flows/training_flow.py", "the lifecycle as a Prefect flow"),
    ("flows/monitoring_flow.py", "the monitor as a Prefect flow, whose events train the model again"),
    ("prefect.yaml", "the deployments: schedules, events, work pools"),
    ("flows/deploy.py", "what brings the deployments to a Prefect server"),
    ("prefect_setup.py", "where Prefect keeps things if nobody says otherwise"),
)
_COMMANDS = (
    ("run", "flows/training_flow.py", "the whole lifecycle as a Prefect flow"),
    ("monitor-flow", "flows/monitoring_flow.py", "the monitor as a Prefect flow"),
    ("deploy", "flows/deploy.py", "what would change on the Prefect server; --apply changes it"),
)
