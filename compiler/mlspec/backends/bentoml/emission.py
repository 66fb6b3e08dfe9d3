"""Spelling the modules of the service, and telling later back ends of them."""

from collections.abc import Iterator

from mlspec.backends.bentoml.coverage import find_coverage
from mlspec.backends.bentoml.service_files import ServiceFiles
from mlspec.backends.bentoml.service_module import (
    BatchingModule,
    GatewayModule,
    ObservationModule,
    ReplayModule,
    RequestLogModule,
    ServiceModule,
    StartModule,
    VersionModule,
)
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.template import Template
from mlspec.codegen.yaml_text import yaml_text

SERVICE = Template("bentoml/service.py.j2", ServiceModule)
GATEWAY = Template("bentoml/gateway.py.j2", GatewayModule)
OBSERVATION = Template("bentoml/observation.py.j2", ObservationModule)
REQUEST_LOG = Template("bentoml/request_writer.py.j2", RequestLogModule)
VERSION = Template("bentoml/model_version.py.j2", VersionModule)
START = Template("bentoml/serve.py.j2", StartModule)
BATCHING = Template("bentoml/batching.py.j2", BatchingModule)
REPLAY = Template("bentoml/replay.py.j2", ReplayModule)


def emit(files: ServiceFiles) -> Emission:
    """One artifact a module, and the build file; nothing where nothing can be served."""
    artifacts = tuple(_artifacts(files))
    observations = [artifact for artifact in artifacts if artifact.path.endswith("/observation.py")]
    covered = (cover for artifact in observations for cover in find_coverage(artifact))
    return Emission(artifacts, (*files.offers, *covered))


def _artifacts(files: ServiceFiles) -> Iterator[Artifact]:
    folder = f"{files.folder}/service"
    if files.service is not None:
        yield Artifact(f"{folder}/service.py", SERVICE.render(files.service))
    if files.gateway is not None:
        yield Artifact(f"{folder}/gateway.py", GATEWAY.render(files.gateway))
    if files.observation is not None:
        yield Artifact(f"{folder}/observation.py", OBSERVATION.render(files.observation))
    if files.request_log is not None:
        yield Artifact(f"{folder}/request_writer.py", REQUEST_LOG.render(files.request_log))
    if files.version is not None:
        yield Artifact(f"{folder}/model_version.py", VERSION.render(files.version))
    if files.start is not None:
        yield Artifact(f"{folder}/serve.py", START.render(files.start))
    if files.batching is not None:
        yield Artifact(f"{folder}/batching.py", BATCHING.render(files.batching))
    if files.replay is not None:
        yield Artifact(f"{folder}/replay.py", REPLAY.render(files.replay))
    if files.bentofile:
        header = f"Compiled from {files.spec_path} by mlspec; change the spec, not this file."
        yield Artifact(f"{folder}/bentofile.yaml", yaml_text(dict(files.bentofile), header))
