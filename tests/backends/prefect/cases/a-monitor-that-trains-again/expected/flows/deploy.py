"""Bring the deployments of a-monitor-that-trains-again to what prefect.yaml says.

Only those with the tag mlspec:a-monitor-that-trains-again are looked at.
One that prefect.yaml names no more is deleted.

Compiled from specs/a-monitor-that-trains-again/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import prefect_setup

# isort: split
import httpx
import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.settings import PREFECT_API_URL

FILE = Path(__file__).resolve().parents[1] / "prefect.yaml"
OWNER = "mlspec:a-monitor-that-trains-again"


class Change(NamedTuple):
    """What is to be done with a deployment: its full name, and what the file and the server have of it."""

    doing: str
    name: str
    wanted: dict[str, Any] | None
    found: DeploymentResponse | None


class DeployError(Exception):
    """The deployments cannot be brought to what the file says; the message gives every reason."""


def main() -> int:
    """Exit status 0: all is as prefect.yaml says; 1: something is broken; 2: wrong usage; 3: something differs."""
    arguments = _arguments()
    try:
        if PREFECT_API_URL.value() is None:
            raise DeployError("no server is named: start one (prefect server start) and set PREFECT_API_URL")
        with get_client(sync_client=True) as client:
            return _deploy(client, arguments)
    except DeployError as error:
        print(f"\nerror: {error}", file=sys.stderr)
    except httpx.HTTPError as error:
        print(f"\nerror: Prefect at {PREFECT_API_URL.value()}: {type(error).__name__}: {error}", file=sys.stderr)
    return 1


def _deploy(client: SyncPrefectClient, arguments: argparse.Namespace) -> int:
    """Check everything, tell what differs, and change it if that is asked for."""
    wanted = {} if arguments.remove else _wanted(client, arguments)
    changes = list(_changes(client, wanted))
    for change in changes:
        print(f"{change.doing:8}{change.name}")
    if not changes:
        print("All deployments are as they should be.")
        return 0
    if not arguments.apply:
        print("\nNothing was changed; --apply does it.")
        return 3
    _create([change.wanted for change in changes if change.wanted is not None])
    for change in changes:
        if change.wanted is None and change.found is not None:
            client.delete_resource_owned_automations(f"prefect.deployment.{change.found.id}")
            client.delete_deployment(change.found.id)
    left = [f"{change.doing} {change.name}" for change in _changes(client, wanted)]
    if left:
        raise DeployError("\n  ".join(["not all was done:", *left]))
    print("\nDone.")
    return 0


def _wanted(client: SyncPrefectClient, arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The deployments of the file by their full names; raises DeployError unless all of them can run."""
    wanted: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    pools = {pool.name for pool in client.read_work_pools()}
    for deployment in yaml.safe_load(FILE.read_text(encoding="utf-8"))["deployments"]:
        pool, path = deployment["work_pool"], prefect_setup.ROOT / deployment["entrypoint"]
        if pool["name"] not in pools:
            faults.append(f"{deployment['name']}: there is no work pool {pool['name']}")
        if "image" in pool["job_variables"] and not (arguments.directory or arguments.repository):
            faults.append(f"{deployment['name']}: say by --directory or --repository where the image has the code")
        try:
            flow: Flow[..., Any] = load_flow_from_entrypoint(str(path), use_placeholder_flow=False)
            flow.validate_parameters(deployment["parameters"])
        except Exception as error:
            faults.append(f"{deployment['name']}: {type(error).__name__}: {error}")
        else:
            wanted[f"{flow.name}/{deployment['name']}"] = {**deployment, "pull": _pull(arguments)}
    if faults:
        raise DeployError("\n  ".join(["nothing was changed:", *faults]))
    return wanted


def _pull(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """How a worker gets at the code: it clones the repository, or goes to a folder where that lies already."""
    steps = "prefect.deployments.steps"
    if not arguments.repository:
        directory = arguments.directory or str(prefect_setup.ROOT)
        return [{f"{steps}.set_working_directory": {"directory": directory}}]
    clone = {"id": "clone", "repository": arguments.repository}
    branch = {"branch": arguments.branch} if arguments.branch else {}
    directory = {"directory": "{{ clone.directory }}"}
    return [{f"{steps}.git_clone": {**clone, **branch}}, {f"{steps}.set_working_directory": directory}]


def _changes(client: SyncPrefectClient, wanted: dict[str, dict[str, Any]]) -> Iterator[Change]:
    """What the server lacks, what it has of another version, and what it has too many of."""
    found = {f"{client.read_flow(one.flow_id).name}/{one.name}": one for one in _owned(client)}
    for name, deployment in wanted.items():
        if name not in found:
            yield Change("create", name, deployment, None)
        elif (found[name].version, found[name].pull_steps) != (deployment["version"], deployment["pull"]):
            yield Change("update", name, deployment, found[name])
    yield from (Change("delete", name, None, found[name]) for name in sorted(found.keys() - wanted.keys()))


def _owned(client: SyncPrefectClient) -> list[DeploymentResponse]:
    """The server's deployments with our tag, which come in pages."""
    owned = DeploymentFilter(tags=DeploymentFilterTags(all_=[OWNER]))
    found: list[DeploymentResponse] = []
    while page := client.read_deployments(deployment_filter=owned, offset=len(found)):
        found += page
    return found


def _create(deployments: list[dict[str, Any]]) -> None:
    """Hand what is new or has changed to `prefect deploy`; what has not keeps its cooldown."""
    if not deployments:
        return
    with NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(json.dumps({"deployments": deployments}))
        file.flush()
        command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", file.name]
        variables = {**os.environ, "PREFECT_DEPLOYMENTS_CLEAR_SCHEDULES_ON_EMPTY": "true"}
        deployed = subprocess.run(
            command, cwd=prefect_setup.ROOT, env=variables, capture_output=True, text=True, check=False
        )
    if deployed.returncode:
        raise DeployError(f"prefect deploy failed\n{deployed.stdout}{deployed.stderr}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0], epilog=main.__doc__)
    parser.add_argument("--apply", action="store_true", help="do what differs")
    parser.add_argument("--remove", action="store_true", help="take all deployments of this model away")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--directory", metavar="DIR", help="where a worker has this repository; default: here")
    place.add_argument("--repository", metavar="URL", help="the git repository that a worker clones for each run")
    parser.add_argument("--branch", metavar="NAME", help="the branch of the repository; default: its main branch")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
