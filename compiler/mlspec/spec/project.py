"""The whole language: its sections in the order of the lifecycle."""

from collections.abc import Mapping
from types import MappingProxyType

from mlspec.schema.node import Node
from mlspec.spec.ci import Ci
from mlspec.spec.data import Data
from mlspec.spec.deploy import Deploy
from mlspec.spec.environment import Environments, Variants
from mlspec.spec.evaluate import Evaluate
from mlspec.spec.exports import Exports
from mlspec.spec.header import Header
from mlspec.spec.jobs import Jobs
from mlspec.spec.monitor import Monitor
from mlspec.spec.orchestrate import Orchestrate
from mlspec.spec.predicts import Predicts
from mlspec.spec.register import Register
from mlspec.spec.retrain import Retrain
from mlspec.spec.runtime import Runtime
from mlspec.spec.score import Score
from mlspec.spec.tracking import Tracking
from mlspec.spec.train import Train

SECTIONS: Mapping[str, type[Node]] = MappingProxyType(
    {
        "runtime": Runtime,
        "tracking": Tracking,
        "orchestrate": Orchestrate,
        "data": Data,
        "predicts": Predicts,
        "train": Train,
        "evaluate": Evaluate,
        "register": Register,
        "exports": Exports,
        "deploy": Deploy,
        "score": Score,
        "monitor": Monitor,
        "retrain": Retrain,
        "jobs": Jobs,
        "ci": Ci,
        "environments": Environments,
        "variants": Variants,
    }
)
"""What may stand at the top of a spec beside the header's fields and `x-*`."""

HEADER: type[Node] = Header
