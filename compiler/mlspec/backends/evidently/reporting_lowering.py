"""What `monitor_report.py` holds: where reports are kept, who is told, and which workspace takes them."""

from mlspec.backends.evidently.judgements import Judgements
from mlspec.backends.evidently.monitor_modules import Alert, ReportingModule, Workspace
from mlspec.backends.evidently.settings import Settings
from mlspec.codegen.code import Code
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph
from mlspec.schema.references import EnvReference, SecretReference


def lower_reporting(graph: Graph, options: Settings, judged: Judgements, *, model: bool) -> ReportingModule:
    """Decide the whole module."""
    reports = _reports(graph, options.reports)
    alert = _alert(graph)
    workspace = _workspace(graph, options) if judged.compares else None
    pages = judged.compares and (options.html or workspace is not None)
    late = (reports, alert.address if alert else "", workspace.address if workspace else "")
    imports = [
        "import json",
        *(["import os"] if any("os.environ" in code for code in late) else []),
        *(["import urllib.request"] if alert else []),
        "from collections.abc import Iterator, Mapping",
        "from datetime import datetime",
        *(["from pathlib import Path"] if "Path(" in reports else []),
        f"from typing import {'TYPE_CHECKING, Any' if pages else 'Any'}",
    ]
    return ReportingModule(
        name=graph.name,
        spec_path=graph.spec_path,
        imports=tuple(map(Code, imports)),
        far="Path(" not in reports,
        reports=reports,
        html=options.html and judged.compares,
        workspace=workspace,
        alert=alert,
        pages=pages,
        model=model,
    )


def _reports(graph: Graph, address: object) -> Code:
    """A folder for the project: behind an address, or below `.mlspec` on this machine."""
    if isinstance(address, EnvReference):
        return Code(f'os.environ.get({python_literal(address.name)}, {_text(address.default)}) + "/{graph.name}"')
    text = str(address)
    if "://" in text:
        return Code(python_literal(f"{text.rstrip('/')}/{graph.name}"))
    up = graph.output_folder.count("/") + 1
    place = text if text.startswith("/") else f".mlspec/{text.strip('/')}"
    return Code(f"Path(__file__).resolve().parents[{up}] / {python_literal(f'{place}/{graph.name}')}")


def _alert(graph: Graph) -> Alert | None:
    address = graph.watch.alert if graph.watch else None
    if address is None:
        return None
    name = address.name if isinstance(address, (SecretReference, EnvReference)) else ""
    return Alert(_late_text(address), f"not sent: {name} holds no address" if name else "not sent: that is no address")


def _workspace(graph: Graph, options: Settings) -> Workspace | None:
    if options.workspace == "":
        return None
    return Workspace(_late_text(options.workspace), options.project or graph.name)


def _late_text(value: object) -> Code:
    """A text that stands in the spec, or the variable that holds it when the job runs."""
    if isinstance(value, SecretReference):
        return Code(f'os.environ.get({python_literal(value.name)}, "")')
    if isinstance(value, EnvReference):
        return Code(f"os.environ.get({python_literal(value.name)}, {_text(value.default)})")
    return Code(python_literal(str(value)))


def _text(default: object) -> str:
    return python_literal("" if default is None else str(default))
