"""Deployments as the plain data of `prefect.yaml`."""

import json
from hashlib import sha256

from mlspec.backends.prefect.deployment import Deployment, Trigger

_DIGITS = 12


def deployment_file(name: str, deployments: tuple[Deployment, ...]) -> dict[str, object]:
    """The whole file; how a worker gets at the code is said when it is deployed."""
    return {"name": name, "deployments": [_versioned(_plain(deployment)) for deployment in deployments]}


def _versioned(plain: dict[str, object]) -> dict[str, object]:
    """With a digest of the rest, by which a server's deployment is told from another."""
    digest = sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    return {"name": plain["name"], "version": digest[:_DIGITS], **plain}


def _plain(deployment: Deployment) -> dict[str, object]:
    limit = {"limit": deployment.limit, "collision_strategy": deployment.collision}
    return {
        "name": deployment.name,
        "entrypoint": deployment.entrypoint,
        "description": deployment.description,
        "tags": list(deployment.tags),
        "parameters": dict(deployment.parameters),
        "enforce_parameter_schema": True,
        "concurrency_limit": limit if deployment.limit else None,
        "schedules": [_schedule(deployment)] if deployment.cron else [],
        "triggers": [_trigger(deployment.trigger)] if deployment.trigger else [],
        "work_pool": {
            "name": deployment.pool.name,
            "work_queue_name": deployment.pool.queue or None,
            "job_variables": dict(deployment.pool.job_variables),
        },
    }


def _schedule(deployment: Deployment) -> dict[str, object]:
    return {"cron": deployment.cron, "timezone": "UTC", "slug": deployment.name, "active": True}


def _trigger(trigger: Trigger) -> dict[str, object]:
    """One event is enough; then Prefect waits for the time that it is `within` before another starts a run."""
    seconds = trigger.within_seconds
    return {
        "type": "event",
        "name": trigger.name,
        "enabled": True,
        "match": {"prefect.resource.id": trigger.resource},
        "expect": list(trigger.events),
        "posture": "Reactive",
        "threshold": 1,
        "within": int(seconds) if seconds == int(seconds) else seconds,
    }
