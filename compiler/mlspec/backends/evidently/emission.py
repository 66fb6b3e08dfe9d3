"""Spelling the monitor's modules as files, and telling later back ends of them."""

import json
from collections.abc import Iterator

from mlspec.backends.evidently.monitor_files import MonitorFiles
from mlspec.backends.evidently.monitor_modules import (
    DriftModule,
    FindingsModule,
    MonitoringModule,
    ReportingModule,
    RequestLogModule,
)
from mlspec.backends.evidently.verdict_schema import verdict_schema
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.line_of import line_of
from mlspec.codegen.template import Template
from mlspec.ir.offer import Covers, Entrypoint, GeneratedFile, MonitorModule, Offer
from mlspec.vocabulary.checklist import ChecklistItem

MONITORING = Template("evidently/monitoring.py.j2", MonitoringModule)
REQUEST_LOG = Template("evidently/monitor_log.py.j2", RequestLogModule)
DRIFT = Template("evidently/monitor_drift.py.j2", DriftModule)
FINDINGS = Template("evidently/monitor_findings.py.j2", FindingsModule)
REPORTING = Template("evidently/monitor_report.py.j2", ReportingModule)

_PURPOSES = {
    "monitoring.py": "whether the model still does what it should, as a command line",
    "monitor_log.py": "what the service was asked and answered, read from its log",
    "monitor_drift.py": "how far columns have moved, by Evidently",
    "monitor_findings.py": "what is judged, in sentences and numbers",
    "monitor_report.py": "where a verdict is kept and who is told",
    "verdict.schema.json": "the form of the verdicts",
}


def emit(files: MonitorFiles) -> Emission:
    """One artifact a module that the project has a use for."""
    artifacts = tuple(_artifacts(files))
    return Emission(artifacts, (*_offers(files, artifacts), *files.told))


def _artifacts(files: MonitorFiles) -> Iterator[Artifact]:
    if files.monitoring is None:
        return
    yield Artifact(f"{files.folder}/monitoring.py", MONITORING.render(files.monitoring))
    if files.request_log is not None:
        yield Artifact(f"{files.folder}/monitor_log.py", REQUEST_LOG.render(files.request_log))
    if files.drift is not None:
        yield Artifact(f"{files.folder}/monitor_drift.py", DRIFT.render(files.drift))
    if files.findings is not None:
        yield Artifact(f"{files.folder}/monitor_findings.py", FINDINGS.render(files.findings))
    if files.reporting is not None:
        yield Artifact(f"{files.folder}/monitor_report.py", REPORTING.render(files.reporting))
    schema = json.dumps(verdict_schema(files.monitoring.name), indent=2) + "\n"
    yield Artifact(f"{files.folder}/verdict.schema.json", schema)


def _offers(files: MonitorFiles, artifacts: tuple[Artifact, ...]) -> Iterator[Offer]:
    for artifact in artifacts:
        yield GeneratedFile(artifact.path, _PURPOSES[artifact.path.rpartition("/")[2]])
    if files.monitoring is None:
        return
    path = f"{files.folder}/monitoring.py"
    yield MonitorModule(path, files.schedule)
    yield Entrypoint(
        name="monitor",
        words=("python", path),
        purpose="look whether it still does what it should, by what the service logged",
        note="Exit status 0 says stable, 3 drift, 4 too little data to tell, 1 that something is broken.",
    )
    yield from _covers(files, {artifact.path.rpartition("/")[2]: artifact for artifact in artifacts})


def _covers(files: MonitorFiles, written: dict[str, Artifact]) -> Iterator[Covers]:
    monitoring, reporting = files.monitoring, files.reporting
    if monitoring is None:
        return
    limits = written["monitoring.py"]
    if monitoring.comparison and monitoring.comparison.judges_inputs:
        constant = "MEASURES =" if monitoring.limits.discovers else "INPUTS ="
        yield _covered(ChecklistItem.INPUTS, limits, constant, "each column against its limit")
    if monitoring.limits.prediction:
        yield _covered(ChecklistItem.PREDICTIONS, limits, "PREDICTION =", "the answers of the served version")
    if monitoring.limits.latency:
        yield _covered(ChecklistItem.LATENCY, limits, "LATENCY_MS =", "the log against these limits")
    if monitoring.limits.errors:
        yield _covered(ChecklistItem.ERRORS, limits, "ERRORS =", "the log against this share, by kind")
    if reporting is not None and reporting.alert is not None:
        yield _covered(
            ChecklistItem.ALERTS, written["monitor_report.py"], "def _alert(", "a message when a verdict is drifted"
        )


def _covered(item: ChecklistItem, artifact: Artifact, fragment: str, how: str) -> Covers:
    return Covers(item, artifact.path, line_of(artifact.text, fragment), how)
